/** The economy's rules, and plans that assemble what they need from storage. Pure; amounts are rao bigints. */
export {
  type AccountBalance,
  checkTransfer,
  EXISTENTIAL_DEPOSIT_RAO,
  spendableRao,
  type Transfer,
  type TransferError,
  usableRao,
} from './account-balance.ts';
export { type AddStake, type AddStakeRefusal, checkAddStake, type StakeDecision } from './add-stake-check.ts';
export { type BlockCoinbase, blockCoinbasePlan } from './block-coinbase.ts';
export { blockEmission, TOTAL_SUPPLY_RAO } from './block-emission.ts';
export {
  byHotkey,
  type ChildrenError,
  childrenError,
  type HotkeyLink,
  MAX_CHILDREN,
  withLink,
  withoutLink,
} from './children.ts';
export {
  type CommitmentUsage,
  commitmentSpace,
  isCommitmentFieldTooLong,
  useCommitmentSpace,
} from './commitment-space.ts';
export { decayFactorQ32 } from './decay-factor.ts';
export { dissolveShares } from './dissolve-shares.ts';
export type { DividendParts, DividendPots, ValidatorDividend } from './dividend-split.ts';
export { splitDividends } from './dividend-split.ts';
export { type EmittingSubnet, emissionShares, taoEmission } from './emission-shares.ts';
export { epochEmissionPlan } from './epoch-emission.ts';
export type { PlannedEpoch, RevealRules } from './epoch-input.ts';
export { epochInputPlan, hotkeysPlan, runningEpochPlan, storedEpochPlan } from './epoch-input.ts';
export type { EpochSchedule } from './epoch-schedule.ts';
export { blocksUntilAutoEpoch, isEpochDue, MAX_BLOCKS_SINCE_STEP, nextEpochStartBlock } from './epoch-schedule.ts';
export { exponentialDecay } from './exponential-decay.ts';
export { isInFreezeWindow } from './freeze-window.ts';
export { type InjectionInput, type InjectionTerms, injectionTerms } from './injection-terms.ts';
export { fractionOf, type LockPair, lockLess, lockMore, replaceOwn, rollPair } from './lock-pair.ts';
export type { LockKind, LockRates, LockState } from './lock-state.ts';
export { emptyLock, isLockDust, LOCK_DUST_RAO, rollLock, settledLock } from './lock-state.ts';
export { type DueCommit, storageIndex, toSparseRow } from './mechanism-plan.ts';
export { alphaAtPrice, medianPrice } from './median-price.ts';
export { MIN_STAKE_RAO, minimumToAdd } from './minimum-stake.ts';
export {
  checkMoveStake,
  isWorthMoving,
  type MoveStake,
  type MoveStakeRefusal,
  valueAtPrice,
} from './move-stake-check.ts';
export { type MovingPriceInput, nextMovingPrice } from './moving-price.ts';
export { lockReductionInterval, type NetworkLock, networkLockCost } from './network-lock-cost.ts';
export { byNetworkKey, eligibilityReads, isEligible, NETUIDS, netuidsPlan } from './networks.ts';
export type { NeuronAge, NeuronPruning, OwnedNeuron, PrunableNeuron } from './neuron-pruning.ts';
export { immortalUids, isImmune, neuronToPrune } from './neuron-pruning.ts';
export { isSmallNomination, nominatorMinimum } from './nominator-minimum.ts';
export {
  epochsInBlocks,
  MECHANISM_LIMIT_BLOCKS,
  OWNER_HOTKEY_LIMIT_BLOCKS,
  passesRateLimit,
  TRIMMING_LIMIT_BLOCKS,
} from './owner-rate-limit.ts';
export type { EarnedDividend, ParentLink, SpreadDividend } from './parent-dividends.ts';
export { spreadDividend } from './parent-dividends.ts';
export type { ParticipantsAlpha } from './participants-alpha.ts';
export { shareAlpha } from './participants-alpha.ts';
export { EVEN_QUOTE_PARTS, poolPrice } from './pool-price.ts';
export type { Read, ReadPlan } from './read-plan.ts';
export { drivePlan, drivePlanNow, read, readAll, readNamed, together } from './read-plan.ts';
export {
  checkRegisterNeuron,
  checkRootRegister,
  type HotkeyOwner,
  type RegisterError,
  type RegisterNeuron,
  type RootRegister,
  type RootRegisterError,
} from './register-check.ts';
export { checkRegisterNetwork, type RegisterNetwork, type RegisterNetworkError } from './register-network-check.ts';
export { decayRegistrationPrice, type PriceBounds, raiseRegistrationPrice } from './registration-price.ts';
export { checkRemoveStake, type RemoveStake, type RemoveStakeRefusal } from './remove-stake-check.ts';
export { rootClaimIndices } from './root-claim-indices.ts';
export { claimableRao, claimableRate, isWorthClaiming, keepsAlpha, type RootClaimType } from './root-claimable.ts';
export { rootProportion } from './root-proportion.ts';
export { fromLegacyShare, type SafeFloat, ZERO_SHARE } from './safe-float.ts';
export {
  checkSetChildren,
  SET_CHILDREN_LIMIT_BLOCKS,
  type SetChildren,
  type SetChildrenError,
} from './set-children-check.ts';
export { addStake, removeStake, type Shared, type SharePool, stakeOfShare } from './share-pool.ts';
export { type StakeAvailability, stakeAvailability } from './stake-availability.ts';
export { isOverInputCap, quoteOf, type StakeMarket } from './stake-market.ts';
export { type MoveEnd, maxMoveAtLimit } from './stake-move-limit.ts';
export { type NeuronStakes, stakePlan } from './stake-plan.ts';
export { isSubnetAccount, palletAccount, subnetAccount } from './subnet-account.ts';
export { type SubnetCoinbase, type SubnetSupply, subnetCoinbase, subnetSupplyPlan } from './subnet-coinbase.ts';
export { type PrunableSubnet, subnetToPrune } from './subnet-pruning.ts';
export * from './swap/index.ts';
export type { ChildkeyTakeBounds, TakeError, TakenDividend } from './take.ts';
export {
  decreaseTakeError,
  effectiveChildkeyTake,
  increaseTakeError,
  isChildkeyTakeAllowed,
  isTakeTooRecent,
  splitTake,
} from './take.ts';
export { isTooImmuneToTrim, type UidTrimming, uidsToKeep } from './uid-trimming.ts';
export { withheldShare } from './withheld-incentive.ts';
