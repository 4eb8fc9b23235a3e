/**
 * Consensus: the stake-weighted median of the weights on each neuron (spec yuma §3.7).
 *
 *   C_j = the smallest score s with Σ{u_k : x_k ≤ s} > m, else the largest score
 *
 * where u are the stakes of the voters normalised once more, x_k the score that voter k gives to j (0 if none), and
 * m = Σu − κ the minority. The pallet finds the same value by repeated partitioning (`partitionMedian`), as long as
 * more score means more cumulative stake. Stake sums that wrap (beyond 2^63 rao) break that, and only then the search
 * itself decides.
 */
import { ascending, I32F32 } from '../fixed/index.ts';
import { normalise } from './columns.ts';
import { partitionMedian } from './partition-median.ts';
import type { Matrix } from './rows.ts';

interface Vote {
  readonly score: bigint;
  readonly stake: bigint;
}

/**
 * One median per column, I32F32 bits.
 * `stake` one per row, any scale, rows with stake ≤ 0 do not vote; `kappa` the majority needed, 0…one.
 * Where a row names a column twice the last entry counts.
 */
export function consensusScores(
  stake: readonly bigint[],
  weights: Matrix,
  columns: number,
  kappa: bigint,
): readonly bigint[] {
  const voters = stake.flatMap((s, row) => (s > 0n ? [row] : []));
  const shares = normalise(voters.map((row) => stake[row]!));
  const total = I32F32.wrappingSum(shares);
  const minority = I32F32.sub(total, kappa);

  const votes: Vote[][] = Array.from({ length: columns }, () => []);
  voters.forEach((row, k) => {
    for (const [column, score] of new Map(weights[row])) votes[column]!.push({ score, stake: shares[k]! });
  });
  const isMonotone = shares.every((share) => share >= 0n) && shares.reduce((sum, share) => sum + share, 0n) === total;
  if (!isMonotone) return votes.map((_, column) => searchMedian(voters, weights, column, shares, minority, total));
  return votes.map((given) => {
    if (given.length < voters.length) {
      const silent = given.reduce((rest, vote) => rest - vote.stake, total);
      given.push({ score: 0n, stake: silent });
    }
    return weightedMedian(given, minority);
  });
}

/** The pallet's own search, for votes whose sums wrap. */
function searchMedian(
  voters: readonly number[],
  weights: Matrix,
  column: number,
  shares: readonly bigint[],
  minority: bigint,
  total: bigint,
): bigint {
  const scores = voters.map((row) => weights[row]!.findLast(([j]) => j === column)?.[1] ?? 0n);
  return partitionMedian(shares, scores, [...voters.keys()], minority, 0n, total);
}

/** The smallest score whose cumulative stake exceeds `minority`, else the largest; 0 without votes. Sorts `votes`. */
function weightedMedian(votes: Vote[], minority: bigint): bigint {
  votes.sort((a, b) => ascending(a.score, b.score));
  let cumulative = 0n;
  for (const { score, stake } of votes) {
    cumulative += stake;
    if (cumulative > minority) return score;
  }
  return votes.at(-1)?.score ?? 0n;
}
