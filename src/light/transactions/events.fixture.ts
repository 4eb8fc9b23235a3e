/** Records of events, made by hand. */
import type { Bytes } from '../../chain/bytes.ts';
import { concatBytes } from '../../chain/bytes.ts';
import { encode, u32 } from '../../chain/scale/index.ts';
import type { DispatchError, EventRecord, RuntimeEvent } from '../../chain/schema/index.ts';
import { encodeValue, moduleErrorIndex, storage } from '../../chain/schema/index.ts';

export const ACCOUNT: Bytes = new Uint8Array(32).fill(7);

const dispatch_info = {
  weight: { ref_time: 1n, proof_size: 0n },
  class: { type: 'Normal', value: undefined },
  pays_fee: { type: 'Yes', value: undefined },
} as const;

export const inExtrinsic = (index: number, event: RuntimeEvent): EventRecord => ({
  phase: { type: 'ApplyExtrinsic', value: [index] },
  event,
  topics: [],
});

export const succeeded = (index: number): EventRecord =>
  inExtrinsic(index, { type: 'System', value: [{ type: 'ExtrinsicSuccess', value: { dispatch_info } }] });

export const failed = (index: number, dispatch_error: DispatchError): EventRecord =>
  inExtrinsic(index, {
    type: 'System',
    value: [{ type: 'ExtrinsicFailed', value: { dispatch_error, dispatch_info } }],
  });

export const remarked = (index: number): EventRecord =>
  inExtrinsic(index, { type: 'System', value: [{ type: 'Remarked', value: { sender: ACCOUNT, hash: ACCOUNT } }] });

export const feePaid = (index: number, feeRao: bigint, tip = 0n): EventRecord =>
  inExtrinsic(index, {
    type: 'TransactionPayment',
    value: [{ type: 'TransactionFeePaid', value: { who: ACCOUNT, actual_fee: feeRao, tip } }],
  });

export function palletError(palletName: string, errorName: string): DispatchError {
  const { pallet, error } = moduleErrorIndex(palletName, errorName);
  return { type: 'Module', value: [{ index: pallet, error: Uint8Array.of(error, 0, 0, 0) }] };
}

export const eventsBytes = (...records: readonly EventRecord[]): Bytes => encodeValue(storage.System.Events, records);

/** A record whose event the schema does not declare. */
export function undeclared(phase: EventRecord['phase'], pallet: number, index: number): Bytes {
  const start =
    phase.type === 'ApplyExtrinsic'
      ? concatBytes(Uint8Array.of(0), encode(u32, phase.value[0]))
      : Uint8Array.of(phase.type === 'Finalization' ? 1 : 2);
  return concatBytes(start, Uint8Array.of(pallet, index, 1, 2, 3));
}
