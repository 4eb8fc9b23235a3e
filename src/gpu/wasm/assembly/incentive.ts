/**
 * Clipping at consensus, and what follows from it (spec yuma §3.8):
 *
 *   W̄_ij = min(W_ij, C_j)    trust_i = Σ_j W̄_ij    rank_j = Σ_i ⌊A_i·W̄_ij⌋    I = rank / Σ rank
 */
import { normalise } from './columns';
import { decode, product } from './fixed';
import {
  AREA_ACTIVE,
  AREA_CONSENSUS,
  AREA_INCENTIVE,
  AREA_STAKE,
  AREA_SUPPORT_FIRST,
  AREA_SUPPORT_ROW,
  AREA_SUPPORT_SCORE,
  AREA_TRUST,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
} from './layout';
import { area } from './memory';
import { columns, weightRows, scores } from './weights';

/** Fills `AREA_TRUST` and `AREA_INCENTIVE`, after `findConsensus`: in columns that it left inactive all is cut to 0. */
export function findIncentive(n: u32, rowCount: u32, activeCount: u32): void {
  const consensus = area(AREA_CONSENSUS);
  const active = area(AREA_ACTIVE);
  const rank = area(AREA_INCENTIVE);
  const trust = area(AREA_TRUST);
  const stakes = area(AREA_STAKE);
  memory.fill(rank, 0, n << 3);
  for (let r: u32 = 0; r < rowCount; r++) {
    store<u64>(trust + (r << 3), load<u64>(stakes + (r << 3)) ? 0 : trustOf(r));
  }
  let place: u32 = 0;
  for (let k: u32 = 0; k < activeCount; k++) {
    const column = load<u32>(active + (k << 2));
    const limit = load<u32>(consensus + (column << 2));
    const end = load<u32>(area(AREA_SUPPORT_FIRST) + (column << 2));
    let sum: u64 = 0;
    for (; place < end; place++) {
      const at = load<u32>(area(AREA_SUPPORT_ROW) + (place << 2)) << 3;
      const clipped = decode(min(load<u32>(area(AREA_SUPPORT_SCORE) + (place << 2)), limit));
      store<u64>(trust + at, load<u64>(trust + at) + clipped);
      sum += product(load<u64>(stakes + at), clipped);
    }
    store<u64>(rank + (column << 3), sum);
  }
  normalise(rank, n);
}

/** Of a row without stake, which supports nobody and is trusted all the same. */
function trustOf(r: u32): u64 {
  const from = load<u32>(weightRows + (r << ROW_SHIFT), ROW_FIRST);
  const end = from + load<u32>(weightRows + (r << ROW_SHIFT), ROW_COUNT);
  let trust: u64 = 0;
  for (let k = from; k < end; k++) {
    const limit = load<u32>(area(AREA_CONSENSUS) + (<u32>load<u16>(columns + (k << 1)) << 2));
    trust += decode(min(load<u32>(scores + (k << 2)), limit));
  }
  return trust;
}
