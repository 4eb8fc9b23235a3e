/**
 * @polkadot/api, unmodified, against the server: what wallets and scripts do.
 */
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { ApiOptions } from '@polkadot/api/types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { metadata as makeMetadata } from '../../src/chain/schema/index.ts';
import { FakeChain } from '../fake-chain.ts';
import { buildRuntime, localnetVersion } from '../runtime/index.ts';
import type { RpcServer } from './index.ts';
import { startRpcServer } from './index.ts';

const SLOT_MS = 300;
const VERSION = { specVersion: 424, transactionVersion: 1 };

let chain: FakeChain;
let server: RpcServer;
let api: ApiPromise;

beforeAll(async () => {
  const metadata = makeMetadata({ slotDurationMs: SLOT_MS, version: localnetVersion(VERSION) });
  const code = await buildRuntime({ ...VERSION, metadata, slotDurationMs: SLOT_MS });
  const runtime = { version: VERSION, metadata };
  chain = new FakeChain({ code, slotDurationMs: SLOT_MS, history: 3 });
  chain.run();
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
  chain.stop();
  await server.close();
});

it('connects and knows the chain', () => {
  expect(api.runtimeVersion.specName.toString()).toBe('node-subtensor');
  expect(api.runtimeVersion.specVersion.toNumber()).toBe(VERSION.specVersion);
  expect(api.genesisHash.toHex()).toBe(toHex(chain.genesis.hash));
  expect(api.runtimeChain.toString()).toBe('Fake');
  expect(api.registry.chainTokens).toEqual(['TAO']);
  expect(api.registry.chainDecimals).toEqual([9]);
  expect(api.tx.subtensorModule!.setWeights).toBeDefined();
});

it('reads blocks and storage', async () => {
  const finalized = await api.rpc.chain.getFinalizedHead();
  const block = await api.rpc.chain.getBlock(finalized);
  const known = chain.byHash(finalized.toU8a())!;
  expect(block.block.header.number.toNumber()).toBe(known.number);
  expect(block.block.header.hash.toHex()).toBe(toHex(known.hash));
  expect((await api.query.system!.account!(ALICE.address)).toJSON()).toMatchObject({ nonce: 0 });
  expect((await api.rpc.state.getReadProof(['0x26aa394eea5630e07c48ae0c9558cef7'], finalized)).proof.length).toBe(1);
});

it('follows new and finalized heads', async () => {
  const numbers: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = await api.rpc.chain.subscribeFinalizedHeads((head) => {
    if (numbers.push(head.number.toNumber()) === 3) resolve();
  });
  await promise;
  stop();
  expect(numbers).toEqual([numbers[0]!, numbers[0]! + 1, numbers[0]! + 2]);
});

const ALICE = new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromUri('//Alice');

it('quotes, signs, sends and watches a transaction until it is final', async () => {
  const remark = api.tx.system!.remark!('0x1234');
  const quoted = (await remark.paymentInfo(ALICE)).partialFee.toBigInt();
  const signed = await api.tx.system!.remark!('0x1234').signAsync(ALICE);
  expect(quoted).toBe(chain.queryInfo(signed.toU8a()).partialFeeRao);

  const seen: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  await remark.signAndSend(ALICE, ({ status, isError }) => {
    seen.push(status.type);
    if (status.isFinalized) resolve();
    if (isError) reject(new Error(status.type));
  });
  await promise;
  expect(seen).toEqual(['Ready', 'InBlock', 'Finalized']);
});
