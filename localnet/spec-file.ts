/** `chain-spec.json`: what a light client is started with. Written whole or not at all, since others may be reading it. */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalnetError } from './chain/index.ts';

export const CHAIN_SPEC_FILE = 'chain-spec.json';

/**
 * Replaces the file in `directory`, which is made if it is missing. Returns its path.
 * @throws LocalnetError `store/unusable` if it cannot be written
 */
export async function writeChainSpec(directory: string, text: string): Promise<string> {
  try {
    return await replaceSpec(directory, text);
  } catch (error) {
    const reason = `${CHAIN_SPEC_FILE} cannot be written to ${directory}: ${(error as Error).message}`;
    throw new LocalnetError('store/unusable', reason, error);
  }
}

async function replaceSpec(directory: string, text: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, CHAIN_SPEC_FILE);
  const draft = `${path}.${process.pid}.new`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return path;
}
