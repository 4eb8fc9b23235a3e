/**
 * The events of a block (`System.Events`), taken apart one after another.
 *
 *   compact count ‖ (phase ‖ event ‖ topics)*      phases: Initialization* (extrinsic 0)+ (extrinsic 1)+ … Finalization*
 *
 * Events carry no lengths, so behind one that the schema does not declare nothing can be read: the records before it
 * stand, the rest is unknown. An event that has grown a field since would be misread silently; what gives it away is the
 * order that frame_system keeps: extrinsics in turn, and the last record of each is `System.ExtrinsicSuccess` or
 * `System.ExtrinsicFailed` (`note_applied_extrinsic`). A list that breaks the order is read no further.
 */
import { ChainError } from '../../chain/error.ts';
import { compact, ScaleReader, u32 } from '../../chain/scale/index.ts';
import type { EventRecord } from '../../chain/schema/index.ts';
import { eventRecord } from '../../chain/schema/index.ts';

/** A block of Bittensor carries 10 MB of extrinsics at the most; what happens in it is told in less than this. */
export const MAX_EVENTS_BYTES = 16 * 1024 * 1024;

/** Why the records after the last one of the list are not known. */
export interface EventsStop {
  /** Number of the first record that is not known. */
  readonly record: number;
  /** Pallet and event number of that record, where an undeclared event is the reason. */
  readonly event: { readonly pallet: number; readonly index: number } | undefined;
  readonly reason: string;
}

export interface SplitEvents {
  readonly records: readonly EventRecord[];
  /** Extrinsics whose records are all there: 0 … `completeExtrinsics` − 1. */
  readonly completeExtrinsics: number;
  /** Undefined if everything was read. */
  readonly stop: EventsStop | undefined;
}

/** @param bytes the value of `System.Events`, empty if there is none. Never throws on what the bytes are. */
export function splitEvents(bytes: Uint8Array): SplitEvents {
  const records: EventRecord[] = [];
  let completeExtrinsics = 0;
  let stage: 'initialization' | 'extrinsics' | 'finalization' = 'initialization';
  const result = (reason?: string, event?: EventsStop['event']): SplitEvents => ({
    records,
    completeExtrinsics,
    stop: reason === undefined ? undefined : { record: records.length, event, reason },
  });

  /** What is wrong with the place at which this record stands. */
  function misplaced({ phase }: EventRecord): string | undefined {
    if (phase.type === 'Initialization') {
      return stage === 'initialization' ? undefined : 'an event of the beginning comes later';
    }
    if (phase.type === 'Finalization') {
      stage = 'finalization';
      return undefined;
    }
    if (stage === 'finalization') return 'an event of an extrinsic comes after the end';
    stage = 'extrinsics';
    const [extrinsic] = phase.value;
    return extrinsic === completeExtrinsics
      ? undefined
      : `an event of extrinsic ${extrinsic} stands where ${completeExtrinsics} has its own`;
  }

  if (bytes.length === 0) return result();
  if (bytes.length > MAX_EVENTS_BYTES) return result(`${bytes.length} bytes, at most ${MAX_EVENTS_BYTES} are read`);
  const input = new ScaleReader(bytes);
  let start = 0;
  try {
    const count = Number(compact(u32).read(input));
    input.expectItems(count, eventRecord.minBytes);
    while (records.length < count) {
      start = input.offset;
      const record = eventRecord.read(input);
      const wrong = misplaced(record);
      if (wrong !== undefined) return result(`Record ${records.length} cannot be: ${wrong}.`);
      records.push(record);
      if (record.phase.type === 'ApplyExtrinsic' && isLastOfExtrinsic(record)) completeExtrinsics++;
    }
    input.expectEnd();
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return result(`Record ${records.length} cannot be read: ${error.message}.`, undeclaredEvent(bytes, start, error));
  }
  return result();
}

/** True for the record that frame_system writes last for every extrinsic. */
export function isLastOfExtrinsic({ event }: EventRecord): boolean {
  if (event.type !== 'System') return false;
  const { type } = event.value[0];
  return type === 'ExtrinsicSuccess' || type === 'ExtrinsicFailed';
}

/** A phase of an extrinsic is its kind and a u32; the others are one byte. */
const EXTRINSIC_PHASE = 0;
const EXTRINSIC_PHASE_BYTES = 5;

function undeclaredEvent(bytes: Uint8Array, start: number, error: ChainError): EventsStop['event'] {
  if (error.code !== 'scale/bad-variant') return undefined;
  const at = start + (bytes[start] === EXTRINSIC_PHASE ? EXTRINSIC_PHASE_BYTES : 1);
  // Only the two numbers of the event itself; a variant that is unknown further inside is no new event.
  if (error.offset !== at && error.offset !== at + 1) return undefined;
  const [pallet, index] = [bytes[at], bytes[at + 1]];
  return pallet === undefined || index === undefined ? undefined : { pallet, index };
}
