/**
 * What is peculiar about finney's consensus, on a localnet and seen by an unmodified light client: authorities that
 * change, votes numbered from elsewhere, a runtime that names BABE, a runtime that is replaced.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../src/chain/bytes.ts';
import { verifyJustification } from '../src/chain/grandpa.ts';
import { bytes, decode } from '../src/chain/scale/index.ts';
import { metadataV14, runtimeVersion, storage, storageKey } from '../src/chain/schema/index.ts';
import { voterSetAfter } from './chain/authorities.ts';
import type { Localnet, StartOptions } from './index.ts';
import { startLocalnet } from './index.ts';
import type { JsonRpcClient } from './json-rpc-client.fixture.ts';
import { connectWebSocket } from './json-rpc-client.fixture.ts';
import type { LightClient } from './light-client.fixture.ts';
import { startSmoldot } from './light-client.fixture.ts';
import { callRuntime } from './runtime/index.ts';
import { State } from './state.ts';

const PATIENCE_MS = 30_000;
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: StartOptions): Promise<Localnet> {
  const localnet = await startLocalnet({ blockTimeMs: 300, p2pPort: 0, rpcPort: 0, residents: 0, ...options });
  cleanUps.push(() => localnet.close());
  return localnet;
}
async function smoldot({ chainSpec }: Localnet): Promise<LightClient> {
  const client = await startSmoldot(chainSpec);
  cleanUps.push(() => client.close());
  return client;
}
async function rpc({ rpcUrl }: Localnet): Promise<JsonRpcClient> {
  const client = await connectWebSocket(rpcUrl);
  cleanUps.push(() => client.close());
  return client;
}
async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !condition(); ) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
async function followFinality(client: LightClient): Promise<() => number> {
  let last = 0;
  await client.subscribe<{ readonly number: string }>('chain_subscribeFinalizedHeads', [], (head) => {
    last = Number(head.number);
  });
  return () => last;
}

describe('authorities that change', { timeout: 60_000 }, () => {
  it('are followed by smoldot: warped over in the history, and live', async () => {
    const localnet = await start({ rotateEvery: 8, historyBlocks: 64 });
    const { chain } = localnet;
    const changesBefore = chain.setChangesAfter(0).length;
    expect(changesBefore).toBeGreaterThanOrEqual(7);
    const client = await smoldot(localnet);
    const finalized = await followFinality(client);
    await until(() => chain.setChangesAfter(0).length >= changesBefore + 2);
    const reached = chain.setChangesAfter(0).at(-1)! + 1;
    await until(() => finalized() >= reached);
    expect(client.log.filter((line) => /justif|grandpa/i.test(line))).toEqual([]);
  });

  it('are proven one set after the other by what JSON-RPC gives', async () => {
    const localnet = await start({ rotateEvery: 10, historyBlocks: 24, genesisSetId: 3, makeBlocks: false });
    const { chain } = localnet;
    const client = await rpc(localnet);
    expect(chain.setChangesAfter(0)).toEqual([11, 21]);
    for (const [asked, proven] of [
      [1, 11],
      [11, 11],
      [12, 21],
      [22, chain.finalized.number],
    ] as const) {
      const proof = fromHex(await client.request<string>('grandpa_proveFinality', [asked]));
      const block = chain.byNumber(proven)!;
      expect(toHex(proof.subarray(0, 32))).toBe(toHex(block.hash));
      const [justification, headers] = splitBytes(proof.subarray(32));
      const { setId, voters } = voterSetAfter(chain.byNumber(proven - 1)!, 3n);
      const target = { hash: block.hash, number: proven };
      expect(verifyJustification(justification, { target, setId, authorities: voters }).target).toEqual(target);
      expect(headers[0]).toBe((proven - asked) << 2);
    }
    expect(await client.request('grandpa_proveFinality', [chain.best.number + 1])).toBeNull();
    const justificationsOf = async (number: number) => {
      const hash = toHex(chain.byNumber(number)!.hash);
      return (await client.request<{ justifications: unknown }>('chain_getBlock', [hash])).justifications;
    };
    expect(await justificationsOf(11)).not.toBeNull();
    expect(await justificationsOf(12)).toBeNull();
    expect(await justificationsOf(chain.finalized.number)).not.toBeNull();
  });
});

const splitBytes = (rest: Uint8Array): [Uint8Array, Uint8Array] => {
  const length = decode(bytes, rest.subarray(0, 2 + ((rest[0]! | (rest[1]! << 8)) >> 2))).length;
  return [rest.subarray(2, 2 + length), rest.subarray(2 + length)];
};

it('shows only votes that are kept, as behind a strict proxy, if told to', async () => {
  const localnet = await start({ votes: 'stored', justificationPeriod: 10, historyBlocks: 24, makeBlocks: false });
  const client = await rpc(localnet);
  await expect(client.request('grandpa_proveFinality', [1])).rejects.toThrow(/not found/i);
  const { chain } = localnet;
  const justified: number[] = [];
  for (let number = 1; number <= chain.finalized.number; number++) {
    const hash = toHex(chain.byNumber(number)!.hash);
    const { justifications } = await client.request<{ justifications: unknown }>('chain_getBlock', [hash]);
    if (justifications !== null) justified.push(number);
  }
  expect(justified).toEqual([10, 20]);
});

it('with the placeholder of BABE, as finney has it, smoldot does not start', async () => {
  const localnet = await start({ babeApi: true, historyBlocks: 40 });
  const outcome = await smoldot(localnet).then(
    async (client) =>
      [await client.request('chain_getFinalizedHead').then(() => 'answered', String), ...client.log].join('\n'),
    (error: unknown) => String(error),
  );
  // An epoch of no slots is no BABE configuration to smoldot 3.4.1.
  expect(outcome).toContain('BabeConfigurationOutputDecode');
}, 20_000);

describe('a runtime that is replaced', { timeout: 60_000 }, () => {
  it('is told to everybody: RPC, light clients, and those who sign', async () => {
    const localnet = await start({ residents: 1, historyBlocks: 40 });
    const { chain } = localnet;
    const client = await rpc(localnet);
    const light = await smoldot(localnet);
    const told: number[] = [];
    const lightTold: number[] = [];
    type Version = { readonly specVersion: number };
    await client.subscribe<Version>('state_subscribeRuntimeVersion', [], ({ specVersion }) => told.push(specVersion));
    await light.subscribe<Version>('state_subscribeRuntimeVersion', [], ({ specVersion }) =>
      lightTold.push(specVersion),
    );
    await until(() => lightTold.length > 0);
    const metadataBefore = await client.request<string>('state_getMetadata');

    await localnet.upgrade({ specVersion: 425 });
    await until(() => lightTold.includes(425));
    expect(told).toEqual([424, 425]);
    const block = Array.from({ length: chain.best.number }, (_, i) => chain.byNumber(i + 1)!).find(({ header }) =>
      header.digest.some(({ type }) => type === 'RuntimeEnvironmentUpdated'),
    )!;
    expect(new State(block.state!).get(storage.System.LastRuntimeUpgrade)?.spec_version).toBe(425);
    const versionAt = async (number: number) =>
      (await client.request<Version>('state_getRuntimeVersion', [toHex(chain.byNumber(number)!.hash)])).specVersion;
    expect([await versionAt(block.number - 1), await versionAt(block.number)]).toEqual([424, 425]);
    const { output } = callRuntime(block.state!, 'Core_version', new Uint8Array());
    expect(decode(runtimeVersion, output).spec_version).toBe(425);
    expect(await client.request<string>('state_getMetadata')).not.toBe(metadataBefore);
    expect(chain.version.specVersion).toBe(425);
    await expect(localnet.upgrade({ specVersion: 425 })).rejects.toMatchObject({ code: 'upgrade/not-higher' });
  });

  it('is there again after a restart, with its metadata', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'localnet-upgrade-'));
    cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const before = await start({ dataDir, makeBlocks: false, historyBlocks: 8 });
    await before.upgrade({ specVersion: 430, changeMetadata: 'renamed-item' });
    before.chain.produce(before.chain.lastSlot + 1n);
    const first = await connectWebSocket(before.rpcUrl);
    const metadata = await first.request<string>('state_getMetadata');
    await first.close();
    await before.close();

    const after = await start({ dataDir, makeBlocks: false, historyBlocks: 8 });
    const client = await rpc(after);
    expect(after.chain.best.number).toBe(9);
    expect(await client.request('state_getRuntimeVersion')).toMatchObject({ specVersion: 430 });
    expect(await client.request<string>('state_getMetadata')).toBe(metadata);
    await expect(after.upgrade({ specVersion: 429 })).rejects.toMatchObject({ code: 'upgrade/not-higher' });
  });

  it('can say of an item that it holds something else', async () => {
    const localnet = await start({ makeBlocks: false, historyBlocks: 8, metricsPort: 0 });
    const { chain, opsUrl } = localnet;
    const client = await rpc(localnet);
    const valueType = async () => {
      const metadata = decode(metadataV14, fromHex(await client.request<string>('state_getMetadata')));
      const pallet = metadata.pallets.find(({ name }) => name === 'SubtensorModule')!;
      const { type } = pallet.storage!.entries.find(({ name }) => name === 'SubnetworkN')!;
      if (type.type !== 'Map') throw new Error('a map was expected');
      return metadata.types[type.value.value]!.definition;
    };
    const runtimes: unknown[] = [];
    await client.subscribe<{ readonly newRuntime?: unknown }>('chainHead_v1_follow', [true], ({ newRuntime }) => {
      if (newRuntime !== undefined) runtimes.push(newRuntime);
    });
    expect(await valueType()).toEqual({ type: 'Primitive', value: [4] });
    const post = (query: string) =>
      fetch(`${opsUrl}/upgrade?${query}`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    expect((await post('spec=424')).status).toBe(400);
    expect((await post('spec=425&metadata=nonsense')).status).toBe(400);
    expect((await fetch(`${opsUrl}/upgrade?spec=425`, { method: 'POST' })).status).toBe(415);
    expect((await post('spec=425&metadata=renamed-item')).status).toBe(200);
    for (let i = 0; i < 2; i++) chain.produce(chain.lastSlot + 1n);
    expect(await valueType()).toEqual({ type: 'Primitive', value: [5] });
    const spec = expect.objectContaining({ specVersion: 425 });
    expect(runtimes).toEqual([{ type: 'valid', spec }, null]);
    const key = toHex(storageKey(storage.SubtensorModule.SubnetworkN, 2));
    expect(await client.request('state_getStorage', [key])).toBe('0x1000');
  });
});
