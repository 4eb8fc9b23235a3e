/**
 * What a resident validator believes about the miners, and what it says instead.
 *
 * - honest: measures every miner, with a few per cent of noise
 * - lazy: measured once, many epochs ago, and only looks up from time to time
 * - copying: repeats the stored row of another validator
 * - self-serving: honest, but most of its weight goes to one miner of its own
 * - replaying: repeats a recorded row for ever
 */
import type { WeightRow } from '../data/replay.ts';
import { draw } from './chance.ts';
import { minerQuality } from './quality.ts';

export type Behaviour =
  | { readonly kind: 'honest' }
  | { readonly kind: 'lazy' }
  | { readonly kind: 'copying'; readonly fromUid: number }
  | { readonly kind: 'self-serving'; readonly ownMinerUid: number }
  | { readonly kind: 'replaying'; readonly row: WeightRow };

/** What a behaviour may look at. */
export interface Situation {
  readonly seed: string;
  /** What the weights are about: the netuid, or `netuid + 4096 · mechanism`, since mechanisms measure different things. */
  readonly index: number;
  readonly uid: number;
  readonly n: number;
  /** `SubnetEpochIndex`. */
  readonly epoch: bigint;
  /** Uids below this are validators; the others are miners. */
  readonly firstMinerUid: number;
  /** What another validator's stored row says. */
  readonly storedRow: (uid: number) => WeightRow;
}

/** How far an honest measurement may be off. */
const NOISE = 0.05;
/** A lazy validator looks up every so many epochs. */
const LAZY_EPOCHS = 4n;
/** Weight of a self-serving validator's own miner, relative to a perfect one. */
const SELF_SERVING_WEIGHT = 6;
const FULL_WEIGHT = 60_000;

/** The weights that this validator submits now; undefined = it does not bother. */
export function chooseWeights(behaviour: Behaviour, at: Situation): WeightRow | undefined {
  switch (behaviour.kind) {
    case 'honest':
      return measure(at, at.epoch);
    case 'lazy':
      return at.epoch % LAZY_EPOCHS === 0n ? measure(at, at.epoch - (at.epoch % (LAZY_EPOCHS * 4n))) : undefined;
    case 'copying': {
      const row = at.storedRow(behaviour.fromUid);
      return row.length > 0 ? row : undefined;
    }
    case 'self-serving':
      return toWeights(
        scores(at, at.epoch, (uid) => (uid === behaviour.ownMinerUid ? SELF_SERVING_WEIGHT : undefined)),
      );
    case 'replaying':
      return behaviour.row;
  }
}

const measure = (at: Situation, epoch: bigint): WeightRow => toWeights(scores(at, epoch));

function scores(at: Situation, epoch: bigint, bias: (uid: number) => number | undefined = () => undefined) {
  const { seed, index, n, firstMinerUid } = at;
  return Array.from({ length: n - firstMinerUid }, (_, i) => {
    const uid = firstMinerUid + i;
    const noise = 1 + NOISE * (2 * draw(seed, index, at.uid, uid, epoch, 'noise') - 1);
    return [uid, bias(uid) ?? minerQuality(seed, index, uid, epoch) * noise] as const;
  });
}

/** Scores as u16 weights, the best at `FULL_WEIGHT`; miners that score nothing are left out. */
function toWeights(scored: readonly (readonly [number, number])[]): WeightRow {
  const best = Math.max(...scored.map(([, score]) => score));
  return scored
    .map(([uid, score]) => [uid, Math.round((score / best) * FULL_WEIGHT)] as const)
    .filter(([, weight]) => weight > 0);
}
