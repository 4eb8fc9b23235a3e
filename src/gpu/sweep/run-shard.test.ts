import { describe, expect, it } from 'vitest';
import { createReferenceCalculator } from '../reference.ts';
import { chunksOfShard, runShard, type ShardOptions } from './run-shard.ts';
import { rowsOf, studyOf, tableOf } from './testing/rows.ts';
import type { Shard, StudyChunk } from './types.ts';

const STUDY = studyOf({
  ...{ study: 'consensus-guarantees', seed: 2, version: 'yuma3', neurons: 16, validators: 4, honestStakes: [0.6, 0.7] },
  ...{ gridPoints: 4, bondsPenalties: [0, 65_535], spreads: [{ stake: 0.3, weight: 0.3 }], chunkPoints: 10 },
});

async function run(shard: Shard, options?: ShardOptions): Promise<StudyChunk[]> {
  return Array.fromAsync(runShard(STUDY, shard, createReferenceCalculator(), options));
}

describe('runShard', () => {
  it('gives every chunk to one shard, and the rows that the study has', async () => {
    const shards = await Promise.all([0, 1, 2].map((index) => run({ index, count: 3 })));
    expect(shards.map((chunks) => chunks.map(({ index }) => index))).toEqual([
      [0, 3, 6],
      [1, 4],
      [2, 5],
    ]);
    const chunks = shards.flat().sort((a, b) => a.index - b.index);
    expect(chunks.flatMap(({ rows }) => rowsOf(rows))).toEqual(rowsOf(tableOf(STUDY)));
  });

  it('leaves out what is done already and counts only its own points', async () => {
    const progress: (readonly [number, number])[] = [];
    const chunks = await run(
      { index: 0, count: 1 },
      { isDone: (chunk) => chunk !== 2 && chunk !== 6, onProgress: ({ done, total }) => progress.push([done, total]) },
    );
    expect(chunks.map(({ index }) => index)).toEqual([2, 6]);
    expect(progress).toEqual([
      [10, 14],
      [14, 14],
    ]);
  });

  it('has nothing to do in a shard beyond the last chunk', async () => {
    expect(await run({ index: 9, count: 10 })).toEqual([]);
  });

  it('stops with the signal’s reason, between two pieces of work', async () => {
    const stop = new AbortController();
    const given: number[] = [];
    const reason = new Error('enough');
    const working = (async () => {
      for await (const { index } of runShard(STUDY, { index: 0, count: 1 }, createReferenceCalculator(), {
        signal: stop.signal,
      })) {
        given.push(index);
        if (index === 1) stop.abort(reason);
      }
    })();
    await expect(working).rejects.toBe(reason);
    expect(given).toEqual([0, 1]);
  });

  it.each([
    { index: 1, count: 1 },
    { index: -1, count: 2 },
    { index: 0.5, count: 2 },
    { index: 0, count: 0 },
  ])('refuses shard $index of $count', (shard) => {
    expect(() => chunksOfShard(STUDY, shard)).toThrow(RangeError);
  });
});
