/**
 * Calibrations that were measured before, by device: kept through what the caller gives, read as if a stranger had
 * written them.
 */
import type { Calibration } from './calibration.ts';
import type { EngineName } from './types.ts';

/** The reference is the last resort and never compared. */
export type MeasuredEngine = Exclude<EngineName, 'reference'>;

/** Raised when a kernel becomes faster or the model changes: everything is then measured anew. */
const VERSION = 1;
/** Drivers and browsers change. After a month it is measured again. */
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;
/** A machine has a few devices; a record with more is not ours. */
export const MAX_ENTRIES = 16;
/** Names of adapters are some dozen characters. */
const MAX_DEVICE_CHARACTERS = 300;
/** A slower engine than this computes nothing in a person's time: ten seconds a call, a tenth of a millisecond a cell. */
const MAX_FIXED_MS = 1e4;
const MAX_CELL_NS = 1e5;

/** Where the record is kept. `load` gives what `save` was given, nothing, or anything at all. */
export interface CalibrationStore {
  load(): Promise<unknown>;
  save(record: unknown): Promise<void>;
}

interface Entry {
  readonly engine: MeasuredEngine;
  readonly device: string;
  readonly measuredAtMs: number;
  readonly calibration: Calibration;
}

/** Devices in the order in which they were measured, the newest last. */
export type CalibrationBook = readonly Entry[];

/** The newest of an engine, on `device` or, without one, on whichever it ran last; undefined if that is too old. */
export function findCalibration(
  book: CalibrationBook,
  nowMs: number,
  engine: MeasuredEngine,
  device?: string,
): Calibration | undefined {
  const entry = book.findLast((one) => one.engine === engine && (device === undefined || one.device === device));
  // A clock that was set back makes an entry from the future, which would never age.
  const ageMs = entry ? nowMs - entry.measuredAtMs : Number.NaN;
  return ageMs >= 0 && ageMs <= MAX_AGE_MS ? entry!.calibration : undefined;
}

/** The oldest entries give way to the newest. */
export function addCalibration(book: CalibrationBook, added: Entry): CalibrationBook {
  const others = book.filter(({ engine, device }) => engine !== added.engine || device !== added.device);
  return [...others, added].slice(-MAX_ENTRIES);
}

export function encodeBook(book: CalibrationBook): unknown {
  return { version: VERSION, entries: book };
}

/** An empty book for anything that is not one of this version; entries out of bounds are left out. */
export function decodeBook(record: unknown): CalibrationBook {
  const { version, entries } = fieldsOf(record);
  if (version !== VERSION || !Array.isArray(entries) || entries.length > MAX_ENTRIES) return [];
  return entries.flatMap((entry: unknown) => decodeEntry(entry) ?? []);
}

function decodeEntry(value: unknown): Entry | undefined {
  const { engine, device, measuredAtMs, calibration } = fieldsOf(value);
  const { fixedMs, plainNs, liquidNs } = fieldsOf(calibration);
  if (engine !== 'gpu' && engine !== 'wasm') return undefined;
  if (typeof device !== 'string' || device.length > MAX_DEVICE_CHARACTERS) return undefined;
  if (typeof measuredAtMs !== 'number' || !Number.isFinite(measuredAtMs)) return undefined;
  if (!isWithin(fixedMs, MAX_FIXED_MS) || !isWithin(plainNs, MAX_CELL_NS) || !isWithin(liquidNs, MAX_CELL_NS)) {
    return undefined;
  }
  return { engine, device, measuredAtMs, calibration: { fixedMs, plainNs, liquidNs } };
}

const isWithin = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= limit;

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
