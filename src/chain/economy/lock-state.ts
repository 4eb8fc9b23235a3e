/**
 * A lock of alpha and the conviction it gathers, carried forward in time (spec economy §15; `roll_lock_state`).
 *
 *   decaying    mass' = mass·e^(−t/U)     conviction' = conviction·e^(−t/M) + mass·(t/M)·e^(−t/M)              if U = M
 *                                                                            + mass·U·(e^(−t/U) − e^(−t/M))/(U − M) else
 *   perpetual   mass' = mass              conviction' = conviction·e^(−t/M) + mass·(1 − e^(−t/M))
 *   on the subnet owner's hotkey          conviction' = mass'
 *
 * The same formulas carry the sums of many locks of one kind. All in U64F64, floored; a state keeps the chain's field names.
 * UNKNOWN: below a hundred rao of both a lock counts as none; the spec does not name the threshold of 424.
 */
import { I64F64, U64F64 } from '../fixed/index.ts';
import { exponentialDecay } from './exponential-decay.ts';

/** As stored: `Lock`, `HotkeyLock`, `OwnerLock` and their decaying twins. */
export interface LockState {
  /** Rao of alpha. */
  readonly locked_mass: bigint;
  /** Rao, U64F64 bits. */
  readonly conviction: bigint;
  /** Block. */
  readonly last_update: bigint;
}

export interface LockKind {
  /** On the hotkey of the subnet's owner. */
  readonly owner: boolean;
  readonly perpetual: boolean;
}

/** Blocks. */
export interface LockRates {
  /** `UnlockRate`, U. */
  readonly unlock: bigint;
  /** `MaturityRate`, M. */
  readonly maturity: bigint;
}

/** Rao: a lock with less of both mass and conviction is dropped. */
export const LOCK_DUST_RAO = 100n;

export const emptyLock = (block: bigint): LockState => ({ locked_mass: 0n, conviction: 0n, last_update: block });

export function isLockDust({ locked_mass: mass, conviction }: LockState): boolean {
  return mass < LOCK_DUST_RAO && conviction < U64F64.fromInteger(LOCK_DUST_RAO);
}

/** The lock at `block`; a lock from the future stays as it is. */
export function rollLock(lock: LockState, block: bigint, rates: LockRates, kind: LockKind): LockState {
  const rolled = block > lock.last_update ? carryForward(lock, block, rates, kind) : lock;
  return kind.owner ? { ...rolled, conviction: U64F64.fromInteger(rolled.locked_mass) } : rolled;
}

/** What a lock is worth at `block` to whoever reads it: dust is nothing. */
export function settledLock(lock: LockState, block: bigint, rates: LockRates, kind: LockKind): LockState {
  const rolled = rollLock(lock, block, rates, kind);
  return isLockDust(rolled) ? emptyLock(rolled.last_update) : rolled;
}

function carryForward(lock: LockState, block: bigint, rates: LockRates, { perpetual }: LockKind): LockState {
  const elapsed = block - lock.last_update;
  const unlocking = exponentialDecay(elapsed, rates.unlock);
  const maturing = exponentialDecay(elapsed, rates.maturity);
  const mass = U64F64.fromInteger(lock.locked_mass);
  const gained = perpetual ? U64F64.sub(U64F64.one, maturing) : gainOfDecaying(elapsed, rates, unlocking, maturing);
  return {
    locked_mass: perpetual ? lock.locked_mass : U64F64.floor(U64F64.mul(unlocking, mass)),
    conviction: U64F64.add(U64F64.mul(maturing, lock.conviction), U64F64.mul(mass, gained)),
    last_update: block,
  };
}

/** Conviction per rao that was locked at the start, U64F64 bits; the decays are e^(−t/U) and e^(−t/M). */
function gainOfDecaying(elapsed: bigint, { unlock, maturity }: LockRates, unlocking: bigint, maturing: bigint): bigint {
  if (unlock === maturity) {
    return U64F64.mul(U64F64.div(U64F64.fromInteger(elapsed), U64F64.fromInteger(maturity)), maturing);
  }
  if (unlock === 0n || maturity === 0n) return 0n;
  const weighted = I64F64.mul(I64F64.fromInteger(unlock), unlocking - maturing);
  const gain = I64F64.div(weighted, I64F64.fromInteger(unlock - maturity));
  return gain > 0n ? gain : 0n;
}
