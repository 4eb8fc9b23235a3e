import { beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../../src/chain/hash.ts';
import type { InnerCall } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance, reserve } from '../../balances.ts';
import type { BlockExecution, Origin } from '../../block-execution.ts';
import { booksOf } from '../../books.fixture.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  endow,
  eventNames,
  nextBlock,
  outcomeName,
  ROOT_ORIGIN,
  run,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { rootDividendsOwed, stakeOf } from '../ledger.ts';
import { coldkeyLock, setAcceptsLockedAlpha } from '../locks/index.ts';
import { coldkeyFreeze, disputeSwap } from './announcements.ts';
import { cleanHotkeySwaps } from './swap-limits.ts';

const subtensor = storage.SubtensorModule;
const old = account('old');
const fresh = account('fresh');
const hotkey = account('hotkey');
const foreign = account('foreign');
const NETUID = 5;
const DELAY = 36_000;
const REANNOUNCE = 7_200;
const START = 1_000;
const DUE = START + DELAY;

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(START);
  endow(block, old, 10n * TAO);
  for (const netuid of [0, NETUID]) {
    addNetwork(block, netuid, { owner: old });
    addNeuron(block, netuid, hotkey, old, 7n * TAO);
    stakeFromNowhere(block, foreign, old, netuid, 5n * TAO);
  }
});
const call = (on: BlockExecution, who: Bytes | Origin, type: string, value?: unknown) =>
  run(on, who, { type: 'SubtensorModule', value: [{ type, value }] } as InnerCall);
const announce = (on = block, key = fresh) =>
  call(on, old, 'announce_coldkey_swap', { new_coldkey_hash: blake2b256(key) });
const doSwap = (on: BlockExecution, key = fresh) => call(on, old, 'swap_coldkey_announced', { new_coldkey: key });
const rootSwap = (costRao = 0n) =>
  call(block, ROOT_ORIGIN, 'swap_coldkey', { old_coldkey: old, new_coldkey: fresh, swap_cost: costRao });

describe('an announced coldkey swap', () => {
  it('costs a tenth of a TAO once, and can be made when it is due and not before', () => {
    expect(announce()).toBe('ok');
    expect(freeBalance(block.state, old)).toBe(99n * (TAO / 10n));
    expect(block.state.get(subtensor.ColdkeySwapAnnouncements, old)).toEqual([DUE, blake2b256(fresh)]);
    expect(doSwap(nextBlock(block, DUE - 1))).toBe('SubtensorModule.ColdkeySwapTooEarly');
    const due = nextBlock(block, DUE);
    expect(doSwap(due, account('other'))).toBe('SubtensorModule.AnnouncedColdkeyHashDoesNotMatch');
    expect(doSwap(due)).toBe('ok');
    expect(due.state.has(subtensor.ColdkeySwapAnnouncements, old)).toBe(false);
    expect(doSwap(due)).toBe('SubtensorModule.ColdkeySwapAnnouncementNotFound');
  });

  it('can be announced anew or cleared a while after it was due', () => {
    announce();
    const early = nextBlock(block, DUE + REANNOUNCE - 1);
    expect(announce(early)).toBe('SubtensorModule.ColdkeySwapReannouncedTooEarly');
    expect(call(early, old, 'clear_coldkey_swap_announcement')).toBe('SubtensorModule.ColdkeySwapClearTooEarly');
    const later = nextBlock(block, DUE + REANNOUNCE);
    expect(announce(later, account('third'))).toBe('ok');
    expect(freeBalance(later.state, old)).toBe(99n * (TAO / 10n));
    const cleared = nextBlock(block, DUE + REANNOUNCE);
    expect(call(cleared, old, 'clear_coldkey_swap_announcement')).toBe('ok');
    expect(coldkeyFreeze(cleared.state, old)).toBeUndefined();
  });

  it('that is disputed is frozen until root resets it', () => {
    expect(call(block, old, 'dispute_coldkey_swap')).toBe('SubtensorModule.ColdkeySwapAnnouncementNotFound');
    expect(coldkeyFreeze(block.state, old)).toBeUndefined();
    announce();
    expect(coldkeyFreeze(block.state, old)).toBe('ColdkeySwapAnnounced');
    expect(call(block, old, 'dispute_coldkey_swap')).toBe('ok');
    expect(outcomeName(disputeSwap(block, old))).toBe('SubtensorModule.ColdkeySwapAlreadyDisputed');
    expect(coldkeyFreeze(block.state, old)).toBe('ColdkeySwapDisputed');
    const late = nextBlock(block, DUE + REANNOUNCE);
    expect(doSwap(late)).toBe('SubtensorModule.ColdkeySwapDisputed');
    expect(announce(late)).toBe('SubtensorModule.ColdkeySwapDisputed');
    expect(call(late, old, 'clear_coldkey_swap_announcement')).toBe('SubtensorModule.ColdkeySwapDisputed');
    expect(call(late, fresh, 'reset_coldkey_swap', { coldkey: old })).toBe('BadOrigin');
    expect(call(late, ROOT_ORIGIN, 'reset_coldkey_swap', { coldkey: old })).toBe('ok');
    expect(coldkeyFreeze(late.state, old)).toBeUndefined();
  });

  it('is refused to whoever cannot pay it', () => {
    const poor = account('poor');
    endow(block, poor, TAO / 10n - 1n);
    expect(call(block, poor, 'announce_coldkey_swap', { new_coldkey_hash: blake2b256(fresh) })).toBe(
      'SubtensorModule.NotEnoughBalanceToPaySwapColdKey',
    );
  });

  it('with a delay beyond all blocks is never due', () => {
    block.state.put(subtensor.ColdkeySwapAnnouncementDelay, 0xffff_ffff);
    expect(announce()).toBe('ok');
    expect(announce()).toBe('SubtensorModule.ColdkeySwapReannouncedTooEarly');
  });
});

