/** What descriptions of studies are made of, each field with its bounds. Everything throws `ChainError` `json/…`. */
import type { JsonPlace } from '../../chain/json.ts';
import { evenly } from './grid.ts';
import { DEFAULT_RULES, type Rules, VERSIONS, type Version } from './rules.ts';
import type { CommonDescription } from './types.ts';

/** Points are numbered in an i32 column. */
export const MAX_POINTS = 2 ** 31 - 1;
/** A chunk's rows are held as a whole by every thread; about 100 bytes each. */
export const MAX_CHUNK_ROWS = 2 ** 20;
/** Values of one axis. */
const MAX_VALUES = 2 ** 16;
/** Longer series take longer than anybody waits between two progress reports. */
const MAX_EPOCHS = 10_000;
/** The chain takes more, but above a million the average's α is negative. */
export const MAX_BONDS_MOVING_AVERAGE = 1_000_000;
export const U16_MAX = 65_535;
export const I16_MAX = 32_767;

/** Refuses members that nobody reads: a misspelt parameter must not be ignored. */
export function onlyKnown(place: JsonPlace, names: readonly string[]): void {
  const stranger = place.entries().find(([name]) => !names.includes(name));
  if (stranger) throw stranger[1].error('wrong-type', `one of ${names.join(', ')}`);
}

export const COMMON_FIELDS = ['study', 'seed', 'epochs', 'chunkPoints'] as const;

export function commonFields(place: JsonPlace, chunkPoints: number): CommonDescription {
  return {
    seed: place.get('seed').u32(),
    epochs: place.optional('epochs')?.integer(1, MAX_EPOCHS) ?? 1,
    chunkPoints: place.optional('chunkPoints')?.integer(1, MAX_CHUNK_ROWS) ?? chunkPoints,
  };
}

/** A number in min … max. */
export function numberIn(place: JsonPlace, min: number, max: number): number {
  const value = place.number();
  if (!(value >= min && value <= max)) throw place.error('out-of-range', `${min} to ${max}`);
  return value;
}

/** One of a few words. */
export function wordOf<Word extends string>(place: JsonPlace, words: readonly Word[]): Word {
  const word = words.find((one) => one === place.text());
  if (word === undefined) throw place.error('wrong-type', words.join(' or '));
  return word;
}

/** A list of at least one. */
export function listOf<T>(place: JsonPlace, read: (entry: JsonPlace) => T, maxLength = MAX_VALUES): T[] {
  const list = place.list(maxLength);
  if (list.length === 0) throw place.error('missing', 'at least one value');
  return list.map(read);
}

/** Whole numbers as a list or as `{ from, to, count }`, evenly spaced and rounded. */
export function integers(place: JsonPlace, min: number, max: number): number[] {
  if (Array.isArray(place.raw)) return listOf(place, (entry) => entry.integer(min, max));
  onlyKnown(place, ['from', 'to', 'count']);
  const from = place.get('from').integer(min, max);
  const to = place.get('to').integer(min, max);
  return evenly(from, to, place.get('count').integer(1, MAX_VALUES)).map(Math.round);
}

export const versionField = (place: JsonPlace): Version => wordOf(place, VERSIONS);

type RuleName = keyof typeof DEFAULT_RULES;

/** What each rule may be; the chain's setters are stricter, studies ask what if. */
export const RULE_BOUNDS: Readonly<Record<RuleName, readonly [min: number, max: number]>> = {
  kappa: [0, U16_MAX],
  bondsPenalty: [0, U16_MAX],
  bondsMovingAverage: [0, MAX_BONDS_MOVING_AVERAGE],
  alphaLow: [0, U16_MAX],
  alphaHigh: [0, U16_MAX],
  alphaSigmoidSteepness: [-I16_MAX - 1, I16_MAX],
};

export const RULE_NAMES = Object.keys(RULE_BOUNDS) as readonly RuleName[];

/** One value of a rule, or the chain's default. */
export function ruleField(place: JsonPlace, name: RuleName): Rules[RuleName] {
  return place.optional(name)?.integer(...RULE_BOUNDS[name]) ?? DEFAULT_RULES[name];
}

/** Several values of a rule, or the chain's default alone. */
export function ruleValues(place: JsonPlace, name: string, rule: RuleName): number[] {
  const given = place.optional(name);
  return given ? integers(given, ...RULE_BOUNDS[rule]) : [DEFAULT_RULES[rule]];
}

/** Refuses a study with more points than can be numbered, or chunks with more rows than a thread holds. */
export function checkSize(place: JsonPlace, points: number, rowsPerPoint: number, chunkPoints: number): void {
  if (points > MAX_POINTS) throw place.error('too-long', `a study of at most ${MAX_POINTS} points, not ${points}`);
  if (rowsPerPoint * Math.min(points, chunkPoints) > MAX_CHUNK_ROWS) {
    throw place.error('too-long', `at most ${MAX_CHUNK_ROWS} rows in a chunk: fewer chunkPoints, epochs or uids`);
  }
}
