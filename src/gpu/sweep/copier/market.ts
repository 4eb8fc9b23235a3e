/**
 * The miners whose worth drifts, and the honest validators who measure it.
 *
 *   quality   q_j(t+1) = q_j(t) + drift·z, reflected at 0 and 1; q_j(0) uniform in 0 … 1
 *   score     w_ij(t) = q_j(t) · max(0, 1 + noise·z), stretched so that a row's largest is 65535
 *
 * One market per draw, the same for every delay, stake and rule: what differs between points is their parameters.
 */
import type { SparseRow } from '../../../chain/yuma/index.ts';
import { streamOf } from '../stream.ts';
import { upscaleShares } from '../upscale.ts';
import type { CopierDescription } from './description.ts';

export interface Market {
  /** Rao per honest validator; they sum to about `HONEST_STAKE_RAO`. */
  readonly honestStake: readonly bigint[];
  /** The uids of the miners, ascending: the columns of every row. */
  readonly columns: Uint16Array;
  /** Per epoch the honest validators' rows. */
  readonly rows: readonly (readonly SparseRow[])[];
}

/** Enough digits for shares of it; far from where the chain's sums wrap. */
export const HONEST_STAKE_RAO = 10 ** 15;

/** Streams of a market, one for each thing that is drawn. */
const STAKES = 0;
const QUALITIES = 1;
const SCORES = 2;

export function openMarket(description: CopierDescription, draw: number): Market {
  const { seed, validators, miners, epochs, stakeSpread, drift, noise } = description;
  const stakes = streamOf(seed, draw, STAKES);
  const qualities = streamOf(seed, draw, QUALITIES);
  const scores = streamOf(seed, draw, SCORES);
  const columns = Uint16Array.from({ length: miners }, (_, miner) => validators + 1 + miner);

  const shares = Array.from({ length: validators }, () => stakes.spread(stakeSpread));
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  let quality = Float64Array.from({ length: miners }, qualities.uniform);
  const rows = Array.from({ length: epochs }, (_, epoch) => {
    if (epoch > 0) quality = quality.map((worth) => reflected(worth + drift * qualities.normal()));
    return Array.from({ length: validators }, (): SparseRow => {
      const measured = quality.map((worth) => worth * scores.spread(noise));
      const largest = measured.reduce((a, b) => Math.max(a, b), 0) || 1;
      return { columns, values: upscaleShares(measured.map((worth) => worth / largest)) };
    });
  });
  return {
    honestStake: shares.map((share) => BigInt(Math.floor((share / total) * HONEST_STAKE_RAO))),
    columns,
    rows,
  };
}

/** Back into 0 … 1, as a ball at two walls. */
function reflected(x: number): number {
  const turn = x - 2 * Math.floor(x / 2);
  return turn > 1 ? 2 - turn : turn;
}
