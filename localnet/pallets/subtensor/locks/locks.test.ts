import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { toHex } from '../../../../src/chain/bytes.ts';
import { U64F64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  endow,
  nextBlock,
  ROOT_ORIGIN,
  run,
  stakeFromNowhere,
  TAO,
} from '../../execution.fixture.ts';
import { coldkeyStake } from '../ledger.ts';
import {
  alice,
  bob,
  call,
  eventsNamed,
  hotkey,
  otherHotkey,
  ownHotkey,
  stakingBlock,
  subtensorCall,
} from '../staking/staking.fixture.ts';
import {
  acceptsLockedAlpha,
  carryLock,
  coldkeyLock,
  hotkeyConviction,
  lockedRao,
  lockOwnerCut,
  mostConvictedHotkey,
  reduceLock,
  setAcceptsLockedAlpha,
  stakeAvailability,
} from './index.ts';

const subtensor = storage.SubtensorModule;
const START = 100;
const U = 934_866;
const SEED = 20_261_120;
const unknown = account('unknown');

function staked(): BlockExecution {
  const block = stakingBlock(START);
  stakeFromNowhere(block, hotkey, alice, 1, 100n * TAO);
  stakeFromNowhere(block, otherHotkey, bob, 1, 100n * TAO);
  return block;
}

const lock = (block: BlockExecution, amount: bigint, on = hotkey, who = alice, netuid = 1) =>
  call(block, who, 'lock_stake', { hotkey: on, netuid, amount });
const moveLock = (block: BlockExecution, to: Bytes, who = alice, netuid = 1) =>
  call(block, who, 'move_lock', { destination_hotkey: to, netuid });
const setPerpetual = (block: BlockExecution, enabled: boolean, who = alice, netuid = 1) =>
  call(block, who, 'set_perpetual_lock', { netuid, enabled });
const convictionRao = ({ state, number }: BlockExecution, on = hotkey) =>
  U64F64.floor(hotkeyConviction(state, on, 1, BigInt(number)));
const locked = ({ state, number }: BlockExecution, who = alice) => lockedRao(state, who, 1, BigInt(number));
const EMPTY_SUMS = { perpetual: undefined, decaying: undefined, owner: undefined, decayingOwner: undefined };
function sums({ state }: BlockExecution, on = hotkey) {
  return {
    perpetual: state.get(subtensor.HotkeyLock, 1, on)?.locked_mass,
    decaying: state.get(subtensor.DecayingHotkeyLock, 1, on)?.locked_mass,
    owner: state.get(subtensor.OwnerLock, 1)?.locked_mass,
    decayingOwner: state.get(subtensor.DecayingOwnerLock, 1)?.locked_mass,
  };
}

