/**
 * The folder of one study: its description and its parts, which DuckDB or Spark read as one data set (`FOLDER/*.parquet`).
 *
 *   study.json            the description with every default filled in
 *   part-00042.parquet    chunk 42
 *   derived/NAME.parquet  tables made of the whole
 *   .NAME.ID.partial      being written; renamed when it is whole, so that a part is there as a whole or not at all
 *
 * Several shards, on several machines, may write into one folder. Anything else in it is refused: it might be read as data.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ChainError } from '../../src/chain/error.ts';
import { decodeStudy, openStudy, type Study } from '../../src/gpu/sweep/index.ts';
import { checkPart, MAX_PART_BYTES } from './part.ts';
import { readJson } from './read-study.ts';
import { StudyRefusal } from './refusal.ts';

const DESCRIPTION = 'study.json';
const DERIVED = 'derived';
const PARTIAL = /^\.(.+)\.[0-9a-f-]+\.partial$/;
/** Files are listed in order of chunks while there are fewer than this many digits. */
const DIGITS = 5;

export const partName = (chunk: number): string => `part-${String(chunk).padStart(DIGITS, '0')}.parquet`;

export interface StudyFolder {
  readonly folder: string;
  readonly study: Study;
  /** Chunks whose parts are there; not looked into yet. */
  readonly found: ReadonlySet<number>;
}

/**
 * Makes the folder if need be, and puts the description into it.
 * @throws StudyRefusal if it holds anything that is not of this study
 */
export async function openStudyFolder(folder: string, study: Study): Promise<StudyFolder> {
  await mkdir(folder, { recursive: true });
  const known = await descriptionIn(folder);
  if (known && known.hash !== study.hash) {
    const reason = `${folder} holds the study ${known.hash.slice(0, 12)}, not ${study.hash.slice(0, 12)}.`;
    throw new StudyRefusal('study/other-study', reason);
  }
  const found = await partsIn(folder, study);
  if (!known) await writeWhole(folder, DESCRIPTION, `${JSON.stringify(study.description, null, 1)}\n`);
  return { folder, study, found };
}

/** A folder that must be there and have a description. @throws StudyRefusal */
export async function existingStudyFolder(folder: string): Promise<StudyFolder> {
  const study = await descriptionIn(folder);
  if (!study) throw new StudyRefusal('study/unreadable', `${folder} holds no study: ${DESCRIPTION} is missing.`);
  return { folder, study, found: await partsIn(folder, study) };
}

/** The bytes of a part that is whole. @throws StudyRefusal */
export async function readWholePart({ folder, study }: StudyFolder, chunk: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = path.join(folder, partName(chunk));
  const { size } = await stat(file);
  if (size > MAX_PART_BYTES) throw new StudyRefusal('study/damaged-part', `${file} has ${size} bytes: too many.`);
  const content = await readFile(file);
  // A copy of its own: small files lie in a buffer that Node shares between them.
  const bytes = new Uint8Array(content);
  checkPart(bytes, file, study, chunk);
  return bytes;
}

export async function writePart(folder: string, chunk: number, bytes: Uint8Array): Promise<void> {
  await writeWhole(folder, partName(chunk), bytes);
}

export async function writeDerived(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.join(folder, DERIVED), { recursive: true });
  await writeWhole(path.join(folder, DERIVED), `${name}.parquet`, bytes);
}

/** Removes what a killed run of these chunks left half-written. */
export async function removePartials(folder: string, chunks: readonly number[]): Promise<void> {
  const ours = new Set(chunks.map(partName));
  for (const name of await readdir(folder)) {
    const target = PARTIAL.exec(name)?.[1];
    if (target !== undefined && ours.has(target)) await rm(path.join(folder, name), { force: true });
  }
}

async function descriptionIn(folder: string): Promise<Study | undefined> {
  const file = path.join(folder, DESCRIPTION);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  try {
    return openStudy(decodeStudy(await readJson(file)));
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    throw new StudyRefusal('study/bad-file', `${file}: ${error.message}`, error);
  }
}

async function partsIn(folder: string, study: Study): Promise<ReadonlySet<number>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new StudyRefusal('study/unreadable', `${folder} could not be read: ${error.message}`, error);
  });
  const found = new Set<number>();
  for (const entry of entries) {
    const chunk = Number(/^part-(\d+)\.parquet$/.exec(entry.name)?.[1] ?? Number.NaN);
    if (entry.isFile() && entry.name === partName(chunk) && chunk < study.chunks) found.add(chunk);
    else if (!(entry.isFile() && (entry.name === DESCRIPTION || PARTIAL.test(entry.name)))) {
      if (entry.isDirectory() && entry.name === DERIVED) continue;
      throw new StudyRefusal('study/foreign-file', `${path.join(folder, entry.name)} is no part of this study.`);
    }
  }
  return found;
}

/** Written beside its place, onto the disk, and renamed. Process ids are no names: in containers all are the same. */
async function writeWhole(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const partial = path.join(folder, `.${name}.${randomUUID()}.partial`);
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path.join(folder, name));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
