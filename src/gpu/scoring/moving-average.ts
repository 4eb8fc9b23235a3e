/**
 * A validator's scores over time, as the subnet template keeps them (spec axon-dendrite §8; template `update_scores`,
 * `resync_metagraph`, `set_weights`), in float32 as numpy 2 computes.
 *
 *   r = zeros(n), r[uids] = rewards (NaN → 0);   scores ← α·r + (1 − α)·scores
 *
 * Neurons that were not asked get the reward 0, so their scores decay. Pure: every function gives a new array.
 */
import { pairwiseSum } from '../../chain/weights/index.ts';
import { ComputeError } from '../error.ts';
import { assertCount, assertLength } from './limits.ts';

/** Uids are u16. */
const MAX_NEURONS = 65_536;

/** One round of rewards. */
export interface Rewards {
  readonly uids: ArrayLike<number>;
  /** One per uid; NaN counts as 0. */
  readonly rewards: ArrayLike<number>;
  /** 0 to 1: how much of a score the new reward makes. */
  readonly alpha: number;
}

/**
 * @param scores by uid, finite
 * @returns the scores after this round; a copy where nobody was asked, as the template then changes nothing
 * @throws ComputeError `compute/bad-scores`: lengths, uids or α that make no sense, infinite rewards or scores, or one
 *   uid twice (numpy would keep either reward)
 */
export function updateScores(scores: Float32Array, { uids, rewards, alpha }: Rewards): Float32Array {
  assertLength('rewards', rewards, uids.length);
  assertFinite('scores', scores);
  if (!(alpha >= 0 && alpha <= 1)) refuse(`alpha: expected 0 to 1, got ${alpha}`);
  if (uids.length === 0) return scores.slice();
  const scattered = new Float32Array(scores.length);
  const named = new Uint8Array(scores.length);
  for (let i = 0; i < uids.length; i++) {
    const uid = uids[i]!;
    if (!Number.isInteger(uid) || uid < 0 || uid >= scores.length) refuse(`uids[${i}]: ${uid} of ${scores.length}`);
    if (named[uid] === 1) refuse(`uids[${i}]: ${uid} is named twice`);
    named[uid] = 1;
    scattered[uid] = Number.isNaN(rewards[i]) ? 0 : rewards[i]!;
  }
  assertFinite('rewards', scattered);
  const round = Math.fround;
  const fresh = round(alpha);
  const kept = round(1 - alpha);
  return scores.map((score, uid) => round(round(fresh * scattered[uid]!) + round(kept * score)));
}

/**
 * Scores after the subnet has changed: 0 where another hotkey has the uid now, 0 for new uids.
 * DIFFERS: stays float32 when the subnet grows, where the template goes on in doubles; uids that are gone are dropped,
 * where the template fails.
 * @param before hotkeys by uid when the scores were made
 * @param now hotkeys by uid
 * @throws ComputeError `compute/bad-scores`, `compute/too-large`
 */
export function resyncScores(scores: Float32Array, before: readonly string[], now: readonly string[]): Float32Array {
  assertCount('hotkeys', now.length, MAX_NEURONS);
  assertLength('hotkeys of the scores', before, scores.length);
  return Float32Array.from(now, (hotkey, uid) => (before[uid] === hotkey ? scores[uid]! : 0));
}

/**
 * What the template gives to `processWeights`: scores over the sum of their magnitudes, in numpy's order of additions;
 * the scores themselves where that is 0.
 * @param scores finite
 * @throws ComputeError `compute/bad-scores`
 */
export function rawWeights(scores: Float32Array): Float32Array {
  assertFinite('scores', scores);
  const sum = pairwiseSum(scores.map(Math.abs));
  if (!Number.isFinite(sum)) refuse('scores: their sum overflows');
  return sum === 0 ? scores.slice() : scores.map((score) => score / sum);
}

function assertFinite(name: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) refuse(`${name}[${at}]: expected a finite number, got ${values[at]}`);
}

function refuse(reason: string): never {
  throw new ComputeError('compute/bad-scores', `${reason}.`);
}
