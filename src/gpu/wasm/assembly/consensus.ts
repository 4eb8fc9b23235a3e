/**
 * Consensus per column from compressed weights (spec yuma §3.7).
 *
 * A column is *active* when the votes that support it at all, U(0), reach kappa; the others have consensus 0 at once as
 * long as somebody is silent there. Only active columns are gathered, BLOCK at a time, into a tile of the rows that
 * support one of them.
 */
import { ONE } from './fixed';
import {
  AREA_ACTIVE,
  AREA_CONSENSUS,
  AREA_STAKE,
  AREA_SUM_A,
  AREA_SUPPORT_FIRST,
  AREA_SUPPORT_ROW,
  AREA_SUPPORT_SCORE,
  AREA_TILE,
  AREA_TILE_ROW,
  AREA_TILE_VOTE,
  AREA_VOTE,
  BLOCK,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
} from './layout';
import { searchTile } from './median';
import { area } from './memory';
import { voterCount, voteTotal } from './votes';
import { columns, weightRows, scores } from './weights';

/** One supporter, above the bits of U(0). */
const SUPPORTER_SHIFT: u64 = 40;
const SUPPORTER: u64 = 1 << SUPPORTER_SHIFT;
const NOWHERE: u32 = 0xffff_ffff;

/**
 * Fills `AREA_CONSENSUS` for weights and votes in hand; gives the number of active columns, which `AREA_ACTIVE` lists.
 */
export function findConsensus(n: u32, rowCount: u32, kappa: u64): u32 {
  const consensus = area(AREA_CONSENSUS);
  memory.fill(consensus, 0, n << 2);
  countSupport(n, rowCount);
  // With kappa 0 the largest score counts, and with kappa above all votes the smallest, whoever supports the column.
  const needed = kappa == 0 || kappa > voteTotal ? 0 : kappa;
  const activeCount = gatherSupport(n, rowCount, needed);
  const active = area(AREA_ACTIVE);
  memory.fill(area(AREA_TILE_ROW), 0, rowCount << 2);
  for (let from: u32 = 0; from < activeCount; from += BLOCK) {
    const lanes = min<u32>(BLOCK, activeCount - from);
    const rows = fillTile(active + (from << 2), lanes, from);
    if (!rows) continue;
    const medians = area(AREA_SUM_A);
    searchTile(area(AREA_TILE), rows, rows < voterCount, kappa, medians);
    for (let lane: u32 = 0; lane < lanes; lane++) {
      store<u32>(consensus + (load<u32>(active + ((from + lane) << 2)) << 2), load<u32>(medians + (lane << 2)));
    }
  }
  return activeCount;
}

/** Per column, in `AREA_SUM_A`: U(0), at most one, and above its bits how many voters support the column. */
function countSupport(n: u32, rowCount: u32): void {
  const support = area(AREA_SUM_A);
  const entryColumns = columns;
  const entryScores = scores;
  memory.fill(support, 0, n << 3);
  for (let r: u32 = 0; r < rowCount; r++) {
    if (!load<u64>(area(AREA_STAKE) + (r << 3))) continue;
    // All of the stake in one hand is a vote of one, which u32 does not hold.
    const vote = SUPPORTER + (voterCount == 1 ? ONE : <u64>load<u32>(area(AREA_VOTE) + (r << 2)));
    const from = load<u32>(weightRows + (r << ROW_SHIFT), ROW_FIRST);
    const end = from + load<u32>(weightRows + (r << ROW_SHIFT), ROW_COUNT);
    for (let k = from; k < end; k++) {
      const at = support + (<u32>load<u16>(entryColumns + (k << 1)) << 3);
      store<u64>(at, load<u64>(at) + select<u64>(vote, 0, load<u32>(entryScores + (k << 2))));
    }
  }
}

/**
 * Lists the active columns and, per column, the rows and scores that support it. Gives the number of active columns.
 */
function gatherSupport(n: u32, rowCount: u32, needed: u64): u32 {
  const support = area(AREA_SUM_A);
  const entryColumns = columns;
  const entryScores = scores;
  const next = area(AREA_SUPPORT_FIRST);
  const active = area(AREA_ACTIVE);
  let activeCount: u32 = 0;
  let places: u32 = 0;
  for (let column: u32 = 0; column < n; column++) {
    const counted = load<u64>(support + (column << 3));
    const isActive = counted != 0 && (counted & (SUPPORTER - 1)) >= needed;
    store<u32>(active + (activeCount << 2), column);
    // Inactive columns get no place.
    store<u32>(next + (column << 2), isActive ? places : NOWHERE);
    activeCount += <u32>isActive;
    places += isActive ? <u32>(counted >> SUPPORTER_SHIFT) : 0;
  }
  if (!activeCount) return 0;
  const rows = area(AREA_SUPPORT_ROW);
  const values = area(AREA_SUPPORT_SCORE);
  const isFew = activeCount < n >> 3;
  for (let r: u32 = 0; r < rowCount; r++) {
    if (!load<u64>(area(AREA_STAKE) + (r << 3))) continue;
    const from = load<u32>(weightRows + (r << ROW_SHIFT), ROW_FIRST);
    const end = from + load<u32>(weightRows + (r << ROW_SHIFT), ROW_COUNT);
    for (let k = from; k < end; k++) {
      const score = load<u32>(entryScores + (k << 2));
      const at = next + (<u32>load<u16>(entryColumns + (k << 1)) << 2);
      const place = load<u32>(at);
      // Where few columns are active, most entries end here.
      if (isFew && place == NOWHERE) continue;
      // Which entries count follows no pattern, so what does not is written too, behind the others.
      const isKept = <u32>(score != 0) & <u32>(place != NOWHERE);
      const to = select(place, places, isKept) << 2;
      store<u32>(rows + to, r);
      store<u32>(values + to, score);
      store<u32>(at, place + isKept);
    }
  }
  return activeCount;
}

/**
 * Puts the supporters of some active columns into the tile, a row when it is first met; gives the number of rows.
 * After gathering, a column's place is where its supporters end and those of the next active column begin.
 */
function fillTile(active: usize, lanes: u32, from: u32): u32 {
  const ends = area(AREA_SUPPORT_FIRST);
  const rows = area(AREA_SUPPORT_ROW);
  const values = area(AREA_SUPPORT_SCORE);
  const tile = area(AREA_TILE);
  const tileRow = area(AREA_TILE_ROW);
  const previous = from ? load<u32>(ends + (load<u32>(active - 4) << 2)) : 0;
  let place = previous;
  let count: u32 = 0;
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const end = load<u32>(ends + (load<u32>(active + (lane << 2)) << 2));
    for (; place < end; place++) {
      const r = load<u32>(rows + (place << 2));
      let at = load<u32>(tileRow + (r << 2));
      if (!at) {
        memory.fill(tile + count * BLOCK * 4, 0, BLOCK * 4);
        store<u32>(area(AREA_TILE_VOTE) + (count << 2), load<u32>(area(AREA_VOTE) + (r << 2)));
        at = ++count;
        store<u32>(tileRow + (r << 2), at);
      }
      store<u32>(tile + (((at - 1) * BLOCK + lane) << 2), load<u32>(values + (place << 2)));
    }
  }
  for (let k = previous; k < place; k++) store<u32>(tileRow + (load<u32>(rows + (k << 2)) << 2), 0);
  return count;
}
