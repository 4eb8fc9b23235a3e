/** Whole subnet epochs on any engine: prepare, compute all mechanisms of all subnets together, finish. */
import {
  type EpochCore,
  type EpochCoreResult,
  finishSubnetEpoch,
  prepareSubnetEpoch,
  type SubnetEpochInput,
  type SubnetEpochOutput,
} from '../chain/yuma/index.ts';
import type { Computation, EpochComputer } from './computer-types.ts';
import type { ComputeOptions, EpochEngine } from './types.ts';

/** One output per input, in order. @throws what the engine throws */
export async function runSubnetEpochs(
  engine: EpochEngine,
  inputs: readonly SubnetEpochInput[],
  options: ComputeOptions = {},
): Promise<readonly SubnetEpochOutput[]> {
  const { cores, finish } = prepareAll(inputs);
  return finish(await engine.computeCores(cores, options));
}

/** The same by whichever engine suits, and with which it was. @throws what the computer throws */
export async function computeSubnetEpochs(
  computer: EpochComputer,
  inputs: readonly SubnetEpochInput[],
  options: ComputeOptions = {},
): Promise<Computation<SubnetEpochOutput>> {
  const { cores, finish } = prepareAll(inputs);
  const { results, ...how } = await computer.computeCores(cores, options);
  return { ...how, results: finish(results) };
}

/** The mechanisms of all inputs in one row, and how their results become outputs. */
function prepareAll(inputs: readonly SubnetEpochInput[]) {
  const prepared = inputs.map(prepareSubnetEpoch);
  const cores: readonly EpochCore[] = prepared.flat().map((epoch) => epoch.core);
  const finish = (results: readonly EpochCoreResult[]): readonly SubnetEpochOutput[] => {
    let first = 0;
    return inputs.map((input, k) => {
      const mechanisms = prepared[k]!;
      const own = results.slice(first, first + mechanisms.length);
      first += mechanisms.length;
      return finishSubnetEpoch(input, mechanisms, own);
    });
  };
  return { cores, finish };
}
