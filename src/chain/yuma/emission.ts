/** How an epoch's emission is shared out: by incentive and dividends, else by stake (spec yuma §6.1, §6.2). */
import { clampU64, I32F32, I96F32 } from '../fixed/index.ts';
import { normaliseBy } from './columns.ts';

/** Shares of the emission per uid, I32F32 bits. */
export interface EmissionShares {
  readonly server: readonly bigint[];
  readonly validator: readonly bigint[];
  readonly combined: readonly bigint[];
}

/** All arguments I32F32 bits by uid; `activeStake` is A, `stake` is S. */
export function emissionShares(
  incentive: readonly bigint[],
  dividends: readonly bigint[],
  activeStake: readonly bigint[],
  stake: readonly bigint[],
): EmissionShares {
  const combined = incentive.map((share, uid) => I32F32.add(share, dividends[uid]!));
  const sum = I32F32.wrappingSum(combined);
  const server = normaliseBy(incentive, sum);
  if (sum === 0n) {
    // Nobody earned anything: stake earns. QUIRK: without active stake even inactive and unpermitted stake does.
    const byStake = I32F32.wrappingSum(activeStake) === 0n ? stake : activeStake;
    return { server, validator: byStake, combined: byStake };
  }
  return { server, validator: normaliseBy(dividends, sum), combined: normaliseBy(combined, sum) };
}

/** ⌊share·emission⌋ rao per uid. What the floors leave over is not paid. */
export function emissionAmounts(shares: readonly bigint[], emissionRao: bigint): BigUint64Array {
  const emission = I96F32.fromInteger(emissionRao);
  return BigUint64Array.from(shares, (share) => clampU64(I96F32.floor(I96F32.mul(share, emission))));
}
