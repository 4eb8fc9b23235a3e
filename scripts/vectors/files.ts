/**
 * Which files the given paths mean: a file is itself, a folder all that it holds. Nothing is skipped silently: what is
 * no vector file is listed with its problem. README.md is documentation.
 */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ChainError } from '../../src/chain/error.ts';

const DOCUMENTATION = 'README.md';
const EXTENSION = '.json';
/** The largest of our vector files has 0.3 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

export interface FoundFile {
  readonly path: string;
  /** Why it cannot be run; undefined for a candidate. */
  readonly problem: string | undefined;
}

/** All files of `paths`, folders walked in order of names, each file once. */
export async function findFiles(paths: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const seenFolders = new Set<string>();

  const visit = async (at: string): Promise<void> => {
    const info = await stat(at).catch((error: NodeJS.ErrnoException) => error);
    if (info instanceof Error) {
      found.push({ path: at, problem: info.code === 'ENOENT' ? 'no such file or folder' : info.message });
    } else if (info.isDirectory()) {
      const real = await realpath(at);
      if (seenFolders.has(real)) return;
      seenFolders.add(real);
      const before = found.length;
      for (const name of (await readdir(at)).sort()) {
        if (name !== DOCUMENTATION) await visit(path.join(at, name));
      }
      if (found.length === before) found.push({ path: at, problem: 'a folder without vector files' });
    } else if (!at.endsWith(EXTENSION)) {
      found.push({ path: at, problem: `not a ${EXTENSION} file` });
    } else if (info.size > MAX_FILE_BYTES) {
      found.push({ path: at, problem: `${info.size} bytes; at most ${MAX_FILE_BYTES} are read` });
    } else {
      found.push({ path: at, problem: undefined });
    }
  };
  for (const given of paths) await visit(given);
  return found;
}

/**
 * The parsed content of a vector file.
 * @throws ChainError `vectors/bad-json` if it is no JSON document.
 */
export async function readDocument(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ChainError('vectors/bad-json', `not a JSON document: ${(cause as SyntaxError).message}`, { cause });
  }
}
