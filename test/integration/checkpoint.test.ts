/**
 * Checkpoints of real localnets: from the chain's specification, from servers that agree, and by `npm run checkpoint`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { voterSetAfter } from '../../localnet/chain/authorities.ts';
import type { Lies, Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../src/chain/header.ts';
import { decodeValue, storage, storageKey } from '../../src/chain/schema/index.ts';
import { SYSTEM_CLOCK } from '../../src/light/clock.ts';
import { openOnce } from '../../src/light/proof/agree/open-once.ts';
import { agreeCheckpoint } from '../../src/light/proof/agree-checkpoint.ts';
import { decodeCheckpoint } from '../../src/light/proof/checkpoint-text.ts';
import { checkpointFromSpec } from '../../src/light/proof/genesis-checkpoint.ts';
import { openJsonRpcServer } from '../../src/light/proof/json-rpc-server.ts';
import { openTcpDoor, type TcpDoor } from './tcp-door.fixture.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/checkpoint.ts');

const QUICK = { seed: 'checkpoint', blockTimeMs: 500, p2pPort: 0, rpcPort: 0, historyBlocks: 24 } as const;

/** What `other` lies about. */
const lies = { proof: false, signature: false };
/** A WebSocket that opens, says what is no JSON, and never closes. */
async function openRudeServer(): Promise<TcpDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', (request) => {
      const key = /^sec-websocket-key: (.*)$/im.exec(request.toString())![1]!.trim();
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write(`${head.join('\r\n')}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      socket.write(Buffer.from([0x81, 4, ...Buffer.from('junk')]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

let net: Localnet;
/** The same genesis, other blocks. */
let other: Localnet;
let door: TcpDoor;
let genesisHash: string;

function start(more: { readonly lies?: Lies } = {}): Promise<Localnet> {
  return startLocalnet({ ...QUICK, ...more });
}

beforeAll(async () => {
  net = await start();
  other = await start({ lies });
  door = await openTcpDoor(net.rpcUrl);
  genesisHash = toHex(net.chain.genesis.hash);
});
afterAll(async () => {
  await door?.close();
  await other?.close();
  await net?.close();
});

const agree = (...addresses: readonly string[]) =>
  agreeCheckpoint({
    source: { id: 'localnet', genesisHash, genesisSetId: 0n },
    addresses,
    openServer: openJsonRpcServer,
    clock: SYSTEM_CLOCK,
  });

describe('the checkpoint of a chain specification', () => {
  it("is the localnet's genesis", () => {
    const checkpoint = checkpointFromSpec(
      {
        id: 'localnet',
        name: 'localnet',
        specText: net.chainSpec,
        servers: [],
        genesisHash: undefined,
        genesisSetId: 0n,
        justificationPeriod: 512,
        blockTimeMs: 500,
      },
      Date.now(),
    );
    expect(checkpoint.genesisHash).toBe(genesisHash);
    expect(checkpoint.headerBytes).toEqual(net.chain.genesis.headerBytes);
  });
});

describe('servers of a localnet', () => {
  it('agree on a final block, with the set that votes after it', async () => {
    const { checkpoint, isSetIdProved } = await agree(net.rpcUrl, door.url);
    const { number, hash } = checkpoint.anchor.block;
    const block = net.chain.byNumber(number)!;
    expect(toHex(block.hash)).toBe(hash);
    expect(number).toBeLessThanOrEqual(net.chain.finalized.number);
    expect(number).toBeGreaterThan(15);
    expect(isSetIdProved).toBe(true);
    expect(checkpoint.grandpa.setId).toBe(net.chain.grandpa.setId);
    const { Authorities } = storage.Aura;
    expect(checkpoint.auraAuthorities).toEqual(decodeValue(Authorities, block.state!.get(storageKey(Authorities))));
  });

  it('differ where they are on different histories of one genesis', async () => {
    expect(toHex(other.chain.genesis.hash)).toBe(genesisHash);
    await expect(agree(net.rpcUrl, door.url, other.rpcUrl)).rejects.toMatchObject({
      code: 'checkpoint/servers-differ',
    });
  });

  it.each(['proof', 'signature'] as const)('do not count when they lie about every %s', async (lie) => {
    lies[lie] = true;
    const otherDoor = await openTcpDoor(other.rpcUrl);
    await expect(agree(other.rpcUrl, otherDoor.url)).rejects.toMatchObject({ code: 'checkpoint/too-few-servers' });
    await otherDoor.close();
    lies[lie] = false;
  });
});

describe('servers of a chain whose voters change, numbered from elsewhere', () => {
  let turning: Localnet;
  let turningDoor: TcpDoor;
  beforeAll(async () => {
    turning = await startLocalnet({
      ...QUICK,
      historyBlocks: 60,
      residents: 0,
      rotateEvery: 20,
      genesisSetId: 3,
      blockTimeMs: 1000,
    });
    turningDoor = await openTcpDoor(turning.rpcUrl);
  });
  afterAll(async () => {
    await turningDoor?.close();
    await turning?.close();
  });

  it('agree with the voters of now and their number', async () => {
    const { checkpoint, isSetIdProved } = await agreeCheckpoint({
      source: { id: 'localnet', genesisHash: toHex(turning.chain.genesis.hash), genesisSetId: 3n },
      addresses: [turning.rpcUrl, turningDoor.url],
      openServer: openJsonRpcServer,
      clock: SYSTEM_CLOCK,
    });
    const { setId, voters } = voterSetAfter(turning.chain.byNumber(checkpoint.anchor.block.number)!, 3n);
    expect(setId).toBeGreaterThan(3n);
    expect(isSetIdProved).toBe(true);
    expect(checkpoint.grandpa).toEqual({ setId, authorities: voters });
  });

  it('lead from the genesis over every change to the newest votes', async () => {
    const { chain } = turning;
    const { server } = await openOnce(openJsonRpcServer, turning.rpcUrl, SYSTEM_CLOCK, undefined);
    const proofs = await server.finalitySince({ number: 0, hash: toHex(chain.genesis.hash) });
    server.close();
    const changes = chain.setChangesAfter(0);
    expect(changes.length).toBeGreaterThanOrEqual(2);
    const proven = proofs!.map(({ headerBytes }) => decodeHeader(headerBytes).number);
    expect(proven.slice(0, changes.length)).toEqual(changes);
    for (const [i, { headerBytes, justification }] of proofs!.entries()) {
      const { setId, voters } = voterSetAfter(chain.byNumber(i === 0 ? 0 : proven[i - 1]!)!, 3n);
      const target = { number: proven[i]!, hash: headerHash(headerBytes) };
      verifyJustification(justification, { target, setId, authorities: voters });
    }
  });
});

describe('npm run checkpoint', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  function run(
    ...flags: readonly string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [SCRIPT, ...flags], { timeout: 15_000 }, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    });
  }
  const ofLocalnet = () => ['--chain', 'localnet', '--genesis', genesisHash];

  it('writes what two servers agree on, as pinned', async () => {
    const out = join(folder, 'localnet.json');
    const { code, stdout } = await run('--rpc', net.rpcUrl, '--rpc', `${door.url}/key`, ...ofLocalnet(), '--out', out);
    expect([code, stdout]).toEqual([0, '']);
    const checkpoint = decodeCheckpoint(await readFile(out, 'utf8'));
    expect(checkpoint).toMatchObject({
      chainId: 'localnet',
      genesisHash,
      anchor: { kind: 'pinned', isConfirmed: true, sources: [net.rpcUrl, door.url] },
    });
    expect(await readdir(folder)).toEqual(['localnet.json']);
  });

  it('writes to standard output where no file is named', async () => {
    const { code, stdout } = await run('--rpc', net.rpcUrl, '--rpc', door.url, ...ofLocalnet());
    expect(code).toBe(0);
    expect(decodeCheckpoint(stdout).genesisHash).toBe(genesisHash);
  });

  it('leaves nothing behind where it cannot write', async () => {
    const { code } = await run('--rpc', net.rpcUrl, '--rpc', door.url, ...ofLocalnet(), '--out', folder);
    expect(code).toBe(1);
    expect((await readdir(join(folder, '..'))).filter((name) => name.startsWith(`${basename(folder)}.`))).toEqual([]);
  });

  it('ends by itself when servers do not answer its goodbye', async () => {
    const rude = await openRudeServer();
    const { code, stderr } = await run('--rpc', rude.url, '--rpc', 'ws://127.0.0.1:1', ...ofLocalnet());
    await rude.close();
    expect(code).toBe(1);
    expect(stderr).toContain('proof/malformed');
  });

  it('fails when servers differ, says who said what, and writes nothing', async () => {
    const out = join(folder, 'differ.json');
    const { code, stdout, stderr } = await run(
      '--rpc',
      net.rpcUrl,
      '--rpc',
      other.rpcUrl,
      ...ofLocalnet(),
      '--out',
      out,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/contradict/);
    for (const { rpcUrl } of [net, other]) expect(stderr).toMatch(new RegExp(`${rpcUrl}: block [0-9]+ 0x[0-9a-f]{64}`));
    expect(await readdir(folder)).toEqual(['localnet.json']);
  });

  it('fails when the servers are of another chain, or not there', async () => {
    const { code, stderr } = await run('--rpc', net.rpcUrl, '--rpc', 'ws://127.0.0.1:1');
    expect(code).toBe(1);
    expect(stderr).toContain('checkpoint/other-chain');
    expect(stderr).toContain('proof/unreachable');
  });

  it('explains itself when it is called wrongly', async () => {
    const two = ['--rpc', 'ws://a', '--rpc', 'ws://b'];
    const wrong: readonly (readonly string[])[] = [
      ['--rpc', 'ws://127.0.0.1:1'],
      [...two, '--chain', 'mine'],
      [...two, '--genesis', '0x12'],
      [...two, '--genesis', `0x${'11'.repeat(32)}`],
      ['--force'],
      [...ofLocalnet(), '--rpc', 'ws://a', '--rpc', 'https://b'],
      [...ofLocalnet(), '--rpc', 'ws://a', '--rpc', '/ip4/127.0.0.1/tcp/1/ws'],
    ];
    for (const { code, stdout, stderr } of await Promise.all(wrong.map((flags) => run(...flags)))) {
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage: npm run checkpoint');
    }
  });

  it('explains itself when asked', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: npm run checkpoint');
  });
});
