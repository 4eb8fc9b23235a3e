/**
 * Bonds between dense epochs: [block of columns][row][column of the block], u32 = value, and `BOND_KEPT` where the
 * chain stores the bond even if it is 0. Where the chain looks at their order they ascend, so that columns say it all.
 */
import { newColumns, newValues, noteRow, oldColumns, oldRows, oldValues, turnBonds } from './bonds';
import { AREA_DENSE_BONDS, BLOCK, ROWS_COUNT, ROWS_UIDS, ROW_COUNT, ROW_FIRST, ROW_SHIFT } from './layout';
import { area, blockBytes } from './memory';

/** The bonds in hand are the dense ones, not the old rows. */
export let areDense: bool = false;

/** Spreads the old rows, unless the epoch before left dense bonds. */
export function spreadOldBonds(n: u32, rowCount: u32): void {
  if (areDense) return;
  areDense = true;
  const bonds = area(AREA_DENSE_BONDS);
  memory.fill(bonds, 0, ((n + BLOCK - 1) / BLOCK) * blockBytes(rowCount));
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = load<u32>(oldRows + (r << ROW_SHIFT), ROW_FIRST);
    const end = from + load<u32>(oldRows + (r << ROW_SHIFT), ROW_COUNT);
    for (let k = from; k < end; k++) {
      const column = <u32>load<u16>(oldColumns + (k << 1));
      const block = bonds + r * BLOCK * 4 + (column / BLOCK) * blockBytes(rowCount);
      store<u32>(block + ((column % BLOCK) << 2), <u32>load<u16>(oldValues + (k << 1)));
    }
  }
}

/** Makes rows of dense bonds, which become the old ones. */
export function gatherOldBonds(n: u32, rowCount: u32): void {
  if (!areDense) return;
  areDense = false;
  // From the last column of a block to the first of the next.
  const stride = blockBytes(rowCount) - (BLOCK - 1) * 4;
  let to: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = to;
    let at = area(AREA_DENSE_BONDS) + r * BLOCK * 4;
    for (let column: u32 = 0; column < n; column++) {
      const bond = load<u32>(at);
      store<u16>(newColumns + (to << 1), <u16>column);
      store<u16>(newValues + (to << 1), <u16>bond);
      to += bond >> 16;
      at += (column & (BLOCK - 1)) == BLOCK - 1 ? stride : 4;
    }
    noteRow(r, from, to, true);
  }
  turnBonds();
}

/** Empties the rows of uids that keep no bonds, if bonds are dense. */
export function dropDense(keeps: usize, n: u32, rows: usize): void {
  if (!areDense) return;
  const rowCount = load<u32>(rows + ROWS_COUNT);
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let r: u32 = 0; r < rowCount; r++) {
    if (load<u8>(keeps + load<u32>(rows + ROWS_UIDS + (r << 2)))) continue;
    for (let k: u32 = 0; k < blocks; k++) {
      memory.fill(area(AREA_DENSE_BONDS) + k * blockBytes(rowCount) + r * BLOCK * 4, 0, BLOCK * 4);
    }
  }
}

/** A new series has no dense bonds. */
export function forgetDense(): void {
  areDense = false;
}
