/** What calls that contain calls share: results as events carry them, hashes of calls, places in the block. */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import type { Value } from '../../../src/chain/scale/index.ts';
import { encode } from '../../../src/chain/scale/index.ts';
import type { DispatchError, dispatchResult, InnerCall, RuntimeCall } from '../../../src/chain/schema/index.ts';
import { runtimeCall } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';

export type DispatchResult = Value<typeof dispatchResult>;

/** The address belongs to no account. */
export const CANNOT_LOOKUP: DispatchError = { type: 'CannotLookup', value: undefined };

/** How a call ended, as an event or a storage item says it. */
export const resultOf = (outcome: Outcome): DispatchResult =>
  outcome ? { type: 'Err', value: [outcome] } : { type: 'Ok', value: [[]] };

/** BLAKE2b-256 of the encoded call: the name under which it is announced and approved. */
export const callHash = (call: InnerCall): Bytes => blake2b256(encode(runtimeCall, call as RuntimeCall));

/** The number of the extrinsic in its block; 0 outside of extrinsics. */
export const extrinsicIndex = ({ phase }: BlockExecution): number =>
  phase.type === 'ApplyExtrinsic' ? phase.value[0] : 0;
