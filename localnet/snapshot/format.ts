/**
 * The file format `yumalight-state`, version 1: entries of one chain's state after one block.
 *
 *   file  = gzip(header line · entry*)
 *   header line = JSON, "\n":  { format, version, chain, genesisHash, blockNumber, blockHash, stateRoot, isWhole, count }
 *   entry = key length u32 LE · key · value length u32 LE · value          ascending by key, each key once, `count` of them
 *
 * `isWhole`: the entries are all of the state, so its root can be computed again; else some pallets were left out. Either
 * way a file is somebody's word: a reader holds it to bounds and form, and nothing in it is proved.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { LocalnetError } from '../chain/index.ts';

export const FORMAT = 'yumalight-state';
export const VERSION = 1;
export const LENGTH_BYTES = 4;
export const NEWLINE = 0x0a;

export type Entry = readonly [key: Bytes, value: Bytes];

export interface SnapshotHeader {
  /** The name that the chain gives itself. */
  readonly chain: string;
  /** Hashes in hex, with 0x. */
  readonly genesisHash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly stateRoot: string;
  readonly isWhole: boolean;
  readonly count: number;
}

export interface Snapshot {
  readonly header: SnapshotHeader;
  readonly entries: readonly Entry[];
}

/** What a file can make its reader hold. */
export interface SnapshotLimits {
  readonly headerBytes: number;
  readonly entries: number;
  readonly keyBytes: number;
  readonly valueBytes: number;
  /** All of it, unpacked: a small file can unpack to anything. */
  readonly totalBytes: number;
}

export const LIMITS: SnapshotLimits = {
  headerBytes: 4096,
  // More than finney has in the pallets that a fork keeps; a state in memory takes about a kilobyte an entry.
  entries: 4_000_000,
  // As in tries.
  keyBytes: 1024,
  // The largest value of a real chain is its runtime code, below 4 MiB.
  valueBytes: 8 << 20,
  totalBytes: 2 ** 31,
};

const HASH = /^0x[0-9a-f]{64}$/;
const MAX_NAME_LENGTH = 128;
/** Leaves as many numbers again for the blocks of a chain that goes on from it. */
const MAX_BLOCK_NUMBER = 0x7fff_ffff;

export const snapshotError = (code: string, reason: string, cause?: unknown): LocalnetError =>
  new LocalnetError(`snapshot/${code}`, reason, cause);

export const encodeHeader = (header: SnapshotHeader): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, ...header })}\n`;

/** @throws LocalnetError `snapshot/foreign`, `snapshot/other-version`, `snapshot/damaged`, `snapshot/too-large`. */
export function decodeHeader(line: string, limits: SnapshotLimits): SnapshotHeader {
  const fields = parseObject(line);
  if (fields.format !== FORMAT) throw snapshotError('foreign', `the file does not begin as a ${FORMAT} file does`);
  if (fields.version !== VERSION) {
    throw snapshotError('other-version', `the file has version ${String(fields.version)}, this reads ${VERSION}`);
  }
  const { chain, genesisHash, blockNumber, blockHash, stateRoot, isWhole, count } = fields;
  const isHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value);
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const isSound =
    typeof chain === 'string' &&
    chain.length <= MAX_NAME_LENGTH &&
    isCount(blockNumber) &&
    blockNumber <= MAX_BLOCK_NUMBER &&
    isCount(count) &&
    typeof isWhole === 'boolean';
  if (!isSound || !isHash(genesisHash) || !isHash(blockHash) || !isHash(stateRoot)) {
    throw snapshotError('damaged', 'the first line of the file has fields that are not of their type');
  }
  if (count > limits.entries) {
    throw snapshotError('too-large', `the file has ${count} entries, at most ${limits.entries} are taken`);
  }
  return { chain, genesisHash, blockNumber, blockHash, stateRoot, isWhole, count };
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below, for both.
  }
  throw snapshotError('foreign', `the file does not begin as a ${FORMAT} file does`);
}
