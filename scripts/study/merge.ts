/**
 * Puts the shards of one study into one folder. Every part is proved on the way; two folders may hold the same part if it is
 * the same to the byte. Nothing is written unless the study is complete, so a merged folder is the whole data set.
 */
import { equalBytes } from '../../src/chain/bytes.ts';
import type { Study } from '../../src/gpu/sweep/index.ts';
import { derive } from './derive.ts';
import {
  existingStudyFolder,
  openStudyFolder,
  partName,
  readWholePart,
  type StudyFolder,
  writePart,
} from './folder.ts';
import { readPart } from './part.ts';
import { StudyRefusal } from './refusal.ts';

/** Missing parts that a message names. */
const MAX_NAMED = 8;

export interface Merged {
  readonly study: Study;
  readonly derived: readonly string[];
}

/** @throws StudyRefusal */
export async function mergeFolders(folders: readonly string[], out: string): Promise<Merged> {
  const shards = await Promise.all(folders.map(existingStudyFolder));
  const { study } = shards[0]!;
  const stranger = shards.find((shard) => shard.study.hash !== study.hash);
  if (stranger) {
    throw new StudyRefusal('study/other-study', `${stranger.folder} and ${shards[0]!.folder} hold different studies.`);
  }
  const holders = holdersOf(study, shards);
  const target = await openStudyFolder(out, study);
  for (const [chunk, holding] of holders.entries()) {
    const sources = target.found.has(chunk) ? [...holding, target] : holding;
    const bytes = await provedPart(sources, chunk);
    if (!target.found.has(chunk)) await writePart(out, chunk, bytes);
  }
  return { study, derived: await derive(await existingStudyFolder(out)) };
}

/** Per chunk the folders that have it. @throws StudyRefusal `study/missing-parts` */
function holdersOf(study: Study, shards: readonly StudyFolder[]): readonly (readonly StudyFolder[])[] {
  const holders = Array.from({ length: study.chunks }, (_, chunk) => shards.filter(({ found }) => found.has(chunk)));
  const missing = [...holders.keys()].filter((chunk) => holders[chunk]!.length === 0);
  if (missing.length > 0) {
    const named = missing.slice(0, MAX_NAMED).map(partName).join(', ');
    const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
    const reason = `${missing.length} of ${study.chunks} parts are in none of the folders: ${named}${more}.`;
    throw new StudyRefusal('study/missing-parts', reason);
  }
  return holders;
}

/** One part's bytes, from the first folder that has it; all others must have the same. */
async function provedPart(sources: readonly StudyFolder[], chunk: number): Promise<Uint8Array> {
  const copies = await Promise.all(sources.map((source) => readWholePart(source, chunk)));
  const [first, ...others] = copies;
  await readPart(first!, `${sources[0]!.folder}, ${partName(chunk)}`, sources[0]!.study, chunk);
  const different = others.findIndex((bytes) => !equalBytes(bytes, first!));
  if (different >= 0) {
    const places = `${sources[0]!.folder} and ${sources[different + 1]!.folder}`;
    throw new StudyRefusal('study/different-parts', `${partName(chunk)} differs between ${places}.`);
  }
  return first!;
}
