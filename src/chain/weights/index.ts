/** Weights: from a validator's scores to what it submits, who may set them, and what is stored. */
export { maxUpscaleWeights } from '../yuma/index.ts';
export { type WeightsCommit, weightsCommitHash, weightsCommitPreimage } from './commit-hash.ts';
export {
  type CommitContext,
  type CommitWeightsError,
  checkCommitWeights,
  type TimelockVersions,
} from './commit-weights.ts';
export {
  addHashCommit,
  type CommitOutcome,
  type HashCommit,
  MAX_WAITING_COMMITS,
  type RevealClock,
  type RevealError,
  type RevealOutcome,
  revealHashCommit,
  revealHashCommits,
} from './hash-commits.ts';
export { normalizeMaxWeight } from './normalize-max-weight.ts';
export { type Floats, pairwiseSum } from './pairwise-sum.ts';
export { type ProcessedWeights, processWeights, type WeightLimits } from './process-weights.ts';
export { hasOpenCommits, openCommitEpoch, type RevealWindow, revealWindow } from './reveal-window.ts';
export {
  checkRevealedWeights,
  checkSetWeights,
  hasStakeForWeights,
  isTooFast,
  type SetWeightsError,
  type WeightsContext,
  type WeightsSubmission,
} from './set-weights.ts';
export { storedWeights } from './stored-weights.ts';
export { type EmittedWeights, weightsForEmit } from './weights-for-emit.ts';
