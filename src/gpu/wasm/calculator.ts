/**
 * Epochs on the WebAssembly kernel, in the calling thread. Series whose numbers no chain state gives go to the reference,
 * which takes any.
 */
import { checkSeries } from '../check.ts';
import { createReferenceCalculator } from '../reference.ts';
import type { EpochCalculator, EpochSeries } from '../types.ts';
import { packJob } from './job.ts';
import type { WasmKernel } from './kernel.ts';
import { unpackOutcome } from './outcome.ts';
import { isInRange } from './range.ts';

export function createWasmCalculator(kernel: WasmKernel): EpochCalculator {
  const reference = createReferenceCalculator();
  return {
    computeSeries(series, output = {}) {
      checkSeries(series, output);
      const mine: EpochSeries[] = [];
      const others: EpochSeries[] = [];
      for (const one of series) (isInRange(one) ? mine : others).push(one);
      const outcome = kernel.run(packJob(mine, output));
      const computed = unpackOutcome(mine, output, outcome).values();
      const referred = reference.computeSeries(others, output).values();
      const isMine = new Set(mine);
      return series.map((one) => (isMine.has(one) ? computed : referred).next().value!);
    },
  };
}
