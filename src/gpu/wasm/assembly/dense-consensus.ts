/**
 * Consensus, trust and rank of dense weights, block by block of columns; what consensus.ts and incentive.ts do entry by
 * entry. No score and no stake is one: then ⌊A·w⌋ < A where A > 0, so ranks stay below one and u32 holds them.
 */
import { normalise } from './columns';
import {
  AREA_CONSENSUS,
  AREA_INCENTIVE,
  AREA_STAKE,
  AREA_TILE,
  AREA_TILE_VOTE,
  AREA_TRUST,
  AREA_ROW_PARTS,
  AREA_VOTE,
  BLOCK,
} from './layout';
import { searchTile } from './median';
import { area, blockBytes } from './memory';
import { addAt, lower, products, upper, zeros } from './vectors';
import { voterCount } from './votes';

/** Fills `AREA_CONSENSUS`, `AREA_TRUST` and `AREA_INCENTIVE`. */
export function findDense(dense: usize, n: u32, rowCount: u32, kappa: u64): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  const rowVoters = gatherVotes(rowCount);
  const parts = area(AREA_ROW_PARTS);
  memory.fill(parts, 0, rowCount << 4);
  let consensus = area(AREA_CONSENSUS);
  let rank = area(AREA_INCENTIVE);
  let block = dense;
  for (let k: u32 = 0; k < blocks; k++) {
    // Rows without stake have no vote, but would count among the smallest and largest scores.
    const tile = rowVoters == rowCount ? block : gatherRows(block, rowCount);
    if (rowVoters) searchTile(tile, rowVoters, rowVoters < voterCount, kappa, consensus);
    else memory.fill(consensus, 0, BLOCK * 4);
    for (let half: u32 = 0; half < <u32>BLOCK * 4; half += 16) {
      clipHalf(block + half, rowCount, parts, consensus, rank);
      consensus += 16;
      rank += 32;
    }
    block += blockBytes(rowCount);
  }
  for (let r: u32 = 0; r < rowCount; r++) {
    store<u64>(area(AREA_TRUST) + (r << 3), load<u64>(parts + (r << 4)) + load<u64>(parts + (r << 4), 8));
  }
  normalise(area(AREA_INCENTIVE), n);
}

/** Four columns: adds to the rows' trust, writes ranks. */
function clipHalf(block: usize, rowCount: u32, parts: usize, consensus: usize, rank: usize): void {
  const limit = v128.load(consensus);
  const stakes = area(AREA_STAKE);
  let sum = zeros();
  for (let r: u32 = 0; r < rowCount; r++) {
    const clipped = i32x4.min_u(v128.load(block + r * BLOCK * 4), limit);
    sum = i32x4.add(sum, products(v128.load32_splat(stakes + (r << 3)), clipped));
    addAt(parts + (r << 4), i64x2.add(lower(clipped), upper(clipped)));
  }
  v128.store(rank, lower(sum));
  v128.store(rank, upper(sum), 16);
}

/** The votes of rows with stake, one after the other; gives how many. */
function gatherVotes(rowCount: u32): u32 {
  const votes = area(AREA_TILE_VOTE);
  let to: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) {
    store<u32>(votes + (to << 2), load<u32>(area(AREA_VOTE) + (r << 2)));
    to += <u32>(load<u64>(area(AREA_STAKE) + (r << 3)) != 0);
  }
  return to;
}

/** Copies a block's rows with stake to the tile; gives its address. */
function gatherRows(block: usize, rowCount: u32): usize {
  const tile = area(AREA_TILE);
  let to = tile;
  for (let r: u32 = 0; r < rowCount; r++) {
    v128.store(to, v128.load(block));
    v128.store(to, v128.load(block, 16), 16);
    to += load<u64>(area(AREA_STAKE) + (r << 3)) ? <usize>BLOCK * 4 : 0;
    block += BLOCK * 4;
  }
  return tile;
}
