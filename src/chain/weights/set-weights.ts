/**
 * May these weights be set? The chain's checks of `set_weights`, in its order and with its error names.
 *
 * Spec participation §5.1 (subtensor `subnets/weights.rs`). The same rules hold for revealed weights (`checkRevealedWeights`)
 * but the first. Pure: whoever asks brings what the state says (`WeightsContext`).
 */

/** Names of `SubtensorModule` errors. `MaxWeightExceeded` cannot occur any more: the limit is the constant 65535. */
export type SetWeightsError =
  | 'CommitRevealEnabled'
  | 'CanNotSetRootNetworkWeights'
  | 'WeightVecNotEqualSize'
  | 'MechanismDoesNotExist'
  | 'UidsLengthExceedUidsInSubNet'
  | 'HotKeyNotRegisteredInSubNet'
  | 'NotEnoughStakeToSetWeights'
  | 'IncorrectWeightVersionKey'
  | 'SettingWeightsTooFast'
  | 'NeuronNoValidatorPermit'
  | 'DuplicateUids'
  | 'UidVecContainInvalidOne'
  | 'WeightVecLengthIsLow';

export interface WeightsSubmission {
  readonly netuid: number;
  readonly mechanism: number;
  readonly uids: readonly number[];
  /** u16 each. */
  readonly values: readonly number[];
  readonly versionKey: bigint;
}

/** What the state says about the subnet and the signing hotkey. */
export interface WeightsContext {
  /** Block that the extrinsic is in. */
  readonly block: bigint;
  readonly subnetExists: boolean;
  readonly mechanismCount: number;
  readonly n: number;
  readonly commitRevealEnabled: boolean;
  readonly weightsVersionKey: bigint;
  /** Blocks between two settings. */
  readonly rateLimit: bigint;
  readonly minAllowedWeights: number;
  readonly stakeThresholdRao: bigint;
  /** The hotkey's uid; undefined if it is not registered. */
  readonly uid: number | undefined;
  readonly isOwnerHotkey: boolean;
  /** Whole rao of stake weight on the subnet. */
  readonly stakeRao: bigint;
  /** Of this uid in this mechanism; 0 = never. */
  readonly lastUpdate: bigint;
  readonly validatorPermit: boolean;
}

/** The first rule that forbids it; undefined if none does. */
export function checkSetWeights(submission: WeightsSubmission, at: WeightsContext): SetWeightsError | undefined {
  return at.commitRevealEnabled ? 'CommitRevealEnabled' : checkRevealedWeights(submission, at);
}

/**
 * The first rule that forbids weights which were committed before; undefined if none does.
 * QUIRK: the rate limit asks only while commit-reveal is off. Time-locked commits that are opened after the owner has
 * switched it off meet the limit of direct settings, and `LastUpdate` moves with them.
 */
export function checkRevealedWeights(submission: WeightsSubmission, at: WeightsContext): SetWeightsError | undefined {
  const { netuid, mechanism, uids, values, versionKey } = submission;
  if (netuid === 0) return 'CanNotSetRootNetworkWeights';
  if (uids.length !== values.length) return 'WeightVecNotEqualSize';
  if (!at.subnetExists || mechanism >= at.mechanismCount) return 'MechanismDoesNotExist';
  if (uids.length > at.n) return 'UidsLengthExceedUidsInSubNet';
  if (at.uid === undefined) return 'HotKeyNotRegisteredInSubNet';
  if (!hasStakeForWeights(at)) return 'NotEnoughStakeToSetWeights';
  if (at.weightsVersionKey !== 0n && versionKey < at.weightsVersionKey) return 'IncorrectWeightVersionKey';
  if (!at.commitRevealEnabled && isTooFast(at)) return 'SettingWeightsTooFast';
  const onlySelf = uids.length === 1 && uids[0] === at.uid;
  if (!onlySelf && !at.isOwnerHotkey && !at.validatorPermit) return 'NeuronNoValidatorPermit';
  if (new Set(uids).size !== uids.length) return 'DuplicateUids';
  if (uids.some((uid) => uid >= at.n)) return 'UidVecContainInvalidOne';
  if (!onlySelf && uids.length < Math.min(at.minAllowedWeights, at.n)) return 'WeightVecLengthIsLow';
  return undefined;
}

/** Whether a hotkey has the stake that setting weights needs; the subnet owner's needs none. */
export function hasStakeForWeights(
  at: Pick<WeightsContext, 'isOwnerHotkey' | 'stakeRao' | 'stakeThresholdRao'>,
): boolean {
  return at.isOwnerHotkey || at.stakeRao >= at.stakeThresholdRao;
}

/** Whether the last setting was too recent. A neuron that never set weights need not wait. */
export function isTooFast(at: Pick<WeightsContext, 'block' | 'lastUpdate' | 'rateLimit'>): boolean {
  return at.lastUpdate !== 0n && at.block - at.lastUpdate < at.rateLimit;
}
