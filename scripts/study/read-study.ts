/**
 * Reads a study's file. A sweep's base may stand in a file of its own, `"base": { "file": "epoch.json" }`, relative to the
 * study: an epoch input, or a document with one under `input`, as exported snapshots and vectors are. It is taken into the
 * description, so that nothing of a study lies outside it.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ChainError } from '../../src/chain/error.ts';
import { JsonPlace } from '../../src/chain/json.ts';
import { decodeStudy, openStudy, type Study } from '../../src/gpu/sweep/index.ts';
import { StudyRefusal } from './refusal.ts';

/** A snapshot of a full subnet of 4096 neurons has about 30 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** @throws StudyRefusal */
export async function readStudy(file: string): Promise<Study> {
  const document = await readJson(file);
  try {
    return openStudy(decodeStudy(await withBase(document, path.dirname(file))));
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    throw new StudyRefusal('study/bad-file', `${file}: ${error.message}`, error);
  }
}

async function withBase(document: unknown, folder: string): Promise<unknown> {
  const study = JsonPlace.of(document);
  const base = study.optional('base');
  const file = base?.optional('file');
  if (!base || !file) return document;
  const other = base.entries().find(([name]) => name !== 'file' && name !== 'mechanism');
  if (other) throw other[1].error('wrong-type', 'file and mechanism only');
  const content = await readJson(path.resolve(folder, file.text()));
  const input = JsonPlace.of(content).optional('input')?.raw ?? content;
  const mechanism = base.optional('mechanism')?.raw;
  const taken = mechanism === undefined ? { input } : { input, mechanism };
  return { ...Object.fromEntries(study.entries().map(([name, place]) => [name, place.raw])), base: taken };
}

/** @throws StudyRefusal */
export async function readJson(file: string): Promise<unknown> {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new Error(`${size} bytes; at most ${MAX_FILE_BYTES} are read`);
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new StudyRefusal('study/unreadable', `${file} could not be read: ${(error as Error).message}`, error);
  }
}
