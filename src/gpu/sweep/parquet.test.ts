import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { encodeDerived, encodePart, PART_KEYS } from './parquet.ts';
import { type ColumnSpec, tableBuilder } from './table.ts';
import { studyOf } from './testing/rows.ts';

const STUDY = studyOf({
  ...{ study: 'consensus-guarantees', seed: 77, version: 'yuma3', honestStakes: [0.6], gridPoints: 4, chunkPoints: 6 },
});
const COLUMNS: readonly ColumnSpec[] = [
  { name: 'point', kind: 'i32' },
  { name: 'share', kind: 'f64' },
  { name: 'label', kind: 'text' },
  { name: 'rule', kind: 'i32', nullable: true },
];

function table(rows: number) {
  const builder = tableBuilder(COLUMNS);
  for (let k = 0; k < rows; k++) builder.add([k - 2, Math.sqrt(k) / 7, k % 2 ? 'odd' : 'even', k % 3 ? null : 9 * k]);
  return builder.build();
}

const exact = (bytes: Uint8Array) => bytes.slice().buffer as ArrayBuffer;

describe('a part', () => {
  it('reads back as it was, every double to the last bit', async () => {
    const bytes = encodePart(STUDY, { index: 1, rows: table(1_500) });
    const rows = await parquetReadObjects({ file: exact(bytes) });
    expect(rows).toEqual(
      Array.from({ length: 1_500 }, (_, k) => ({
        point: k - 2,
        share: Math.sqrt(k) / 7,
        label: k % 2 ? 'odd' : 'even',
        rule: k % 3 ? null : 9 * k,
      })),
    );
  });

  it('says what it is, and nothing of who wrote it or when', () => {
    const bytes = encodePart(STUDY, { index: 2, rows: table(4) });
    const metadata = parquetMetadata(exact(bytes));
    const footerAt = bytes.length - 8 - metadata.metadata_length;
    expect(metadata.created_by).toBe('yumalight');
    expect(Object.fromEntries(metadata.key_value_metadata!.map(({ key, value }) => [key, value]))).toEqual({
      [PART_KEYS.study]: 'consensus-guarantees',
      [PART_KEYS.hash]: STUDY.hash,
      [PART_KEYS.seed]: '77',
      [PART_KEYS.chunk]: '2 of 3',
      [PART_KEYS.points]: '4 from 12',
      [PART_KEYS.digest]: bytesToHex(sha256(bytes.subarray(0, footerAt))),
    });
  });

  it('is the same bytes for the same rows, others for others', () => {
    const bytes = encodePart(STUDY, { index: 0, rows: table(20) });
    expect(encodePart(STUDY, { index: 0, rows: table(20) })).toEqual(bytes);
    expect(encodePart(STUDY, { index: 0, rows: table(21) })).not.toEqual(bytes);
  });
});

describe('a derived table', () => {
  it('carries its name, and may be empty', async () => {
    const bytes = encodeDerived(STUDY, 'contour', table(0));
    const metadata = parquetMetadata(exact(bytes));
    expect(metadata.key_value_metadata).toContainEqual({ key: PART_KEYS.table, value: 'contour' });
    expect(metadata.num_rows).toBe(0n);
    expect(await parquetReadObjects({ file: exact(bytes) })).toEqual([]);
  });
});
