/**
 * The parameter sweep: one subnet, some of its rules, stakes and weights varied, over a full grid and a number of epochs.
 *
 * Grid: the axes in the order of `vary`, the last running fastest. Points that follow each other and differ in anything but
 * kappa, stake and weights share their consensus, so put those three first.
 */
import type { JsonPlace } from '../../../chain/json.ts';
import { decodeEpochInput, encodeEpochInput, type Json } from '../../../chain/yuma/index.ts';
import { MAX_NEURONS } from '../../check.ts';
import {
  COMMON_FIELDS,
  checkSize,
  commonFields,
  integers,
  listOf,
  MAX_CHUNK_ROWS,
  numberIn,
  onlyKnown,
  RULE_BOUNDS,
  RULE_NAMES,
  versionField,
  wordOf,
} from '../fields.ts';
import { gridSize } from '../grid.ts';
import type { Version } from '../rules.ts';
import type { CommonDescription } from '../types.ts';

/** A made-up subnet (`synthetic.ts`). */
export interface SyntheticBase {
  readonly validators: number;
  readonly neurons: number;
  /** Share of the servers that a validator scores, 0 … 1. */
  readonly density: number;
}

/** The epoch to start from: made up from the seed, or an epoch input as `encodeEpochInput` writes it. */
export type SweepBase = { readonly synthetic: SyntheticBase } | { readonly input: Json; readonly mechanism: number };

/** Another stake of one neuron, rao as decimal text. */
export interface StakeChange {
  readonly uid: number;
  readonly alpha: string;
  readonly tao: string;
}

/** Another row of one neuron: [column, u16 value] in the order in which they would be stored. */
export interface WeightChange {
  readonly uid: number;
  readonly row: readonly (readonly [column: number, value: number])[];
}

export interface Edit<Change> {
  readonly label: string;
  readonly changes: readonly Change[];
}

export type SweepAxis =
  | { readonly parameter: (typeof RULE_NAMES)[number]; readonly values: readonly number[] }
  | { readonly parameter: 'version'; readonly values: readonly Version[] }
  | { readonly parameter: 'stake'; readonly values: readonly Edit<StakeChange>[] }
  | { readonly parameter: 'weights'; readonly values: readonly Edit<WeightChange>[] };

export interface SweepDescription extends CommonDescription {
  readonly study: 'sweep';
  readonly base: SweepBase;
  readonly vary: readonly SweepAxis[];
  /** Whether every epoch gives rows, or the last alone. */
  readonly rows: 'every' | 'last';
  /** Undefined: a row is a summary of the subnet. Else one row per uid that is named. */
  readonly uids: 'all' | readonly number[] | undefined;
}

const PARAMETERS = [...RULE_NAMES, 'version', 'stake', 'weights'] as const;
/** Shown in a column of its own, in every row. */
const MAX_LABEL = 60;
const MAX_SYNTHETIC_NEURONS = 16_384;
const DEFAULT_DENSITY = 0.9;
/** Some seconds of one thread for ten epochs of 16 × 256, and enough chunks for the threads of one machine. */
const DEFAULT_CHUNK_POINTS = 64;

const FIELDS = ['base', 'vary', 'rows', 'uids'];

export function decodeSweep(place: JsonPlace): SweepDescription {
  onlyKnown(place, [...COMMON_FIELDS, ...FIELDS]);
  const common = commonFields(place, DEFAULT_CHUNK_POINTS);
  const { base, n } = decodeBase(place.get('base'));
  const uids = place.optional('uids');
  const rows = place.optional('rows');
  const description: SweepDescription = {
    study: 'sweep',
    ...common,
    base,
    vary: place
      .get('vary')
      .list(PARAMETERS.length)
      .map((axis) => decodeAxis(axis, n)),
    rows: rows ? wordOf(rows, ['every', 'last']) : 'last',
    uids: uids && (uids.raw === 'all' ? 'all' : listOf(uids, (uid) => uid.integer(0, n - 1))),
  };
  const names = description.vary.map(({ parameter }) => parameter);
  if (new Set(names).size < names.length) throw place.get('vary').error('wrong-type', 'each parameter at most once');
  const perEpoch = description.uids === undefined ? 1 : description.uids === 'all' ? n : description.uids.length;
  const rowsPerPoint = perEpoch * (description.rows === 'every' ? common.epochs : 1);
  checkSize(place, gridSize(sweepAxes(description)), rowsPerPoint, common.chunkPoints);
  // A point's results come in one piece, so that they are bounded like a chunk of rows.
  if (description.rows === 'every' && n * common.epochs > 8 * MAX_CHUNK_ROWS) {
    throw place.error('too-long', `neurons × epochs of at most ${8 * MAX_CHUNK_ROWS} with rows of every epoch`);
  }
  return description;
}

