/**
 * The alpha on one hotkey in one subnet, and whose it is (spec economy §13, crate `share-pool`).
 *
 *   V = alpha in the pool (`TotalHotkeyAlpha`), D = sum of all shares, s = one coldkey's share; its stake = ⌊V·s/D⌋
 *
 *   add a for one     D = s = a in an empty pool, else δ = a·D/V;  D += δ, s += δ, V += a
 *   remove a of one   δ = a·D/V;  D −= δ, s −= δ, V −= a           the whole share goes with the whole stake
 *   add a for all     V += a                                       dividends: shares stay, each is worth more
 *
 * What flooring leaves between V and the sum of all stakes belongs to nobody in particular, and is less than a rao each.
 */
import { smaller } from '../fixed/index.ts';
import type { SafeFloat } from './safe-float.ts';
import { addShares, floorOf, fromRao, mulDiv, subtractShares, ZERO_SHARE } from './safe-float.ts';

export interface SharePool {
  /** V, rao. */
  readonly alphaRao: bigint;
  /** D. */
  readonly shares: SafeFloat;
}

export interface Shared {
  readonly pool: SharePool;
  /** The coldkey's share. */
  readonly share: SafeFloat;
}

/** Rao that a share is worth: never more than there is, though D may have lost digits that the share has not. */
export function stakeOfShare({ alphaRao, shares }: SharePool, share: SafeFloat): bigint {
  return smaller(floorOf(mulDiv(fromRao(alphaRao), share, shares)), alphaRao);
}

/** The pool and the share after `rao` were put in for its holder. */
export function addStake({ alphaRao, shares }: SharePool, share: SafeFloat, rao: bigint): Shared {
  const isEmpty = shares.mantissa === 0n || alphaRao === 0n;
  const more = isEmpty ? fromRao(rao) : mulDiv(fromRao(rao), shares, fromRao(alphaRao));
  const before = isEmpty ? ZERO_SHARE : shares;
  const own = isEmpty ? ZERO_SHARE : share;
  return { pool: { alphaRao: alphaRao + rao, shares: addShares(before, more) }, share: addShares(own, more) };
}

/** The same after `rao` were taken out. @throws RangeError for more than the share is worth */
export function removeStake(pool: SharePool, share: SafeFloat, rao: bigint): Shared {
  const stake = stakeOfShare(pool, share);
  if (rao > stake) throw new RangeError(`a share of ${stake} rao cannot give ${rao}`);
  const { alphaRao, shares } = pool;
  const less = rao === stake ? share : mulDiv(fromRao(rao), shares, fromRao(alphaRao));
  return {
    pool: { alphaRao: alphaRao - rao, shares: subtractShares(shares, less) },
    share: subtractShares(share, less),
  };
}
