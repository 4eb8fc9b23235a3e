/** A pallet's error by name, as a dispatch error. */
import type { DispatchError } from '../../src/chain/schema/index.ts';
import { moduleErrorIndex } from '../../src/chain/schema/index.ts';

/** @throws RangeError if the pallet has no such error: a bug, since names are ours. */
export function moduleError(palletName: string, errorName: string): DispatchError {
  const { pallet, error } = moduleErrorIndex(palletName, errorName);
  return { type: 'Module', value: [{ index: pallet, error: Uint8Array.of(error, 0, 0, 0) }] };
}
