/**
 * What one block mints, as a function of what exists already; the same curve for TAO and for a subnet's alpha.
 *
 *   x = issuance / 21·10^15 · k = ⌊log2(1 / (1 − x))⌋ · emission = ⌊10^9 / 2^k⌋          (I96F32, spec economy §2)
 *
 * So "halvings" are supply thresholds, not dates; a threshold itself already belongs to the lower emission.
 * From the pallet's `coinbase/block_emission.rs`.
 */
import { I96F32 } from '../fixed/index.ts';

/** Hard cap of TAO, and of each subnet's alpha: 21 million, in rao. */
export const TOTAL_SUPPLY_RAO = 21_000_000_000_000_000n;
/** Emission before the first threshold: 1 TAO. */
export const FULL_EMISSION_RAO = 1_000_000_000n;

/** Rao minted in a block when `issuanceRao` (≥ 0) exist. */
export function blockEmission(issuanceRao: bigint): bigint {
  if (issuanceRao >= TOTAL_SUPPLY_RAO) return 0n;
  const issued = I96F32.div(I96F32.fromInteger(issuanceRao), I96F32.fromInteger(TOTAL_SUPPLY_RAO));
  const inverse = I96F32.div(I96F32.one, I96F32.sub(I96F32.one, issued));
  const halvings = BigInt(I96F32.floor(inverse).toString(2).length - 1);
  return FULL_EMISSION_RAO >> halvings;
}
