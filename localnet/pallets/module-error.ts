/** A pallet's error by name, as a dispatch error. */
import type { DispatchError, ErrorName, PalletWithErrors } from '../../src/chain/schema/index.ts';
import { moduleErrorIndex } from '../../src/chain/schema/index.ts';

/** `moduleError('Swap', 'ReservesTooLow')` */
export function moduleError<P extends PalletWithErrors>(palletName: P, errorName: ErrorName<P>): DispatchError {
  const { pallet, error } = moduleErrorIndex(palletName, errorName);
  return { type: 'Module', value: [{ index: pallet, error: Uint8Array.of(error, 0, 0, 0) }] };
}

/** `fail('SubnetNotExists')`: an error of the Subtensor pallet. */
export const fail = (name: ErrorName<'SubtensorModule'>): DispatchError => moduleError('SubtensorModule', name);
