/** The WebAssembly kernel as a synchronous engine of single epochs: for the localnet, which runs them inside its blocks. */
import type { ComputeCore } from '../../chain/yuma/index.ts';
import { computeCore } from '../../chain/yuma/index.ts';
import { coreResult, seriesOfCores } from '../cores-as-series.ts';
import { ComputeError } from '../error.ts';
import { createWasmCalculator } from './calculator.ts';
import { openKernel } from './kernel.ts';
import { loadEpochModule } from './module.node.ts';

/** What the kernel does not take (rows that name a column twice) the reference computes. @throws ComputeError `wasm/unavailable` */
export async function createNodeWasmCore(): Promise<ComputeCore> {
  const { module, isSimd } = await loadEpochModule();
  const calculator = createWasmCalculator(await openKernel(module, isSimd));
  return (core) => {
    try {
      return coreResult(calculator.computeSeries(seriesOfCores([core]), { bonds: true })[0]!);
    } catch (error) {
      if (error instanceof ComputeError) return computeCore(core);
      throw error;
    }
  };
}
