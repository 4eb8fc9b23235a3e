/**
 * What a localnet leaves in its directory for its clients. Written whole or not at all, since others may be reading.
 *
 *   chain-spec.json   what a light client is started with
 *   servers.json      whom one that needs no specification can ask, and how votes are numbered and kept there
 */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalnetError } from './chain/index.ts';

export const CHAIN_SPEC_FILE = 'chain-spec.json';
export const SERVERS_FILE = 'servers.json';

export interface Servers {
  /** JSON-RPC as a URL, p2p as a multiaddr. */
  readonly servers: readonly string[];
  readonly genesisSetId: number;
  readonly justificationPeriod: number;
}

/**
 * Replaces both files in `directory`, which is made if it is missing. Returns the path of the specification.
 * @throws LocalnetError `store/unusable` if one cannot be written
 */
export async function writeClientFiles(directory: string, chainSpec: string, servers: Servers): Promise<string> {
  await replaceFile(directory, SERVERS_FILE, `${JSON.stringify(servers)}\n`);
  return replaceFile(directory, CHAIN_SPEC_FILE, chainSpec);
}

async function replaceFile(directory: string, name: string, text: string): Promise<string> {
  try {
    return await replace(directory, name, text);
  } catch (error) {
    const reason = `${name} cannot be written to ${directory}: ${(error as Error).message}`;
    throw new LocalnetError('store/unusable', reason, error);
  }
}

async function replace(directory: string, name: string, text: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, name);
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
