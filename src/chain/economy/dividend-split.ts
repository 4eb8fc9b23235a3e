/**
 * An epoch's validator alpha and root alpha over the validating hotkeys, after their parents were served
 * (spec economy §10.5; the pallet's `calculate_dividend_distribution`).
 *
 *   r = root stake·τ · D_root = D·r/(alpha stake + r) · D_alpha = D − D_root        per hotkey, D its dividend
 *   root part = root pot · D_root/Σ D_root · alpha part = validator pot · D_alpha/Σ D_alpha
 *
 * All in U96F32. Shares have 32 fractional bits, so a pot P pays out up to P/2^32 rao less per hotkey than it holds; what
 * is not paid stays outside the pool, assigned to nobody. Takes (§10.6, §10.7) come off afterwards.
 */
import { U96F32 } from '../fixed/index.ts';

export interface ValidatorDividend {
  /** What the hotkey earned in the epoch, its own and as a parent: the measure of its part, whatever its unit. */
  readonly dividendRao: bigint;
  /** The hotkey's own stake on the subnet. */
  readonly alphaStakeRao: bigint;
  /** The hotkey's own stake on root. */
  readonly rootStakeRao: bigint;
}

export interface DividendPots {
  /** Validators' alpha of the epoch. */
  readonly validatorRao: bigint;
  /** `PendingRootAlphaDivs`. */
  readonly rootRao: bigint;
}

/** One hotkey's parts, rao as U96F32 bits. */
export interface DividendParts {
  readonly alpha: bigint;
  readonly root: bigint;
}

/**
 * The parts of each hotkey, in the order given. `taoWeight` as U96F32 bits (`u64Ratio` of the stored value). A hotkey
 * without stake counts wholly as an alpha holder; a pot that nobody has a claim on is not paid.
 */
export function splitDividends(
  pots: DividendPots,
  taoWeight: bigint,
  validators: readonly ValidatorDividend[],
): DividendParts[] {
  const claims = validators.map((validator) => claimsOf(validator, taoWeight));
  const sum = (of: keyof DividendParts) => claims.reduce((total, claim) => U96F32.add(total, claim[of]), 0n);
  const totals = { alpha: sum('alpha'), root: sum('root') };
  const validatorPot = U96F32.fromInteger(pots.validatorRao);
  const rootPot = U96F32.fromInteger(pots.rootRao);
  return claims.map(({ alpha, root }) => ({
    alpha: U96F32.mul(validatorPot, U96F32.div(alpha, totals.alpha)),
    root: U96F32.mul(rootPot, U96F32.div(root, totals.root)),
  }));
}

/** D_alpha and D_root. */
function claimsOf({ dividendRao, alphaStakeRao, rootStakeRao }: ValidatorDividend, taoWeight: bigint): DividendParts {
  const rootAsAlpha = U96F32.mul(U96F32.fromInteger(rootStakeRao), taoWeight);
  const rootShare = U96F32.div(rootAsAlpha, U96F32.add(U96F32.fromInteger(alphaStakeRao), rootAsAlpha));
  const dividend = U96F32.fromInteger(dividendRao);
  const root = U96F32.mul(dividend, rootShare);
  return { alpha: U96F32.sub(dividend, root), root };
}
