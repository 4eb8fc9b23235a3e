/**
 * How a job is laid out in the kernel's memory: one list of byte offsets, read by the host (`job.ts`, `outcome.ts`) and
 * by the kernel.
 *
 *   JOB ─┬ header, records, entries (what the host packs) ─┬ prepared weights ─┬ scratch ─┬ outcome ┐
 *        0                                              H_BYTES                       H_OUTCOME   H_MEMORY
 *
 * The job begins at address 0, so that offsets are addresses; records begin at multiples of 16. Words are u32 unless
 * said.
 */

/** First word of a job: "Yuma", version 1. */
export const JOB_MAGIC = 0x59756d01;
/** Columns that are searched and swept together: two vectors of u32. */
export const BLOCK = 8;

/** A bond of dense rows: its value, and that the chain stores it even if that is 0. */
export const BOND_VALUE = 0xffff;
export const BOND_KEPT = 0x1_0000;

// Header.
export const H_MAGIC = 0;
/** Bytes that the host packs. */
export const H_BYTES = 4;
/** Bytes of memory that the kernel needs, job included. */
export const H_MEMORY = 8;
export const H_OUTCOME = 12;
export const H_SERIES = 16;
export const H_SERIES_COUNT = 20;
/** Every epoch's shares are wanted, not only the last one's. */
export const H_EVERY = 24;
/** The bonds that each series leaves are wanted. */
export const H_BONDS = 28;
/**
 * Constant vectors, which the kernel loads because each would take 18 bytes wherever it is used: 2^52 as f64; 0; and as
 * u32 `BOND_KEPT` and `BOND_VALUE`.
 */
export const H_INTEGERS = 32;
export const H_ZEROS = 48;
export const H_KEPT = 64;
export const H_VALUES = 80;
/** f64 per eighth up to `SLACK_STEPS`: what the chain's series for e^x lacks (slack.ts). */
export const H_SLACK = 96;
export const SLACK_STEPS = 161;
/** Offsets of the scratch areas, in the order of `AREA_…`. */
export const H_AREAS = 1392;

// Scratch areas, by index. n, rows and cells are the largest of any series of the job.
/** u32 per column: consensus, encoded; as many again as fill a block. */
export const AREA_CONSENSUS = 0;
/** u64 per column. */
export const AREA_INCENTIVE = 1;
export const AREA_SUM_A = 2;
export const AREA_SUM_B = 3;
export const AREA_SUM_C = 4;
/** f64 per column. */
export const AREA_RECIPROCAL_A = 5;
export const AREA_RECIPROCAL_B = 6;
/** u64 per row. */
export const AREA_STAKE = 7;
export const AREA_TRUST = 8;
export const AREA_DIVIDEND = 9;
/** u32 per row. */
export const AREA_VOTE = 10;
export const AREA_TILE_VOTE = 11;
export const AREA_TILE_ROW = 12;
/** BLOCK u32 per row. */
export const AREA_TILE = 13;
/** Bonds of two epochs: u16 per cell (column, value); row records for the second and all later ones. */
export const AREA_FIRST_ROWS = 14;
export const AREA_FIRST_COLUMN = 15;
export const AREA_FIRST_VALUE = 16;
export const AREA_SECOND_ROWS = 17;
export const AREA_SECOND_COLUMN = 18;
export const AREA_SECOND_VALUE = 19;
/** u64 per cell. */
export const AREA_CELL = 20;
/** u32 per column. */
export const AREA_PLACE = 21;
export const AREA_ACTIVE = 22;
/** u64 per column: one row of liquid alpha, or the largest bonds of classic columns. */
export const AREA_ROW_WEIGHT = 23;
export const AREA_LARGEST = 23;
export const AREA_ROW_BOND = 24;
export const AREA_ROW_ALPHA = 25;
/** u32 per column. */
export const AREA_ROW_RUN = 26;
/** u32 per column and one more, u32 per entry twice: supporters of active columns. */
export const AREA_SUPPORT_FIRST = 27;
export const AREA_SUPPORT_ROW = 28;
export const AREA_SUPPORT_SCORE = 29;
/** u32 per row and column, in blocks: bonds of dense epochs. */
export const AREA_DENSE_BONDS = 30;
/** Two u64 per row. */
export const AREA_DENSE_CELLS = 31;
/** Per row, two u64: parts of a sum over the row. */
export const AREA_ROW_PARTS = 32;
/** Four u32 per row: W̃ and what it becomes. */
export const AREA_DENSE_WEIGHTS = 33;
export const AREAS = 34;

// Series record.
export const SERIES_N = 0;
export const SERIES_ROWS = 4;
export const SERIES_STEPS = 8;
export const SERIES_STEP_COUNT = 12;
/** Matrix for its rows (`PLACED_…`). */
export const SERIES_BONDS = 16;
export const SERIES_BYTES = 24;

// Step record: numbers of 64 bits first.
export const STEP_KAPPA = 0;
export const STEP_PENALTY = 8;
export const STEP_ALPHA = 16;
export const STEP_ALPHA_LOW = 24;
export const STEP_ALPHA_HIGH = 32;
export const STEP_WEIGHTS = 40;
export const STEP_STAKE = 44;
/** Offset of a byte per uid, 0 = everybody keeps bonds. */
export const STEP_KEEPS = 48;
export const STEP_STEEPNESS = 52;
export const STEP_YUMA3 = 56;
export const STEP_LIQUID = 60;
export const STEP_BYTES = 64;

// Rows of a series: count, then ascending uids.
export const ROWS_COUNT = 0;
export const ROWS_UIDS = 8;

// A matrix placed in the rows of a series: where its columns and values (u16 per entry) are, then a row record for
// each.
export const PLACED_COLUMNS = 0;
export const PLACED_VALUES = 4;
export const PLACED_ROWS = 16;

// Row record, `ROW_SHIFT` bits of address: first entry, number of entries, and what the kernel knows of their order, 0
// at first.
export const ROW_FIRST = 0;
export const ROW_COUNT = 4;
export const ROW_ASCENDING = 8;
export const ROW_SHIFT = 4;

// Weights prepared for the rows of a series.
export const WEIGHTS_ROW_COUNT = 0;
/** 0 until the kernel has prepared them. */
export const WEIGHTS_READY = 4;
/** Offset of u32 per row and column, in blocks; 0 if the matrix stays compressed, as it does with a score of one. */
export const WEIGHTS_DENSE = 8;
/** Matrix for these rows (`PLACED_…`). */
export const WEIGHTS_PLACED = 12;
/** u32 per entry, encoded, in stored order. */
export const WEIGHTS_SCORE = 16;
/** Column (u16) and score (u32) per entry in ascending order, for rows that are not stored so. */
export const WEIGHTS_SORTED_COLUMN = 20;
export const WEIGHTS_SORTED_SCORE = 24;
export const WEIGHTS_BYTES = 28;

// Outcome of a series: per epoch four i64 per uid (consensus, incentive, trust, dividends), then, if wanted, the bonds:
// rows and cells, per row uid and count, columns (u16) and values (u16) per cell, filled up to a multiple of 8.
export const OUTCOME_FIELDS = 4;
