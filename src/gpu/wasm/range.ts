/**
 * Whether the kernel may compute a series: its numbers are in the range in which nothing that the chain computes clamps,
 * wraps or turns negative unexpectedly, so that plain unsigned integers give the chain's bits. Prepared cores of a real
 * chain always are; others (stakes that overflowed 2^63 rao, a moving average above a million) are for the reference.
 *
 * Required: every stake in 0…ONE and their sum at most ONE (`prepareEpoch` floors shares of one); kappa, penalty, the
 * plain α, α-low and α-high in 0…ONE; steepness an i16. checkSeries adds n ≤ 32768 and rows that name no column twice.
 *
 * Proof, stage by stage (spec yuma §3.5 – §5; all quotients are floors):
 * - Row sums of u16 are below 2^31, so Σw·2^32 fits i64; scores are in 0…ONE, and below one they are at most ONE − 2.
 * - Votes u_i = ⌊A_i·2^32/ΣA⌋ are in 0…ONE with t = Σu ≤ ONE. The minority m = t − κ is negative for κ > t: then every
 *   cumulative sum exceeds it and the smallest score wins, as U(s) < κ says for all s. So `C > m ⇔ U < κ` throughout.
 *   U at or above the smallest score is below one (median.ts).
 * - Clipped rows sum to at most ONE; ranks, being Σ_i ⌊A_i·w⌋ with ΣA ≤ ONE and w ≤ ONE, to at most ONE each and all
 *   together; a share of a sum has a ≤ b.
 * - W̃ = w − ⌈β·(w − w̄)⌉ with 0 ≤ w̄ ≤ w and β ≤ ONE: the rounded-up product is at most w − w̄ (an integer), so
 *   w̄ ≤ W̃ ≤ w.
 * - Classic: Σ_i ⌊A_i·W̃⌋ ≤ ONE per column; stored bonds sum to less than 2^31; averages of two shares with α and ONE − α
 *   are in 0…ONE; column sums of averages are at most 2·ONE; dividends Σ_j ⌊I_j·N_ij⌋ ≤ ΣI ≤ ONE.
 * - Yuma3: bonds and averages are in 0…ONE, column sums at most 2^15·ONE = 2^47; earned Σ_j ⌊N·I⌋ ≤ ONE.
 * - Liquid alpha: distances in 0…ONE; |slope| ≤ 32768/100·2^32 < 2^41; |slope·(d − ½)| < 2^72 never exceeds i64 after
 *   the shift; e^z ≤ 2^61 (exp.ts). σ is in 0…ONE, so for low ≤ high α is between them and the clamp does nothing; for
 *   low > high the clamp gives low whatever σ is. Every α is in 0…ONE, so averages are, before their own cut to one.
 */
import { I32F32 } from '../../chain/fixed/index.ts';
import type { EpochCore } from '../../chain/yuma/index.ts';
import type { EpochSeries } from '../types.ts';

const { one } = I32F32;
/** One as a plain number, which is also what the upper half of 64 bits counts. */
const ONE = Number(one);

export function isInRange({ steps }: EpochSeries): boolean {
  let last: EpochCore | undefined;
  for (const { core } of steps) {
    if (core === last) continue;
    const { kappa, bondsPenalty, bondsAlpha, alphaLow, alphaHigh, alphaSigmoidSteepness: steepness } = core;
    if (!isShare(kappa) || !isShare(bondsPenalty)) return false;
    if (!isShare(bondsAlpha) || !isShare(alphaLow) || !isShare(alphaHigh)) return false;
    if (steepness !== (steepness << 16) >> 16) return false;
    if (core.activeStake !== last?.activeStake && !areShares(core.activeStake)) return false;
    last = core;
  }
  return true;
}

function isShare(bits: bigint): boolean {
  return bits >= 0n && bits <= one;
}

/**
 * Whether all are in 0…ONE and so is their sum. Reads them as unsigned and in plain numbers, much faster than bigints: a
 * sum up to ONE is exact, and a stake that is negative or above ONE exceeds ONE by itself, since nothing is subtracted.
 */
function areShares(stakes: BigInt64Array): boolean {
  const words = new Uint32Array(stakes.buffer, stakes.byteOffset, 2 * stakes.length);
  let sum = 0;
  for (let k = 0; k < words.length; k += 2) sum += words[k]! + words[k + 1]! * ONE;
  return sum <= ONE;
}
