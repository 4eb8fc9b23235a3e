/**
 * Plain bonds and dividends of dense weights: blocks of columns one after the other, each from its bonds to its shares.
 */
import { spreadOldBonds } from './dense-bonds';
import { classicColumns } from './dense-classic';
import { penaliseColumns } from './dense-penalty';
import { yuma3Columns } from './dense-yuma3';
import { product } from './fixed';
import { normalise } from './columns';
import { AREA_DENSE_BONDS, AREA_DIVIDEND, AREA_INCENTIVE, AREA_ROW_PARTS, AREA_STAKE, BLOCK } from './layout';
import { area, blockBytes } from './memory';
import { dense } from './weights';

/** Replaces the dense bonds, if they are needed; fills `AREA_DIVIDEND`. */
export function denseEpoch(
  isYuma3: bool,
  n: u32,
  rowCount: u32,
  alpha: u64,
  penalty: u64,
  needsBonds: bool,
): void {
  spreadOldBonds(n, rowCount);
  const parts = area(AREA_ROW_PARTS);
  memory.fill(parts, 0, rowCount << 4);
  const padded = (n + BLOCK - 1) & -BLOCK;
  for (let column: u32 = 0; column < padded; column += 4) {
    const incentive = area(AREA_INCENTIVE) + (column << 3);
    const isEarning = v128.any_true(v128.or(v128.load(incentive), v128.load(incentive, 16)));
    if (!needsBonds && !isEarning) continue;
    const offset = (column / BLOCK) * blockBytes(rowCount) + (column & 4) * 4;
    const bonds = area(AREA_DENSE_BONDS) + offset;
    penaliseColumns(dense + offset, column, rowCount, penalty);
    if (isYuma3) yuma3Columns(bonds, column, rowCount, alpha, parts);
    else classicColumns(bonds, column, rowCount, alpha, parts, needsBonds);
  }
  const dividends = area(AREA_DIVIDEND);
  for (let r: u32 = 0; r < rowCount; r++) {
    const earned = load<u64>(parts + (r << 4)) + load<u64>(parts + (r << 4), 8);
    // In Yuma3 stake enters here, in classic it is in the bonds.
    store<u64>(dividends + (r << 3), isYuma3 ? product(earned, load<u64>(area(AREA_STAKE) + (r << 3))) : earned);
  }
  normalise(dividends, rowCount);
}