describe('a coldkey swap', () => {
  it('moves stake, hotkeys, subnets, identity and TAO', () => {
    const { state } = block;
    const text = new Uint8Array(1);
    const identity = {
      name: text,
      url: text,
      github_repo: text,
      image: text,
      discord: text,
      description: text,
      additional: text,
    };
    state.put(subtensor.IdentitiesV2, old, identity);
    state.put(subtensor.AutoStakeDestination, old, NETUID, foreign);
    state.put(subtensor.AutoStakeDestinationColdkeys, foreign, NETUID, [account('x'), old]);
    const before = booksOf(state);
    expect(rootSwap()).toBe('ok');
    for (const netuid of [0, NETUID]) {
      expect(stakeOf(state, hotkey, fresh, netuid)).toBe(7n * TAO);
      expect(stakeOf(state, foreign, fresh, netuid)).toBe(5n * TAO);
      expect(stakeOf(state, hotkey, old, netuid)).toBe(0n);
    }
    expect(state.get(subtensor.Owner, hotkey)).toEqual(fresh);
    expect(state.get(subtensor.OwnedHotkeys, fresh)).toEqual([hotkey]);
    expect(state.get(subtensor.OwnedHotkeys, old)).toEqual([]);
    expect(state.get(subtensor.StakingHotkeys, fresh)).toEqual([hotkey, foreign]);
    expect(state.get(subtensor.StakingHotkeys, old)).toEqual([]);
    expect(state.get(subtensor.SubnetOwner, NETUID)).toEqual(fresh);
    expect(state.get(subtensor.IdentitiesV2, fresh)).toEqual(identity);
    expect(state.has(subtensor.IdentitiesV2, old)).toBe(false);
    expect(state.get(subtensor.AutoStakeDestination, fresh, NETUID)).toEqual(foreign);
    expect(state.get(subtensor.AutoStakeDestinationColdkeys, foreign, NETUID)).toEqual([account('x'), fresh]);
    expect(freeBalance(state, fresh)).toBe(10n * TAO);
    expect(state.has(storage.System.Account, old)).toBe(false);
    expect(eventNames(block)).toContain('SubtensorModule.ColdkeySwapped');
    expect(booksOf(state)).toEqual(before);
  });

  it('keeps what is owed of root dividends, to the rao', () => {
    const { state } = block;
    state.put(subtensor.RootClaimable, hotkey, [[NETUID, 3n << 31n]]);
    state.put(subtensor.RootClaimed, NETUID, hotkey, old, TAO);
    const owed = rootDividendsOwed(state, hotkey, old, NETUID);
    expect(owed).toBe(95n * (TAO / 10n));
    rootSwap();
    expect(rootDividendsOwed(state, hotkey, fresh, NETUID)).toBe(owed);
    expect(state.has(subtensor.RootClaimed, NETUID, hotkey, old)).toBe(false);
  });

  it('takes locks along to whoever accepts them', () => {
    addHotkey(block, foreign, account('validator'));
    call(block, old, 'lock_stake', { hotkey: foreign, netuid: NETUID, amount: TAO });
    call(block, old, 'set_perpetual_lock', { netuid: NETUID, enabled: true });
    expect(rootSwap()).toBe('SubtensorModule.AccountRejectsLockedAlpha');
    setAcceptsLockedAlpha(block.state, fresh, true);
    const lock = coldkeyLock(block.state, old, NETUID, BigInt(START));
    const sum = block.state.get(subtensor.HotkeyLock, NETUID, foreign);
    expect(rootSwap()).toBe('ok');
    expect(coldkeyLock(block.state, fresh, NETUID, BigInt(START))).toEqual(lock);
    expect(coldkeyLock(block.state, old, NETUID, BigInt(START))).toBeUndefined();
    expect(block.state.get(subtensor.HotkeyLock, NETUID, foreign)).toEqual(sum);
    expect(block.state.get(subtensor.DecayingLock, fresh, NETUID)).toBe(false);
    expect(block.state.keysOf(subtensor.LockingColdkeys, NETUID, foreign).map(([, , who]) => who)).toEqual([fresh]);
  });

  it('leaves an existential deposit where something is reserved', () => {
    reserve(block, old, TAO);
    expect(rootSwap()).toBe('ok');
    expect(freeBalance(block.state, old)).toBe(500n);
    expect(freeBalance(block.state, fresh)).toBe(9n * TAO - 500n);
    expect(booksOf(block.state).currencyGap).toBe(0n);
  });

  it('to a key that stakes, or that is a hotkey, is refused', () => {
    stakeFromNowhere(block, foreign, fresh, NETUID, TAO);
    expect(rootSwap()).toBe('SubtensorModule.ColdKeyAlreadyAssociated');
    const args = { old_coldkey: old, new_coldkey: hotkey, swap_cost: 0n };
    expect(call(block, ROOT_ORIGIN, 'swap_coldkey', args)).toBe('SubtensorModule.NewColdKeyIsHotkey');
  });

  it('by root may cost, and forgets what was announced', () => {
    announce();
    call(block, old, 'dispute_coldkey_swap');
    expect(rootSwap(100n * TAO)).toBe('SubtensorModule.NotEnoughBalanceToPaySwapColdKey');
    expect(rootSwap(TAO)).toBe('ok');
    expect(freeBalance(block.state, fresh)).toBe(89n * (TAO / 10n));
    expect(coldkeyFreeze(block.state, old)).toBeUndefined();
  });

  it('is for root, and the call that scheduled one is gone', () => {
    const args = { old_coldkey: old, new_coldkey: fresh, swap_cost: 0n };
    expect(call(block, old, 'swap_coldkey', args)).toBe('BadOrigin');
    expect(call(block, old, 'schedule_swap_coldkey', { new_coldkey: fresh })).toBe('SubtensorModule.Deprecated');
  });
});

describe('records of hotkey swaps', () => {
  it('go when they limit nothing any more, those of one subnet per block', () => {
    addNetwork(block, 6);
    for (const netuid of [NETUID, 6]) block.state.put(subtensor.LastHotkeySwapOnNetuid, netuid, old, 100n);
    const left = (at: number) => {
      const next = nextBlock(block, at);
      cleanHotkeySwaps(next);
      return [NETUID, 6].filter((netuid) => next.state.has(subtensor.LastHotkeySwapOnNetuid, netuid, old));
    };
    expect(left(7_200 + NETUID)).toEqual([NETUID, 6]);
    expect(left(14_400 + NETUID)).toEqual([6]);
    expect(left(14_400 + 6)).toEqual([NETUID]);
    expect(left(14_400 + 7)).toEqual([NETUID, 6]);
  });
});
