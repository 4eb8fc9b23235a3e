/**
 * What a hotkey keeps of what others' stake earns, and what it may set it to (spec economy §10.4, §10.6; participation §7, §8).
 *
 *   delegate take    of nominators' dividends, one per hotkey         raising it needs patience, lowering it does not
 *   child-key take   of parents' dividends, one per hotkey and subnet; the larger of two minima counts in any case
 *
 * Takes are parts of 65535, as stored. Both are 18 % at most by default.
 */
import { U16_MAX, U96F32 } from '../fixed/index.ts';

/** Rao. What flooring leaves is in neither. */
export interface TakenDividend {
  readonly takeRao: bigint;
  readonly restRao: bigint;
}

/** Divides an amount (rao as U96F32 bits) between the hotkey's owner and everybody else. */
export function splitTake(amount: bigint, take: number): TakenDividend {
  const rate = U96F32.div(U96F32.fromInteger(BigInt(take)), U96F32.fromInteger(BigInt(U16_MAX)));
  const taken = U96F32.mul(rate, amount);
  return { takeRao: U96F32.floor(taken), restRao: U96F32.floor(U96F32.sub(amount, taken)) };
}

export interface ChildkeyTakeBounds {
  /** `MinChildkeyTake` and `MinChildkeyTakePerSubnet`. */
  readonly minimum: number;
  readonly subnetMinimum: number;
}

/** The child-key take that counts, whatever the hotkey has stored. */
export const effectiveChildkeyTake = (stored: number, { minimum, subnetMinimum }: ChildkeyTakeBounds): number =>
  Math.max(stored, minimum, subnetMinimum);

export type TakeError = 'DelegateTakeTooLow' | 'DelegateTakeTooHigh';

/** Why a delegate take cannot be raised to `take`. `current` is undefined where the hotkey has never set one. */
export function increaseTakeError(take: number, current: number | undefined, maximum: number): TakeError | undefined {
  if (current !== undefined && take <= current) return 'DelegateTakeTooLow';
  return take > maximum ? 'DelegateTakeTooHigh' : undefined;
}

/** Why a delegate take cannot be lowered to `take`. */
export function decreaseTakeError(take: number, current: number | undefined, minimum: number): TakeError | undefined {
  const isLower = current === undefined || take < current;
  return isLower && take >= minimum ? undefined : 'DelegateTakeTooLow';
}

/** Whether a child key may ask for `take`. */
export const isChildkeyTakeAllowed = (take: number, bounds: ChildkeyTakeBounds, maximum: number): boolean =>
  take >= effectiveChildkeyTake(0, bounds) && take <= maximum;

/**
 * Whether a delegate take was changed too recently to be raised in block `now`.
 * QUIRK: unlike the other limits, the block that is exactly `limitBlocks` later is still too early.
 */
export const isTakeTooRecent = (lastBlock: bigint, now: bigint, limitBlocks: bigint): boolean =>
  limitBlocks > 0n && lastBlock > 0n && now - lastBlock <= limitBlocks;
