/**
 * Which rounds the chain shall have next.
 *
 *   stored … last ──── gap: only rounds that a commit waits for ──── newest − 7 … newest: all of them
 *
 * A block takes at most eight. At block times up to 24 s there is no gap; a chain that was asleep for a night has one, and
 * commits whose rounds lie in it would be lost if they were skipped, for rounds only increase.
 */

/** Pulses that are brought to one block. */
export const MAX_ROUNDS_PER_BLOCK = 8;
/** Rounds of a gap that are brought at all, the newest of them: eight blocks' worth, so that a long gap cannot hold up the present. */
export const MAX_MISSED_ROUNDS = 64;

export interface BeaconView {
  /** `Drand.LastStoredRound`. */
  readonly last: bigint;
  /** The newest round that is signed by now. */
  readonly newest: bigint;
  /** Rounds that something stored waits for, in any order; asked only if there is a gap, or nothing else is wanted. */
  readonly waitedFor: () => Iterable<bigint>;
  /** True: no others than those. */
  readonly onlyWaitedFor?: boolean;
}

/** Ascending, at most `MAX_ROUNDS_PER_BLOCK`. */
export function wantedRounds({ last, newest, waitedFor, onlyWaitedFor = false }: BeaconView): bigint[] {
  if (newest <= last) return [];
  if (onlyWaitedFor) return waitedBetween(last, newest + 1n, waitedFor()).slice(0, MAX_ROUNDS_PER_BLOCK);
  const most = BigInt(MAX_ROUNDS_PER_BLOCK);
  const first = newest - last > most ? newest - most + 1n : last + 1n;
  const recent = Array.from({ length: Number(newest - first) + 1 }, (_, i) => first + BigInt(i));
  if (first === last + 1n) return recent;
  return [...waitedBetween(last, first, waitedFor()), ...recent].slice(0, MAX_ROUNDS_PER_BLOCK);
}

/** Those after `last` and before `end`, ascending, the newest `MAX_MISSED_ROUNDS`. */
function waitedBetween(last: bigint, end: bigint, waitedFor: Iterable<bigint>): bigint[] {
  const missed = [...new Set(waitedFor)].filter((round) => round > last && round < end);
  missed.sort((a, b) => (a < b ? -1 : 1));
  return missed.slice(-MAX_MISSED_ROUNDS);
}
