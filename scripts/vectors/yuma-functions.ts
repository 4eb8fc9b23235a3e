/**
 * The functions that vectors name (test/vectors/yuma/README.md), bound to our code: `in` is checked, `out` is JSON.
 * They are the steps inside an epoch, so this looks behind the face of `chain/yuma` on purpose.
 */
import { clampU64, I32F32, I64F64, i64f64ToI32F32, quantise, toU16, u16Ratio } from '../../src/chain/fixed/index.ts';
import type { JsonPlace } from '../../src/chain/json.ts';
import { clipWeights, interpolate } from '../../src/chain/yuma/clip.ts';
import { checkedProducts, normalise, normaliseBy } from '../../src/chain/yuma/columns.ts';
import { consensusScores } from '../../src/chain/yuma/consensus.ts';
import { emaAlpha, liquidEma, plainEma } from '../../src/chain/yuma/ema.ts';
import { expSafe } from '../../src/chain/yuma/exp.ts';
import {
  inheritedStake,
  type Json,
  maxUpscaleToU16,
  maxUpscaleWeights,
  splitEmission,
  stakeWeight,
  taoWeightBits,
} from '../../src/chain/yuma/index.ts';
import { alphaSigmoid, liquidAlphas } from '../../src/chain/yuma/liquid-alpha.ts';
import { partitionMedian } from '../../src/chain/yuma/partition-median.ts';
import { topNonZero } from '../../src/chain/yuma/permits.ts';
import {
  type Cell,
  type Matrix,
  normaliseColumns,
  normaliseRows,
  rowSums,
  scaleColumns,
  scaleRows,
  sumOverColumns,
  sumOverRows,
  upscaleColumns,
} from '../../src/chain/yuma/rows.ts';
import { isMaxLimited, sigmoidSafe, top } from './outside-epoch.ts';

type VectorFunction = (input: JsonPlace) => Json;

const bits = (place: JsonPlace) => place.bits();
const bits128 = (place: JsonPlace) => place.bits(128);
const vector = (place: JsonPlace) => place.list().map(bits);
const u16s = (place: JsonPlace) => place.list().map((entry) => entry.u16());

/** Rows of `[column, bits]` with columns below `columns`, and as many rows as `rows` says. */
function matrix(place: JsonPlace, columns = Number.POSITIVE_INFINITY, rows?: number): Matrix {
  const list = place.list();
  if (rows !== undefined && list.length !== rows) throw place.error('out-of-range', `${rows} rows`);
  return list.map((row) =>
    row.list().map((cell): Cell => {
      const [column, value] = cell.pair();
      if (column.u16() >= columns) throw column.error('out-of-range', `a column below ${columns}`);
      return [column.u16(), value.bits()];
    }),
  );
}

/** A second vector of the same length as the first. */
function sameLength(place: JsonPlace, length: number): bigint[] {
  const values = vector(place);
  if (values.length !== length) throw place.error('out-of-range', `${length} entries`);
  return values;
}

const decimals = (values: readonly bigint[]): Json => values.map(String);
const rows = (values: Matrix): Json => values.map((row) => row.map(([column, value]) => [column, String(value)]));

/** A function of (a, b). */
const binary =
  (compute: (a: bigint, b: bigint) => bigint, read = bits): VectorFunction =>
  (input) =>
    String(compute(read(input.get('a')), read(input.get('b'))));

/** A function of x with a wide result. */
const unary =
  (compute: (x: bigint) => bigint, read = bits): VectorFunction =>
  (input) =>
    String(compute(read(input.get('x'))));

/** matrix, columns → matrix */
const perColumn =
  (compute: (m: Matrix, columns: number) => Matrix): VectorFunction =>
  (input) => {
    const columns = input.get('columns').u16();
    return rows(compute(matrix(input.get('matrix'), columns), columns));
  };

