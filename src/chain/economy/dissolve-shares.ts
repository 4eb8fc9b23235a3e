/**
 * How the TAO of a dissolved subnet is divided among those who hold its alpha (spec economy §4.4): largest remainder.
 *
 *   share_i = ⌊pot·w_i/W⌋,  W = Σ w;  the rao that flooring leaves go, one each, to the largest remainders (pot·w_i mod W)
 */

/** Rao for each weight, in their order; they sum to `potRao`, or to 0 where there is no weight. Of equal remainders the first wins. */
export function dissolveShares(potRao: bigint, weights: readonly bigint[]): readonly bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (potRao * weight) / total);
  const left = potRao - shares.reduce((sum, share) => sum + share, 0n);
  const remainder = (i: number) => (potRao * weights[i]!) % total;
  const byRemainder = weights
    .map((_, i) => i)
    .sort((a, b) => {
      const [x, y] = [remainder(a), remainder(b)];
      return x === y ? a - b : x > y ? -1 : 1;
    });
  for (const i of byRemainder.slice(0, Number(left))) shares[i]! += 1n;
  return shares;
}
