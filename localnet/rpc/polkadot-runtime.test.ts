/** @polkadot/api, told nothing but the metadata, asks the runtime functions: what it decodes is what storage holds. */
import { ApiPromise, WsProvider } from '@polkadot/api';
import type { ApiOptions } from '@polkadot/api/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metadata as makeMetadata, metadataWithApis, storage } from '../../src/chain/schema/index.ts';
import { toSs58 } from '../../src/chain/ss58.ts';
import { FakeChain } from '../fake-chain.ts';
import { account, addNetwork, addNeuron, stakeFromNowhere, TAO, testBlock } from '../pallets/execution.fixture.ts';
import { buildRuntime, localnetVersion } from '../runtime/index.ts';
import { runtimeApis } from '../runtime-api/index.ts';
import type { State } from '../state.ts';
import type { RpcServer } from './index.ts';
import { startRpcServer } from './index.ts';

const SLOT_MS = 300;
const VERSION = { specVersion: 424, transactionVersion: 1 };
const subtensor = storage.SubtensorModule;
const [HOT, COLD] = [account('hot'), account('cold')];

let state: State;
let server: RpcServer;
let api: ApiPromise;

beforeAll(async () => {
  const execution = testBlock();
  state = execution.state;
  for (const netuid of [0, 1]) addNetwork(execution, netuid);
  addNeuron(execution, 1, HOT, COLD, 3000n);
  stakeFromNowhere(execution, HOT, COLD, 0, 500n);
  state.put(subtensor.Delegates, HOT, 1000);
  state.put(subtensor.Incentive, 1, [4321]);
  const options = { slotDurationMs: SLOT_MS, version: localnetVersion(VERSION) };
  const metadata = makeMetadata(options);
  const code = await buildRuntime({ ...VERSION, metadata, slotDurationMs: SLOT_MS });
  const runtime = { version: VERSION, metadata, metadataWithApis: metadataWithApis(runtimeApis, options) };
  const chain = new FakeChain({
    code,
    slotDurationMs: SLOT_MS,
    history: 1,
    entries: state.entriesRaw(new Uint8Array()),
  });
  server = await startRpcServer({
    chain,
    chainName: 'Fake',
    port: 0,
    describeRuntime: () => runtime,
    node: { peerId: 'peer', multiaddr: '/ip4/127.0.0.1/tcp/1/ws', peers: () => 0 },
    log: (line) => console.error(line),
  });
  // Their types were not made for `exactOptionalPropertyTypes`.
  const provider = new WsProvider(server.url) as unknown as NonNullable<ApiOptions['provider']>;
  api = await ApiPromise.create({ provider, noInitWarn: true });
});

afterAll(async () => {
  await api.disconnect();
  await server.close();
});

/** The answer as plain JSON, under the names of their convention. */
async function ask<T>(name: string, method: string, ...args: readonly unknown[]): Promise<T> {
  const answer = (await api.call[name]![method]!(...args)) as unknown as { toJSON(): unknown };
  return answer.toJSON() as T;
}

describe('a wallet', () => {
  it('reads the metadata with the functions, and finds all of them', () => {
    expect(api.runtimeMetadata.version).toBe(15);
    const declared = runtimeApis.flatMap(({ methods }) => Object.keys(methods)).length;
    const found = Object.values(api.call).flatMap((methods) => Object.keys(methods)).length;
    expect(found).toBe(declared);
  });

  it('reads a metagraph', async () => {
    const graph = await ask<Record<string, unknown>>('subnetInfoRuntimeApi', 'getMetagraph', 1);
    expect(graph).toMatchObject({
      netuid: 1,
      hotkeys: [toSs58(HOT)],
      coldkeys: [toSs58(COLD)],
      incentives: [4321],
      alphaStake: [3000],
      taoStake: [500],
      tempo: state.get(subtensor.Tempo, 1),
      taoIn: Number(10_000n * TAO),
      trust: [],
    });
  });

  it('reads only what it wants of one', async () => {
    const graph = await ask<Record<string, unknown>>('subnetInfoRuntimeApi', 'getSelectiveMetagraph', 1, [8, 52]);
    expect(Object.entries(graph).filter(([, value]) => value !== null)).toEqual([
      ['netuid', 1],
      ['tempo', 360],
      ['hotkeys', [toSs58(HOT)]],
    ]);
  });

  it('reads stake, delegates and neurons', async () => {
    expect(await ask('stakeInfoRuntimeApi', 'getStakeInfoForColdkey', COLD)).toMatchObject([
      { netuid: 0, stake: 500 },
      { netuid: 1, stake: 3000, isRegistered: true },
    ]);
    const [delegate] = await ask<Record<string, unknown>[]>('delegateInfoRuntimeApi', 'getDelegates');
    expect(delegate).toMatchObject({
      take: 1000,
      nominators: [
        [
          toSs58(COLD),
          [
            [0, 500],
            [1, 3000],
          ],
        ],
      ],
    });
    expect(await ask('neuronInfoRuntimeApi', 'getNeuronLite', 1, 0)).toMatchObject({ stake: [[toSs58(COLD), 3000]] });
  });

  it('reads prices, costs and what proxies may do', async () => {
    expect(await ask('swapRuntimeApi', 'currentAlphaPrice', 1)).toBe(Number(TAO));
    expect(await ask('subnetRegistrationRuntimeApi', 'getNetworkRegistrationCost')).toBe(Number(1000n * TAO));
    const [transfer] = await ask<Record<string, unknown>[]>('proxyFilterRuntimeApi', 'getProxyFilter', 10);
    expect(transfer).toMatchObject({ filterMode: 'Allow', calls: [{}, {}, {}, {}] });
    const info = await ask('transactionPaymentCallApi', 'queryCallInfo', api.tx.system!.remark!('0x1234'), 100);
    expect(info).toMatchObject({ class: 'Normal', partialFee: expect.any(Number) });
  });
});
