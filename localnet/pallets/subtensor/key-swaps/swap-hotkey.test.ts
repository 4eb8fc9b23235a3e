import { beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { booksOf } from '../../books.fixture.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  endow,
  eventNames,
  nextBlock,
  run,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { setChildren } from '../delegation/index.ts';
import { rootDividendsOwed, stakeOf } from '../ledger.ts';
import { coldkeyLock, hotkeyConviction } from '../locks/index.ts';
import { subnetAccount } from '../treasury.ts';

const subtensor = storage.SubtensorModule;
const coldkey = account('coldkey');
const old = account('old');
const fresh = account('fresh');
const nominator = account('nominator');
const [A, B] = [5, 6];
const HALF = 1n << 63n;
const AXON = { block: 1n, version: 1, ip: 1n, port: 1, ip_type: 4, protocol: 4, placeholder1: 0, placeholder2: 0 };

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(10_000);
  endow(block, coldkey, 10n * TAO);
  for (const netuid of [0, A, B]) {
    addNetwork(block, netuid);
    addNeuron(block, netuid, old, coldkey, 7n * TAO);
    stakeFromNowhere(block, old, nominator, netuid, 5n * TAO);
  }
});
const swap = (netuid?: number, keep_stake = false, to: Bytes = fresh, on = block) =>
  run(on, coldkey, {
    type: 'SubtensorModule',
    value: [{ type: 'swap_hotkey_v2', value: { hotkey: old, new_hotkey: to, netuid, keep_stake } }],
  });
const stakes = (hotkey: Bytes, netuid: number) =>
  [coldkey, nominator].map((who) => stakeOf(block.state, hotkey, who, netuid));

