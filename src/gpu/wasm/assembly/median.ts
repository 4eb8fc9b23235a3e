/**
 * The stake-weighted median of BLOCK columns at once (spec yuma §3.7; gpu-fixed-point §4):
 *
 *   C = the smallest score s with U(s) < kappa, where U(s) = Σ{u_i : x_i > s}; the largest score if none
 *
 * A tile has one row per voter, BLOCK encoded scores each, and one u32 vote per row. The search halves the range
 * between the smallest and the largest candidate and then draws both ends in to the nearest score, so that it needs
 * about as many passes as there are bits in the number of rows, and never more than 32.
 *
 * U(s) for s at or above the smallest score is below one (all votes are one only if a single row votes, which is then
 * the smallest), so u32 holds it, and votes summed modulo 2^32 give it exactly.
 */
import { AREA_TILE_VOTE, BLOCK, H_ZEROS } from './layout';
import { area } from './memory';
import { ONE } from './fixed';

/**
 * Writes BLOCK encoded medians to `to`. `rows` of the tile, their votes in `AREA_TILE_VOTE`, at least one; `isSilent`
 * says that some voter has no row, so that 0 is a score too. `kappa` 0…ONE.
 */
export function searchTile(tile: usize, rows: u32, isSilent: bool, kappa: u64, to: usize): void {
  const votes = area(AREA_TILE_VOTE);
  let total: u32 = 0;
  for (let r: u32 = 0; r < rows; r++) total += load<u32>(votes + (r << 2));
  if (ASC_FEATURE_SIMD) {
    searchBlock(rows, isSilent, kappa, total, tile, to);
  } else {
    for (let lane: u32 = 0; lane < <u32>BLOCK; lane++) {
      store<u32>(to + (lane << 2), searchColumn(rows, isSilent, kappa, total, tile + (lane << 2)));
    }
  }
}

function searchBlock(rows: u32, isSilent: bool, kappa: u64, total: u32, tile: usize, to: usize): void {
  const votes = area(AREA_TILE_VOTE);
  const end = tile + rows * BLOCK * 4;
  let low0 = i32x4.splat(<i32>isSilent - 1);
  let low1 = low0;
  let high0 = v128.load(H_ZEROS);
  let high1 = high0;
  for (let p = tile; p < end; p += BLOCK * 4) {
    const x0 = v128.load(p);
    const x1 = v128.load(p, 16);
    low0 = i32x4.min_u(low0, x0);
    low1 = i32x4.min_u(low1, x1);
    high0 = i32x4.max_u(high0, x0);
    high1 = i32x4.max_u(high1, x1);
  }
  if (kappa == 0) {
    low0 = high0;
    low1 = high1;
  } else if (kappa == ONE) {
    high0 = low0;
    high1 = low1;
  }
  const needed = i32x4.splat(<u32>kappa);
  const all = i32x4.splat(total);
  while (v128.any_true(v128.or(v128.xor(low0, high0), v128.xor(low1, high1)))) {
    const middle0 = i32x4.add(low0, i32x4.shr_u(i32x4.sub(high0, low0), 1));
    const middle1 = i32x4.add(low1, i32x4.shr_u(i32x4.sub(high1, low1), 1));
    // Votes at or below the middle; the largest score there, and the smallest above.
    let below0 = v128.load(H_ZEROS);
    let below1 = below0;
    let under0 = low0;
    let under1 = low1;
    let over0 = high0;
    let over1 = high1;
    let vote = votes;
    for (let p = tile; p < end; p += BLOCK * 4) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      const u = v128.load32_splat(vote);
      const isUnder0 = i32x4.eq(i32x4.min_u(x0, middle0), x0);
      const isUnder1 = i32x4.eq(i32x4.min_u(x1, middle1), x1);
      below0 = i32x4.add(below0, v128.and(isUnder0, u));
      below1 = i32x4.add(below1, v128.and(isUnder1, u));
      under0 = i32x4.max_u(under0, v128.and(isUnder0, x0));
      under1 = i32x4.max_u(under1, v128.and(isUnder1, x1));
      over0 = i32x4.min_u(over0, v128.or(isUnder0, x0));
      over1 = i32x4.min_u(over1, v128.or(isUnder1, x1));
      vote += 4;
    }
    const isLow0 = i32x4.lt_u(i32x4.sub(all, below0), needed);
    const isLow1 = i32x4.lt_u(i32x4.sub(all, below1), needed);
    // Where the ends have met, middle, under and over are all the same score, and nothing moves.
    high0 = v128.bitselect(under0, high0, isLow0);
    high1 = v128.bitselect(under1, high1, isLow1);
    low0 = v128.bitselect(low0, over0, isLow0);
    low1 = v128.bitselect(low1, over1, isLow1);
  }
  v128.store(to, low0);
  v128.store(to, low1, 16);
}

function searchColumn(rows: u32, isSilent: bool, kappa: u64, total: u32, tile: usize): u32 {
  const votes = area(AREA_TILE_VOTE);
  const end = tile + rows * BLOCK * 4;
  let low: u32 = isSilent ? 0 : -1;
  let high: u32 = 0;
  for (let p = tile; p < end; p += BLOCK * 4) {
    low = min(low, load<u32>(p));
    high = max(high, load<u32>(p));
  }
  if (kappa == 0) return high;
  if (kappa == ONE) return low;
  while (low != high) {
    const middle = low + ((high - low) >> 1);
    let below: u32 = 0;
    let under = low;
    let over = high;
    let vote = votes;
    for (let p = tile; p < end; p += BLOCK * 4) {
      const x = load<u32>(p);
      const isUnder = x <= middle;
      below += isUnder ? load<u32>(vote) : 0;
      under = max(under, isUnder ? x : 0);
      over = min(over, isUnder ? -1 : x);
      vote += 4;
    }
    if (total - below < <u32>kappa) high = under;
    else low = over;
  }
  return low;
}
