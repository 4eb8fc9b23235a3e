/**
 * Computes a parameter sweep. Weights and stakes stay as the point has them in all its epochs; bonds go on from the base's.
 *
 * Columns: the point, its parameters in the order of `vary`, the epoch (from 1), then either a summary of the subnet
 *   consensus_sum, trust_sum    Σ C_j and Σ Tv_i, where one is a full share
 *   paid_servers                how many uids have an incentive
 *   incentive_gini              among all uids
 *   dividends_gini              among the uids with active stake
 * or, per uid, its consensus, incentive, validator trust and dividends: shares, exact (I32F32 fits a double).
 */
import { decodeEpochInput, type EpochCore, prepareEpoch } from '../../../chain/yuma/index.ts';
import type { EpochCalculator, EpochSeries, EpochShares } from '../../types.ts';
import { coreRules } from '../core-rules.ts';
import { gridPoint, gridSize } from '../grid.ts';
import { asShare, gini, shareBits, sumBits } from '../shares.ts';
import { type Cell, type ColumnSpec, tableBuilder } from '../table.ts';
import type { PointComputer, StudyDesign } from '../types.ts';
import { type SweepAxis, type SweepDescription, sweepAxes } from './description.ts';
import { type Setting, settingOf } from './setting.ts';
import { syntheticInput } from './synthetic.ts';

const SUMMARY: readonly ColumnSpec[] = [
  { name: 'consensus_sum', kind: 'f64' },
  { name: 'trust_sum', kind: 'f64' },
  { name: 'paid_servers', kind: 'i32' },
  { name: 'incentive_gini', kind: 'f64' },
  { name: 'dividends_gini', kind: 'f64' },
];
const PER_UID: readonly ColumnSpec[] = [
  { name: 'uid', kind: 'i32' },
  { name: 'consensus', kind: 'f64' },
  { name: 'incentive', kind: 'f64' },
  { name: 'validator_trust', kind: 'f64' },
  { name: 'dividends', kind: 'f64' },
];

/** Names of parameters as columns. */
const COLUMN_OF: Readonly<Record<SweepAxis['parameter'], string>> = {
  kappa: 'kappa',
  bondsPenalty: 'bonds_penalty',
  bondsMovingAverage: 'bonds_moving_average',
  alphaLow: 'alpha_low',
  alphaHigh: 'alpha_high',
  alphaSigmoidSteepness: 'alpha_sigmoid_steepness',
  version: 'version',
  stake: 'stake',
  weights: 'weights',
};

/** Results that one call of the engine may give: enough to be busy, little enough to stop soon. */
const BYTES_PER_CALL = 2 ** 23;
const BYTES_PER_NEURON = 32;
const MAX_POINTS_PER_CALL = 256;

export function sweepStudy(description: SweepDescription): StudyDesign {
  return {
    points: gridSize(sweepAxes(description)),
    columns: sweepColumns(description),
    open: (calculator) => openSweep(description, calculator),
    derived: {},
  };
}

function sweepColumns({ vary, uids }: SweepDescription): readonly ColumnSpec[] {
  const isText = (parameter: SweepAxis['parameter']) => ['version', 'stake', 'weights'].includes(parameter);
  return [
    { name: 'point', kind: 'i32' },
    ...vary.map(({ parameter }): ColumnSpec => {
      return { name: COLUMN_OF[parameter], kind: isText(parameter) ? 'text' : 'i32' };
    }),
    { name: 'epoch', kind: 'i32' },
    ...(uids === undefined ? SUMMARY : PER_UID),
  ];
}

function openSweep(description: SweepDescription, calculator: EpochCalculator): PointComputer {
  const { base, epochs, rows, uids, seed } = description;
  const input = 'synthetic' in base ? syntheticInput(seed, base.synthetic) : decodeEpochInput(base.input, 'base.input');
  const mechanism = 'synthetic' in base ? 0 : base.mechanism;
  const axes = sweepAxes(description);
  const shownUids = uids === 'all' ? Array.from({ length: input.n }, (_, uid) => uid) : uids;
  const bytes = input.n * BYTES_PER_NEURON * (rows === 'every' ? epochs : 1);
  const pointsPerCall = Math.max(1, Math.min(MAX_POINTS_PER_CALL, Math.floor(BYTES_PER_CALL / bytes)));
  let prepared:
    | { readonly edits: string; readonly core: EpochCore; readonly keepsBonds: readonly boolean[] }
    | undefined;

  const seriesOf = (setting: Setting): EpochSeries => {
    if (prepared?.edits !== setting.edits) {
      const epoch = prepareEpoch(setting.input, mechanism);
      prepared = { edits: setting.edits, core: epoch.core, keepsBonds: epoch.validatorPermit };
    }
    const step = { core: { ...prepared.core, ...coreRules(setting.rules) }, keepsBonds: prepared.keepsBonds };
    return { steps: new Array<typeof step>(epochs).fill(step) };
  };

  return function* compute(first, count) {
    const table = tableBuilder(sweepColumns(description));
    for (let done = 0; done < count; ) {
      const batch = Math.min(pointsPerCall, count - done);
      const settings = Array.from({ length: batch }, (_, k) =>
        settingOf(description, input, mechanism, gridPoint(first + done + k, axes)),
      );
      const series = settings.map(seriesOf);
      const results = calculator.computeSeries(series, { epochs: rows });
      for (const [k, { epochs: shown }] of results.entries()) {
        const { activeStake } = series[k]!.steps[0]!.core;
        for (const [e, shares] of shown.entries()) {
          const start = [first + done + k, ...settings[k]!.cells, rows === 'every' ? e + 1 : epochs];
          if (shownUids === undefined) table.add([...start, ...summary(shares, activeStake)]);
          else for (const uid of shownUids) table.add([...start, uid, ...sharesOf(shares, uid)]);
        }
      }
      done += batch;
      yield done;
    }
    return table.build();
  };
}

function summary({ consensus, validatorTrust, incentive, dividends }: EpochShares, activeStake: BigInt64Array): Cell[] {
  const incentives = shareBits(incentive);
  const earned = shareBits(dividends).filter((_, uid) => activeStake[uid]! > 0n);
  return [
    asShare(sumBits(consensus)),
    asShare(sumBits(validatorTrust)),
    incentives.reduce((paid, share) => paid + (share > 0 ? 1 : 0), 0),
    gini(incentives),
    gini(earned),
  ];
}

function sharesOf({ consensus, incentive, validatorTrust, dividends }: EpochShares, uid: number): Cell[] {
  return [consensus, incentive, validatorTrust, dividends].map((column) => asShare(Number(column[uid])));
}
