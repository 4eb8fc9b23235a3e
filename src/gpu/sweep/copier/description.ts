/**
 * The weight-copier study: what does a validator earn that does no work and submits the consensus of d epochs ago?
 *
 * With commit-reveal weights stay hidden for d epochs, so d stands for the reveal period as well as for a slow copier.
 * A copier that waits d epochs starts without bonds: leave the averages time to settle before the measured epochs.
 *
 * Grid, last axis fastest: draw × copier stake × delay × rule set. Rule sets, in order: every stated version; for each the
 * bonds penalties; then what that version uses: classic and Yuma3 the moving averages, liquid alpha its
 * low × high × steepness.
 */
import type { JsonPlace } from '../../../chain/json.ts';
import {
  COMMON_FIELDS,
  checkSize,
  commonFields,
  integers,
  listOf,
  numberIn,
  onlyKnown,
  ruleField,
  ruleValues,
  versionField,
} from '../fields.ts';
import { gridSize } from '../grid.ts';
import { DEFAULT_RULES, type Rules, type Version } from '../rules.ts';
import type { CommonDescription } from '../types.ts';

export interface CopierDescription extends CommonDescription {
  readonly study: 'weight-copier';
  /** Honest validators, uids 0 … validators−1; the copier is the next uid, miners follow. */
  readonly validators: number;
  readonly miners: number;
  /** σ of the honest stakes' Gaussian spread. */
  readonly stakeSpread: number;
  /** σ of a miner's step of quality per epoch; qualities walk between 0 and 1. */
  readonly drift: number;
  /** σ of an honest validator's error, relative to the quality. */
  readonly noise: number;
  /** The last so many epochs are averaged. */
  readonly measuredEpochs: number;
  readonly draws: number;
  /** The copier's share of all stake. */
  readonly copierStakes: readonly number[];
  /** d, epochs. */
  readonly delays: readonly number[];
  readonly kappa: number;
  readonly versions: readonly Version[];
  readonly bondsPenalties: readonly number[];
  readonly bondsMovingAverages: readonly number[];
  readonly alphaLows: readonly number[];
  readonly alphaHighs: readonly number[];
  readonly alphaSigmoidSteepnesses: readonly number[];
}

const MAX_VALIDATORS = 1_024;
const MAX_MINERS = 16_384;
const MAX_DRAWS = 10_000;
/** Weights of all validators in all epochs are held by every thread, two bytes each. */
const MAX_HELD_WEIGHTS = 2 ** 27;
/** A point is a whole series, so chunks are small. */
const DEFAULT_CHUNK_POINTS = 16;

const FIELDS = [
  ...['validators', 'miners', 'stakeSpread', 'drift', 'noise', 'measuredEpochs', 'draws', 'copierStakes', 'delays'],
  ...['kappa', 'versions', 'bondsPenalties', 'bondsMovingAverages'],
  ...['alphaLows', 'alphaHighs', 'alphaSigmoidSteepnesses'],
];

export function decodeCopier(place: JsonPlace): CopierDescription {
  onlyKnown(place, [...COMMON_FIELDS, ...FIELDS]);
  const common = commonFields(place, DEFAULT_CHUNK_POINTS);
  const description: CopierDescription = {
    study: 'weight-copier',
    ...common,
    validators: place.get('validators').integer(1, MAX_VALIDATORS),
    miners: place.get('miners').integer(1, MAX_MINERS),
    stakeSpread: numberIn(place.get('stakeSpread'), 0, 1),
    drift: numberIn(place.get('drift'), 0, 1),
    noise: numberIn(place.get('noise'), 0, 1),
    measuredEpochs: place.get('measuredEpochs').integer(1, common.epochs),
    draws: place.optional('draws')?.integer(1, MAX_DRAWS) ?? 1,
    copierStakes: listOf(place.get('copierStakes'), (entry) => numberIn(entry, 0, 1)),
    delays: integers(place.get('delays'), 1, common.epochs),
    kappa: ruleField(place, 'kappa'),
    versions: listOf(place.get('versions'), versionField),
    bondsPenalties: ruleValues(place, 'bondsPenalties', 'bondsPenalty'),
    bondsMovingAverages: ruleValues(place, 'bondsMovingAverages', 'bondsMovingAverage'),
    alphaLows: ruleValues(place, 'alphaLows', 'alphaLow'),
    alphaHighs: ruleValues(place, 'alphaHighs', 'alphaHigh'),
    alphaSigmoidSteepnesses: ruleValues(place, 'alphaSigmoidSteepnesses', 'alphaSigmoidSteepness'),
  };
  if ((description.validators + 1) * description.miners * common.epochs > MAX_HELD_WEIGHTS) {
    throw place.error('too-long', `validators × miners × epochs of at most ${MAX_HELD_WEIGHTS}`);
  }
  checkSize(place, gridSize(copierAxes(description)), 1, common.chunkPoints);
  return description;
}

/** Lengths of the grid's axes. */
export function copierAxes(description: CopierDescription): number[] {
  const { draws, copierStakes, delays } = description;
  return [draws, copierStakes.length, delays.length, ruleSetCount(description)];
}

function ruleSetCount(description: CopierDescription): number {
  const { versions, bondsPenalties, bondsMovingAverages } = description;
  const { alphaLows, alphaHighs, alphaSigmoidSteepnesses } = description;
  const liquid = alphaLows.length * alphaHighs.length * alphaSigmoidSteepnesses.length;
  return versions.reduce(
    (count, version) => count + bondsPenalties.length * (version === 'liquid' ? liquid : bondsMovingAverages.length),
    0,
  );
}

/** All rule sets, in the order of the grid's last axis. */
export function ruleSets(description: CopierDescription): Rules[] {
  const { kappa, versions, bondsPenalties, bondsMovingAverages } = description;
  const { alphaLows, alphaHighs, alphaSigmoidSteepnesses } = description;
  return versions.flatMap((version) =>
    bondsPenalties.flatMap((bondsPenalty) => {
      const rules: Rules = { ...DEFAULT_RULES, version, kappa, bondsPenalty };
      if (version !== 'liquid')
        return bondsMovingAverages.map((average) => ({ ...rules, bondsMovingAverage: average }));
      return alphaLows.flatMap((alphaLow) =>
        alphaHighs.flatMap((alphaHigh) =>
          alphaSigmoidSteepnesses.map((alphaSigmoidSteepness) => {
            return { ...rules, alphaLow, alphaHigh, alphaSigmoidSteepness };
          }),
        ),
      );
    }),
  );
}
