/**
 * What every call costs, by its index: for a small runtime that answers fee queries from the first two bytes of a call.
 *
 *   pallet · call ─▶ weight, whether it pays       no weight where arguments decide: calls in calls, remarks, batches
 */
import type { AnyPallet, InnerCall } from '../schema/index.ts';
import { pallets } from '../schema/index.ts';
import { callInfo, isWeighedByArguments } from './call-fee.ts';

export interface CallCost {
  /** The call's first two bytes. */
  readonly pallet: number;
  readonly call: number;
  /** Picoseconds; undefined if it depends on the call's arguments. */
  readonly refTime: bigint | undefined;
  readonly paysFee: boolean;
}

/** All calls of the schema. */
export function callCosts(): CallCost[] {
  return (pallets as readonly AnyPallet[]).flatMap(({ name: type, index: pallet, calls }) => {
    const shape = calls?.shape();
    const variants = shape?.kind === 'variant' ? shape.variants : [];
    return variants.map(({ name, index, fields }) => {
      const bare: InnerCall = { type, value: [{ type: name, value: {} }] };
      const { refTime, paysFee } = callInfo(bare);
      const fieldNames = fields.map((field) => field.name);
      return { pallet, call: index, refTime: isWeighedByArguments(name, fieldNames) ? undefined : refTime, paysFee };
    });
  });
}
