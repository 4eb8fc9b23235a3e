/**
 * Computes the weight-copier study. Per point, averaged over the last `measuredEpochs` epochs:
 *
 *   relative dividends   (D_c / A_c) / (Σ D_i / Σ A_i over the honest i): above 1 copying earns more per stake than work
 *   validator trust      of the copier, and the stake-weighted mean of the honest
 *
 * A point is one series whose weights change every epoch (play.ts); the points of one play share its rows.
 */
import type { EpochCalculator, EpochSeries, EpochShares } from '../../types.ts';
import { coreRules } from '../core-rules.ts';
import { gridPoint, gridSize } from '../grid.ts';
import { asShare, shareBits } from '../shares.ts';
import { type ColumnSpec, tableBuilder } from '../table.ts';
import type { PointComputer, StudyDesign } from '../types.ts';
import { type CopierDescription, copierAxes, ruleSets } from './description.ts';
import { type Market, openMarket } from './market.ts';
import { type Play, playMarket } from './play.ts';

export const COPIER_COLUMNS: readonly ColumnSpec[] = [
  { name: 'point', kind: 'i32' },
  { name: 'draw', kind: 'i32' },
  { name: 'copier_stake', kind: 'f64' },
  { name: 'delay', kind: 'i32' },
  { name: 'version', kind: 'text' },
  { name: 'bonds_penalty', kind: 'i32' },
  // Null where the version does not use it.
  { name: 'bonds_moving_average', kind: 'i32', nullable: true },
  { name: 'alpha_low', kind: 'i32', nullable: true },
  { name: 'alpha_high', kind: 'i32', nullable: true },
  { name: 'alpha_sigmoid_steepness', kind: 'i32', nullable: true },
  { name: 'relative_dividends', kind: 'f64' },
  { name: 'copier_trust', kind: 'f64' },
  { name: 'honest_trust', kind: 'f64' },
];

export function copierStudy(description: CopierDescription): StudyDesign {
  return {
    points: gridSize(copierAxes(description)),
    columns: COPIER_COLUMNS,
    open: (calculator) => openCopier(description, calculator),
    derived: {},
  };
}

function openCopier(description: CopierDescription, calculator: EpochCalculator): PointComputer {
  const { copierStakes, delays, validators } = description;
  const axes = copierAxes(description);
  const rules = ruleSets(description).map((stated) => ({ stated, core: coreRules(stated) }));
  let market: { readonly draw: number; readonly market: Market } | undefined;
  let play: { readonly of: string; readonly play: Play } | undefined;

  const playOf = (draw: number, stake: number, delay: number): Play => {
    if (market?.draw !== draw) market = { draw, market: openMarket(description, draw) };
    const of = `${draw}/${stake}/${delay}`;
    if (play?.of !== of) {
      const setting = { delay: delays[delay]!, copierStake: copierStakes[stake]! };
      play = { of, play: playMarket(description, market.market, setting, calculator) };
    }
    return play.play;
  };

  return function* compute(first, count) {
    const table = tableBuilder(COPIER_COLUMNS);
    for (let done = 0; done < count; done++) {
      const point = first + done;
      const [draw, stake, delay, rule] = gridPoint(point, axes) as [number, number, number, number];
      const { cores, keepsBonds } = playOf(draw, stake, delay);
      const { stated, core } = rules[rule]!;
      const series: EpochSeries = { steps: cores.map((step) => ({ core: { ...step, ...core }, keepsBonds })) };
      const [result] = calculator.computeSeries([series], { epochs: 'every' });
      const measured = result!.epochs.slice(-description.measuredEpochs);
      const { relativeDividends, copierTrust, honestTrust } = measure(measured, cores[0]!.activeStake, validators);
      const isLiquid = stated.version === 'liquid';
      table.add([
        ...[point, draw, copierStakes[stake]!, delays[delay]!, stated.version, stated.bondsPenalty],
        isLiquid ? null : stated.bondsMovingAverage,
        ...(isLiquid ? [stated.alphaLow, stated.alphaHigh, stated.alphaSigmoidSteepness] : [null, null, null]),
        ...[relativeDividends, copierTrust, honestTrust],
      ]);
      yield done + 1;
    }
    return table.build();
  };
}

interface Measure {
  readonly relativeDividends: number;
  readonly copierTrust: number;
  readonly honestTrust: number;
}

/** Means over `epochs`; `copier` is the uid after the honest ones. 0 where a stake or the honest dividends are 0. */
function measure(epochs: readonly EpochShares[], activeStake: BigInt64Array, copier: number): Measure {
  const stake = shareBits(activeStake);
  const honestStake = sumTo(stake, copier);
  let relative = 0;
  let copierTrust = 0;
  let honestTrust = 0;
  for (const epoch of epochs) {
    const dividends = shareBits(epoch.dividends);
    const trust = shareBits(epoch.validatorTrust);
    const honest = sumTo(dividends, copier);
    if (honest > 0 && stake[copier]! > 0) {
      relative += dividends[copier]! / stake[copier]! / (honest / honestStake);
    }
    copierTrust += asShare(trust[copier]!);
    let weighted = 0;
    for (let uid = 0; uid < copier; uid++) weighted += asShare(trust[uid]!) * stake[uid]!;
    honestTrust += honestStake > 0 ? weighted / honestStake : 0;
  }
  return {
    relativeDividends: relative / epochs.length,
    copierTrust: copierTrust / epochs.length,
    honestTrust: honestTrust / epochs.length,
  };
}

function sumTo(values: Float64Array, end: number): number {
  let sum = 0;
  for (let uid = 0; uid < end; uid++) sum += values[uid]!;
  return sum;
}
