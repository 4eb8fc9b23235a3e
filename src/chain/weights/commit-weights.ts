/**
 * May this hotkey commit weights? The chain's checks of `commit_weights` and `commit_timelocked_weights`, in its order and
 * with its error names (spec participation §5.3, §5.4; subtensor `subnets/weights.rs`).
 *
 * How many commits already wait is the queue's to say (`hash-commits.ts`, `timelock`); stake and the reveal round are
 * asked before the call runs, by the guards.
 */
import type { WeightsContext } from './set-weights.ts';
import { isTooFast } from './set-weights.ts';

/** Names of `SubtensorModule` errors. */
export type CommitWeightsError =
  | 'MechanismDoesNotExist'
  | 'CommitRevealDisabled'
  | 'IncorrectCommitRevealVersion'
  | 'HotKeyNotRegisteredInSubNet'
  | 'CommittingWeightsTooFast';

export type CommitContext = Pick<
  WeightsContext,
  'block' | 'subnetExists' | 'mechanismCount' | 'commitRevealEnabled' | 'rateLimit' | 'uid' | 'lastUpdate'
>;

export interface TimelockVersions {
  /** What the call states. */
  readonly stated: number;
  /** `CommitRevealWeightsVersion`. */
  readonly expected: number;
}

/**
 * The first rule that forbids it; undefined if none does.
 * @param versions of a time-locked commit; a hash commit has none
 */
export function checkCommitWeights(
  mechanism: number,
  at: CommitContext,
  versions?: TimelockVersions,
): CommitWeightsError | undefined {
  if (!at.subnetExists || mechanism >= at.mechanismCount) return 'MechanismDoesNotExist';
  if (!at.commitRevealEnabled) return 'CommitRevealDisabled';
  if (versions && versions.stated !== versions.expected) return 'IncorrectCommitRevealVersion';
  if (at.uid === undefined) return 'HotKeyNotRegisteredInSubNet';
  return isTooFast(at) ? 'CommittingWeightsTooFast' : undefined;
}
