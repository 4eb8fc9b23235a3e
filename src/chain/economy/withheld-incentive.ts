/**
 * The share of an epoch's miner incentive that its owner's own hotkeys earned and did not get (spec economy §10.3).
 *
 *   MinerBurned = withheld / total                      U96F32; 0 where nobody earned anything
 *
 * It lowers the subnet's share of the TAO emission until the next epoch (§7.2).
 */
import { U96F32 } from '../fixed/index.ts';

/** U96F32 bits, 0…one. Amounts in rao. */
export const withheldShare = (withheldRao: bigint, totalRao: bigint): bigint =>
  U96F32.div(U96F32.fromInteger(withheldRao), U96F32.fromInteger(totalRao));
