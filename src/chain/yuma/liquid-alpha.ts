/**
 * Liquid alpha: how fast a bond follows its weight, per validator and neuron (spec yuma §5). A weight above consensus
 * "buys", a bond above the weight "sells"; the more so, the faster.
 *
 *   d = clamp(w − c) if w ≥ b, else clamp(b − w)      α = low + σ(steepness·(d − ½))·(high − low)
 */
import { I32F32, larger, smaller } from '../fixed/index.ts';
import { expSafe } from './exp.ts';
import type { Matrix, Row } from './rows.ts';

export interface LiquidAlphaParameters {
  /** I32F32 bits. */
  readonly low: bigint;
  readonly high: bigint;
  /** I32F32 bits, in hundredths: 1000.0 is a slope of 10. */
  readonly steepness: bigint;
}

const { one } = I32F32;
const HALF = one / 2n;
/** Steepness is in hundredths, and the exponent is negative. */
const MINUS_HUNDRED = I32F32.fromInteger(-100n);

/** With `low` above `high` the result is `low`, as in the pallet. */
function clampBetween(x: bigint, low: bigint, high: bigint): bigint {
  return larger(smaller(x, high), low);
}

/** α as a function of weight w, bond b and consensus c, all I32F32 bits. */
export function alphaSigmoid(parameters: LiquidAlphaParameters): (w: bigint, b: bigint, c: bigint) => bigint {
  const { low, high, steepness } = parameters;
  const slope = I32F32.sdiv(steepness, MINUS_HUNDRED);
  const range = I32F32.sub(high, low);

  const alphaOf = (d: bigint): bigint => {
    const z = I32F32.mul(slope, I32F32.sub(d, HALF));
    const sigmoid = I32F32.sdiv(one, I32F32.add(one, expSafe(z)));
    return clampBetween(I32F32.add(low, I32F32.mul(sigmoid, range)), low, high);
  };
  return (w, b, c) => {
    const buy = clampBetween(I32F32.sub(w, c), 0n, one);
    const sell = clampBetween(I32F32.sub(b, w), 0n, one);
    return alphaOf(w >= b ? buy : sell);
  };
}

/**
 * The cells of a row that a cursor finds which only moves forward while columns count up: those before which every
 * cell has a smaller column. QUIRK: validators submit uids in any order, so the pallet misses the others.
 */
export function cellsInCursorOrder(row: Row): ReadonlyMap<number, bigint> {
  const seen = new Map<number, bigint>();
  let reached = -1;
  for (const [column, value] of row) {
    if (column <= reached) continue;
    seen.set(column, value);
    reached = column;
  }
  return seen;
}

/** α of one row, by column. */
export function liquidAlphaOfRow(
  weights: Row,
  bonds: Row,
  consensus: readonly bigint[],
  alpha: (w: bigint, b: bigint, c: bigint) => bigint,
): (column: number) => bigint {
  const w = cellsInCursorOrder(weights);
  const b = cellsInCursorOrder(bonds);
  return (column) => alpha(w.get(column) ?? 0n, b.get(column) ?? 0n, consensus[column]!);
}

/** All α of a matrix, rows × consensus.length. */
export function liquidAlphas(
  weights: Matrix,
  bonds: Matrix,
  consensus: readonly bigint[],
  parameters: LiquidAlphaParameters,
): bigint[][] {
  const alpha = alphaSigmoid(parameters);
  return weights.map((row, i) => {
    const alphaAt = liquidAlphaOfRow(row, bonds[i] ?? [], consensus, alpha);
    return consensus.map((_, column) => alphaAt(column));
  });
}
