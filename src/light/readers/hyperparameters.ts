/**
 * The rules of a subnet as they stand: value, unit and one sentence each, in the order in which they are explained.
 * What is left over in storage and no longer consulted (spec storage §2.1) is not listed.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Read, ReadPlan } from '../../chain/economy/index.ts';
import { read, readAll } from '../../chain/economy/index.ts';
import { storage } from '../../chain/schema/index.ts';
import type { ChainEngine, Hyperparameter, ReadOptions } from '../types.ts';
import { readPlanAt } from './read-plan-at.ts';

const subtensor = storage.SubtensorModule;

const ITEMS = [
  // epochs and consensus
  subtensor.Tempo,
  subtensor.Kappa,
  subtensor.MaxAllowedValidators,
  subtensor.ActivityCutoffFactorMilli,
  // bonds
  subtensor.Yuma3On,
  subtensor.LiquidAlphaOn,
  subtensor.AlphaValues,
  subtensor.AlphaSigmoidSteepness,
  subtensor.BondsMovingAverage,
  subtensor.BondsPenalty,
  subtensor.BondsResetOn,
  // weights
  subtensor.MinAllowedWeights,
  subtensor.WeightsSetRateLimit,
  subtensor.WeightsVersionKey,
  subtensor.CommitRevealWeightsEnabled,
  subtensor.RevealPeriodEpochs,
  subtensor.MechanismCountCurrent,
  // neurons
  subtensor.NetworkRegistrationAllowed,
  subtensor.MaxAllowedUids,
  subtensor.MinAllowedUids,
  subtensor.ImmunityPeriod,
  subtensor.MinNonImmuneUids,
  subtensor.ImmuneOwnerUidsLimit,
  subtensor.MinBurn,
  subtensor.MaxBurn,
  subtensor.BurnHalfLife,
  subtensor.BurnIncreaseMult,
  subtensor.ServingRateLimit,
  // stake and token
  subtensor.SubtokenEnabled,
  subtensor.SubnetEmissionEnabled,
  subtensor.OwnerCutEnabled,
  subtensor.TransferToggle,
  subtensor.MinChildkeyTakePerSubnet,
] as const;

/** One round trip. */
export function readHyperparameters(
  engine: ChainEngine,
  netuid: number,
  at: BlockRef,
  options: ReadOptions = {},
): Promise<readonly Hyperparameter[]> {
  return readPlanAt(engine, hyperparametersPlan(netuid), at.hash, options);
}

type StoredParameter = number | bigint | boolean | readonly number[];

export function* hyperparametersPlan(netuid: number): ReadPlan<readonly Hyperparameter[]> {
  const reads: readonly Read<StoredParameter>[] = ITEMS.map((item) => read(item as (typeof ITEMS)[0], netuid));
  const values = yield* readAll(reads);
  return ITEMS.map(({ name, unit, docs }, i) => ({ name, value: toValue(values[i]!), unit, docs }));
}

function toValue(stored: StoredParameter): Hyperparameter['value'] {
  return typeof stored === 'number' ? BigInt(stored) : stored;
}
