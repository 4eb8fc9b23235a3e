/**
 * A validator's dividend over those whose stake earned it: itself and its parents (spec economy §10.4; the pallet's
 * `get_parent_child_dividends_distribution`).
 *
 *   c_self = ⌊(alpha + root·τ)·(1 − Σ children)⌋ · c_P = (alpha_P + root_P·τ)·prop_P · Σc = c_self + Σ c_P
 *   share_P = D·c_P/Σc, less CKBurn and the child's take of it where another coldkey owns the parent
 *
 * All in U96F32, parents in the order of `ParentKeys`, each share floored to rao. The child keeps what is left of D and the
 * takes. The results measure claims on the epoch's pots (`splitDividends`); they are not paid as they are.
 */
import { U16_MAX, U96F32, u64Ratio } from '../fixed/index.ts';

/** A hotkey's own stake in rao, and the part of it that counts here, of 2^64−1. */
export interface ParentLink {
  readonly alphaStakeRao: bigint;
  readonly rootStakeRao: bigint;
  readonly proportion: bigint;
  /** The parent belongs to the child's coldkey: nothing is taken from it. */
  readonly sameOwner: boolean;
}

export interface EarnedDividend {
  /** D, rao: the validator's amount of the epoch. */
  readonly dividendRao: bigint;
  /** The validator's own stakes, rao. */
  readonly alphaStakeRao: bigint;
  readonly rootStakeRao: bigint;
  /** What it lends to its children, each of 2^64−1. */
  readonly childProportions: readonly bigint[];
  readonly parents: readonly ParentLink[];
  /** Parts of 65535, the minimum already applied (`effectiveChildkeyTake`). */
  readonly childkeyTake: number;
}

export interface SpreadDividend {
  readonly ownRao: bigint;
  /** In the order of the parents given. */
  readonly parentsRao: readonly bigint[];
  /** CKBurn of all parents: leaves the supply. */
  readonly recycledRao: bigint;
}

/** `taoWeight` as U96F32 bits (`u64Ratio` of the stored value), `ckBurn` as stored, of 2^64−1. */
export function spreadDividend(earned: EarnedDividend, taoWeight: bigint, ckBurn: bigint): SpreadDividend {
  const { parents } = earned;
  const lent = parents.map((parent) => contribution(parent, u64Ratio(parent.proportion), taoWeight));
  const own = U96F32.fromInteger(U96F32.floor(contribution(earned, keptProportion(earned), taoWeight)));
  const total = lent.reduce(U96F32.add, own);

  const dividend = U96F32.fromInteger(earned.dividendRao);
  const burnRate = u64Ratio(ckBurn);
  const takeRate = U96F32.div(U96F32.fromInteger(BigInt(earned.childkeyTake)), U96F32.fromInteger(BigInt(U16_MAX)));
  let remaining = dividend;
  let takes = 0n;
  let recycledRao = 0n;
  const parentsRao = lent.map((part, i) => {
    const share = U96F32.mul(dividend, U96F32.div(part, total));
    remaining = U96F32.sub(remaining, share);
    if (parents[i]!.sameOwner) return U96F32.floor(share);
    const burn = U96F32.mul(burnRate, share);
    const take = U96F32.mul(takeRate, share);
    takes = U96F32.add(takes, take);
    recycledRao += U96F32.floor(burn);
    return U96F32.floor(U96F32.sub(U96F32.sub(share, burn), take));
  });
  return { ownRao: U96F32.floor(U96F32.add(remaining, takes)), parentsRao, recycledRao };
}

type Stakes = Pick<ParentLink, 'alphaStakeRao' | 'rootStakeRao'>;

function contribution({ alphaStakeRao, rootStakeRao }: Stakes, proportion: bigint, taoWeight: bigint): bigint {
  const alpha = U96F32.mul(U96F32.fromInteger(alphaStakeRao), proportion);
  const root = U96F32.mul(U96F32.mul(U96F32.fromInteger(rootStakeRao), proportion), taoWeight);
  return U96F32.add(alpha, root);
}

const keptProportion = ({ childProportions }: EarnedDividend): bigint =>
  childProportions.reduce((kept, proportion) => U96F32.sub(kept, u64Ratio(proportion)), U96F32.one);
