/**
 * Reads a snapshot file and believes none of its lengths: every bound is checked before anything is allocated, order and
 * count while reading, and the root where the entries are a whole state.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Bytes } from '../../src/chain/bytes.ts';
import { compareBytes, fromUtf8, toHex } from '../../src/chain/bytes.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import { applyChanges } from '../state.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Entry, Snapshot, SnapshotHeader, SnapshotLimits } from './format.ts';
import { decodeHeader, LENGTH_BYTES, LIMITS, NEWLINE, snapshotError } from './format.ts';

/**
 * The snapshot in `file`.
 * @throws LocalnetError `snapshot/missing`, `snapshot/foreign`, `snapshot/other-version`, `snapshot/damaged`,
 *   `snapshot/too-large`, `snapshot/unsorted`, `snapshot/wrong-root`.
 */
export function readSnapshot(file: string, limits: SnapshotLimits = LIMITS): Promise<Snapshot> {
  return withFile(file, limits, async (queue, header) => {
    const entries: Entry[] = [];
    for (let i = 0; i < header.count; i++) {
      const key = await takeBounded(queue, limits.keyBytes, 'key');
      const before = entries.at(-1);
      if (before && compareBytes(before[0], key) >= 0) {
        throw snapshotError('unsorted', `entry ${i} of the file does not come after the one before it`);
      }
      entries.push([key, await takeBounded(queue, limits.valueBytes, 'value')]);
    }
    if (!(await queue.isAtEnd())) throw snapshotError('damaged', `the file goes on after its ${header.count} entries`);
    if (header.isWhole) assertRoot(entries, header);
    return { header, entries };
  });
}

/** What a file says of itself, without reading the rest. @throws as `readSnapshot` */
export const readSnapshotHeader = (file: string): Promise<SnapshotHeader> =>
  withFile(file, LIMITS, async (_, header) => header);

async function withFile<T>(
  file: string,
  limits: SnapshotLimits,
  read: (queue: ByteQueue, header: SnapshotHeader) => Promise<T>,
): Promise<T> {
  await assertReadable(file);
  const packed = createReadStream(file);
  const unpacked = createGunzip();
  packed.on('error', (error) => unpacked.destroy(error));
  packed.pipe(unpacked);
  try {
    const queue = new ByteQueue(unpacked, limits.totalBytes);
    const line = fromUtf8(await queue.takeUntil(NEWLINE, limits.headerBytes));
    return await read(queue, decodeHeader(line, limits));
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

async function assertReadable(file: string): Promise<void> {
  try {
    await (await open(file, 'r')).close();
  } catch (error) {
    throw snapshotError('missing', `${file} cannot be opened: ${String((error as Error).message)}`, error);
  }
}

async function takeBounded(queue: ByteQueue, max: number, what: string): Promise<Bytes> {
  const prefix = await queue.take(LENGTH_BYTES);
  const length = new DataView(prefix.buffer).getUint32(0, true);
  if (length > max) throw snapshotError('too-large', `a ${what} of ${length} bytes, at most ${max} are taken`);
  return queue.take(length);
}

/** State version 1, as on finney; a state that still has values of version 0 has another root. */
function assertRoot(entries: readonly Entry[], { stateRoot }: SnapshotHeader): void {
  const root = toHex(applyChanges(Trie.empty(1), entries).root());
  if (root === stateRoot) return;
  throw snapshotError('wrong-root', `the entries have the root ${root}, the file says ${stateRoot}`);
}
