/**
 * What each series of a batch needs on the GPU, before anything is allocated.
 *
 * Only uids that have stake, weights or bonds in some epoch become rows; the others cannot change a result.
 */
import type { EpochCore, SparseMatrix } from '../../chain/yuma/index.ts';
import type { EpochSeries, EpochStep } from '../types.ts';
import { Identities } from './identities.ts';
import { LIQUID_COST } from './kernel-cost.ts';

export interface SeriesPlan {
  /** Place in the batch. */
  readonly index: number;
  readonly steps: readonly EpochStep[];
  readonly n: number;
  /** The uids that become rows, ascending. Series with the same inputs have the same object. */
  readonly uids: Uint32Array;
  /** Of one epoch: rows × n. */
  readonly cells: number;
  /** Different weights among the epochs. */
  readonly matrices: number;
  /** Work of all epochs in units of one plain cell. */
  readonly cost: number;
}

/** Liquid alpha is in force, if any consensus is above zero. */
export function isLiquid(core: EpochCore): boolean {
  return core.yuma3 && core.liquidAlpha;
}

/** The series must have passed `checkSeries`. */
export function planBatch(series: readonly EpochSeries[]): readonly SeriesPlan[] {
  const ids = new Identities();
  const known = new Map<string, Uint32Array>();
  return series.map(({ steps }, index) => {
    const { n, bonds } = steps[0]!.core;
    const stakes = new Set<BigInt64Array>();
    const weights = new Set<SparseMatrix>();
    let liquidEpochs = 0;
    for (const { core } of steps) {
      stakes.add(core.activeStake);
      weights.add(core.weights);
      if (isLiquid(core)) liquidEpochs += 1;
    }
    const key = [bonds, ...weights, ...stakes].map((input) => ids.of(input)).join();
    const uids = known.get(key) ?? rowsOf(n, [bonds, ...weights], [...stakes]);
    known.set(key, uids);
    const cells = uids.length * n;
    const cost = cells * (steps.length + liquidEpochs * (LIQUID_COST - 1)) + n * steps.length;
    return { index, steps, n, uids, cells, matrices: weights.size, cost };
  });
}

function rowsOf(n: number, matrices: readonly SparseMatrix[], stakes: readonly BigInt64Array[]): Uint32Array {
  const uids: number[] = [];
  for (let uid = 0; uid < n; uid++) {
    const hasEntries = matrices.some((matrix) => matrix[uid]!.columns.length > 0);
    if (hasEntries || stakes.some((stake) => stake[uid] !== 0n)) uids.push(uid);
  }
  return Uint32Array.from(uids);
}
