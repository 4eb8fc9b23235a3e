import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import { applyChanges } from '../state.ts';
import type { Entry, SnapshotHeader } from './format.ts';
import { LIMITS } from './format.ts';
import { readSnapshot, readSnapshotHeader } from './read.ts';
import { writeSnapshot } from './write.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'localnet-snapshot-'));
  file = join(directory, 'state');
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Values of all lengths around a chunk's, keys ascending. */
const ENTRIES: readonly Entry[] = Array.from({ length: 300 }, (_, i) => [
  Uint8Array.of(i >> 8, i & 0xff, 7),
  new Uint8Array((i * i) % 2000).fill(i),
]);
const rootOf = (entries: readonly Entry[]) => toHex(applyChanges(Trie.empty(1), entries).root());
const headerOf = (entries: readonly Entry[], change: Partial<SnapshotHeader> = {}): SnapshotHeader => ({
  chain: 'Test',
  genesisHash: `0x${'11'.repeat(32)}`,
  blockNumber: 42,
  blockHash: `0x${'22'.repeat(32)}`,
  stateRoot: rootOf(entries),
  isWhole: true,
  count: entries.length,
  ...change,
});
const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return String((error as { code: string }).code);
  }
  return 'none';
};
/** Writes a file by hand: the first line and what follows it. */
function writeRaw(line: object | string, body: Uint8Array = new Uint8Array()): void {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  writeFileSync(file, gzipSync(Buffer.concat([Buffer.from(`${text}\n`), body])));
}
const form = { format: 'yumalight-state', version: 1 };
const length = (n: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
};
const entryBytes = (key: readonly number[], value: readonly number[]) =>
  Buffer.concat([length(key.length), Uint8Array.from(key), length(value.length), Uint8Array.from(value)]);

describe('a snapshot file', () => {
  it('gives back what was written', async () => {
    await writeSnapshot(file, headerOf(ENTRIES), ENTRIES);
    const { header, entries } = await readSnapshot(file);
    expect(header).toEqual(headerOf(ENTRIES));
    expect(entries).toEqual(ENTRIES);
    expect(await readSnapshotHeader(file)).toEqual(header);
    expect(readdirSync(directory)).toEqual(['state']);
  });

  it('can be empty', async () => {
    await writeSnapshot(file, headerOf([]), []);
    expect((await readSnapshot(file)).entries).toEqual([]);
  });

  it('does not appear if it cannot be completed', async () => {
    const unsorted = [ENTRIES[1]!, ENTRIES[0]!];
    expect(await refusal(writeSnapshot(file, headerOf(unsorted), unsorted))).toBe('snapshot/unsorted');
    expect(await refusal(writeSnapshot(file, headerOf(ENTRIES, { count: 299 }), ENTRIES))).toBe('snapshot/damaged');
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('a reader refuses', () => {
  it('a file that is not there, and one that is something else', async () => {
    expect(await refusal(readSnapshot(file))).toBe('snapshot/missing');
    writeFileSync(file, 'hello');
    expect(await refusal(readSnapshot(file))).toBe('snapshot/damaged');
    writeRaw('hello');
    expect(await refusal(readSnapshot(file))).toBe('snapshot/foreign');
    writeRaw({ format: 'something' });
    expect(await refusal(readSnapshot(file))).toBe('snapshot/foreign');
  });

  it('a version that it does not know', async () => {
    writeRaw({ ...form, ...headerOf([]), version: 2 });
    expect(await refusal(readSnapshot(file))).toBe('snapshot/other-version');
  });

  it.each([
    ['a count below zero', { count: -1 }],
    ['a count that is text', { count: '1' }],
    ['a block number that leaves too few for the blocks to come', { blockNumber: 2 ** 31 }],
    ['a hash that is short', { blockHash: '0x12' }],
    ['no word on whether it is whole', { isWhole: undefined }],
    ['a name without end', { chain: 'x'.repeat(129) }],
  ])('a first line with %s', async (_, change) => {
    writeRaw({ ...form, ...headerOf([]), ...change });
    expect(await refusal(readSnapshot(file))).toBe('snapshot/damaged');
  });

  it('a first line without end', async () => {
    writeFileSync(file, gzipSync(Buffer.alloc(LIMITS.headerBytes + 1, 0x20)));
    expect(await refusal(readSnapshot(file))).toBe('snapshot/foreign');
  });

  it('a file that was cut, in its packing or in its entries', async () => {
    await writeSnapshot(file, headerOf(ENTRIES), ENTRIES);
    const whole = readFileSync(file);
    truncateSync(file, statSync(file).size - 20);
    expect(await refusal(readSnapshot(file))).toBe('snapshot/damaged');
    writeFileSync(file, gzipSync(gunzipSync(whole).subarray(0, -1)));
    expect(await refusal(readSnapshot(file))).toBe('snapshot/damaged');
  });

  it('a file with a flipped byte', async () => {
    await writeSnapshot(file, headerOf(ENTRIES), ENTRIES);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(await refusal(readSnapshot(file))).toMatch(/^snapshot\//);
  });

  it('more or fewer entries than were announced', async () => {
    writeRaw({ ...form, ...headerOf([], { count: 1 }) }, entryBytes([1], [2]).subarray(0, 5));
    expect(await refusal(readSnapshot(file))).toBe('snapshot/damaged');
    writeRaw({ ...form, ...headerOf([], { count: 0 }) }, entryBytes([1], [2]));
    expect(await refusal(readSnapshot(file))).toBe('snapshot/damaged');
  });

  it('keys that do not ascend, or come twice', async () => {
    for (const second of [[1], [2]]) {
      const body = Buffer.concat([entryBytes([2], [0]), entryBytes(second, [0])]);
      writeRaw({ ...form, ...headerOf([], { count: 2 }) }, body);
      expect(await refusal(readSnapshot(file))).toBe('snapshot/unsorted');
    }
  });

  it('lengths beyond the bounds, before it makes room for them', async () => {
    const limits = { ...LIMITS, keyBytes: 4, valueBytes: 4, entries: 2 };
    for (const body of [entryBytes([1, 2, 3, 4, 5], [0]), entryBytes([1], [1, 2, 3, 4, 5]), length(0xffff_ffff)]) {
      writeRaw({ ...form, ...headerOf([], { count: 1 }) }, body);
      expect(await refusal(readSnapshot(file, limits))).toBe('snapshot/too-large');
    }
    writeRaw({ ...form, ...headerOf([], { count: 3 }) });
    expect(await refusal(readSnapshot(file, limits))).toBe('snapshot/too-large');
  });

  it('a small file that unpacks to a large one', async () => {
    const entries = Array.from({ length: 64 }, (_, i): Entry => [Uint8Array.of(i), new Uint8Array(1 << 20)]);
    await writeSnapshot(file, headerOf(entries, { isWhole: false }), entries);
    expect(statSync(file).size).toBeLessThan(100_000);
    expect(await refusal(readSnapshot(file, { ...LIMITS, totalBytes: 8 << 20 }))).toBe('snapshot/too-large');
  });

  it('a whole state that has another root than it says', async () => {
    await writeSnapshot(file, headerOf(ENTRIES, { stateRoot: `0x${'33'.repeat(32)}` }), ENTRIES);
    expect(await refusal(readSnapshot(file))).toBe('snapshot/wrong-root');
    await writeSnapshot(file, headerOf(ENTRIES, { stateRoot: `0x${'33'.repeat(32)}`, isWhole: false }), ENTRIES);
    expect(await refusal(readSnapshot(file))).toBe('none');
  });
});
