/**
 * Computes one shard of a study in the calling thread, chunk by chunk: in a worker of a page, in Node, in a test.
 *
 *   shard i of n ─▶ chunks i, i+n, i+2n, … ─▶ rows of each, as soon as they are whole
 */
import { nextTurn } from '../next-turn.ts';
import type { ComputeProgress, EpochCalculator } from '../types.ts';
import { pointsOfChunk } from './study.ts';
import type { Shard, Study, StudyChunk } from './types.ts';

export interface ShardOptions {
  /** Looked at between pieces of work; the run then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Points done of those that this run computes. */
  readonly onProgress?: (progress: ComputeProgress) => void;
  /** Chunks that somebody has already. */
  readonly isDone?: (chunk: number) => boolean;
}

/** Longest stretch of work before other tasks of the thread get a turn. */
const SLICE_MS = 50;

/** The chunks of a shard, ascending. @throws RangeError if there is no such shard */
export function chunksOfShard({ chunks }: Study, { index, count }: Shard): number[] {
  if (!(Number.isInteger(index) && Number.isInteger(count) && index >= 0 && index < count)) {
    throw new RangeError(`shard ${index} of ${count}: expected whole numbers with 0 ≤ index < count`);
  }
  return Array.from({ length: Math.max(0, Math.ceil((chunks - index) / count)) }, (_, k) => index + k * count);
}

/** @throws ComputeError if the engine refuses a point; the signal's reason if it was aborted */
export async function* runShard(
  study: Study,
  shard: Shard,
  calculator: EpochCalculator,
  { signal, onProgress, isDone = () => false }: ShardOptions = {},
): AsyncGenerator<StudyChunk, void, undefined> {
  const chunks = chunksOfShard(study, shard).filter((chunk) => !isDone(chunk));
  const total = chunks.reduce((sum, chunk) => sum + pointsOfChunk(study, chunk).count, 0);
  const compute = study.open(calculator);
  let before = 0;
  let sliceStartMs = performance.now();
  for (const index of chunks) {
    const { first, count } = pointsOfChunk(study, index);
    const work = compute(first, count);
    for (;;) {
      signal?.throwIfAborted();
      const step = work.next();
      if (step.done) {
        before += count;
        yield { index, rows: step.value };
        break;
      }
      onProgress?.({ done: before + step.value, total });
      if (performance.now() - sliceStartMs > SLICE_MS) {
        await nextTurn();
        sliceStartMs = performance.now();
      }
    }
  }
}