const SCALARS: Readonly<Record<string, VectorFunction>> = {
  mul: binary(I32F32.mul),
  div: binary(I32F32.div),
  saturating_div: (input) => {
    const divisor = input.get('b');
    if (divisor.bits() === 0n) throw divisor.error('out-of-range', 'a divisor other than 0');
    return String(I32F32.sdiv(input.get('a').bits(), divisor.bits()));
  },
  mul_i64f64: binary(I64F64.mul, bits128),
  div_i64f64: binary(I64F64.div, bits128),
  i64f64_to_i32f32: unary(i64f64ToI32F32, bits128),
  i64f64_to_u64: unary((x) => clampU64(I64F64.floor(x)), bits128),
  to_u16: (input) => toU16(input.get('x').bits()),
  to_u64: unary((x) => clampU64(I32F32.floor(x))),
  u16_to_fixed: (input) => String(I32F32.fromInteger(BigInt(input.get('x').u16()))),
  u16_ratio: (input) => String(u16Ratio(input.get('x').u16())),
  proportion_to_u16: (input) => quantise(input.get('x').bits()),
  exp_safe: unary(expSafe),
  sigmoid_safe: (input) =>
    String(sigmoidSafe(input.get('x').bits(), input.get('rho').bits(), input.get('kappa').bits())),
  alpha_sigmoid: (input) => {
    const [low, high, steepness] = [input.get('low').bits(), input.get('high').bits(), input.get('steepness').bits()];
    const alpha = alphaSigmoid({ low, high, steepness });
    return String(alpha(input.get('weight').bits(), input.get('bond').bits(), input.get('consensus').bits()));
  },
  ema_alpha_from_bonds_moving_average: (input) => String(emaAlpha(input.get('bonds_moving_average').u64())),
};

const VECTORS: Readonly<Record<string, VectorFunction>> = {
  is_topk: (input) => top(vector(input.get('vector')), input.get('k').u32()),
  is_topk_nonzero: (input) => topNonZero(vector(input.get('vector')), input.get('k').u32()),
  max_upscale_to_u16: (input) => maxUpscaleToU16(vector(input.get('vector'))),
  u16_max_upscale_to_u16: (input) => Array.from(maxUpscaleWeights(u16s(input.get('vector')))),
  check_vec_max_limited: (input) => isMaxLimited(u16s(input.get('vector')), input.get('limit').u16()),
  normalize: (input) => decimals(normalise(vector(input.get('vector')))),
  normalize_i64f64: (input) => decimals(normalise(input.get('vector').list().map(bits128), I64F64)),
  normalize_using_sum: (input) => decimals(normaliseBy(vector(input.get('vector')), input.get('sum').bits())),
  vec_mul: (input) => decimals(checkedProducts(vector(input.get('a')), vector(input.get('b')))),
};

const MATRICES: Readonly<Record<string, VectorFunction>> = {
  row_normalize_sparse: (input) => rows(normaliseRows(matrix(input.get('matrix')))),
  col_normalize_sparse: perColumn(normaliseColumns),
  col_max_upscale_sparse: perColumn(upscaleColumns),
  row_sum_sparse: (input) => decimals(rowSums(matrix(input.get('matrix')))),
  row_hadamard_sparse: (input) => rows(scaleRows(matrix(input.get('matrix')), vector(input.get('vector')))),
  matmul_sparse: (input) => {
    const columns = input.get('columns').u16();
    const m = matrix(input.get('matrix'), columns);
    return decimals(sumOverRows(m, sameLength(input.get('vector'), m.length), columns));
  },
  matmul_transpose_sparse: (input) => {
    const v = vector(input.get('vector'));
    return decimals(sumOverColumns(matrix(input.get('matrix'), v.length), v));
  },
  mat_vec_mul_sparse: (input) => rows(scaleColumns(matrix(input.get('matrix')), vector(input.get('vector')))),
  col_clip_sparse: (input) => {
    const limits = vector(input.get('vector'));
    return rows(clipWeights(matrix(input.get('matrix'), limits.length), limits));
  },
  interpolate_sparse: (input) => {
    const columns = input.get('columns').u16();
    const a = matrix(input.get('a'), columns);
    return rows(interpolate(a, matrix(input.get('b'), columns, a.length), input.get('ratio').bits()));
  },
  mat_ema_sparse: (input) => {
    const next = matrix(input.get('new'));
    return rows(plainEma(next, matrix(input.get('old'), undefined, next.length), input.get('alpha').bits()));
  },
  mat_ema_alpha_sparse: (input) => {
    const alpha = input.get('alpha').list().map(vector);
    const columns = Math.min(...alpha.map((row) => row.length), Number.POSITIVE_INFINITY);
    return rows(liquidEma(matrix(input.get('new'), columns), matrix(input.get('old')), alpha));
  },
  liquid_alphas_sparse: (input) => {
    const consensus = vector(input.get('consensus'));
    const parameters = {
      low: u16Ratio(input.get('alpha_low').u16()),
      high: u16Ratio(input.get('alpha_high').u16()),
      steepness: I32F32.fromInteger(BigInt(input.get('steepness').i16())),
    };
    const weights = matrix(input.get('weights'));
    const bonds = matrix(input.get('bonds'), undefined, weights.length);
    return liquidAlphas(weights, bonds, consensus, parameters).map(decimals);
  },
};

