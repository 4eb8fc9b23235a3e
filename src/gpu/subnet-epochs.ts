/** Whole subnet epochs on any engine: prepare, compute all mechanisms of all subnets together, finish. */
import {
  finishSubnetEpoch,
  prepareSubnetEpoch,
  type SubnetEpochInput,
  type SubnetEpochOutput,
} from '../chain/yuma/index.ts';
import type { ComputeOptions, EpochEngine } from './types.ts';

/** One output per input, in order. @throws what the engine throws */
export async function runSubnetEpochs(
  engine: EpochEngine,
  inputs: readonly SubnetEpochInput[],
  options: ComputeOptions = {},
): Promise<readonly SubnetEpochOutput[]> {
  const prepared = inputs.map(prepareSubnetEpoch);
  const results = await engine.computeCores(
    prepared.flat().map((epoch) => epoch.core),
    options,
  );
  let first = 0;
  return inputs.map((input, k) => {
    const mechanisms = prepared[k]!;
    const own = results.slice(first, first + mechanisms.length);
    first += mechanisms.length;
    return finishSubnetEpoch(input, mechanisms, own);
  });
}
