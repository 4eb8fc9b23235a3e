/** What the median needs of the stakes (spec yuma §3.7), once per set of rows and stakes. */
import { I32F32 } from '../../chain/fixed/index.ts';

export interface Vote {
  /** u by row: the stakes normalised once more among the rows that have any; 0 for a row without stake. I32F32 bits. */
  readonly shares: BigInt64Array;
  /** t: their sum, wrapping. */
  readonly total: bigint;
}

export class Votes {
  readonly #known = new Map<BigInt64Array, Map<Uint32Array, Vote>>();

  of(uids: Uint32Array, stake: BigInt64Array): Vote {
    const bySet = this.#known.get(stake) ?? new Map<Uint32Array, Vote>();
    this.#known.set(stake, bySet);
    const vote = bySet.get(uids) ?? voteOf(uids, stake);
    bySet.set(uids, vote);
    return vote;
  }
}

function voteOf(uids: Uint32Array, stake: BigInt64Array): Vote {
  const stakes = Array.from(uids, (uid) => stake[uid]!);
  const sum = I32F32.wrappingSum(stakes.filter((bits) => bits > 0n));
  const share = (bits: bigint) => (bits <= 0n ? 0n : sum === 0n ? bits : I32F32.div(bits, sum));
  const shares = BigInt64Array.from(stakes, share);
  return { shares, total: I32F32.wrappingSum([...shares]) };
}

/**
 * All stakes are within [0, 1]: then every term of a sum of the epoch is, sums stay far below the limit and their order
 * cannot show. Only stakes that overflowed on the chain (2^63 rao and more) are not.
 */
export function areSharesSane(stake: BigInt64Array): boolean {
  return stake.every((bits) => bits >= 0n && bits <= I32F32.one);
}
