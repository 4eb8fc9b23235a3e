/**
 * The libp2p transport of the proof engine against the localnet's own p2p host, and against nodes that misbehave.
 */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bulkKey, bulkValue, FAKE_METADATA, FakeChain, fakeExtrinsic, NUMBER_KEY } from '../../localnet/fake-chain.ts';
import type { P2pHost } from '../../localnet/p2p/index.ts';
import { startP2pHost } from '../../localnet/p2p/index.ts';
import { rawNode } from '../../localnet/p2p/raw-peer.fixture.ts';
import { buildRuntime, GRANDPA_AUTHORITIES_KEY } from '../../localnet/runtime/index.ts';
import type { Block } from '../../localnet/types.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/bytes.ts';
import type { Authority } from '../../src/chain/grandpa.ts';
import { authorityList, verifyCommit, verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../src/chain/header.ts';
import { decode, encode, u32 } from '../../src/chain/scale/index.ts';
import { verifyProof } from '../../src/chain/trie/index.ts';
import type { ProtocolSuffix } from '../../src/chain/wire/index.ts';
import {
  encodeAnnounceHandshake,
  encodeBlockData,
  encodeCommitMessage,
  encodeFrame,
  encodeLightResponse,
  encodeNeighbourPacket,
  encodeVarint,
  encodeWarpResponse,
  FrameDecoder,
  MAX_RESPONSE_BYTES,
  protocolName,
} from '../../src/chain/wire/index.ts';
import type { Clock } from '../../src/light/clock.ts';
import { libp2pServers } from '../../src/light/proof/libp2p-server.ts';
import { NEWS_BURST } from '../../src/light/proof/news-meter.ts';
import type { ChainServer, Greeting, Votes } from '../../src/light/proof/server.ts';
import { FakeClock } from '../../src/light/testing/fake-clock.ts';

const HISTORY = 150;
const SEED = new Uint8Array(32).fill(5);
const NOWHERE = '/ip4/127.0.0.1/tcp/1/ws';

let code: Bytes;
const cleanUps: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  code = await buildRuntime({ metadata: FAKE_METADATA, specVersion: 1, transactionVersion: 1, slotDurationMs: 1000 });
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function newChain(history: number): FakeChain {
  const entries = Array.from({ length: 200 }, (_, i) => [bulkKey(i), bulkValue(i)] as const);
  return new FakeChain({ code, slotDurationMs: 1000, history, entries });
}

async function startHost(chain: FakeChain, port = 0): Promise<P2pHost> {
  const host = await startP2pHost({ chain, host: '127.0.0.1', port, seed: SEED, log: () => undefined });
  cleanUps.push(() => host.close());
  return host;
}

/** A server with all that it has told. */
interface Opened {
  readonly server: ChainServer;
  readonly headers: Bytes[];
  readonly votes: Votes[];
  readonly finalized: number[];
  readonly received: () => number;
  /** Resolves with the greeting; rejects if the connection ends before. */
  readonly greeted: Promise<Greeting>;
  readonly closed: Promise<Error>;
}

function open(address: string, genesisHash: Uint8Array, clock?: Clock): Opened {
  const greeted = Promise.withResolvers<Greeting>();
  const closed = Promise.withResolvers<Error>();
  greeted.promise.catch(() => undefined);
  const [headers, votes, finalized]: [Bytes[], Votes[], number[]] = [[], [], []];
  let received = 0;
  const openServer = libp2pServers(toHex(genesisHash), clock ? { clock } : {});
  const server = openServer(address, {
    onOpen: greeted.resolve,
    onHeader: (headerBytes) => void headers.push(headerBytes),
    onVotes: (more) => void votes.push(more),
    onFinalized: (number) => void finalized.push(number),
    onReceived: (bytes) => {
      received += bytes;
    },
    onClosed(reason) {
      greeted.reject(reason);
      closed.resolve(reason);
    },
  });
  cleanUps.push(() => server.close());
  return {
    server,
    headers,
    votes,
    finalized,
    received: () => received,
    greeted: greeted.promise,
    closed: closed.promise,
  };
}

const POLL_MS = 10;
const PATIENCE_MS = 8_000;

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !condition(); ) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const failing = (code: string) => expect.objectContaining({ name: 'LightError', code });
const authoritiesOf = (block: Block): readonly Authority[] =>
  decode(authorityList, block.state!.get(GRANDPA_AUTHORITIES_KEY)!);

