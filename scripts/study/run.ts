/** Computes one shard of a study into a folder, going on where an earlier run stopped. */
import { chunksOfShard, pointsOfChunk, type Shard, type Study } from '../../src/gpu/sweep/index.ts';
import type { StudyEngine } from './calculator.ts';
import { derive } from './derive.ts';
import { existingStudyFolder, openStudyFolder, readWholePart, removePartials, writePart } from './folder.ts';
import { computeParts } from './pool.ts';

export interface RunSetting {
  readonly shard: Shard;
  readonly out: string;
  readonly threads: number;
  readonly engine: StudyEngine;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Time between two lines of progress. */
const PROGRESS_MS = 5_000;

/** @throws StudyRefusal; the signal's reason if it was aborted, with what was finished in the folder */
export async function runStudy(study: Study, { shard, out, threads, engine, signal, say }: RunSetting): Promise<void> {
  const folder = await openStudyFolder(out, study);
  const chunks = chunksOfShard(study, shard);
  await removePartials(out, chunks);
  const missing: number[] = [];
  for (const chunk of chunks) {
    if (folder.found.has(chunk)) await readWholePart(folder, chunk);
    else missing.push(chunk);
  }
  say(`shard ${shard.index}/${shard.count}: ${chunks.length} chunks, ${chunks.length - missing.length} there already`);

  const startedMs = performance.now();
  let saidMs = startedMs;
  let points = 0;
  let parts = 0;
  const total = missing.reduce((sum, chunk) => sum + pointsOfChunk(study, chunk).count, 0);
  const rate = () => `${((points / (performance.now() - startedMs)) * 1_000).toFixed(1)} points/s`;
  await computeParts(study, missing, {
    threads,
    engine,
    signal,
    onPoints: (more) => {
      points += more;
      if (performance.now() - saidMs < PROGRESS_MS) return;
      saidMs = performance.now();
      say(`${points} of ${total} points, ${parts} of ${missing.length} chunks, ${rate()}`);
    },
    onPart: async (chunk, bytes) => {
      await writePart(out, chunk, bytes);
      parts += 1;
    },
  });
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  say(`${points} points in ${seconds} s, ${rate()}, engine ${engine}, ${threads} threads`);

  // A shard of several never is the last for certain; `merge` makes the tables then.
  if (shard.count > 1) return;
  const derived = await derive(await existingStudyFolder(out));
  if (derived.length > 0) say(`derived: ${derived.join(', ')}`);
}
