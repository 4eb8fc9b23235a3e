/** Bonds and dividends, in the two ways that a subnet may choose (spec yuma §4.1, §4.2). */
import { I32F32, u16Ratio } from '../fixed/index.ts';
import { checkedProducts, normalise } from './columns.ts';
import { liquidEmaRow, plainEma } from './ema.ts';
import { alphaSigmoid, liquidAlphaOfRow } from './liquid-alpha.ts';
import {
  fixedRows,
  type Matrix,
  normaliseColumns,
  rowSums,
  scaleColumns,
  scaleRows,
  sumOverColumns,
  upscaleColumns,
} from './rows.ts';
import type { EpochCore } from './types.ts';

/** What the bonds are made of: I32F32 bits. */
export interface BondsInput {
  /** W̃: weights after the bonds penalty. */
  readonly weights: Matrix;
  readonly activeStake: readonly bigint[];
  readonly consensus: readonly bigint[];
  readonly incentive: readonly bigint[];
}

export interface BondsResult {
  /** The rows to store, before quantising. */
  readonly bonds: Matrix;
  readonly dividends: readonly bigint[];
}

/** Classic (Yuma2): bonds follow stake times weight; liquid alpha is ignored. */
export function classicBonds(core: EpochCore, { weights, activeStake, incentive }: BondsInput): BondsResult {
  const { n } = core;
  const old = normaliseColumns(
    fixedRows(core.bonds, (value) => I32F32.fromInteger(BigInt(value))),
    n,
  );
  const delta = normaliseColumns(scaleRows(weights, activeStake), n);
  const average = normaliseColumns(plainEma(delta, old, core.bondsAlpha), n);
  const dividends = normalise(sumOverColumns(average, incentive));
  // Dividends use the bonds before they are stretched for storage.
  return { bonds: upscaleColumns(average, n), dividends };
}

/** Yuma3: bonds follow the weight alone, stake enters with the dividends. */
export function yuma3Bonds(core: EpochCore, input: BondsInput): BondsResult {
  const { weights, activeStake, consensus, incentive } = input;
  const old = fixedRows(core.bonds, u16Ratio);
  const isLiquid = core.liquidAlpha && consensus.some((c) => c !== 0n);
  const bonds = isLiquid ? liquidBonds(core, weights, old, consensus) : plainEma(weights, old, core.bondsAlpha);
  const earned = rowSums(scaleColumns(normaliseColumns(bonds, core.n), incentive));
  return { bonds, dividends: normalise(checkedProducts(earned, activeStake)) };
}

function liquidBonds(core: EpochCore, weights: Matrix, old: Matrix, consensus: readonly bigint[]): Matrix {
  const alpha = alphaSigmoid({
    low: core.alphaLow,
    high: core.alphaHigh,
    steepness: I32F32.fromInteger(BigInt(core.alphaSigmoidSteepness)),
  });
  return weights.map((row, i) => liquidEmaRow(row, old[i]!, liquidAlphaOfRow(row, old[i]!, consensus, alpha)));
}
