/**
 * A whole epoch: prepare, let an engine compute the core, finish.
 *
 *   prepareSubnetEpoch ─► one EpochCore per mechanism ─► any engine ─► finishSubnetEpoch
 *
 * The mechanisms of an epoch do not depend on each other, so an engine may take all cores at once and as asynchronously
 * as it likes; only this file's `run…` functions bind it to a synchronous one.
 */
import { computeCore } from './core.ts';
import { finishEpoch } from './finish.ts';
import { aggregateMechanisms, splitEmission } from './mechanisms.ts';
import { type PreparedEpoch, prepareEpoch } from './prepare.ts';
import type { EpochCore, EpochCoreResult, EpochOutput, SubnetEpochInput, SubnetEpochOutput } from './types.ts';

/** A synchronous engine. */
export type ComputeCore = (core: EpochCore) => EpochCoreResult;

/** The epoch of one mechanism with the emission that it is given, rao. @throws RangeError if there is no such mechanism. */
export function runEpoch(
  input: SubnetEpochInput,
  mechanism: number,
  emissionRao: bigint,
  core: ComputeCore = computeCore,
): EpochOutput {
  const prepared = prepareEpoch(input, mechanism);
  return finishEpoch(prepared, core(prepared.core), emissionRao);
}

/** One prepared epoch per mechanism, in order. */
export function prepareSubnetEpoch(input: SubnetEpochInput): PreparedEpoch[] {
  return Array.from({ length: input.mechanismCount }, (_, mechanism) => prepareEpoch(input, mechanism));
}

/** The subnet's output; `results` belong to `prepared`, in order. */
export function finishSubnetEpoch(
  input: SubnetEpochInput,
  prepared: readonly PreparedEpoch[],
  results: readonly EpochCoreResult[],
): SubnetEpochOutput {
  const emissions = splitEmission(input.raoEmission, input.mechanismCount, input.mechanismEmissionSplit);
  const outputs = prepared.map((epoch, k) => finishEpoch(epoch, results[k]!, emissions[k]!));
  return aggregateMechanisms(outputs, emissions, input.raoEmission);
}

/** The epoch of a whole subnet. */
export function runSubnetEpoch(input: SubnetEpochInput, core: ComputeCore = computeCore): SubnetEpochOutput {
  const prepared = prepareSubnetEpoch(input);
  return finishSubnetEpoch(
    input,
    prepared,
    prepared.map((epoch) => core(epoch.core)),
  );
}
