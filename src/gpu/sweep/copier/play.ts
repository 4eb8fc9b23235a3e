/**
 * Plays the market with the copier in it, once per delay and stake: its rows depend on consensus, and consensus on its rows.
 *
 *   epoch   0 … d−1        the copier has seen nothing and submits nothing
 *   epoch   t ≥ d          its row is the consensus of epoch t − d, as the chain stored it, stretched to 65535
 *
 * Consensus depends on weights, stake and kappa alone, never on bonds. So it is found once (first pass) for all rule sets,
 * which then compute whole series over these weights (second pass). The first pass goes d epochs at a time: the rows of
 * epochs t … t+d−1 need consensus up to t − 1 only.
 */
import {
  EMPTY_ROW,
  type EpochCore,
  maxUpscaleWeights,
  prepareEpoch,
  type SparseMatrix,
  type SparseRow,
} from '../../../chain/yuma/index.ts';
import type { EpochCalculator } from '../../types.ts';
import { type CoreRules, coreRules } from '../core-rules.ts';
import { gameInput } from '../game-input.ts';
import { DEFAULT_RULES } from '../rules.ts';
import { shareBits } from '../shares.ts';
import type { CopierDescription } from './description.ts';
import { HONEST_STAKE_RAO, type Market } from './market.ts';

export interface Play {
  /** An epoch per step, all with the same stake; rules are to be spread over them. */
  readonly cores: readonly EpochCore[];
  readonly keepsBonds: readonly boolean[];
}

const U16_MAX = 65_535;
const ONE = 2 ** 32;

export function playMarket(
  description: CopierDescription,
  market: Market,
  { delay, copierStake }: { readonly delay: number; readonly copierStake: number },
  calculator: EpochCalculator,
): Play {
  const { epochs, validators, miners, kappa } = description;
  const neurons = validators + 1 + miners;
  const rules = { ...DEFAULT_RULES, version: 'classic', kappa } as const;
  const prepared = prepareEpoch(
    gameInput({ validatorStake: withCopier(market.honestStake, copierStake), neurons, rules }),
    0,
  );
  const minerRows = new Array<SparseRow>(miners).fill(EMPTY_ROW);
  const passRules: CoreRules = coreRules(rules);
  const copied: SparseRow[] = new Array<SparseRow>(Math.min(delay, epochs)).fill(EMPTY_ROW);
  const cores: EpochCore[] = [];
  while (cores.length < epochs) {
    const from = cores.length;
    for (let epoch = from; epoch < Math.min(from + delay, epochs); epoch++) {
      const weights: SparseMatrix = [...market.rows[epoch]!, copied[epoch]!, ...minerRows];
      cores.push({ ...prepared.core, ...passRules, weights });
    }
    const results = calculator.computeSeries(cores.slice(from).map((core) => ({ steps: [{ core }] })));
    for (const { epochs: shares } of results) copied.push(consensusRow(market.columns, shares[0]!.consensus));
  }
  return { cores, keepsBonds: prepared.validatorPermit };
}

/** The copier's stake is its share of all: s = x / (honest + x). All of it: nobody else has any. */
function withCopier(honestStake: readonly bigint[], share: number): bigint[] {
  if (share === 1) return [...honestStake.map(() => 0n), BigInt(HONEST_STAKE_RAO)];
  return [...honestStake, BigInt(Math.floor((share / (1 - share)) * HONEST_STAKE_RAO))];
}

/** Consensus as the chain stores and shows it (u16, floored), submitted as weights. */
function consensusRow(columns: Uint16Array, consensus: BigInt64Array): SparseRow {
  const bits = shareBits(consensus);
  const seen = Array.from(columns, (uid) => Math.min(U16_MAX, Math.floor((bits[uid]! * U16_MAX) / ONE)));
  return { columns, values: maxUpscaleWeights(seen) };
}
