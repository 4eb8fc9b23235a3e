/**
 * Engines for tests of whoever chooses between engines: they compute what the reference does, take the time they are told
 * to, and fail when they are told to.
 */

import { computeCore } from '../../chain/yuma/index.ts';
import { checkSeries } from '../check.ts';
import type { ComputerPlatform } from '../computer-types.ts';
import { ComputeError } from '../error.ts';
import { createReferenceCalculator } from '../reference.ts';
import type { EngineName, EpochEngine, EpochSeries, SeriesOptions } from '../types.ts';
import type { WasmEpochEngine } from '../wasm/engine.ts';
import { expectedAnswer } from '../webgpu/operations.ts';
import type { GpuEpochEngine } from '../webgpu/types.ts';

export interface FakeBehaviour {
  /** Why it cannot be opened. */
  openError?: unknown;
  /** It rejects with this after so many results of a job. */
  failure?: { readonly afterResults: number; readonly error: unknown } | undefined;
  /** It never answers, but for an abort. */
  hangs?: boolean;
}

export interface FakeEngines {
  readonly platform: ComputerPlatform;
  readonly gpu: FakeBehaviour;
  readonly wasm: FakeBehaviour;
  /** What was opened, computed (with the number of series) and closed, in order; not the GPU's test and calibrations. */
  readonly log: string[];
  /** Loses the GPU that was opened last. */
  loseGpu(): void;
}

export function fakeEngines(): FakeEngines {
  const gpu: FakeBehaviour = {};
  const wasm: FakeBehaviour = {};
  const log: string[] = [];
  let lose: (reason: ComputeError) => void = () => undefined;

  const engine = (name: EngineName, behaviour: FakeBehaviour): EpochEngine => {
    let isClosed = false;
    const computeSeries = async (series: readonly EpochSeries[], options: SeriesOptions = {}) => {
      checkSeries(series, options);
      if (isClosed) throw new ComputeError(name === 'gpu' ? 'gpu/closed' : 'compute/closed', 'Closed.');
      // Only jobs ask to hear of results. Of the others, the known-answer test looks at bonds, calibration at the clock.
      if (!options.onResult && !options.bonds) return [];
      if (options.onResult) log.push(`${name} ${series.length}`);
      if (options.onResult && behaviour.hangs) await aborted(options.signal);
      const results = createReferenceCalculator().computeSeries(series, options);
      if (!options.onResult) return results;
      for (const [k, result] of results.entries()) {
        if (behaviour.failure?.afterResults === k) throw behaviour.failure.error;
        options.onResult(k, result);
        options.onProgress?.({ done: k + 1, total: series.length });
      }
      return results;
    };
    return {
      name,
      device: `a fake ${name}`,
      computeSeries,
      computeCores: async (cores) => cores.map(computeCore),
      close() {
        if (!isClosed) log.push(`close ${name}`);
        isClosed = true;
      },
    };
  };

  const platform: ComputerPlatform = {
    nowMs: () => 1_800_000_000_000,
    random: () => 0,
    async openWasm() {
      if (wasm.openError) throw wasm.openError;
      log.push('open wasm');
      return {
        ...engine('wasm', wasm),
        threads: 1,
        calculator: createReferenceCalculator(),
        load: { workers: 0, jobs: 0 },
      } as WasmEpochEngine;
    },
    async openGpu() {
      if (gpu.openError) throw gpu.openError;
      log.push('open gpu');
      const lost = new Promise<ComputeError>((resolve) => {
        lose = resolve;
      });
      return {
        ...engine('gpu', gpu),
        isSoftware: false,
        lost,
        lastRun: undefined,
        answer: async (questions) => BigInt64Array.from(questions, expectedAnswer),
        runFunction: () => undefined,
      } as GpuEpochEngine;
    },
  };
  return { platform, gpu, wasm, log, loseGpu: () => lose(new ComputeError('gpu/device-lost', 'It was lost.')) };
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
