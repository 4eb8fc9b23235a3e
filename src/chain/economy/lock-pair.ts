/**
 * A coldkey's lock together with the sum of all locks of its kind on the hotkey, which must change alike (spec economy §15;
 * the pallet's `ConvictionModel`).
 *
 *   own    `Lock` of the coldkey          sum   `HotkeyLock`, `DecayingHotkeyLock`, `OwnerLock` or `DecayingOwnerLock`
 *
 * Roll a pair to the present before changing it. What the two round differently is lost in the sum, never negative.
 */
import { clampU64, larger, U64F64 } from '../fixed/index.ts';
import type { LockKind, LockRates, LockState } from './lock-state.ts';
import { emptyLock, isLockDust, rollLock } from './lock-state.ts';

export interface LockPair {
  readonly own: LockState;
  readonly sum: LockState;
  readonly kind: LockKind;
}

/** Both at `block`. Where the own lock has become dust it goes, and its part of the sum with it. */
export function rollPair({ own, sum, kind }: LockPair, block: bigint, rates: LockRates): LockPair {
  return withoutDust({ own: rollLock(own, block, rates, kind), sum: rollLock(sum, block, rates, kind), kind });
}

/** `rao` more are locked. */
export function lockMore(pair: LockPair, rao: bigint): LockPair {
  const mass = clampU64(pair.own.locked_mass + rao);
  const conviction = pair.kind.owner ? U64F64.fromInteger(mass) : pair.own.conviction;
  return withoutDust(replaceOwn(pair, { ...pair.own, locked_mass: mass, conviction }));
}

/** The own lock loses `rao`, at most all, and conviction in proportion. */
export function lockLess(pair: LockPair, rao: bigint): LockPair {
  const { own } = pair;
  const mass = larger(own.locked_mass - rao, 0n);
  const conviction = U64F64.mul(own.conviction, fractionOf(mass, own.locked_mass));
  return withoutDust(replaceOwn(pair, { ...own, locked_mass: mass, conviction }));
}

/** The own lock is `next` from now on, and the sum follows. */
export function replaceOwn({ own, sum, kind }: LockPair, next: LockState): LockPair {
  return {
    own: next,
    sum: {
      ...sum,
      locked_mass: clampU64(larger(sum.locked_mass - own.locked_mass, 0n) + next.locked_mass),
      conviction: U64F64.add(U64F64.sub(sum.conviction, own.conviction), next.conviction),
    },
    kind,
  };
}

/** part/whole as U64F64 bits; 0 of nothing. */
export function fractionOf(part: bigint, whole: bigint): bigint {
  return U64F64.div(U64F64.fromInteger(part), U64F64.fromInteger(whole));
}

function withoutDust(pair: LockPair): LockPair {
  return isLockDust(pair.own) ? replaceOwn(pair, emptyLock(pair.own.last_update)) : pair;
}