describe('swapping a hotkey in all subnets', () => {
  it('moves its neurons, their endpoints and commits, and everybody’s stake', () => {
    const { state } = block;
    state.put(subtensor.Axons, A, old, AXON);
    state.put(subtensor.WeightCommits, B, old, [[new Uint8Array(32), 1n, 2n, 0n]]);
    state.put(subtensor.Delegates, old, 77);
    const before = booksOf(state);
    expect(swap()).toBe('ok');
    for (const netuid of [0, A, B]) {
      expect(state.get(subtensor.Uids, netuid, fresh)).toBe(0);
      expect(state.get(subtensor.Keys, netuid, 0)).toEqual(fresh);
      expect(state.has(subtensor.Uids, netuid, old)).toBe(false);
      expect(state.get(subtensor.IsNetworkMember, old, netuid)).toBe(false);
      expect(stakes(fresh, netuid)).toEqual([7n * TAO, 5n * TAO]);
      expect(stakes(old, netuid)).toEqual([0n, 0n]);
    }
    expect(state.get(subtensor.Axons, A, fresh)).toEqual(AXON);
    expect(state.has(subtensor.Axons, A, old)).toBe(false);
    expect(state.get(subtensor.WeightCommits, B, fresh)).toHaveLength(1);
    expect(state.get(subtensor.Delegates, fresh)).toBe(77);
    expect(state.has(subtensor.Owner, old)).toBe(false);
    expect(state.get(subtensor.Owner, fresh)).toEqual(coldkey);
    expect(state.get(subtensor.OwnedHotkeys, coldkey)).toEqual([fresh]);
    expect(state.get(subtensor.StakingHotkeys, nominator)).toEqual([fresh]);
    expect(eventNames(block).at(-1)).toBe('SubtensorModule.HotkeySwapped');
    expect(booksOf(state)).toEqual(before);
  });

  it('recycles a tenth of a TAO', () => {
    const issuance = block.state.get(subtensor.TotalIssuance);
    swap();
    expect(freeBalance(block.state, coldkey)).toBe(99n * (TAO / 10n));
    expect(block.state.get(subtensor.TotalIssuance)).toBe(issuance - TAO / 10n);
  });

  it('keeps what is owed of root dividends, to the rao', () => {
    const { state } = block;
    state.put(subtensor.RootClaimable, old, [[A, 3n << 31n]]);
    state.put(subtensor.RootClaimed, A, old, nominator, 1n * TAO);
    const owed = [coldkey, nominator].map((who) => rootDividendsOwed(state, old, who, A));
    expect(owed[1]).toBe(65n * (TAO / 10n));
    expect(swap()).toBe('ok');
    expect([coldkey, nominator].map((who) => rootDividendsOwed(state, fresh, who, A))).toEqual(owed);
    expect([coldkey, nominator].map((who) => rootDividendsOwed(state, old, who, A))).toEqual([0n, 0n]);
    expect(state.has(subtensor.RootClaimed, A, old, nominator)).toBe(false);
  });

  it('makes parents and children those of the new one, on both sides', () => {
    const { state } = block;
    const [parent, child] = [account('parent'), account('child')];
    setChildren(state, old, A, [[HALF, child]]);
    setChildren(state, parent, A, [
      [9n, old],
      [8n, child],
    ]);
    state.put(subtensor.PendingChildKeys, A, parent, [[[3n, old]], 20_000n]);
    expect(swap()).toBe('ok');
    expect(state.get(subtensor.ChildKeys, fresh, A)).toEqual([[HALF, child]]);
    expect(state.get(subtensor.ParentKeys, fresh, A)).toEqual([[9n, parent]]);
    expect(state.get(subtensor.ParentKeys, child, A)).toContainEqual([HALF, fresh]);
    expect(state.get(subtensor.ParentKeys, child, A)).toHaveLength(2);
    expect(state.get(subtensor.ChildKeys, parent, A)).toContainEqual([9n, fresh]);
    expect(state.has(subtensor.ChildKeys, old, A)).toBe(false);
    expect(state.has(subtensor.ParentKeys, old, A)).toBe(false);
    expect(state.get(subtensor.PendingChildKeys, A, parent)).toEqual([[[3n, fresh]], 20_000n]);
  });

  it('to its own child is refused', () => {
    setChildren(block.state, old, A, [[HALF, fresh]]);
    expect(swap()).toBe('SubtensorModule.InvalidChild');
  });

  it('moves locks with their conviction, also where the hotkey is the owner’s', () => {
    const { state } = block;
    for (const netuid of [A, B]) {
      const args = { hotkey: old, netuid, amount: TAO };
      expect(run(block, nominator, { type: 'SubtensorModule', value: [{ type: 'lock_stake', value: args }] })).toBe(
        'ok',
      );
    }
    const later = nextBlock(block, 12_000);
    later.state.put(subtensor.SubnetOwnerHotkey, B, account('owner-hotkey'));
    const before = [A, B].map((netuid) => hotkeyConviction(later.state, old, netuid, 12_000n));
    expect(before[0]).toBeGreaterThan(0n);
    expect(swap(undefined, false, fresh, later)).toBe('ok');
    for (const [i, netuid] of [A, B].entries()) {
      expect(later.state.keysOf(subtensor.Lock, nominator, netuid).map(([, , hotkey]) => hotkey)).toEqual([fresh]);
      expect(hotkeyConviction(later.state, fresh, netuid, 12_000n)).toBe(before[i]);
      expect(hotkeyConviction(later.state, old, netuid, 12_000n)).toBe(0n);
      expect(coldkeyLock(later.state, nominator, netuid, 12_000n)?.locked_mass).toBeLessThanOrEqual(TAO);
    }
    expect(state.get(subtensor.Lock, nominator, A, old)).toBeDefined();
  });

  it('that keeps the stake leaves it and its owner', () => {
    expect(swap(undefined, true)).toBe('ok');
    expect(stakes(old, A)).toEqual([7n * TAO, 5n * TAO]);
    expect(stakes(fresh, A)).toEqual([0n, 0n]);
    expect(block.state.get(subtensor.Uids, A, fresh)).toBe(0);
    expect(block.state.get(subtensor.Owner, old)).toEqual(coldkey);
    expect(block.state.get(subtensor.OwnedHotkeys, coldkey)).toEqual([old, fresh]);
  });
});

