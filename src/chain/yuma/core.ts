/**
 * The reference engine: the O(n²) middle of an epoch in bigints (spec yuma §3.5 normalisation – §4).
 *
 *   weights → consensus → clipped weights → rank, incentive → bonds → dividends
 *
 * It is written to be read beside the specification; the faster engines must give the same bits.
 */
import { I32F32 } from '../fixed/index.ts';
import { classicBonds, yuma3Bonds } from './bonds.ts';
import { clipWeights, interpolate } from './clip.ts';
import { normalise } from './columns.ts';
import { consensusScores } from './consensus.ts';
import { fixedRows, type Matrix, normaliseRows, quantiseRows, rowSums, sumOverRows } from './rows.ts';
import type { EpochCore, EpochCoreResult } from './types.ts';

/** Every stage of the core, I32F32 bits: for the result, and for finding the first stage that is wrong. */
export interface EpochStages {
  readonly weights: Matrix;
  readonly consensus: readonly bigint[];
  readonly clippedWeights: Matrix;
  readonly validatorTrust: readonly bigint[];
  readonly incentive: readonly bigint[];
  readonly weightsForBonds: Matrix;
  readonly bonds: Matrix;
  readonly dividends: readonly bigint[];
}

export function computeStages(core: EpochCore): EpochStages {
  const activeStake = [...core.activeStake];
  const weights = normaliseRows(fixedRows(core.weights, (value) => I32F32.fromInteger(BigInt(value))));
  const consensus = consensusScores(activeStake, weights, core.n, core.kappa);
  const clippedWeights = clipWeights(weights, consensus);
  const validatorTrust = rowSums(clippedWeights);
  const incentive = normalise(sumOverRows(clippedWeights, activeStake, core.n));
  const weightsForBonds = interpolate(weights, clippedWeights, core.bondsPenalty);
  const bondsInput = { weights: weightsForBonds, activeStake, consensus, incentive };
  const { bonds, dividends } = core.yuma3 ? yuma3Bonds(core, bondsInput) : classicBonds(core, bondsInput);
  return { weights, consensus, clippedWeights, validatorTrust, incentive, weightsForBonds, bonds, dividends };
}

/** Computes one mechanism's core. Pure; equal inputs give equal bits. */
export function computeCore(core: EpochCore): EpochCoreResult {
  const stages = computeStages(core);
  return {
    consensus: BigInt64Array.from(stages.consensus),
    incentive: BigInt64Array.from(stages.incentive),
    validatorTrust: BigInt64Array.from(stages.validatorTrust),
    dividends: BigInt64Array.from(stages.dividends),
    bonds: quantiseRows(stages.bonds),
  };
}
