/** Lists of events, whole and broken: made from the schema, one record after another. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../chain/bytes.ts';
import { compact, encode, u32 } from '../../chain/scale/index.ts';
import type { EventRecord } from '../../chain/schema/index.ts';
import { encodeValue, eventRecord, storage } from '../../chain/schema/index.ts';
import { anyValue } from '../../chain/schema/value.arbitrary.ts';
import { eventsBytes, remarked, succeeded, undeclared } from './events.fixture.ts';
import { isLastOfExtrinsic, MAX_EVENTS_BYTES, splitEvents } from './events.ts';

const RUNS = { seed: 424, numRuns: 60 };

const anyRecord = anyValue(eventRecord);
/** Something that happened within an extrinsic or outside of all, but is not the end of one. */
const anyEvent = anyRecord
  .filter((record) => !isLastOfExtrinsic(record))
  .map(({ event, topics }) => ({ event, topics }));
const anyEnd = anyRecord.filter(isLastOfExtrinsic).map(({ event, topics }) => ({ event, topics }));
const some = fc.array(anyEvent, { maxLength: 3 });

/** The records of a whole block, as frame_system orders them, and how many extrinsics it has. */
const anyBlock = fc
  .tuple(some, fc.array(fc.tuple(some, anyEnd), { maxLength: 4 }), some)
  .map(([first, extrinsics, last]) => {
    const records: EventRecord[] = [
      ...first.map((event): EventRecord => ({ phase: { type: 'Initialization', value: undefined }, ...event })),
      ...extrinsics.flatMap(([events, end], i) =>
        [...events, end].map((event): EventRecord => ({ phase: { type: 'ApplyExtrinsic', value: [i] }, ...event })),
      ),
      ...last.map((event): EventRecord => ({ phase: { type: 'Finalization', value: undefined }, ...event })),
    ];
    return { records, extrinsics: extrinsics.length };
  });

describe('splitEvents', () => {
  it('gives back every record of a block that the schema can tell', () => {
    fc.assert(
      fc.property(anyBlock, ({ records, extrinsics }) => {
        const split = splitEvents(encodeValue(storage.System.Events, records));
        expect(split).toEqual({ records, completeExtrinsics: extrinsics, stop: undefined });
      }),
      RUNS,
    );
  });

  it('stops at the first undeclared event, wherever it stands, and keeps what came before', () => {
    fc.assert(
      fc.property(anyBlock, fc.nat(), fc.integer({ min: 100, max: 255 }), ({ records }, place, pallet) => {
        const at = place % (records.length + 1);
        const phase = records[at]?.phase ?? { type: 'Finalization', value: undefined };
        const parts = records.map((record) => encode(eventRecord, record));
        parts.splice(at, 0, undeclared(phase, pallet, 3));
        const split = splitEvents(concatBytes(encode(compact(u32), parts.length), ...parts));
        expect(split.records).toEqual(records.slice(0, at));
        expect(split.completeExtrinsics).toBe(records.slice(0, at).filter(isLastOfExtrinsic).length);
        expect(split.stop).toMatchObject({ record: at, event: { pallet, index: 3 } });
      }),
      RUNS,
    );
  });

  it('never throws and never tells a record beyond the damage, whatever the bytes are', () => {
    fc.assert(
      fc.property(anyBlock, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ records }, place, flip) => {
        const bytes = encodeValue(storage.System.Events, records);
        bytes[place % bytes.length]! ^= flip;
        const split = splitEvents(bytes);
        expect(split.completeExtrinsics).toBe(split.records.filter(isLastOfExtrinsic).length);
        if (split.stop) expect(split.stop.record).toBe(split.records.length);
      }),
      RUNS,
    );
  });

  it('reads an empty value as no events', () => {
    expect(splitEvents(new Uint8Array())).toEqual({ records: [], completeExtrinsics: 0, stop: undefined });
  });

  it('refuses a list that is out of order', () => {
    const early = splitEvents(eventsBytes(succeeded(1)));
    expect(early).toMatchObject({ records: [], stop: { record: 0, event: undefined } });
    expect(early.stop!.reason).toContain('extrinsic 1 stands where 0');
    const again = splitEvents(eventsBytes(succeeded(0), remarked(0)));
    expect(again).toMatchObject({ completeExtrinsics: 1, stop: { record: 1 } });
  });

  it('says that bytes are left over, or that records are announced which are not there', () => {
    const whole = eventsBytes(succeeded(0));
    expect(splitEvents(concatBytes(whole, Uint8Array.of(0))).stop).toMatchObject({ record: 1, event: undefined });
    expect(splitEvents(Uint8Array.of(0xfe, 0xff, 0xff, 0xff)).stop).toMatchObject({ record: 0 });
  });

  it('reads no list that is larger than any block makes', () => {
    expect(splitEvents(new Uint8Array(MAX_EVENTS_BYTES + 1)).stop!.reason).toContain('at most');
  });
});
