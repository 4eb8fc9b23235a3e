/**
 * Reads parts back and says whether they are what they should be.
 *
 * A part is whole if its footer names this study and chunk and the SHA-256 of everything before the footer. It is proved
 * if, beyond that, its rows written anew give the same bytes: then nothing in it is but what the study would write.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet';
import { equalBytes } from '../../src/chain/bytes.ts';
import {
  type Cell,
  encodePart,
  PART_KEYS,
  pointsOfChunk,
  type Study,
  type StudyChunk,
  type Table,
  tableBuilder,
} from '../../src/gpu/sweep/index.ts';
import { StudyRefusal } from './refusal.ts';

/** `PAR1` and the footer's length, before and after. */
const MAGIC_BYTES = 4;
const TAIL_BYTES = 8;
/** A chunk has at most 2^20 rows of some hundred bytes. */
export const MAX_PART_BYTES = 2 ** 28;
const MAX_PART_ROWS = 2 ** 20;
/** Of one column of a part, unpacked: rows of doubles, or of short labels. */
const MAX_COLUMN_BYTES = MAX_PART_ROWS * 128;

/** @throws StudyRefusal `study/other-study`, `study/damaged-part` */
export function checkPart(bytes: Uint8Array<ArrayBuffer>, name: string, study: Study, chunk: number): void {
  const { metadata, footerAt } = readFooter(bytes, name);
  const value = (key: string) => metadata.key_value_metadata?.find((pair) => pair.key === key)?.value;
  if (value(PART_KEYS.hash) !== study.hash) {
    const other = `study ${value(PART_KEYS.study) ?? 'unknown'}, hash ${short(value(PART_KEYS.hash))}`;
    throw new StudyRefusal('study/other-study', `${name} is of another study (${other}, not ${short(study.hash)}).`);
  }
  const { first, count } = pointsOfChunk(study, chunk);
  const isRightChunk =
    value(PART_KEYS.chunk) === `${chunk} of ${study.chunks}` && value(PART_KEYS.points) === `${count} from ${first}`;
  if (!isRightChunk) throw damaged(name, `it holds chunk ${value(PART_KEYS.chunk)}`);
  const digest = bytesToHex(sha256(bytes.subarray(0, footerAt)));
  if (value(PART_KEYS.digest) !== digest) throw damaged(name, 'its bytes do not have the hash that it states');
}

/**
 * The rows of a whole part, proved.
 * @throws StudyRefusal as `checkPart`, and if the rows written anew differ
 */
export async function readPart(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  study: Study,
  chunk: number,
): Promise<Table> {
  checkPart(bytes, name, study, chunk);
  const part: StudyChunk = { index: chunk, rows: await readRows(bytes, name, study) };
  if (!equalBytes(encodePart(study, part), bytes)) throw damaged(name, 'it is not as the study would write it');
  return part.rows;
}

async function readRows(bytes: Uint8Array<ArrayBuffer>, name: string, study: Study): Promise<Table> {
  const { metadata } = readFooter(bytes, name);
  const columnBytes = metadata.row_groups.flatMap(({ columns }) =>
    columns.map((column) => Number(column.meta_data?.total_uncompressed_size ?? 0)),
  );
  if (metadata.num_rows > MAX_PART_ROWS || columnBytes.some((size) => size > MAX_COLUMN_BYTES)) {
    throw damaged(name, 'it says that it is larger than a part can be');
  }
  const objects = await parquetReadObjects({ file: bytes.buffer, metadata }).catch((error: unknown) => {
    throw damaged(name, `its rows cannot be read: ${(error as Error).message}`, error);
  });
  const table = tableBuilder(study.columns);
  for (const row of objects) table.add(study.columns.map((column) => (row[column.name] ?? null) as Cell));
  return table.build();
}

function readFooter(bytes: Uint8Array<ArrayBuffer>, name: string): { metadata: FileMetaData; footerAt: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const footerBytes = bytes.length < TAIL_BYTES + MAGIC_BYTES ? 0 : view.getUint32(bytes.length - TAIL_BYTES, true);
  const footerAt = bytes.length - TAIL_BYTES - footerBytes;
  if (footerBytes === 0 || footerAt < MAGIC_BYTES) throw damaged(name, 'it is no whole Parquet file');
  try {
    return { metadata: parquetMetadata(bytes.buffer), footerAt };
  } catch (error) {
    throw damaged(name, `it is no Parquet file: ${(error as Error).message}`, error);
  }
}

const damaged = (name: string, why: string, cause?: unknown) =>
  new StudyRefusal('study/damaged-part', `${name} is damaged: ${why}.`, cause);

const short = (hash: string | undefined): string => hash?.slice(0, 12) ?? 'none';
