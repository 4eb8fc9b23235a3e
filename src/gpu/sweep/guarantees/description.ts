/**
 * The consensus-guarantees study: two teams share a subnet, the honest one and a cabal. How much of the emission does the
 * honest team keep, for every pair of how much each team gives to itself?
 *
 * Grid, last axis fastest: spread × draw × honest stake × honest self-weight × cabal self-weight × bonds penalty.
 */
import type { JsonPlace } from '../../../chain/json.ts';
import {
  COMMON_FIELDS,
  checkSize,
  commonFields,
  listOf,
  numberIn,
  onlyKnown,
  RULE_NAMES,
  ruleField,
  ruleValues,
  versionField,
} from '../fields.ts';
import { gridSize } from '../grid.ts';
import type { Rules } from '../rules.ts';
import type { CommonDescription } from '../types.ts';

/** σ of the Gaussian spread within a team, of stakes and of weights. */
export interface Spread {
  readonly stake: number;
  readonly weight: number;
}

export interface GuaranteesDescription extends CommonDescription, Omit<Rules, 'bondsPenalty'> {
  readonly study: 'consensus-guarantees';
  readonly neurons: number;
  /** Uids 0 … validators−1; the other neurons are servers. */
  readonly validators: number;
  /** S_H: the honest team's share of the stake, and of validators and servers. */
  readonly honestStakes: readonly number[];
  /** Points per axis of self-weights W_H and W_C, evenly from 0 to 1. */
  readonly gridPoints: number;
  readonly bondsPenalties: readonly number[];
  readonly spreads: readonly Spread[];
  /** How many times the Gaussian draws are made anew; all points of one draw share it. */
  readonly draws: number;
}

/** 64 × 512 as in the chain's own map of guarantees. */
const DEFAULT_VALIDATORS = 64;
const DEFAULT_NEURONS = 512;
/** A row of u16 weights over more servers than this cannot tell them apart. */
const MAX_NEURONS = 16_384;
const DEFAULT_GRID_POINTS = 51;
const MAX_GRID_POINTS = 1_001;
const MAX_DRAWS = 10_000;
/** Beyond this most draws are cut at zero. */
const MAX_SPREAD = 10;
/** About a second of one thread for 64 × 512. */
const DEFAULT_CHUNK_POINTS = 4_096;

const FIELDS = ['neurons', 'validators', 'version', 'honestStakes', 'gridPoints', 'bondsPenalties', 'spreads', 'draws'];

export function decodeGuarantees(place: JsonPlace): GuaranteesDescription {
  const rules = RULE_NAMES.filter((name) => name !== 'bondsPenalty');
  onlyKnown(place, [...COMMON_FIELDS, ...FIELDS, ...rules]);
  const neurons = place.optional('neurons')?.integer(4, MAX_NEURONS) ?? DEFAULT_NEURONS;
  const spreads = place.optional('spreads');
  const description: GuaranteesDescription = {
    study: 'consensus-guarantees',
    ...commonFields(place, DEFAULT_CHUNK_POINTS),
    version: versionField(place.get('version')),
    kappa: ruleField(place, 'kappa'),
    bondsMovingAverage: ruleField(place, 'bondsMovingAverage'),
    alphaLow: ruleField(place, 'alphaLow'),
    alphaHigh: ruleField(place, 'alphaHigh'),
    alphaSigmoidSteepness: ruleField(place, 'alphaSigmoidSteepness'),
    neurons,
    // Each team needs a validator and a server.
    validators: place.optional('validators')?.integer(2, neurons - 2) ?? Math.min(DEFAULT_VALIDATORS, neurons - 2),
    honestStakes: listOf(place.get('honestStakes'), (entry) => numberIn(entry, 0, 1)),
    gridPoints: place.optional('gridPoints')?.integer(2, MAX_GRID_POINTS) ?? DEFAULT_GRID_POINTS,
    bondsPenalties: ruleValues(place, 'bondsPenalties', 'bondsPenalty'),
    spreads: spreads ? listOf(spreads, decodeSpread) : [{ stake: 0, weight: 0 }],
    draws: place.optional('draws')?.integer(1, MAX_DRAWS) ?? 1,
  };
  checkSize(place, gridSize(guaranteesAxes(description)), 1, description.chunkPoints);
  return description;
}

/** Lengths of the grid's axes. */
export function guaranteesAxes(description: GuaranteesDescription): number[] {
  const { spreads, draws, honestStakes, gridPoints, bondsPenalties } = description;
  return [spreads.length, draws, honestStakes.length, gridPoints, gridPoints, bondsPenalties.length];
}

function decodeSpread(place: JsonPlace): Spread {
  onlyKnown(place, ['stake', 'weight']);
  return {
    stake: numberIn(place.get('stake'), 0, MAX_SPREAD),
    weight: numberIn(place.get('weight'), 0, MAX_SPREAD),
  };
}