describe('lock_stake', () => {
  it('locks alpha where it stands and counts it for the hotkey', () => {
    const block = staked();
    expect(lock(block, 60n * TAO)).toBe('ok');
    expect(block.state.get(subtensor.Lock, alice, 1, hotkey)).toEqual({
      locked_mass: 60n * TAO,
      conviction: 0n,
      last_update: BigInt(START),
    });
    expect(block.state.has(subtensor.LockingColdkeys, 1, hotkey, alice)).toBe(true);
    expect(sums(block)).toEqual({ ...EMPTY_SUMS, decaying: 60n * TAO });
    expect(stakeAvailability(block.state, alice, 1, BigInt(START))).toEqual({
      total: 100n * TAO,
      locked: 60n * TAO,
      available: 40n * TAO,
    });
    expect(eventsNamed(block, 'StakeLocked')).toEqual([{ coldkey: alice, hotkey, netuid: 1, amount: 60n * TAO }]);
  });

  it('adds to the lock that there is, after what has decayed', () => {
    const block = staked();
    lock(block, 60n * TAO);
    const later = nextBlock(block, START + U);
    const left = locked(later);
    expect(left / 1_000_000n).toBe(22_072n); // 60·e^−1
    expect(lock(later, 10n * TAO)).toBe('ok');
    expect(locked(later)).toBe(left + 10n * TAO);
    expect(sums(later).decaying).toBe(left + 10n * TAO);
  });

  it('binds alpha on any hotkey, also one without stake', () => {
    const block = staked();
    expect(lock(block, 100n * TAO, ownHotkey)).toBe('ok');
    expect(locked(block)).toBe(100n * TAO);
  });

  it('names what is wrong', () => {
    const block = staked();
    expect(lock(block, TAO, hotkey, alice, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(lock(block, 0n)).toBe('SubtensorModule.AmountTooLow');
    expect(lock(block, TAO, unknown)).toBe('SubtensorModule.HotKeyAccountNotExists');
    expect(lock(block, 100n * TAO + 1n)).toBe('SubtensorModule.InsufficientStakeForLock');
    expect(lock(block, 60n * TAO)).toBe('ok');
    expect(lock(block, 41n * TAO)).toBe('SubtensorModule.InsufficientStakeForLock');
    expect(lock(block, (1n << 64n) - 1n)).toBe('SubtensorModule.InsufficientStakeForLock');
    expect(lock(block, TAO, otherHotkey)).toBe('SubtensorModule.LockHotkeyMismatch');
    const asRoot = subtensorCall('lock_stake', { hotkey, netuid: 1, amount: TAO });
    expect(run(block, ROOT_ORIGIN, asRoot)).toBe('BadOrigin');
  });

  it('leaves no trace of dust', () => {
    const block = staked();
    expect(lock(block, 99n)).toBe('ok');
    expect(block.state.keysOf(subtensor.Lock)).toEqual([]);
    expect(block.state.keysOf(subtensor.LockingColdkeys)).toEqual([]);
    expect(sums(block)).toEqual(EMPTY_SUMS);
  });

  it('on the owner’s hotkey is conviction at once', () => {
    const block = staked();
    const ownerHotkey = account('owner-hotkey');
    block.state.put(subtensor.Owner, ownerHotkey, account('owner'));
    expect(lock(block, 60n * TAO, ownerHotkey)).toBe('ok');
    expect(sums(block)).toEqual({ ...EMPTY_SUMS, decayingOwner: 60n * TAO });
    expect(convictionRao(block, ownerHotkey)).toBe(60n * TAO);
    expect(mostConvictedHotkey(block.state, 1, BigInt(START))).toEqual(ownerHotkey);
  });
});

describe('conviction', () => {
  it('is that of all locks on a hotkey, decaying and perpetual', () => {
    const block = staked();
    stakeFromNowhere(block, hotkey, bob, 1, 100n * TAO);
    lock(block, 100n * TAO);
    lock(block, 100n * TAO, hotkey, bob);
    setPerpetual(block, true, bob);
    expect(sums(block)).toEqual({ ...EMPTY_SUMS, decaying: 100n * TAO, perpetual: 100n * TAO });
    const later = nextBlock(block, START + U);
    expect(convictionRao(later) / 1_000_000n).toBe(100_000n); // 100·e^−1 and 100·(1 − e^−1)
  });

  it('decides who leads a subnet', () => {
    const block = staked();
    expect(mostConvictedHotkey(block.state, 1, BigInt(START))).toBeUndefined();
    lock(block, 60n * TAO);
    lock(block, 50n * TAO, otherHotkey, bob);
    const later = nextBlock(block, START + 1_000);
    expect(mostConvictedHotkey(later.state, 1, BigInt(later.number))).toEqual(hotkey);
    setPerpetual(later, true, bob);
    const muchLater = nextBlock(later, START + 3 * U);
    expect(mostConvictedHotkey(muchLater.state, 1, BigInt(muchLater.number))).toEqual(otherHotkey);
  });

  it('goes to the greatest account among equals', () => {
    const block = staked();
    lock(block, 60n * TAO);
    lock(block, 60n * TAO, otherHotkey, bob);
    const greatest = toHex(hotkey) > toHex(otherHotkey) ? hotkey : otherHotkey;
    expect(mostConvictedHotkey(block.state, 1, BigInt(START))).toEqual(greatest);
  });
});

describe('move_lock', () => {
  it('keeps conviction between hotkeys of one owner, and loses it otherwise', () => {
    const block = staked();
    lock(block, 60n * TAO);
    const later = nextBlock(block, START + 100_000);
    const [mass, conviction] = [locked(later), convictionRao(later)];
    expect(conviction).toBeGreaterThan(TAO);
    expect(moveLock(later, otherHotkey)).toBe('ok');
    expect([locked(later), convictionRao(later, otherHotkey)]).toEqual([mass, conviction]);
    expect(sums(later)).toEqual(EMPTY_SUMS);
    expect(moveLock(later, ownHotkey)).toBe('ok');
    expect([locked(later), convictionRao(later, ownHotkey)]).toEqual([mass, 0n]);
    expect(later.state.keysOf(subtensor.LockingColdkeys).map(([, on]) => on)).toEqual([ownHotkey]);
    expect(eventsNamed(later, 'LockMoved')).toEqual([
      { coldkey: alice, origin_hotkey: hotkey, destination_hotkey: otherHotkey, netuid: 1 },
      { coldkey: alice, origin_hotkey: otherHotkey, destination_hotkey: ownHotkey, netuid: 1 },
    ]);
  });

  it('to where it is changes nothing', () => {
    const block = staked();
    lock(block, 60n * TAO);
    const later = nextBlock(block, START + 100_000);
    const before = coldkeyLock(later.state, alice, 1, BigInt(later.number));
    expect(moveLock(later, hotkey)).toBe('ok');
    expect(coldkeyLock(later.state, alice, 1, BigInt(later.number))).toEqual(before);
  });

  it('names what is wrong', () => {
    const block = staked();
    expect(moveLock(block, hotkey, alice, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(moveLock(block, unknown)).toBe('SubtensorModule.HotKeyAccountNotExists');
    expect(moveLock(block, hotkey)).toBe('SubtensorModule.NoExistingLock');
  });
});

describe('set_perpetual_lock', () => {
  it('stops the decay of the lock that there is, and starts it again', () => {
    const block = staked();
    lock(block, 60n * TAO);
    expect(setPerpetual(block, true)).toBe('ok');
    expect(sums(block)).toEqual({ ...EMPTY_SUMS, perpetual: 60n * TAO });
    const later = nextBlock(block, START + U);
    expect(locked(later)).toBe(60n * TAO);
    expect(setPerpetual(later, false)).toBe('ok');
    expect(sums(later)).toEqual({ ...EMPTY_SUMS, decaying: 60n * TAO });
    expect(later.state.has(subtensor.DecayingLock, alice, 1)).toBe(false);
    expect(locked(nextBlock(later, START + 2 * U))).toBeLessThan(30n * TAO);
    expect(eventsNamed(block, 'PerpetualLockUpdated')).toEqual([{ coldkey: alice, netuid: 1, enabled: true }]);
  });

  it('holds for locks to come, and for this subnet only', () => {
    const block = staked();
    stakeFromNowhere(block, hotkey, alice, 2, TAO);
    expect(setPerpetual(block, true)).toBe('ok');
    lock(block, TAO);
    lock(block, TAO, hotkey, alice, 2);
    expect(sums(block).perpetual).toBe(TAO);
    expect(block.state.get(subtensor.DecayingHotkeyLock, 2, hotkey)?.locked_mass).toBe(TAO);
    expect(setPerpetual(block, true, alice, 9)).toBe('SubtensorModule.SubnetNotExists');
  });
});

describe('set_reject_locked_alpha', () => {
  it('is on until it is switched off, and leaves the other flags', () => {
    const block = staked();
    expect(acceptsLockedAlpha(block.state, alice)).toBe(false);
    block.state.put(subtensor.AccountFlags, alice, 4n);
    expect(call(block, alice, 'set_reject_locked_alpha', { enabled: false })).toBe('ok');
    expect(block.state.get(subtensor.AccountFlags, alice)).toBe(5n);
    expect(call(block, alice, 'set_reject_locked_alpha', { enabled: true })).toBe('ok');
    expect(block.state.get(subtensor.AccountFlags, alice)).toBe(4n);
    expect(eventsNamed(block, 'RejectLockedAlphaUpdated')).toEqual([
      { coldkey: alice, enabled: false },
      { coldkey: alice, enabled: true },
    ]);
    call(block, bob, 'set_reject_locked_alpha', { enabled: false });
    call(block, bob, 'set_reject_locked_alpha', { enabled: true });
    expect(block.state.has(subtensor.AccountFlags, bob)).toBe(false);
  });
});

describe('locks of others’ doing', () => {
  it('travel with alpha and their part of conviction', () => {
    const block = staked();
    lock(block, 100n * TAO);
    setAcceptsLockedAlpha(block.state, bob, true);
    const later = nextBlock(block, START + 100_000);
    const now = BigInt(later.number);
    const before = coldkeyLock(later.state, alice, 1, now)!;
    const unlocked = 100n * TAO - before.locked_mass;
    const rao = unlocked + before.locked_mass / 4n;
    expect(carryLock(later.state, { from: alice, to: bob, netuid: 1, rao }, now)).toBeUndefined();
    const [left, got] = [alice, bob].map((who) => coldkeyLock(later.state, who, 1, now)!) as [
      typeof before,
      typeof before,
    ];
    expect(got.locked_mass).toBe(before.locked_mass / 4n);
    expect(left.locked_mass + got.locked_mass).toBe(before.locked_mass);
    expect(left.conviction + got.conviction).toBe(before.conviction);
    expect(U64F64.floor(got.conviction)).toBe(U64F64.floor(before.conviction / 4n));
  });

  it('shrink by what was paid out by force', () => {
    const block = staked();
    lock(block, 100n * TAO);
    reduceLock(block.state, alice, 1, 30n * TAO, BigInt(START));
    expect([locked(block), sums(block).decaying]).toEqual([70n * TAO, 70n * TAO]);
    reduceLock(block.state, bob, 1, 30n * TAO, BigInt(START));
    expect(locked(block, bob)).toBe(0n);
  });

  it('grow by the owner’s cut, where the subnet wants that', () => {
    const block = staked();
    const [owner, ownerHotkey] = [account('owner'), account('owner-hotkey')];
    addHotkey(block, ownerHotkey, owner);
    stakeFromNowhere(block, ownerHotkey, owner, 1, TAO);
    lockOwnerCut(block, 1, TAO);
    expect(locked(block, owner)).toBe(0n);
    block.state.put(subtensor.OwnerCutAutoLockEnabled, 1, true);
    lockOwnerCut(block, 1, TAO);
    expect(locked(block, owner)).toBe(TAO);
    expect(sums(block).decayingOwner).toBe(TAO);
    lockOwnerCut(block, 1, 1n);
    expect(locked(block, owner)).toBe(TAO);
    const amount = TAO;
    expect(eventsNamed(block, 'StakeLocked')).toEqual([{ coldkey: owner, hotkey: ownerHotkey, netuid: 1, amount }]);
  });
});

describe('the sums', () => {
  const step = fc.record({
    kind: fc.nat(3),
    who: fc.nat(2),
    on: fc.nat(2),
    amount: fc.bigInt({ min: 1n, max: 60n * TAO }),
    flag: fc.boolean(),
    blocks: fc.nat(300_000),
  });

  it('are those of the locks, whatever happens to these', { timeout: 60_000 }, () => {
    const people = [alice, bob, account('carol')];
    const hotkeys = [hotkey, otherHotkey, account('owner-hotkey')];
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let block = staked();
        block.state.put(subtensor.Owner, hotkeys[2]!, account('owner'));
        for (const who of people) {
          endow(block, who, TAO);
          stakeFromNowhere(block, hotkey, who, 1, 100n * TAO);
          setAcceptsLockedAlpha(block.state, who, true);
        }
        for (const { kind, who, on, amount, flag, blocks } of steps) {
          block = nextBlock(block, block.number + blocks + 1);
          const person = people[who]!;
          if (kind === 0) lock(block, amount, hotkeys[on], person);
          else if (kind === 1) moveLock(block, hotkeys[on]!, person);
          else if (kind === 2) setPerpetual(block, flag, person);
          else {
            call(block, person, 'transfer_stake', {
              destination_coldkey: people[on]!,
              hotkey,
              origin_netuid: 1,
              destination_netuid: 1,
              alpha_amount: amount,
            });
          }
          expectSums(block, people, hotkeys);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  function expectSums(block: BlockExecution, people: readonly Bytes[], hotkeys: readonly Bytes[]): void {
    const { state, number } = block;
    const locks = people.flatMap((who) => coldkeyLock(state, who, 1, BigInt(number)) ?? []);
    const own = locks.reduce((sum, { conviction }) => sum + U64F64.floor(conviction), 0n);
    const all = hotkeys.reduce((sum, on) => sum + convictionRao(block, on), 0n);
    // Every change floors a lock and its sum apart, and dust below 100 rao may be forgotten on one side.
    expect(all - own <= 1_000n && own - all <= 1_000n).toBe(true);
    for (const who of people) {
      expect(lockedRao(state, who, 1, BigInt(number))).toBeLessThanOrEqual(coldkeyStake(state, who, 1) + 10n);
    }
    expect(state.keysOf(subtensor.Lock).length).toBe(state.keysOf(subtensor.LockingColdkeys).length);
  }
});
