/**
 * Yuma3 bonds with liquid alpha (spec yuma §5): E_ij = min(⌊(1 − α)·B_ij⌋ + ⌊α·W̃_ij⌋, ONE) for the entries of W̃, in
 * their order; those above 0 stay.
 *
 * QUIRK: for α alone the pallet walks the rows with cursors that only go forward, so of an unsorted row it sees an
 * entry only if all before it have smaller columns, and takes 0 for the others. With a penalty between 0 and one W̃ is
 * in ascending order and without zeros; otherwise it is in the order stored.
 */
import { newColumns, noteRow, oldColumns, oldRows, oldValues } from './bonds';
import { decode, ONE, product, RATIO_STEP } from './fixed';
import {
  AREA_CELL,
  AREA_CONSENSUS,
  AREA_PLACE,
  AREA_ROW_ALPHA,
  AREA_ROW_BOND,
  AREA_ROW_RUN,
  AREA_ROW_WEIGHT,
  AREA_SUM_A,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
} from './layout';
import { findAlphas } from './liquid-alpha';
import { area } from './memory';
import { penalised } from './penalty';
import { columns, rowColumns, rowScores, scores, takeAscendingScores, weightRows } from './weights';

/** In `AREA_PLACE`, beside a bond's value: a cursor finds it. */
const SEEN: u32 = 0x1_0000;

/** Fills the new bonds, `AREA_CELL` with E and `AREA_SUM_A` with its column sums. */
export function liquidBonds(
  n: u32,
  rowCount: u32,
  penalty: u64,
  low: u64,
  high: u64,
  steepness: i32,
): void {
  const consensus = area(AREA_CONSENSUS);
  const sums = area(AREA_SUM_A);
  const cells = area(AREA_CELL);
  const weights = area(AREA_ROW_WEIGHT);
  const bonds = area(AREA_ROW_BOND);
  const alphas = area(AREA_ROW_ALPHA);
  const runs = area(AREA_ROW_RUN);
  memory.fill(sums, 0, n << 3);
  const isInBetween = penalty != 0 && penalty != ONE;
  let to: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = to;
    if (isInBetween) takeAscendingScores(r, n, true);
    spreadBonds(r);
    let runCount: u32 = 0;
    let distance: u64 = u64.MAX_VALUE;
    let reached: i32 = -1;
    let isAscending = true;
    const length = load<u32>(weightRows + (r << ROW_SHIFT), ROW_COUNT);
    const stored = load<u32>(weightRows + (r << ROW_SHIFT), ROW_FIRST);
    const column16 = isInBetween ? rowColumns : columns + (stored << 1);
    const score32 = isInBetween ? rowScores : scores + (stored << 2);
    for (let k: u32 = 0; k < length; k++) {
      const column = <u32>load<u16>(column16 + (k << 1));
      const weight = decode(load<u32>(score32 + (k << 2)));
      const limit = decode(load<u32>(consensus + (column << 2)));
      const kept = penalised(weight, limit, penalty);
      if (kept == 0 && (isInBetween || (penalty == ONE && weight != 0))) continue;
      const isSeen = <i32>column > reached;
      if (isSeen) reached = column;
      else isAscending = false;
      const place = load<u32>(area(AREA_PLACE) + (column << 2));
      const bond = decode((place & 0xffff) * RATIO_STEP);
      const w: u64 = isSeen ? kept : 0;
      const b: u64 = place & SEEN ? bond : 0;
      const next = w >= b ? w - min(w, limit) : b - w;
      store<u64>(alphas + (runCount << 3), next);
      runCount += <u32>(next != distance);
      distance = next;
      store<u16>(newColumns + (to << 1), <u16>column);
      store<u64>(weights + ((to - from) << 3), kept);
      store<u64>(bonds + ((to - from) << 3), bond);
      store<u32>(runs + ((to - from) << 2), runCount - 1);
      to++;
    }
    memory.fill(area(AREA_PLACE), 0, n << 2);
    findAlphas(alphas, runCount, steepness, low, high);
    const end = to;
    to = from;
    for (let k: u32 = 0; k < end - from; k++) {
      const alpha = load<u64>(alphas + (load<u32>(runs + (k << 2)) << 3));
      const decayed = product(ONE - alpha, load<u64>(bonds + (k << 3)));
      const average = min(ONE, decayed + product(alpha, load<u64>(weights + (k << 3))));
      const column = load<u16>(newColumns + ((from + k) << 1));
      const at = <u32>column << 3;
      store<u16>(newColumns + (to << 1), column);
      store<u64>(cells + (to << 3), average);
      store<u64>(sums + at, load<u64>(sums + at) + average);
      to += <u32>(average != 0);
    }
    noteRow(r, from, to, isAscending);
  }
}

/** Puts the old bonds of a row where their columns are. */
function spreadBonds(r: u32): void {
  const place = area(AREA_PLACE);
  const from = load<u32>(oldRows + (r << ROW_SHIFT), ROW_FIRST);
  const end = from + load<u32>(oldRows + (r << ROW_SHIFT), ROW_COUNT);
  let reached: i32 = -1;
  for (let k = from; k < end; k++) {
    const column = <i32>load<u16>(oldColumns + (k << 1));
    const isSeen = column > reached;
    if (isSeen) reached = column;
    store<u32>(place + (column << 2), <u32>load<u16>(oldValues + (k << 1)) | (isSeen ? SEEN : 0));
  }
}
