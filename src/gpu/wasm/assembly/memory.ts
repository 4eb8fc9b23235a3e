/** Where things are. A job begins at address 0, so its offsets are addresses (layout.ts). */
import { BLOCK, H_AREAS } from './layout';

/** Address of a scratch area. */
// @ts-ignore: decorator
@inline
export function area(index: u32): usize {
  return load<u32>(H_AREAS + (index << 2));
}

/** Address that a record's word points at. */
// @ts-ignore: decorator
@inline
export function follow(record: usize, field: usize): usize {
  return load<u32>(record + field);
}

/**
 * From one block of columns to the next in dense matrices. An odd number of rows, so that the blocks of one row do not
 * all want the same few lines of the cache.
 */
// @ts-ignore: decorator
@inline
export function blockBytes(rowCount: u32): u32 {
  return (rowCount | 1) * BLOCK * 4;
}