/** Lengths of the grid's axes. */
export const sweepAxes = ({ vary }: SweepDescription): number[] => vary.map(({ values }) => values.length);

function decodeBase(place: JsonPlace): { readonly base: SweepBase; readonly n: number } {
  const synthetic = place.optional('synthetic');
  if (synthetic) {
    onlyKnown(place, ['synthetic']);
    onlyKnown(synthetic, ['validators', 'neurons', 'density']);
    const neurons = synthetic.get('neurons').integer(2, MAX_SYNTHETIC_NEURONS);
    const validators = synthetic.get('validators').integer(1, neurons - 1);
    const given = synthetic.optional('density');
    const density = given ? numberIn(given, 0, 1) : DEFAULT_DENSITY;
    return { base: { synthetic: { validators, neurons, density } }, n: neurons };
  }
  onlyKnown(place, ['input', 'mechanism']);
  const input = decodeEpochInput(place.get('input').raw, 'base.input');
  if (input.n < 1 || input.n > MAX_NEURONS) {
    throw place.get('input').get('n').error('out-of-range', `1 to ${MAX_NEURONS}`);
  }
  const mechanism = place.optional('mechanism')?.integer(0, input.mechanisms.length - 1) ?? 0;
  return { base: { input: encodeEpochInput(input), mechanism }, n: input.n };
}

function decodeAxis(place: JsonPlace, n: number): SweepAxis {
  onlyKnown(place, ['parameter', 'values']);
  const parameter = wordOf(place.get('parameter'), PARAMETERS);
  const values = place.get('values');
  switch (parameter) {
    case 'version':
      return { parameter, values: listOf(values, versionField) };
    case 'stake':
      return { parameter, values: listOf(values, (edit) => decodeEdit(edit, (change) => decodeStake(change, n))) };
    case 'weights':
      return { parameter, values: listOf(values, (edit) => decodeEdit(edit, (change) => decodeWeights(change, n))) };
    default:
      return { parameter, values: integers(values, ...RULE_BOUNDS[parameter]) };
  }
}

function decodeEdit<Change>(place: JsonPlace, decode: (change: JsonPlace) => Change): Edit<Change> {
  onlyKnown(place, ['label', 'changes']);
  const label = place.get('label').text();
  if (label.length === 0 || label.length > MAX_LABEL) {
    throw place.get('label').error('too-long', `1 to ${MAX_LABEL} characters`);
  }
  return { label, changes: place.get('changes').list().map(decode) };
}

function decodeStake(place: JsonPlace, n: number): StakeChange {
  onlyKnown(place, ['uid', 'alpha', 'tao']);
  const uid = place.get('uid').integer(0, n - 1);
  return { uid, alpha: String(place.get('alpha').u64()), tao: String(place.optional('tao')?.u64() ?? 0n) };
}

function decodeWeights(place: JsonPlace, n: number): WeightChange {
  onlyKnown(place, ['uid', 'row']);
  const row = place
    .get('row')
    .list(n)
    .map((cell): readonly [number, number] => {
      const [column, value] = cell.pair();
      return [column.integer(0, n - 1), value.u16()];
    });
  if (new Set(row.map(([column]) => column)).size < row.length) {
    throw place.get('row').error('wrong-type', 'each column at most once');
  }
  return { uid: place.get('uid').integer(0, n - 1), row };
}