describe('a localnet node', () => {
  async function connected(history = HISTORY) {
    const chain = newChain(history);
    const host = await startHost(chain);
    const opened = open(host.multiaddr, chain.genesis.hash);
    return { chain, host, greeting: await opened.greeted, ...opened };
  }

  it('greets with its genesis and what it calls final', async () => {
    const { chain, greeting, server, received } = await connected(3);
    expect(greeting).toEqual({ genesisHash: toHex(chain.genesis.hash), finalizedNumber: 3 });
    expect([server.transport, server.address]).toEqual(['libp2p', expect.stringContaining('/ws/p2p/')]);
    expect(received()).toBeGreaterThan(69);
  });

  it('serves headers over several requests, and fewer where the chain ends', async () => {
    const { chain, server } = await connected();
    const headers = await server.headers(10, 140);
    expect(headers.map((bytes) => toHex(headerHash(bytes)))).toEqual(
      Array.from({ length: 140 }, (_, i) => toHex(chain.byNumber(10 + i)!.hash)),
    );
    expect(await server.headers(HISTORY - 1, 512)).toHaveLength(2);
    expect(await server.headers(HISTORY + 1, 5)).toEqual([]);
    await expect(server.headers(1, 513)).rejects.toThrow(RangeError);
  });

  it('serves a block by number and by hash', async () => {
    const { chain, server } = await connected(5);
    const hash = toHex(chain.byNumber(4)!.hash);
    expect(await server.blockHash(4)).toBe(hash);
    expect(toHex(await server.header(hash))).toBe(toHex(chain.byNumber(4)!.headerBytes));
    await expect(server.blockHash(6)).rejects.toEqual(failing('proof/unavailable'));
    await expect(server.header(`0x${'00'.repeat(32)}`)).rejects.toEqual(failing('proof/unavailable'));
  });

  it('keeps no votes for single blocks', async () => {
    const { server } = await connected(5);
    expect(await server.finalityOf(5)).toBeUndefined();
  });

  it('proves its finalized head from an older block, and nothing from the head itself', async () => {
    const { chain, server } = await connected(40);
    const proofs = await server.finalitySince({ hash: toHex(chain.genesis.hash), number: 0 });
    expect(proofs).toHaveLength(1);
    const { headerBytes, justification } = proofs![0]!;
    const target = { number: 40, hash: headerHash(headerBytes) };
    const expected = { target, setId: 0n, authorities: authoritiesOf(chain.best) };
    expect(verifyJustification(justification, expected).target.number).toBe(40);
    expect(await server.finalitySince({ hash: toHex(chain.finalized.hash), number: 40 })).toEqual([]);
    const unknown = { hash: `0x${'11'.repeat(32)}`, number: 7 };
    await expect(server.finalitySince(unknown)).rejects.toEqual(failing('proof/unavailable'));
  });

  it('proves values and their absence against the state root', async () => {
    const { chain, server } = await connected(5);
    const nodes = await server.readProof(toHex(chain.best.hash), [bulkKey(1), bulkKey(900), NUMBER_KEY]);
    const proof = verifyProof(chain.best.header.stateRoot, nodes);
    expect(proof.get(bulkKey(1))).toEqual(bulkValue(1));
    expect(proof.get(bulkKey(900))).toBeUndefined();
    expect(proof.get(NUMBER_KEY)).toEqual(encode(u32, 5));
  });

  it('says that a state is gone', async () => {
    const { chain, server } = await connected(5);
    chain.prune(2);
    const read = server.readProof(toHex(chain.byNumber(2)!.hash), [NUMBER_KEY]);
    await expect(read).rejects.toEqual(failing('proof/unavailable'));
    expect(await server.readProof(toHex(chain.best.hash), [NUMBER_KEY])).not.toEqual([]);
  });

  it('takes an extrinsic and serves it in a body', async () => {
    const { chain, server } = await connected(5);
    const extrinsic = fakeExtrinsic('over libp2p');
    await server.submit(extrinsic);
    await until(() => chain.pending().length === 1);
    const block = chain.produce();
    expect(await server.body(toHex(block.hash))).toEqual([extrinsic]);
    chain.pruneBody(block.number);
    await expect(server.body(toHex(block.hash))).rejects.toEqual(failing('proof/unavailable'));
  });

  it('tells of new blocks and of votes that verify', async () => {
    const { chain, headers, votes, finalized } = await connected(5);
    await until(() => {
      // Substreams take part in broadcasts only when they have settled.
      chain.finalize(chain.produce());
      return headers.length >= 2 && votes.length >= 2;
    });
    expect(decodeHeader(headers.at(-1)!).number).toBeGreaterThan(5);
    expect(toHex(headerHash(headers.at(-1)!))).toBe(toHex(chain.byNumber(decodeHeader(headers.at(-1)!).number)!.hash));
    const { kind, bytes } = votes.at(-1)!;
    expect(kind).toBe('commit');
    const { target } = verifyCommit(bytes, { setId: 0n, authorities: authoritiesOf(chain.best) });
    expect(toHex(target.hash)).toBe(toHex(chain.byNumber(target.number)!.hash));
    await until(() => finalized.at(-1)! >= target.number);
    expect([...finalized].sort((a, b) => a - b)).toEqual(finalized);
  });

  it('has no JSON-RPC', async () => {
    const { server } = await connected(1);
    await expect(server.request('system_health', [])).rejects.toEqual(failing('light/unsupported'));
    await expect(server.subscribe('x', [], () => undefined)).rejects.toEqual(failing('light/unsupported'));
  });

  it('answers many questions at once, and the surplus is refused here', async () => {
    const { chain, server } = await connected(20);
    const hash = toHex(chain.best.hash);
    const asked = await Promise.allSettled(Array.from({ length: 80 }, () => server.header(hash)));
    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(64);
    expect(refused.every((it) => it.status === 'rejected' && it.reason.code === 'light/too-many-requests')).toBe(true);
    expect(await server.header(hash)).toBeDefined();
  });

  it('stops waiting when the reader does', async () => {
    const { chain, server } = await connected(2);
    const reason = new Error('enough');
    const asked = server.header(toHex(chain.best.hash), { signal: AbortSignal.abort(reason) });
    await expect(asked).rejects.toBe(reason);
    const controller = new AbortController();
    const running = server.header(toHex(chain.best.hash), { signal: controller.signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(await server.blockHash(1)).toBe(toHex(chain.byNumber(1)!.hash));
  });

  it('that goes away closes the server once and fails what is asked; it is found again on the same port', async () => {
    const { chain, host, server, closed } = await connected(3);
    await host.close();
    expect(await closed).toEqual(failing('proof/unreachable'));
    await expect(server.blockHash(1)).rejects.toEqual(failing('proof/unreachable'));
    await startHost(chain, Number(/\/tcp\/(\d+)/.exec(host.multiaddr)![1]));
    const again = open(host.multiaddr, chain.genesis.hash);
    expect((await again.greeted).finalizedNumber).toBe(3);
  });

  it('hears no more of us after close, and we nothing of it', async () => {
    const { chain, host, server, closed, headers } = await connected(3);
    const pending = server.blockHash(1);
    server.close();
    server.close();
    await expect(pending).rejects.toEqual(failing('proof/unreachable'));
    await until(() => host.peers() === 0);
    chain.produce();
    const quiet = new Promise((resolve) => setTimeout(() => resolve('nothing'), 50));
    expect(await Promise.race([closed, quiet])).toBe('nothing');
    expect(headers).toEqual([]);
  });

  it('of another chain is left', async () => {
    const host = await startHost(newChain(1));
    const { greeted } = open(host.multiaddr, new Uint8Array(32).fill(1));
    await expect(greeted).rejects.toEqual(failing('proof/refused'));
  });
});

describe('nobody', () => {
  it.each([
    ['nothing listens', NOWHERE],
    ['the text is no multiaddr', 'wss://example.org'],
    ['the transport is another', '/ip4/127.0.0.1/udp/1/quic-v1'],
    ['there is no transport', '/ip4/127.0.0.1/tcp/1'],
    [
      'the address is of nobody',
      '/dns4/nobody.invalid/tcp/1/wss/p2p/12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC',
    ],
    ['the address is a list of others', '/dnsaddr/nobody.invalid'],
    ['IP version 6 has nobody', '/ip6/::1/tcp/1/ws'],
    ['it would be over a relay', `${NOWHERE}/p2p/12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC/p2p-circuit`],
    ['a browser would need a certificate', '/ip4/127.0.0.1/udp/1/quic-v1/webtransport'],
    ['the peer has no such name', `${NOWHERE}/p2p/12D3KooW`],
    ['the text goes on and on', '/ip4/127.0.0.1'.repeat(5000)],
  ])('is reached where %s', async (_, address) => {
    const { closed, server } = open(address, SEED);
    expect(await closed).toEqual(failing('proof/unreachable'));
    await expect(server.blockHash(1)).rejects.toEqual(failing('proof/unreachable'));
  });
});

/** A node that says what it is told to, to whatever is asked. */
interface Puppet {
  readonly address: string;
  /** What it answers; undefined: nothing, ever. */
  answer: Uint8Array | 'reset' | undefined;
  /** Sends on its substream of this protocol. */
  tell(protocol: ProtocolSuffix, notification: Uint8Array): void;
  /** Sends on our substream of this protocol. */
  interrupt(protocol: ProtocolSuffix, bytes: Uint8Array): void;
  /** Ends its substream of this protocol. */
  endGossip(protocol: ProtocolSuffix): void;
  hangUp(): void;
  /** Frames that came on our substreams: `grandpa/1 0x…`. */
  readonly heard: string[];
}

async function startPuppet(
  options: {
    readonly isSilent?: boolean;
    readonly genesis?: Uint8Array;
    /** Resets our substreams of this protocol; so often, if that is said. */
    readonly refuses?: ProtocolSuffix;
    readonly refusals?: number;
  } = {},
): Promise<Puppet> {
  let { refusals = Number.POSITIVE_INFINITY } = options;
  const node = await rawNode(true);
  cleanUps.push(() => node.stop());
  const name = (suffix: ProtocolSuffix) => protocolName(SEED, suffix);
  const streams = new Map<string, { send(data: Uint8Array): boolean; close(): Promise<void> }>();
  const ours = new Map<ProtocolSuffix, { send(data: Uint8Array): boolean }>();
  const genesisHash = Uint8Array.from(options.genesis ?? SEED);
  const announces = encodeAnnounceHandshake({ role: 1, number: 0, hash: genesisHash, genesisHash });
  const puppet: Puppet = {
    address: `${node.getMultiaddrs()[0]}`,
    answer: undefined,
    tell: (protocol, notification) => void streams.get(name(protocol))!.send(encodeFrame(notification)),
    interrupt: (protocol, bytes) => void ours.get(protocol)!.send(bytes),
    endGossip: (protocol) => void streams.get(name(protocol))!.close(),
    hangUp() {
      for (const connection of node.getConnections()) connection.abort(new Error('enough'));
    },
    heard: [],
  };
  for (const suffix of ['block-announces/1', 'grandpa/1', 'transactions/1'] as const) {
    const handshake = encodeFrame(suffix === 'block-announces/1' ? announces : Uint8Array.of(1));
    await node.handle(name(suffix), async (stream, connection) => {
      if (options.isSilent) return;
      if (options.refuses === suffix && refusals-- > 0) return stream.abort(new Error('full'));
      const frames = new FrameDecoder();
      stream.addEventListener('message', ({ data }) => {
        frames.append(data.subarray());
        for (let frame = frames.next(100); frame; frame = frames.next(100)) {
          puppet.heard.push(`${suffix} ${toHex(frame)}`);
        }
      });
      ours.set(suffix, stream);
      stream.send(handshake);
      const back = await connection.newStream(name(suffix));
      streams.set(name(suffix), back);
      back.send(handshake);
      if (suffix === 'grandpa/1')
        puppet.tell(suffix, encodeNeighbourPacket({ round: 1n, setId: 9n, finalizedNumber: 77 }));
    });
  }
  for (const suffix of ['sync/2', 'sync/warp', 'light/2'] as const) {
    await node.handle(name(suffix), (stream) => {
      const { answer } = puppet;
      stream.addEventListener('message', () => {
        if (answer === 'reset') stream.abort(new Error('no'));
        else if (answer) {
          stream.send(answer);
          void stream.close();
        }
      });
    });
  }
  return puppet;
}

describe('a node that misbehaves', () => {
  const HASH = toHex(SEED);
  const questions: readonly [string, (server: ChainServer) => Promise<unknown>][] = [
    ['headers', (server) => server.headers(1, 3)],
    ['a header', (server) => server.header(HASH)],
    ['votes', (server) => server.finalityOf(1)],
    ['a warp proof', (server) => server.finalitySince({ hash: HASH, number: 1 })],
    ['a read proof', (server) => server.readProof(HASH, [NUMBER_KEY])],
    ['a body', (server) => server.body(HASH)],
  ];
  const garbage: readonly [string, Uint8Array][] = [
    ['bytes that are no message', encodeFrame(new Uint8Array(100).fill(0xff))],
    ['no frame', new Uint8Array(32).fill(0xff)],
    ['an answer of more than 16 MiB', encodeVarint(MAX_RESPONSE_BYTES + 1)],
  ];

  it.each(garbage)('is told apart when it answers with %s', async (_, answer) => {
    const puppet = await startPuppet();
    const { server, greeted } = open(puppet.address, SEED);
    await greeted;
    puppet.answer = answer;
    for (const [what, ask] of questions) await expect(ask(server), what).rejects.toEqual(failing('proof/malformed'));
  });

  it('is told apart when its answers are not those to the question', async () => {
    const chain = newChain(3);
    const puppet = await startPuppet();
    const { server, greeted } = open(puppet.address, SEED);
    await greeted;
    const [one, two] = [1, 2].map((number) => chain.byNumber(number)!);
    const data = (block: Block, headerBytes: Bytes | undefined) =>
      encodeBlockData({ hash: block.hash, headerBytes, body: [], justification: undefined });

    puppet.answer = encodeFrame(data(one!, one!.headerBytes));
    await expect(server.blockHash(2)).rejects.toEqual(failing('proof/malformed'));
    puppet.answer = encodeFrame(data(one!, undefined));
    await expect(server.header(HASH)).rejects.toEqual(failing('proof/malformed'));
    puppet.answer = encodeFrame(concatBytes(data(one!, one!.headerBytes), data(two!, two!.headerBytes)));
    await expect(server.header(HASH)).rejects.toEqual(failing('proof/malformed'));
    const { justification } = chain.lastFinality!;
    const fragments = [two!, one!].map(({ headerBytes }) => ({ headerBytes, justification }));
    puppet.answer = encodeFrame(encodeWarpResponse({ fragments, isFinished: true }));
    await expect(server.finalitySince({ hash: HASH, number: 0 })).rejects.toEqual(failing('proof/malformed'));
    puppet.answer = encodeFrame(encodeLightResponse('call', []));
    await expect(server.readProof(HASH, [NUMBER_KEY])).rejects.toEqual(failing('proof/malformed'));
  });

  it('is left when it tells more than anybody asked for', async () => {
    const puppet = await startPuppet();
    const { greeted, closed } = open(puppet.address, SEED);
    await greeted;
    const packet = encodeNeighbourPacket({ round: 1n, setId: 9n, finalizedNumber: 77 });
    for (let i = 0; i < 2 * NEWS_BURST; i++) puppet.tell('grandpa/1', packet);
    await expect(closed).resolves.toEqual(failing('proof/malformed'));
  });

  it.each([0, 3, 4])('is left when it tells too much of what voters say to each other: %i', async (kind) => {
    const puppet = await startPuppet();
    const { greeted, closed } = open(puppet.address, SEED);
    await greeted;
    for (let i = 0; i < 2 * NEWS_BURST; i++) puppet.tell('grandpa/1', Uint8Array.of(kind));
    await expect(closed).resolves.toEqual(failing('proof/malformed'));
  });

  it('is left when it sends on a substream that is ours alone, be it nothing', async () => {
    const puppet = await startPuppet();
    const { greeted, closed } = open(puppet.address, SEED);
    await greeted;
    puppet.interrupt('block-announces/1', encodeFrame(new Uint8Array()));
    await expect(closed).resolves.toEqual(failing('proof/malformed'));
  });

  it('cannot keep a warp going that does not go on', async () => {
    const chain = newChain(3);
    const puppet = await startPuppet();
    const { server, greeted } = open(puppet.address, SEED);
    await greeted;
    const { block, justification } = chain.lastFinality!;
    const fragments = [{ headerBytes: block.headerBytes, justification }];
    puppet.answer = encodeFrame(encodeWarpResponse({ fragments, isFinished: false }));
    expect(await server.finalitySince({ hash: HASH, number: 0 })).toEqual(fragments);
    puppet.answer = encodeFrame(encodeWarpResponse({ fragments: [], isFinished: false }));
    expect(await server.finalitySince({ hash: HASH, number: 0 })).toEqual([]);
  });

  it('that keeps votes for a block serves them with its header', async () => {
    const chain = newChain(3);
    const puppet = await startPuppet();
    const { server, greeted } = open(puppet.address, SEED);
    await greeted;
    const { block, justification } = chain.lastFinality!;
    const { hash, headerBytes } = block;
    puppet.answer = encodeFrame(encodeBlockData({ hash, headerBytes, body: [], justification }));
    const proof = await server.finalityOf(3);
    expect(proof).toEqual({ headerBytes, justification });
    const expected = { target: block, setId: 0n, authorities: authoritiesOf(chain.best) };
    expect(verifyJustification(proof!.justification, expected).target.number).toBe(3);
  });

  it('that ends its streams without a word does not have what was asked', async () => {
    const puppet = await startPuppet();
    const { server, greeted } = open(puppet.address, SEED);
    await greeted;
    puppet.answer = 'reset';
    for (const [what, ask] of questions) await expect(ask(server), what).rejects.toEqual(failing('proof/unavailable'));
    puppet.answer = encodeFrame(new Uint8Array());
    await expect(server.header(HASH)).rejects.toEqual(failing('proof/unavailable'));
    expect(await server.headers(1, 3)).toEqual([]);
    const claimed = { hash: HASH, number: 77 };
    puppet.answer = 'reset';
    expect(await server.finalitySince(claimed)).toEqual([]);
  });

  it('that says nothing is not waited for', async () => {
    const clock = new FakeClock();
    const puppet = await startPuppet();
    const { server, greeted } = open(puppet.address, SEED, clock);
    await greeted;
    const asked = questions.map(([, ask]) => ask(server));
    const ended = Promise.allSettled(asked);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(30_000);
    for (const result of await ended) {
      expect(result).toEqual({ status: 'rejected', reason: failing('proof/timeout') });
    }
    puppet.answer = encodeFrame(new Uint8Array());
    expect(await server.headers(1, 3)).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that does not shake hands is left', async () => {
    const clock = new FakeClock();
    const puppet = await startPuppet({ isSilent: true });
    const { closed } = open(puppet.address, SEED, clock);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await clock.advance(30_000);
    expect(await closed).toEqual(failing('proof/timeout'));
  });

  it('that names another genesis is left', async () => {
    const puppet = await startPuppet({ genesis: new Uint8Array(32) });
    const { closed } = open(puppet.address, SEED);
    expect(await closed).toEqual(failing('proof/wrong-genesis'));
  });

  it.each<[string, ProtocolSuffix, Uint8Array]>([
    ['announces what is no header', 'block-announces/1', new Uint8Array(40)],
    ['gossips what GRANDPA does not know', 'grandpa/1', Uint8Array.of(9)],
    ['cuts a neighbour packet short', 'grandpa/1', Uint8Array.of(2, 1, 0)],
  ])('that %s is left', async (_, protocol, notification) => {
    const puppet = await startPuppet();
    const { greeted, closed } = open(puppet.address, SEED);
    await greeted;
    await until(() => puppet.heard.some((line) => line.startsWith('transactions/1')));
    puppet.tell(protocol, notification);
    expect(await closed).toEqual(failing('proof/malformed'));
  });

  it('that ends its gossip is left', async () => {
    const puppet = await startPuppet();
    const { greeted, closed } = open(puppet.address, SEED);
    await greeted;
    await until(() => puppet.heard.some((line) => line.startsWith('transactions/1')));
    puppet.endGossip('transactions/1');
    puppet.endGossip('grandpa/1');
    const reason = await closed;
    expect(reason).toEqual(failing('proof/unreachable'));
    expect(reason.message).toContain('grandpa/1');
  });

  it('that takes no transactions is asked for everything else', async () => {
    const puppet = await startPuppet({ refuses: 'transactions/1' });
    const { server, greeted } = open(puppet.address, SEED);
    await greeted;
    await expect(server.submit(fakeExtrinsic('one'))).rejects.toEqual(failing('proof/refused'));
    await expect(server.submit(new Uint8Array(1 << 20))).rejects.toEqual(failing('proof/refused'));
    puppet.answer = encodeFrame(new Uint8Array());
    expect(await server.headers(1, 3)).toEqual([]);
  });

  it('that takes us for finality only a moment later is asked again', async () => {
    const puppet = await startPuppet({ refuses: 'grandpa/1', refusals: 2 });
    const { greeted } = open(puppet.address, SEED);
    expect((await greeted).finalizedNumber).toBe(77);
  });

  it('that takes no announcements of ours is left', async () => {
    const puppet = await startPuppet({ refuses: 'block-announces/1' });
    const { closed } = open(puppet.address, SEED);
    expect(await closed).toEqual(failing('proof/refused'));
  });

  it('that hangs up fails what is being asked', async () => {
    const puppet = await startPuppet();
    const { server, greeted, closed } = open(puppet.address, SEED);
    await greeted;
    const asked = server.blockHash(1);
    asked.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    puppet.hangUp();
    await expect(asked).rejects.toEqual(failing('proof/unreachable'));
    expect(await closed).toEqual(failing('proof/unreachable'));
  });

  it('is told that we stand where it stands, once per set of voters', async () => {
    const puppet = await startPuppet();
    const { greeted, finalized, votes } = open(puppet.address, SEED);
    expect((await greeted).finalizedNumber).toBe(77);
    const packet = (setId: bigint, finalizedNumber: number) =>
      encodeNeighbourPacket({ round: 2n, setId, finalizedNumber });
    const told = () => puppet.heard.filter((line) => line.startsWith('grandpa/1'));
    puppet.tell('grandpa/1', packet(9n, 78));
    puppet.tell('grandpa/1', packet(10n, 78));
    puppet.tell('grandpa/1', packet(10n, 79));
    puppet.tell('grandpa/1', encodeCommitMessage(fromHex('0xabcd')));
    await until(() => votes.length === 1 && told().length > 2);
    expect(finalized).toEqual([78, 79]);
    expect(votes).toEqual([{ kind: 'commit', bytes: fromHex('0xabcd') }]);
    expect(told().slice(1)).toEqual([
      `grandpa/1 ${toHex(encodeNeighbourPacket({ round: 1n, setId: 9n, finalizedNumber: 77 }))}`,
      `grandpa/1 ${toHex(packet(10n, 78))}`,
    ]);
  });
});
