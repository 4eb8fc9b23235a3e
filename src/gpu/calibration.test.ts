import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calibration, fitCalibration, predictMs, type Sample } from './calibration.ts';
import { addCalibration, decodeBook, encodeBook, findCalibration, MAX_ENTRIES } from './calibration-book.ts';
import { runCalibration } from './calibration-run.ts';
import { countEpochs } from './epoch-work.ts';
import type { EpochEngine } from './types.ts';

const SEED = 20261120;
const NOW_MS = 1_800_000_000_000;
const DAY_MS = 24 * 3600 * 1000;
const calibration: Calibration = { fixedMs: 2, plainNs: 10, liquidNs: 40 };

const plain = (cells: number) => ({ plainCells: cells, liquidCells: 0 });
const liquid = (cells: number) => ({ plainCells: 0, liquidCells: cells });

describe('a fitted calibration', () => {
  it('predicts what it was fitted to', () => {
    const sample = (work: Sample['work']): Sample => ({ work, ms: predictMs(calibration, work) });
    const fitted = fitCalibration({
      small: sample(plain(4_000)),
      large: sample(plain(64_000)),
      liquid: sample(liquid(30_000)),
    });
    expect(fitted.fixedMs).toBeCloseTo(2);
    expect(fitted.plainNs).toBeCloseTo(10);
    expect(fitted.liquidNs).toBeCloseTo(40);
  });

  it('never predicts less for more work, however noisy the clock was', () => {
    const ms = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(ms, ms, ms, fc.nat(1e9), fc.nat(1e9), (small, large, other, cells, more) => {
        const fitted = fitCalibration({
          small: { work: plain(4_000), ms: small },
          large: { work: plain(64_000), ms: large },
          liquid: { work: liquid(30_000), ms: other },
        });
        expect(predictMs(fitted, plain(cells + more))).toBeGreaterThanOrEqual(predictMs(fitted, plain(cells)));
        expect(predictMs(fitted, liquid(cells))).toBeGreaterThanOrEqual(0);
      }),
      { seed: SEED },
    );
  });
});

describe('the measuring run', () => {
  it('finds what an engine costs', async () => {
    let clockMs = 0;
    const engine = {
      name: 'wasm',
      computeSeries: async (series: Parameters<EpochEngine['computeSeries']>[0]) => {
        const isLiquid = series[0]!.steps[0]!.core.liquidAlpha;
        clockMs += 3 + countEpochs(series) * (isLiquid ? 4 : 1);
        return [];
      },
    } as unknown as EpochEngine;
    const found = await runCalibration(engine, () => clockMs);
    expect(found.fixedMs).toBeCloseTo(3);
    expect(found.liquidNs / found.plainNs).toBeCloseTo(4);
  });
});

describe('the book of calibrations', () => {
  const entry = { engine: 'gpu', device: 'a card', measuredAtMs: NOW_MS, calibration } as const;
  const book = addCalibration([], entry);

  it('brings back what was measured on this device, and the newest where the device is not known yet', () => {
    const newer = { ...calibration, plainNs: 11 };
    const kept = decodeBook(
      structuredClone(encodeBook(addCalibration(book, { ...entry, device: 'another', calibration: newer }))),
    );
    expect(findCalibration(kept, NOW_MS, 'gpu', 'a card')).toEqual(calibration);
    expect(findCalibration(kept, NOW_MS, 'gpu')).toEqual(newer);
    expect(findCalibration(kept, NOW_MS, 'gpu', 'a third')).toBeUndefined();
    expect(findCalibration(kept, NOW_MS, 'wasm')).toBeUndefined();
  });

  it('does not trust what is old, or from the future', () => {
    expect(findCalibration(book, NOW_MS + 29 * DAY_MS, 'gpu')).toEqual(calibration);
    expect(findCalibration(book, NOW_MS + 31 * DAY_MS, 'gpu')).toBeUndefined();
    expect(findCalibration(book, NOW_MS - 1, 'gpu')).toBeUndefined();
  });

  it('keeps one entry per device, and only so many devices', () => {
    let many = book;
    for (let k = 0; k < 100; k++) many = addCalibration(many, { ...entry, device: `card ${k % 40}` });
    expect(many).toHaveLength(MAX_ENTRIES);
    expect(decodeBook(encodeBook(many))).toEqual(many);
  });

  it('takes nothing from a record of another version or another kind', () => {
    const encoded = encodeBook(book) as Record<string, unknown>;
    expect(decodeBook(encoded)).toHaveLength(1);
    for (const record of [undefined, null, 7, 'text', [], { ...encoded, version: 0 }, { ...encoded, entries: 'x' }]) {
      expect(decodeBook(record)).toEqual([]);
    }
    expect(decodeBook({ ...encoded, entries: new Array(17).fill(entry) })).toEqual([]);
    fc.assert(
      fc.property(fc.anything(), (record) => {
        expect(decodeBook(record)).toEqual([]);
      }),
      { seed: SEED },
    );
  });

  it.each([
    ['no number', { plainNs: '10' }],
    ['a negative time', { plainNs: -1 }],
    ['no finite time', { liquidNs: Number.NaN }],
    ['an absurd time', { fixedMs: 1e9 }],
  ])('leaves out an entry with %s', (_what, change) => {
    const bad = { ...entry, calibration: { ...calibration, ...change } };
    const record = { ...(encodeBook(book) as object), entries: [bad, entry] };
    expect(decodeBook(record)).toEqual([entry]);
  });

  it('leaves out an entry of an unknown engine or of a name that is no name', () => {
    const entries = [
      { ...entry, engine: 'reference' },
      { ...entry, device: 'x'.repeat(301) },
      { ...entry, measuredAtMs: '0' },
    ];
    expect(decodeBook({ ...(encodeBook(book) as object), entries })).toEqual([]);
  });
});
