import { describe, expect, it } from 'vitest';
import { callCosts, callInfo, partialFee, REFUSED_REF_TIME, weighedCalls } from '../../src/chain/fees/index.ts';
import type { AnyPallet, InnerCall } from '../../src/chain/schema/index.ts';
import { constants, pallets } from '../../src/chain/schema/index.ts';
import { isHandled } from './dispatch.ts';

const call = (pallet: string, type: string, value: object = {}): InnerCall => ({
  type: pallet,
  value: [{ type, value }],
});
const refTime = (of: InnerCall) => callInfo(of).refTime;
const everyCall = (pallets as readonly AnyPallet[]).flatMap(({ name, calls }) => {
  const shape = calls?.shape();
  return shape?.kind === 'variant' ? shape.variants.map((variant) => ({ pallet: name, name: variant.name })) : [];
});

const add = call('SubtensorModule', 'add_stake');
const remark = call('System', 'remark', { remark: new Uint8Array(10) });

describe('the weight', () => {
  it('is stated for every call that this chain does, and only for calls that exist', () => {
    const unweighed = everyCall.filter(
      ({ pallet, name }) => isHandled(call(pallet, name)) && refTime(call(pallet, name)) === REFUSED_REF_TIME,
    );
    expect(unweighed).toEqual([]);
    const names = new Set(everyCall.map(({ pallet, name }) => `${pallet}.${name}`));
    expect(weighedCalls().filter((name) => !names.has(name))).toEqual([]);
    expect(new Set(weighedCalls()).size).toBe(weighedCalls().length);
  });

  it('of a call that is left out is that of a refusal', () => {
    expect(refTime(call('MevShield', 'submit_encrypted'))).toBe(REFUSED_REF_TIME);
  });

  it('fits a block with any call that holds no others', () => {
    const most = constants.System.BlockWeights.value.per_class.normal.max_total!.ref_time;
    for (const { pallet, name } of everyCall) expect(refTime(call(pallet, name))).toBeLessThan(most / 10n);
  });

  it('of calls in calls is the sum of all', () => {
    const utility = (type: string, value: object) => refTime(call('Utility', type, value));
    const empty = utility('batch', { calls: [] });
    for (const kind of ['batch', 'batch_all', 'force_batch']) {
      expect(utility(kind, { calls: [add, remark, add] })).toBe(empty + 2n * refTime(add) + refTime(remark));
    }
    expect(utility('if_else', { main: add, fallback: remark })).toBe(empty + refTime(add) + refTime(remark));
    expect(utility('as_derivative', { index: 0, call: add })).toBe(empty + refTime(add));
    const nested = call('Proxy', 'proxy', { call: call('Utility', 'batch', { calls: [add] }) });
    expect(refTime(nested)).toBe(refTime(call('Proxy', 'add_proxy')) + empty + refTime(add));
    expect(refTime(call('Multisig', 'as_multi', { call: add }))).toBeGreaterThan(refTime(add));
    expect(refTime(call('Sudo', 'sudo', { call: add }))).toBeGreaterThan(refTime(add));
  });

  it('that is stated counts instead of the call’s, and never grows beyond u64', () => {
    const stated = (ref: bigint) =>
      call('Utility', 'with_weight', { call: add, weight: { ref_time: ref, proof_size: 0n } });
    expect(refTime(stated(7n))).toBe(refTime(call('Utility', 'batch')) + 7n);
    const most = stated(2n ** 64n - 1n);
    expect(refTime(call('Utility', 'batch', { calls: [most, most] }))).toBe(2n ** 64n - 1n);
  });

  it('grows with the items of a batch of weights and the bytes of a remark', () => {
    const batch = (items: number) =>
      refTime(call('SubtensorModule', 'batch_set_weights', { netuids: Array(items).fill(1) }));
    expect(batch(3)).toBe(3n * batch(1));
    expect(batch(0)).toBe(batch(1));
    expect(refTime(remark) - refTime(call('System', 'remark', { remark: new Uint8Array() }))).toBe(4_000n);
  });
});

describe('the list of calls by index', () => {
  it('has every call, and a weight for each whose arguments do not decide', () => {
    const costs = callCosts();
    expect(costs).toHaveLength(everyCall.length);
    const open = everyCall
      .filter((_, i) => costs[i]!.refTime === undefined)
      .map(({ pallet, name }) => `${pallet}.${name}`);
    expect(open).toEqual(
      expect.arrayContaining([
        ...['System.remark', 'System.remark_with_event', 'Utility.batch', 'Utility.with_weight', 'Utility.if_else'],
        ...['Sudo.sudo', 'Proxy.proxy', 'Multisig.as_multi', 'SubtensorModule.batch_set_weights'],
      ]),
    );
    // Whatever is in the arguments of the others does not change what they weigh.
    const more = { calls: [add], remark: new Uint8Array(9), weight: { ref_time: 5n }, netuids: [1, 2, 3] };
    everyCall.forEach(({ pallet, name }, i) => {
      const fixed = costs[i]!.refTime;
      if (fixed === undefined) return;
      expect(refTime(call(pallet, name))).toBe(fixed);
      if (pallet === 'SubtensorModule') expect(refTime(call(pallet, name, more))).toBe(fixed);
    });
    expect(open.length).toBeLessThan(40);
  });
});

describe('the fee', () => {
  it('is base, weight and length', () => {
    const info = callInfo(call('Balances', 'transfer_keep_alive'));
    expect(partialFee(info, 100)).toBe(54_078n + 87_500n + 100n);
  });

  it('is nothing for exactly 19 calls', () => {
    const free = everyCall.filter(({ pallet, name }) => !callInfo(call(pallet, name)).paysFee);
    expect(free).toHaveLength(19);
    const byIndex = callCosts().filter(({ paysFee }) => !paysFee);
    expect(byIndex).toHaveLength(19);
    expect(byIndex.map(({ pallet, call }) => [pallet, call])).toEqual(
      expect.arrayContaining([
        [7, 0],
        [18, 0],
      ]),
    );
    expect(partialFee(callInfo(call('SubtensorModule', 'set_weights')), 1_000)).toBe(0n);
  });

  it('is paid for what holds a free call', () => {
    const free = call('SubtensorModule', 'set_weights');
    expect(callInfo(call('Utility', 'batch', { calls: [free] })).paysFee).toBe(true);
    expect(callInfo(call('Proxy', 'proxy', { call: free })).paysFee).toBe(true);
  });

  it('is not asked for the time of the block', () => {
    expect(callInfo(call('Timestamp', 'set', { now: 1n })).class).toBe('Mandatory');
  });
});
