import { describe, expect, it } from 'vitest';
import type { Calibration } from './calibration.ts';
import { type Candidates, chooseEngine, GPU_OPENING_MS } from './choose.ts';

const quick: Calibration = { fixedMs: 0.1, plainNs: 15, liquidNs: 60 };
/** A GPU: much to begin with, little per cell. */
const wide: Calibration = { fixedMs: 4, plainNs: 0.5, liquidNs: 1 };
const LIVE = { plainCells: 65 * 256, liquidCells: 0 };
/** 4096 scenarios × 10 epochs of 64 × 256, liquid: 40 s in WebAssembly on one thread, 0.7 s on that GPU. */
const SWEEP = { plainCells: 0, liquidCells: 40_960 * 65 * 256 };

const wasm = { state: 'open', calibration: quick, threads: 1 } as const;
const measured: Candidates = { wasm, gpu: { state: 'open', calibration: wide } };
const unknown: Candidates = { wasm, gpu: { state: 'closed', calibration: undefined } };

describe('the choice of an engine', () => {
  it('gives each job to the engine that should be done first', () => {
    expect(chooseEngine('auto', LIVE, measured)).toBe('wasm');
    expect(chooseEngine('auto', SWEEP, measured)).toBe('gpu');
    const slow = { ...wide, plainNs: 100, liquidNs: 100 };
    expect(chooseEngine('auto', SWEEP, { wasm, gpu: { state: 'open', calibration: slow } })).toBe('wasm');
  });

  it('gives small jobs to a GPU that is quicker even there', () => {
    const instant = { fixedMs: 0.01, plainNs: 0.1, liquidNs: 0.1 };
    expect(chooseEngine('auto', LIVE, { wasm, gpu: { state: 'open', calibration: instant } })).toBe('gpu');
  });

  it('opens a GPU only for a job that saves more than opening takes', () => {
    const closed: Candidates = { wasm, gpu: { state: 'closed', calibration: wide } };
    const cells = (ms: number) => ({ plainCells: (ms * 1e6) / (quick.plainNs - wide.plainNs), liquidCells: 0 });
    expect(chooseEngine('auto', cells(GPU_OPENING_MS - 100), closed)).toBe('wasm');
    expect(chooseEngine('auto', cells(GPU_OPENING_MS + 100), closed)).toBe('gpu');
  });

  it('tries a GPU that was never measured for large jobs only', () => {
    expect(chooseEngine('auto', LIVE, unknown)).toBe('wasm');
    expect(chooseEngine('auto', SWEEP, unknown)).toBe('gpu');
  });

  it('counts the threads that a large job is spread over', () => {
    const work = { plainCells: 1e9, liquidCells: 0 };
    const gpu = { state: 'open', calibration: { fixedMs: 0, plainNs: 5, liquidNs: 5 } } as const;
    expect(chooseEngine('auto', work, { wasm, gpu })).toBe('gpu');
    expect(chooseEngine('auto', work, { wasm: { ...wasm, threads: 8 }, gpu })).toBe('wasm');
  });

  it('does what a person forces, whatever was measured', () => {
    for (const setting of ['gpu', 'wasm', 'reference'] as const) {
      expect(chooseEngine(setting, LIVE, measured)).toBe(setting);
      expect(chooseEngine(setting, SWEEP, unknown)).toBe(setting);
    }
  });

  it('falls back from the GPU to WebAssembly and from there to the reference', () => {
    const gpu = { state: 'failed', calibration: wide } as const;
    const noWasm = { ...wasm, state: 'failed' } as const;
    expect(chooseEngine('auto', SWEEP, { wasm, gpu })).toBe('wasm');
    expect(chooseEngine('gpu', SWEEP, { wasm, gpu })).toBe('wasm');
    expect(chooseEngine('gpu', SWEEP, { wasm: noWasm, gpu })).toBe('reference');
    expect(chooseEngine('wasm', SWEEP, { wasm: noWasm, gpu: measured.gpu })).toBe('reference');
    expect(chooseEngine('auto', LIVE, { wasm: noWasm, gpu: measured.gpu })).toBe('gpu');
  });
});
