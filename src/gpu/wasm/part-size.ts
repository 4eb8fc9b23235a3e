/**
 * How much work the WebAssembly engine does where, and in what parts. Costs are in plain cells (`epoch-work.ts`), of which
 * the kernel does 60 million a second on one core of the 2-core cloud machine these sizes were measured on, and packing,
 * checking and reading back leave 35 million where every epoch has matrices of its own.
 */
import { measureWork } from '../epoch-work.ts';
import type { FindFilledRows } from '../matrices.ts';
import type { EpochSeries } from '../types.ts';

/** A cell of a liquid epoch costs about as much as so many others. */
const LIQUID_COST = 4;

export interface PartLimits {
  /** Jobs up to this cost run in the calling thread, in one go. */
  readonly callingThread: number;
  /** Parts for the calling thread: between two of them the page may get its turn. */
  readonly slice: number;
  /** Parts for workers, at least and at most; a single epoch may cost more. */
  readonly smallestPart: number;
  readonly largestPart: number;
}

export const DEFAULT_LIMITS: PartLimits = {
  /** 2 to 5 ms, less than a frame of a page. A worker would finish sooner only if it were open already. */
  callingThread: 2 ** 17,
  /** As long. */
  slice: 2 ** 17,
  /** Smaller ones would balance no better, and packing and sending them would show. */
  smallestPart: 2 ** 17,
  /** Some 30 ms of the kernel, so that a cancel is quick also on a machine that is three times slower. */
  largestPart: 2 ** 21,
};

/** Parts per thread at least, where the job is large enough: the last ones then end nearly together. */
const PARTS_PER_THREAD = 4;

/** Per series the cost of each step. */
export function costOf(series: readonly EpochSeries[], filledRows: FindFilledRows): readonly (readonly number[])[] {
  return measureWork(series, filledRows).map(({ cells, liquidCells }, k) => {
    if (liquidCells === 0) return cells;
    return cells.map((count, step) => (series[k]!.steps[step]!.core.liquidAlpha ? LIQUID_COST * count : count));
  });
}

/** The cost of a part of a job that is spread over `threads`, at least one. */
export function partCost(cost: number, threads: number, limits: PartLimits): number {
  const balanced = Math.ceil(cost / (threads * PARTS_PER_THREAD));
  return Math.min(limits.largestPart, Math.max(limits.smallestPart, balanced));
}
