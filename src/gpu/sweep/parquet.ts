/**
 * Tables as Parquet files, the same bytes for the same table everywhere: no time, no engine, no machine in them.
 *
 * One row group, no page indexes, so that a file is `PAR1`, the columns' pages, the footer. The footer's key-value
 * metadata names the study and holds the SHA-256 of all bytes before it: whoever resumes or merges can tell a whole part
 * from a damaged one without decoding it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { pointsOfChunk } from './study.ts';
import type { ColumnKind, Table } from './table.ts';
import type { Study, StudyChunk } from './types.ts';

/** Keys of a part's metadata. All values are text. */
export const PART_KEYS = {
  study: 'yumalight.study',
  hash: 'yumalight.hash',
  seed: 'yumalight.seed',
  /** `chunk of chunks`, from 0. */
  chunk: 'yumalight.chunk',
  /** First point and how many. */
  points: 'yumalight.points',
  /** Name of a further table; absent in parts. */
  table: 'yumalight.table',
  /** SHA-256 of the file up to the footer, hex. */
  digest: 'yumalight.sha256',
} as const;

const CREATED_BY = 'yumalight';
const TYPES = { i32: 'INT32', f64: 'DOUBLE', text: 'STRING' } as const satisfies Record<ColumnKind, string>;

type Metadata = readonly { readonly key: string; readonly value: string }[];

/** A chunk as the part of a data set. */
export function encodePart(study: Study, { index, rows }: StudyChunk): Uint8Array<ArrayBuffer> {
  const { first, count } = pointsOfChunk(study, index);
  return encodeTable(rows, [
    ...studyMetadata(study),
    { key: PART_KEYS.chunk, value: `${index} of ${study.chunks}` },
    { key: PART_KEYS.points, value: `${count} from ${first}` },
  ]);
}

/** A table made out of the whole study. */
export function encodeDerived(study: Study, name: string, rows: Table): Uint8Array<ArrayBuffer> {
  return encodeTable(rows, [...studyMetadata(study), { key: PART_KEYS.table, value: name }]);
}

function studyMetadata({ description, hash }: Study): Metadata {
  return [
    { key: PART_KEYS.study, value: description.study },
    { key: PART_KEYS.hash, value: hash },
    { key: PART_KEYS.seed, value: String(description.seed) },
  ];
}

function encodeTable(table: Table, metadata: Metadata): Uint8Array<ArrayBuffer> {
  const typed = table.columns.map(({ name, kind, nullable = false }, k) => ({
    name,
    data: table.data[k] as Int32Array | Float64Array | unknown[],
    type: TYPES[kind],
    nullable,
  }));
  const writer = new ByteWriter();
  const kvMetadata = [...metadata];
  const file = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: typed }),
    kvMetadata,
    createdBy: CREATED_BY,
  });
  // Types are in the schema by now; the page indexes would stand between the digest's bytes and the footer.
  const columnData = typed.map(({ name, data }) => ({ name, data, offsetIndex: false }));
  file.write({ columnData, rowGroupSize: Math.max(1, table.rows) });
  kvMetadata.push({ key: PART_KEYS.digest, value: bytesToHex(sha256(writer.getBytes())) });
  file.finish();
  return writer.getBytes() as Uint8Array<ArrayBuffer>;
}
