/**
 * Writes a snapshot file, entry by entry: the caller never needs to hold them all. The file appears under its name only
 * when it is whole; until then it is beside it, with `.part` behind.
 */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { compareBytes } from '../../src/chain/bytes.ts';
import type { Entry, SnapshotHeader } from './format.ts';
import { encodeHeader, LENGTH_BYTES, snapshotError } from './format.ts';

/** Bytes that are handed to the compressor at once. */
const CHUNK_BYTES = 64 << 10;

/**
 * @throws LocalnetError `snapshot/unsorted` or `snapshot/damaged` (another count than the header says): a caller's mistake;
 *   what the file system says as it is.
 */
export async function writeSnapshot(
  file: string,
  header: SnapshotHeader,
  entries: AsyncIterable<Entry> | Iterable<Entry>,
): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(chunks(header, entries)), createGzip(), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function* chunks(
  header: SnapshotHeader,
  entries: AsyncIterable<Entry> | Iterable<Entry>,
): AsyncIterable<Uint8Array> {
  let waiting: Uint8Array[] = [Buffer.from(encodeHeader(header))];
  let bytes = 0;
  let count = 0;
  let before: Uint8Array | undefined;
  for await (const [key, value] of entries) {
    if (before && compareBytes(before, key) >= 0) throw snapshotError('unsorted', 'entries must ascend by key');
    before = key;
    count++;
    waiting.push(lengthOf(key), key, lengthOf(value), value);
    bytes += key.length + value.length + 2 * LENGTH_BYTES;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (count !== header.count) throw snapshotError('damaged', `expected ${header.count} entries, got ${count}`);
  yield Buffer.concat(waiting);
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  return length;
}
