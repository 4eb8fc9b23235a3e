/**
 * Root dividends wait until they are claimed; until then they are a rate per rao of root stake (spec economy §11).
 *
 *   rate += dividend / root stake of the hotkey (I96F32) · owed = ⌊rate · root stake of the coldkey⌋ − settled
 *
 * The alpha is in `SubnetAlphaOut` all the time and belongs to nobody before it is claimed.
 */
import { I96F32, larger } from '../fixed/index.ts';

/**
 * What a dividend adds to the rate, as I96F32 bits. Undefined where it is more than the root stake itself: the hotkey's
 * owner then gets it as alpha stake. Both in rao.
 */
export function claimableRate(dividendRao: bigint, rootStakeRao: bigint): bigint | undefined {
  if (dividendRao > rootStakeRao) return undefined;
  return I96F32.div(I96F32.fromInteger(dividendRao), I96F32.fromInteger(rootStakeRao));
}

/** Rao of alpha that a root staker may claim. `rate` as I96F32 bits, `settledRao` = `RootClaimed`. */
export const claimableRao = (rate: bigint, rootStakeRao: bigint, settledRao: bigint): bigint =>
  larger(I96F32.floor(I96F32.mul(rate, I96F32.fromInteger(rootStakeRao))) - settledRao, 0n);

/** True if so much is worth claiming. `threshold` = `RootClaimableThreshold`, I96F32 bits. */
export const isWorthClaiming = (owedRao: bigint, threshold: bigint): boolean =>
  owedRao > 0n && I96F32.fromInteger(owedRao) >= threshold;

/** What a coldkey wants done with its root dividends. (`RootClaimTypeEnum`) */
export type RootClaimType =
  | { readonly type: 'Swap'; readonly value: undefined }
  | { readonly type: 'Keep'; readonly value: undefined }
  | { readonly type: 'KeepSubnets'; readonly value: { readonly subnets: readonly number[] } };

/** True if dividends of the subnet stay alpha, false if they are sold for root stake. */
export function keepsAlpha(claimType: RootClaimType, netuid: number): boolean {
  if (claimType.type === 'KeepSubnets') return claimType.value.subnets.includes(netuid);
  return claimType.type === 'Keep';
}