const MEDIANS: Readonly<Record<string, VectorFunction>> = {
  weighted_median: (input) => {
    const stake = vector(input.get('stake'));
    const score = sameLength(input.get('score'), stake.length);
    const indices = input
      .get('indices')
      .list()
      .map((index) => index.integer(0, stake.length - 1));
    const [minority, lo, hi] = [input.get('minority').bits(), input.get('lo').bits(), input.get('hi').bits()];
    return String(partitionMedian(stake, score, indices, minority, lo, hi));
  },
  weighted_median_col_sparse: (input) => {
    const columns = input.get('columns').u16();
    const stake = vector(input.get('stake'));
    const scores = matrix(input.get('matrix'), columns);
    return decimals(consensusScores(stake, scores, columns, input.get('majority').bits()));
  },
};

const STAKE_AND_EMISSION: Readonly<Record<string, VectorFunction>> = {
  inherited_stake: (input) => {
    const parents = input
      .get('parents')
      .list()
      .map((parent) => {
        const [proportion, stake] = parent.pair();
        return { proportion: proportion.u64(), stakeRao: stake.u64() };
      });
    const children = input
      .get('children')
      .list()
      .map((proportion) => proportion.u64());
    return String(inheritedStake(input.get('own').u64(), parents, children));
  },
  combined_stake: (input) => {
    const weight = taoWeightBits(input.get('tao_weight').u64());
    const tao = input.get('tao').list();
    const alpha = input.get('alpha').list();
    if (alpha.length !== tao.length) throw input.get('alpha').error('out-of-range', `${tao.length} entries`);
    return alpha.map((stake, uid) => String(stakeWeight(stake.u64(), tao[uid]!.u64(), weight)));
  },
  split_emission: (input) => {
    const split = input.get('split').nullable();
    return decimals(
      splitEmission(input.get('emission').u64(), input.get('mechanism_count').u8(), split && u16s(split)),
    );
  },
};

const FUNCTIONS = new Map(Object.entries({ ...SCALARS, ...VECTORS, ...MATRICES, ...MEDIANS, ...STAKE_AND_EMISSION }));

/** Our code for the function; undefined if there is none of this name. */
export function referenceFunction(fn: string): VectorFunction | undefined {
  return FUNCTIONS.get(fn);
}

/**
 * Functions that run before and after the engines' part of an epoch, or outside of it: every engine shares this code,
 * so that running it is running the engine.
 */
export const SHARED_FUNCTIONS: ReadonlySet<string> = new Set([
  'mul_i64f64',
  'div_i64f64',
  'i64f64_to_i32f32',
  'i64f64_to_u64',
  'to_u64',
  'u16_to_fixed',
  'u16_ratio',
  'proportion_to_u16',
  'ema_alpha_from_bonds_moving_average',
  'sigmoid_safe',
  'is_topk',
  'is_topk_nonzero',
  'max_upscale_to_u16',
  'u16_max_upscale_to_u16',
  'check_vec_max_limited',
  'normalize',
  'normalize_i64f64',
  'normalize_using_sum',
  ...Object.keys(STAKE_AND_EMISSION),
]);
