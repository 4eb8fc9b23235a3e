/**
 * How often a subnet owner may do what (spec economy §5, participation §11; the pallet's `utils/rate_limiting.rs`).
 *
 *   allowed = last = 0  or  block − last ≥ limit
 *
 * Each hyperparameter, each change of the mechanisms, the version of weights and the tempo has its own clock; root has none.
 */

/** Blocks between two changes of the number of mechanisms, and between two changes of their emission split: a day. */
export const MECHANISM_LIMIT_BLOCKS = 7_200n;
/** Blocks between two trimmings of a subnet's neurons: 30 days. */
export const TRIMMING_LIMIT_BLOCKS = 216_000n;
/** Blocks between two changes of a subnet's owner hotkey: a week. */
export const OWNER_HOTKEY_LIMIT_BLOCKS = 50_400n;

/** Whether what was last done in block `lastBlock` (0 = never) may be done again in `block`. */
export function passesRateLimit(lastBlock: bigint, block: bigint, limitBlocks: bigint): boolean {
  if (lastBlock === 0n) return true;
  const passed = block > lastBlock ? block - lastBlock : 0n;
  return passed >= limitBlocks;
}

/** Blocks that `epochs` epochs of a subnet take: `OwnerHyperparamRateLimit`, `WeightsVersionKeyRateLimit`. */
export const epochsInBlocks = (tempoBlocks: number, epochs: bigint): bigint => BigInt(tempoBlocks) * epochs;
