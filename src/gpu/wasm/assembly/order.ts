/** Columns of a row in ascending order. Stored rows name every column at most once, in any order. */
import { AREA_PLACE } from './layout';
import { area } from './memory';

/** Whether the u16 columns of a row ascend already. */
export function isAscending(columns: usize, count: u32): bool {
  let previous: i32 = -1;
  for (const end = columns + (count << 1); columns < end; columns += 2) {
    const column = <i32>load<u16>(columns);
    if (column <= previous) return false;
    previous = column;
  }
  return true;
}

/**
 * Afterwards `AREA_PLACE` has, per column of n, 1 + the position at which the row names it, 0 where it does not.
 * Whoever calls this wants the columns one after the other, and zeroes what was found.
 */
export function findPlaces(columns: usize, count: u32): void {
  const place = area(AREA_PLACE);
  for (let k: u32 = 0; k < count; k++) store<u32>(place + (<u32>load<u16>(columns + (k << 1)) << 2), k + 1);
}
