/**
 * The reference engine: the bigints of `src/chain/yuma` behind the engines' interface. Slower than the others, correct by
 * being the specification, and there on every machine.
 */
import { computeCore, type EpochCore, type EpochCoreResult } from '../chain/yuma/index.ts';
import { checkSeries } from './check.ts';
import { ComputeError } from './error.ts';
import { nextTurn } from './next-turn.ts';
import { storedBonds } from './stored-bonds.ts';
import type {
  ComputeOptions,
  EpochCalculator,
  EpochEngine,
  EpochSeries,
  SeriesOptions,
  SeriesOutput,
  SeriesResult,
} from './types.ts';

/** Longest stretch of work before the page gets a turn. */
const SLICE_MS = 12;

/** The reference in the calling thread. It takes duplicate columns, as the chain's own code does. */
export function createReferenceCalculator(): EpochCalculator {
  return {
    computeSeries(series, output = {}) {
      checkSeries(series, output, 'taken');
      return series.map((one) => {
        const results = [...epochsOf(one)];
        return seriesResult(results, output);
      });
    },
  };
}

export function createReferenceEngine(): EpochEngine {
  let isClosed = false;

  /** Lets the page have its turn when the time is up, and stops where it is told to. */
  function pacer(signal: AbortSignal | undefined) {
    let sliceStartMs = performance.now();
    return async () => {
      if (performance.now() - sliceStartMs > SLICE_MS) {
        await nextTurn();
        sliceStartMs = performance.now();
      }
      signal?.throwIfAborted();
      if (isClosed) throw new ComputeError('compute/closed', 'The reference engine was closed.');
    };
  }

  return {
    name: 'reference',
    device: 'CPU, plain bigints',

    async computeCores(cores: readonly EpochCore[], { signal, onProgress }: ComputeOptions = {}) {
      const pace = pacer(signal);
      const results: EpochCoreResult[] = [];
      for (const core of cores) {
        await pace();
        results.push(computeCore(core));
        onProgress?.({ done: results.length, total: cores.length });
      }
      return results;
    },

    async computeSeries(series: readonly EpochSeries[], options: SeriesOptions = {}) {
      checkSeries(series, options, 'taken');
      const pace = pacer(options.signal);
      const total = series.reduce((sum, { steps }) => sum + steps.length, 0);
      let done = 0;
      const results: SeriesResult[] = [];
      for (const [index, one] of series.entries()) {
        const epochs: EpochCoreResult[] = [];
        await pace();
        for (const epoch of epochsOf(one)) {
          epochs.push(epoch);
          done += 1;
          options.onProgress?.({ done, total });
          await pace();
        }
        const result = seriesResult(epochs, options);
        results.push(result);
        options.onResult?.(index, result);
      }
      return results;
    },

    close() {
      isClosed = true;
    },
  };
}

/** Epoch after epoch, each with the bonds that the one before left. */
function* epochsOf({ steps }: EpochSeries): Generator<EpochCoreResult> {
  let bonds = steps[0]!.core.bonds;
  for (const step of steps) {
    const result = computeCore({ ...step.core, bonds });
    yield result;
    bonds = storedBonds(step, result.bonds);
  }
}

function seriesResult(results: readonly EpochCoreResult[], output: SeriesOutput): SeriesResult {
  const shown = output.epochs === 'last' ? results.slice(-1) : results;
  return {
    epochs: shown.map(({ bonds: _, ...shares }) => shares),
    bonds: output.bonds ? results.at(-1)!.bonds : undefined,
  };
}
