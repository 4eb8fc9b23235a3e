/**
 * What creating a subnet costs (spec economy §4.1; the pallet's `get_network_lock_cost`).
 *
 *   interval = reductionInterval · f(TAO issuance)/10^9                         f = block emission
 *   cost = max(minimum, L·m − ⌊L/interval⌋·(block − b))                          L = what the last one paid, at block b
 *
 *   paid L ──▶ 2·L ──── interval blocks ──▶ L ──── interval blocks ──▶ 0, so the minimum          m = 2; 1 while b = 0
 *
 * All integers are u64 with the pallet's saturation. The interval shrinks with every halving, so the price falls faster.
 */
import { clampU64, I64F64, larger } from '../fixed/index.ts';
import { blockEmission, FULL_EMISSION_RAO } from './block-emission.ts';

export interface NetworkLock {
  /** `NetworkLastLockCost`: what the last subnet's creator paid. */
  readonly lastCostRao: bigint;
  /** `NetworkMinLockCost`. */
  readonly minCostRao: bigint;
  /** `LastRateLimitedBlock[NetworkLastRegistered]`; 0 = none yet. */
  readonly lastRegistrationBlock: bigint;
  /** `NetworkLockReductionInterval`, before halvings. */
  readonly reductionIntervalBlocks: bigint;
  /** `SubtensorModule.TotalIssuance`. */
  readonly taoIssuanceRao: bigint;
}

/** Rao to pay in block `block`. */
export function networkLockCost(lock: NetworkLock, block: bigint): bigint {
  const { lastCostRao, minCostRao, lastRegistrationBlock } = lock;
  const start = clampU64(lastCostRao * (lastRegistrationBlock === 0n ? 1n : 2n));
  const interval = lockReductionInterval(lock.reductionIntervalBlocks, lock.taoIssuanceRao);
  // QUIRK: at the supply cap the interval is 0, the quotient is then 0 too and the price never falls.
  const fallPerBlock = interval === 0n ? 0n : lastCostRao / interval;
  const fall = clampU64(fallPerBlock * clampU64(block - lastRegistrationBlock));
  return larger(start - fall, minCostRao);
}

/** Blocks in which the price falls by L, after the halvings that `taoIssuanceRao` stands for. */
export function lockReductionInterval(intervalBlocks: bigint, taoIssuanceRao: bigint): bigint {
  const emission = I64F64.fromInteger(blockEmission(taoIssuanceRao));
  const halved = I64F64.div(emission, I64F64.fromInteger(FULL_EMISSION_RAO));
  return clampU64(I64F64.floor(I64F64.mul(I64F64.fromInteger(intervalBlocks), halved)));
}
