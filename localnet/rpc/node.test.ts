/** What the node's own methods and older spellings answer, on a state with subnets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/chain/bytes.ts';
import { decode, option } from '../../src/chain/scale/index.ts';
import { dynamicInfo, encodeValue, storage, storageKey } from '../../src/chain/schema/index.ts';
import { toSs58 } from '../../src/chain/ss58.ts';
import { bulkKey, NUMBER_KEY } from '../fake-chain.ts';
import type { JsonRpcClient } from '../json-rpc-client.fixture.ts';
import { connectWebSocket } from '../json-rpc-client.fixture.ts';
import { account, addNetwork, addNeuron, TAO, testBlock } from '../pallets/execution.fixture.ts';
import { MAX_PAIRS } from './limits.ts';
import type { ServedChain } from './rpc.fixture.ts';
import { serveFakeChain } from './rpc.fixture.ts';

let served: ServedChain;
let client: JsonRpcClient;

beforeAll(async () => {
  const execution = testBlock();
  for (const netuid of [0, 1]) addNetwork(execution, netuid);
  addNeuron(execution, 1, account('hot'), account('cold'), 100n);
  execution.state.put(storage.SubtensorModule.Delegates, account('hot'), 1000);
  served = await serveFakeChain({ entries: execution.state.entriesRaw(new Uint8Array()) });
  client = await connectWebSocket(served.server.url);
});

afterAll(async () => {
  await client.close();
  await served.close();
});

const refusal = (code: number) => expect.objectContaining({ code });

describe("the node's own methods", () => {
  it('give the bytes of the runtime function', async () => {
    const bytes = await client.request<number[]>('subnetInfo_getDynamicInfo', [1]);
    const called = await client.request<string>('state_call', ['SubnetInfoRuntimeApi_get_dynamic_info', '0x0100']);
    expect(Uint8Array.from(bytes)).toEqual(fromHex(called));
    expect(decode(option(dynamicInfo), Uint8Array.from(bytes))).toMatchObject({ netuid: 1, tao_in: 10_000n * TAO });
  });

  it('take accounts as SS58 or hex, and lists of positions', async () => {
    const [ss58, hex] = [toSs58(account('hot')), toHex(account('hot'))];
    const delegate = await client.request<number[]>('delegateInfo_getDelegate', [ss58]);
    expect(delegate.length).toBeGreaterThan(32);
    expect(await client.request('delegateInfo_getDelegate', [hex])).toEqual(delegate);
    expect(await client.request('subnetInfo_getSelectiveMetagraph', [1, [0, 52]])).toEqual(expect.any(Array));
    expect(await client.request('subnetInfo_getLockCost')).toBe(1_000_000_000_000);
  });

  it('answer at the block that is asked for', async () => {
    const at = toHex(served.chain.byNumber(1)!.hash);
    const key = storageKey(storage.SubtensorModule.SubnetTAO, 1);
    const then = await client.request('subnetInfo_getDynamicInfo', [1, at]);
    served.chain.produce([[key, encodeValue(storage.SubtensorModule.SubnetTAO, 5n)]]);
    expect(await client.request('subnetInfo_getDynamicInfo', [1, at])).toEqual(then);
    expect(await client.request('subnetInfo_getDynamicInfo', [1])).not.toEqual(then);
  });

  it.each([
    ['subnetInfo_getDynamicInfo', [70_000]],
    ['subnetInfo_getDynamicInfo', ['one']],
    ['subnetInfo_getMechagraph', [1, 256]],
    ['subnetInfo_getSelectiveMetagraph', [1, [65_536]]],
    ['delegateInfo_getDelegate', ['5Grw']],
    ['delegateInfo_getDelegate', ['0x12']],
    ['neuronInfo_getNeuron', [1]],
  ])('refuse %s with %j', async (method, params) => {
    await expect(client.request(method, params)).rejects.toEqual(refusal(-32602));
  });
});

describe('what the Python SDK relies on', () => {
  it('takes hex without 0x', async () => {
    const with0x = await client.request('state_call', ['SwapRuntimeApi_current_alpha_price', '0x0100']);
    expect(await client.request('state_call', ['SwapRuntimeApi_current_alpha_price', '0100'])).toBe(with0x);
    expect(await client.request('state_call', ['SwapRuntimeApi_current_alpha_price_all', ''])).toMatch(/^0x/);
  });

  it('says in Substrate words that a function is not there', async () => {
    const missing = client.request('state_call', ['BetaBasketRuntimeApi_get_basket_position', '0x']);
    await expect(missing).rejects.toMatchObject({
      message:
        'Client error: Execution failed: Other: Exported method BetaBasketRuntimeApi_get_basket_position is not found',
    });
  });

  it('lists all APIs that it answers in its version', async () => {
    const { apis } = await client.request<{ apis: [string, number][] }>('state_getRuntimeVersion');
    // BLAKE2b-64 of "SubnetInfoRuntimeApi" and its version.
    expect(new Map(apis).size).toBe(apis.length);
    expect(apis.length).toBeGreaterThan(14);
    const core = await client.request<string>('state_call', ['Core_version', '0x']);
    for (const [id] of apis) expect(core).toContain(id.slice(2));
  });
});

describe('older methods', () => {
  it('know a block by its older names', async () => {
    const best = toHex(served.chain.best.hash);
    expect(await client.request('chain_getHead')).toBe(best);
    const heads: unknown[] = [];
    await client.subscribe('chain_subscribeNewHead', [], (head) => heads.push(head));
    expect(heads).toHaveLength(1);
  });

  it('give metadata and version at a block, and nothing at one that is not known', async () => {
    const nowhere = `0x${'11'.repeat(32)}`;
    for (const method of ['state_getMetadata', 'state_getRuntimeVersion']) {
      expect(await client.request(method, [toHex(served.chain.genesis.hash)])).toEqual(await client.request(method));
      await expect(client.request(method, [nowhere])).rejects.toEqual(refusal(4003));
    }
  });

  it('give pairs under a prefix, unless there are too many', async () => {
    const pairs = await client.request<[string, string][]>('state_getPairs', [toHex(NUMBER_KEY)]);
    expect(pairs).toEqual([[toHex(NUMBER_KEY), expect.any(String)]]);
    served.chain.produce(Array.from({ length: MAX_PAIRS + 1 }, (_, i) => [bulkKey(i), Uint8Array.of(1)] as const));
    await expect(client.request('state_getPairs', ['0x'])).rejects.toEqual(refusal(-32602));
  });

  it('tell how keys changed over some blocks', async () => {
    const { chain } = served;
    const [from, key] = [chain.best, toHex(bulkKey(0))];
    chain.produce();
    const changed = chain.produce([[bulkKey(0), Uint8Array.of(2)]]);
    expect(await client.request('state_queryStorage', [[key], toHex(from.hash)])).toEqual([
      { block: toHex(from.hash), changes: [[key, '0x01']] },
      { block: toHex(changed.hash), changes: [[key, '0x02']] },
    ]);
    const keys = Array.from({ length: 16_384 }, (_, i) => toHex(bulkKey(i)));
    const tooMuch = client.request('state_queryStorage', [keys, toHex(chain.genesis.hash)]);
    await expect(tooMuch).rejects.toEqual(refusal(-32602));
  });
});