describe('swapping a hotkey in one subnet', () => {
  it('leaves the others, costs a hundredth of that, and is remembered', () => {
    block.state.put(subtensor.SubnetOwnerHotkey, A, old);
    expect(swap(A)).toBe('ok');
    const { state } = block;
    expect(state.get(subtensor.Uids, A, fresh)).toBe(0);
    expect(state.get(subtensor.Uids, B, old)).toBe(0);
    expect(stakes(fresh, A)).toEqual([7n * TAO, 5n * TAO]);
    expect(stakes(old, B)).toEqual([7n * TAO, 5n * TAO]);
    expect(state.get(subtensor.SubnetOwnerHotkey, A)).toEqual(fresh);
    expect(state.get(subtensor.OwnedHotkeys, coldkey)).toEqual([old, fresh]);
    expect(freeBalance(state, coldkey)).toBe(10n * TAO - TAO / 1_000n);
    expect(state.get(subtensor.LastHotkeySwapOnNetuid, A, coldkey)).toBe(10_000n);
    expect(eventNames(block).at(-1)).toBe('SubtensorModule.HotkeySwappedOnSubnet');
  });

  it('may be repeated after the intervals of coldkey and subnet', () => {
    swap(A);
    const back = (at: number, netuid: number, hotkey: Bytes) =>
      run(nextBlock(block, at), coldkey, {
        type: 'SubtensorModule',
        value: [{ type: 'swap_hotkey', value: { hotkey, new_hotkey: account('third'), netuid } }],
      });
    expect(back(11_000, B, old)).toBe('SubtensorModule.HotKeySetTxRateLimitExceeded');
    expect(back(11_001, B, old)).toBe('ok');
    expect(back(17_200, A, fresh)).toBe('SubtensorModule.HotKeySwapOnSubnetIntervalNotPassed');
    expect(back(17_201, A, fresh)).toBe('ok');
  });
});

describe('swapping a hotkey is refused', () => {
  it.each<[string, () => unknown, number | undefined]>([
    ['NonAssociatedColdKey', () => block.state.put(subtensor.Owner, old, account('other')), undefined],
    ['NonAssociatedColdKey', () => addHotkey(block, fresh, account('other')), undefined],
    ['HotKeyAlreadyRegisteredInSubNet', () => addNeuron(block, B, fresh, coldkey), undefined],
    ['HotKeyAlreadyRegisteredInSubNet', () => addNeuron(block, A, fresh, coldkey), A],
    ['NewHotKeyNotCleanForRootSwap', () => stakeFromNowhere(block, fresh, nominator, 0, 5n), undefined],
    ['NewHotKeyNotCleanForRootSwap', () => block.state.put(subtensor.RootClaimable, fresh, [[A, 1n]]), 0],
    ['NewHotKeyNotCleanForRootSwap', () => block.state.put(subtensor.RootClaimed, A, fresh, nominator, 1n), 0],
    ['NotEnoughBalanceToPaySwapHotKey', () => poor(TAO / 10n - 1n), undefined],
    ['NotEnoughBalanceToPaySwapHotKey', () => poor(TAO / 1_000n - 1n), A],
    ['SubnetNotExists', () => undefined, 9],
  ])('with %s', (error, prepare, netuid) => {
    prepare();
    expect(swap(netuid)).toBe(`SubtensorModule.${error}`);
    expect(block.state.get(subtensor.Uids, B, old)).toBe(0);
  });
  const poor = (rao: bigint) =>
    block.state.change(storage.System.Account, coldkey, (info) => ({ ...info, data: { ...info.data, free: rao } }));

  it('for the same hotkey and for accounts of subnets', () => {
    expect(swap(undefined, false, old)).toBe('SubtensorModule.NewHotKeyIsSameWithOld');
    expect(swap(undefined, false, subnetAccount(3))).toBe('SubtensorModule.CannotUseSystemAccount');
  });

  it('but not for a registration elsewhere, where only one subnet is meant', () => {
    addNeuron(block, B, fresh, coldkey);
    expect(swap(A)).toBe('ok');
  });
});
