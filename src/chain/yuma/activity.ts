/** Which neurons count as active: those whose last weights are recent enough (spec yuma §3.1). */
import { clampU64, larger } from '../fixed/index.ts';

/** ActivityCutoffFactorMilli is in thousandths of a tempo. */
const MILLI = 1000n;

/** Blocks after which a neuron that set no weights becomes inactive; at least 1. */
export function activityCutoffBlocks(factorMilli: number, tempoBlocks: number): bigint {
  return larger((BigInt(factorMilli) * BigInt(tempoBlocks)) / MILLI, 1n);
}

/** True per uid if its last update lies at most `cutoffBlocks` back; exactly at the cutoff is still active. */
export function activeNeurons(lastUpdate: readonly bigint[], cutoffBlocks: bigint, currentBlock: bigint): boolean[] {
  return lastUpdate.map((updated) => clampU64(updated + cutoffBlocks) >= currentBlock);
}

/** A stored vector of blocks brought to length n: missing entries are block 0, extra ones are ignored. */
export function blocksPerUid(stored: BigUint64Array, n: number): bigint[] {
  return Array.from({ length: n }, (_, uid) => stored[uid] ?? 0n);
}

/** The last block that bonds may stem from: what registered in it or later has lost its bonds (spec yuma §4). */
export function lastTempoBlock(currentBlock: bigint, tempoBlocks: number, lastMechanismStepBlock: bigint): bigint {
  if (lastMechanismStepBlock !== 0n) return clampU64(lastMechanismStepBlock + 1n);
  return clampU64(currentBlock - BigInt(tempoBlocks));
}
