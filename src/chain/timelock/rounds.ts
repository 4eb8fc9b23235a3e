/**
 * When a beacon's rounds come, and which one to encrypt to.
 *
 *   time(R) = genesis + period · (R − 1)                                    the first round is 1
 *   reveal  = max(1, ⌊(now + blocks until the reveal · block time − genesis) / period⌋)
 *
 * The second is the one that the chain's clients use (spec participation §5.4). It is one less than the newest round at
 * that time: the pulse of round R is out one period before the moment aimed at.
 *
 *   commit in epoch c                 E becomes c + P                                    E becomes c + P + 1
 *        │                                  │ ← the chain opens commits of c in any block of this time → │ lost
 *        └────────── locked ────────────────┴─ R: about 3 blocks in, so that nobody can read it early ───┘
 */

/** A beacon's schedule. */
export interface BeaconClock {
  /** Unix time of round 1, seconds. */
  readonly genesisTimeS: number;
  /** Seconds from one round to the next. */
  readonly periodS: number;
}

const MS = 1000;

/** Unix time in ms at which round `round` (at least 1) is signed. */
export function roundTimeMs(round: bigint, { genesisTimeS, periodS }: BeaconClock): number {
  return MS * (genesisTimeS + periodS * Number(round - 1n));
}

/** The newest round that is signed at this Unix time in ms; 0 before the first, and of a beacon without a period. */
export function newestRoundAt(timeMs: number, clock: BeaconClock): bigint {
  if (clock.periodS === 0) return 0n;
  const rounds = Math.floor((timeMs - roundTimeMs(1n, clock)) / (MS * clock.periodS));
  return BigInt(Math.max(-1, rounds) + 1);
}

/** The round for weights that shall be opened `blocksAhead` blocks from now. At least 1. */
export function revealRound(
  at: { readonly nowMs: number; readonly blocksAhead: number; readonly blockTimeMs: number },
  clock: BeaconClock,
): bigint {
  const newest = newestRoundAt(at.nowMs + at.blocksAhead * at.blockTimeMs, clock);
  return newest > 2n ? newest - 1n : 1n;
}
