/**
 * The bytes of the kernels' structs `Task`, `Row` and `Question` (kernels/epoch.wgsl, kernels/operations.wgsl).
 *
 * WGSL lays a struct out in the order of its fields: u32 at multiples of 4, a 64-bit pair (low word, high word) at
 * multiples of 8. A test reads the structs in the WGSL and compares.
 */

interface StructLayout<Field extends string> {
  /** Byte offset of each field. */
  readonly offsets: Readonly<Record<Field, number>>;
  readonly bytes: number;
}

export const TASK = {
  offsets: {
    rows: 0,
    columns: 4,
    first_row: 8,
    first_cell: 12,
    first_column: 16,
    first_dividend: 20,
    flags: 24,
    lanes: 28,
    minority: 32,
    total: 40,
    penalty: 48,
    alpha: 56,
    alpha_low: 64,
    alpha_high: 72,
    slope: 80,
  },
  bytes: 88,
} as const satisfies StructLayout<string>;

export const ROW = {
  offsets: { stake: 0, vote: 8, first_entry: 16, entries: 20, first_weight: 24, dropped: 28 },
  bytes: 32,
} as const satisfies StructLayout<string>;

export const QUESTION = {
  offsets: { operation: 0, a: 8, b: 16, c: 24, d: 32, e: 40, f: 48 },
  bytes: 56,
} as const satisfies StructLayout<string>;

/** `Task.flags`. */
export const YUMA3 = 1;
export const SANE = 2;

/** The mark of an entry of `entries` between its column (15 bits) and its value. */
export const ENTRY_SEEN = 0x8000;
/** The mark of a cell of `bonds` above its u16 value: the bond is stored. */
export const KEPT = 0x10000;

/** The score that stands for one. */
export const SCORE_ONE = 0xffff_ffff;

/** Bytes of one element of each buffer that is not a struct. */
export const TILE_BYTES = 8;
export const WORD_BYTES = 4;
/** A 64-bit pair: of `shares`, and of `results`, whose places are counted in these (slots). */
export const PAIR_BYTES = 8;

/** Writes one struct at its place in an array of them: numbers as u32, bigints as i64; what is left out stays 0. */
export function writeStruct<Field extends string>(
  view: DataView,
  layout: StructLayout<Field>,
  index: number,
  values: Readonly<Partial<Record<Field, number | bigint>>>,
): void {
  for (const field in layout.offsets) {
    const at = index * layout.bytes + layout.offsets[field];
    const value = values[field];
    // Devices are little-endian.
    if (typeof value === 'number') view.setUint32(at, value, true);
    else if (value !== undefined) view.setBigInt64(at, value, true);
  }
}
