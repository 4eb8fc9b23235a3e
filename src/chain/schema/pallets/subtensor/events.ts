/**
 * Events of the Subtensor pallet.
 *
 * Where fields have no names on the chain, the comment tells what they are. A "storage index" is `netuid + 4096·mecid`.
 */
import { bool, bytes, compact, i16, option, tuple, u8, u16, u32, u64, variant, vec } from '../../../scale/index.ts';
import { accountId, h160, h256, netuid } from '../../types/basic.ts';
import { dispatchError, dispatchResult } from '../../types/dispatch.ts';
import { u64f64 } from '../../types/fixed.ts';
import { rootClaimTypeEnum } from '../../types/subtensor.ts';

export const events = variant(['pallet_subtensor', 'pallet', 'Event'], {
  // netuid, mechanism of its pool
  NetworkAdded: [0, [u16, u16]],
  // netuid
  NetworkRemoved: [1, [u16]],
  // coldkey, hotkey, TAO in, alpha out, netuid, fee
  StakeAdded: [2, [accountId, accountId, u64, u64, u16, u64]],
  // coldkey, hotkey, TAO out, alpha in, netuid, fee
  StakeRemoved: [3, [accountId, accountId, u64, u64, u16, u64]],
  // coldkey, origin hotkey, origin netuid, destination hotkey, destination netuid, TAO
  StakeMoved: [4, [accountId, accountId, u16, accountId, u16, u64]],
  // storage index, uid
  WeightsSet: [5, [u16, u16]],
  // netuid, uid, hotkey
  NeuronRegistered: [6, [u16, u16, accountId]],
  BulkNeuronsRegistered: [7, [u16, u16]],
  BulkBalancesSet: [8, [u16, u16]],
  // netuid, value; so all "…Set" of a subnet
  MaxAllowedUidsSet: [9, [u16, u16]],
  MaxWeightLimitSet: [10, [u16, u16]],
  DifficultySet: [11, [u16, u64]],
  AdjustmentIntervalSet: [12, [u16, u16]],
  RegistrationPerIntervalSet: [13, [u16, u16]],
  MaxRegistrationsPerBlockSet: [14, [u16, u16]],
  ActivityCutoffSet: [15, [u16, u16]],
  RhoSet: [16, [u16, u16]],
  AlphaSigmoidSteepnessSet: [17, [u16, i16]],
  KappaSet: [18, [u16, u16]],
  MinAllowedWeightSet: [19, [u16, u16]],
  ValidatorPruneLenSet: [20, [u16, u64]],
  ScalingLawPowerSet: [21, [u16, u16]],
  WeightsSetRateLimitSet: [22, [u16, u64]],
  ImmunityPeriodSet: [23, [u16, u16]],
  BondsMovingAverageSet: [24, [u16, u64]],
  BondsPenaltySet: [25, [u16, u16]],
  BondsResetOnSet: [26, [u16, bool]],
  MaxAllowedValidatorsSet: [27, [u16, u16]],
  // netuid, hotkey
  AxonServed: [28, [u16, accountId]],
  PrometheusServed: [29, [u16, accountId]],
  // coldkey, hotkey, take
  DelegateAdded: [30, [accountId, accountId, u16]],
  DefaultTakeSet: [31, [u16]],
  WeightsVersionKeySet: [32, [u16, u64]],
  MinDifficultySet: [33, [u16, u64]],
  MaxDifficultySet: [34, [u16, u64]],
  ServingRateLimitSet: [35, [u16, u64]],
  BurnSet: [36, [u16, u64]],
  MaxBurnSet: [37, [u16, u64]],
  MinBurnSet: [38, [u16, u64]],
  MaxEpochsPerBlockSet: [39, [u8]],
  TxRateLimitSet: [40, [u64]],
  TxDelegateTakeRateLimitSet: [41, [u64]],
  TxChildKeyTakeRateLimitSet: [42, [u64]],
  AdminFreezeWindowSet: [43, [u16]],
  OwnerHyperparamRateLimitSet: [44, [u16]],
  MinChildKeyTakeSet: [45, [u16]],
  MinChildKeyTakePerSubnetSet: [46, [u16, u16]],
  MaxChildKeyTakeSet: [47, [u16]],
  // hotkey, take
  ChildKeyTakeSet: [48, [accountId, u16]],
  Sudid: [49, [dispatchResult]],
  RegistrationAllowed: [50, [u16, bool]],
  PowRegistrationAllowed: [51, [u16, bool]],
  TempoSet: [52, [u16, u16]],
  RAORecycledForRegistrationSet: [53, [u16, u64]],
  StakeThresholdSet: [54, [u64]],
  AdjustmentAlphaSet: [55, [u16, u64]],
  // coldkey, TAO
  Faucet: [56, [accountId, u64]],
  SubnetOwnerCutSet: [57, [u16]],
  NetworkRateLimitSet: [58, [u64]],
  NetworkImmunityPeriodSet: [59, [u64]],
  StartCallDelaySet: [60, [u64]],
  NetworkMinLockCostSet: [61, [u64]],
  SubnetLimitSet: [62, [u16]],
  NetworkLockCostReductionIntervalSet: [63, [u64]],
  // coldkey, hotkey, take
  TakeDecreased: [64, [accountId, accountId, u16]],
  TakeIncreased: [65, [accountId, accountId, u16]],
  HotkeySwapped: [66, { coldkey: accountId, old_hotkey: accountId, new_hotkey: accountId }],
  MaxDelegateTakeSet: [67, [u16]],
  MinDelegateTakeSet: [68, [u16]],
  ColdkeySwapAnnounced: [69, { who: accountId, new_coldkey_hash: h256 }],
  ColdkeySwapReset: [70, { who: accountId }],
  ColdkeySwapped: [71, { old_coldkey: accountId, new_coldkey: accountId }],
  ColdkeySwapDisputed: [72, { coldkey: accountId }],
  AllBalanceUnstakedAndTransferredToNewColdkey: [
    73,
    { current_coldkey: accountId, new_coldkey: accountId, total_balance: u64 },
  ],
  ArbitrationPeriodExtended: [74, { coldkey: accountId }],
  // parent, netuid, block at which they apply, children
  SetChildrenScheduled: [75, [accountId, u16, u64, vec(tuple(u64, accountId))]],
  // parent, netuid, children
  SetChildren: [76, [accountId, u16, vec(tuple(u64, accountId))]],
  // coldkey
  ChainIdentitySet: [77, [accountId]],
  SubnetIdentitySet: [78, [u16]],
  SubnetIdentityRemoved: [79, [u16]],
  DissolveNetworkScheduled: [80, { account: accountId, netuid, execution_block: u32 }],
  ColdkeySwapAnnouncementDelaySet: [81, [u32]],
  ColdkeySwapReannouncementDelaySet: [82, [u32]],
  DissolveNetworkScheduleDurationSet: [83, [u32]],
  CRV3WeightsCommitted: [84, [accountId, u16, h256]],
  // hotkey, storage index, hash
  WeightsCommitted: [85, [accountId, u16, h256]],
  WeightsRevealed: [86, [accountId, u16, h256]],
  // hotkey, netuid, hashes
  WeightsBatchRevealed: [87, [accountId, u16, vec(h256)]],
  // netuids, hotkey
  BatchWeightsCompleted: [88, [vec(compact(u16)), accountId]],
  BatchCompletedWithErrors: [89, []],
  // netuid, why
  BatchWeightItemFailed: [90, [u16, dispatchError]],
  // origin coldkey, destination coldkey, hotkey, origin netuid, destination netuid, TAO
  StakeTransferred: [91, [accountId, accountId, accountId, u16, u16, u64]],
  // coldkey, hotkey, origin netuid, destination netuid, TAO
  StakeSwapped: [92, [accountId, accountId, u16, u16, u64]],
  TransferToggle: [93, [u16, bool]],
  SubnetOwnerHotkeySet: [94, [u16, accountId]],
  FirstEmissionBlockNumberSet: [95, [u16, u64]],
  // coldkey, hotkey, alpha, netuid
  AlphaRecycled: [96, [accountId, accountId, u64, u16]],
  AlphaBurned: [97, [accountId, accountId, u64, u16]],
  EvmKeyAssociated: [98, { netuid, hotkey: accountId, evm_key: h160, block_associated: u64 }],
  CRV3WeightsRevealed: [99, [u16, accountId]],
  CommitRevealPeriodsSet: [100, [u16, u64]],
  CommitRevealEnabled: [101, [u16, bool]],
  HotkeySwappedOnSubnet: [102, { coldkey: accountId, old_hotkey: accountId, new_hotkey: accountId, netuid }],
  SubnetLeaseCreated: [103, { beneficiary: accountId, lease_id: u32, netuid, end_block: option(u32) }],
  SubnetLeaseTerminated: [104, { beneficiary: accountId, netuid }],
  SymbolUpdated: [105, { netuid, symbol: bytes }],
  CommitRevealVersionSet: [106, [u16]],
  // hotkey, storage index, BLAKE2b-256 of the ciphertext, reveal round
  TimelockedWeightsCommitted: [107, [accountId, u16, h256, u64]],
  // storage index, hotkey
  TimelockedWeightsRevealed: [108, [u16, accountId]],
  AutoStakeAdded: [109, { netuid, destination: accountId, hotkey: accountId, owner: accountId, incentive: u64 }],
  IncentiveAlphaEmittedToMiners: [110, { netuid, emissions: vec(u64) }],
  MinAllowedUidsSet: [111, [u16, u16]],
  AutoStakeDestinationSet: [112, { coldkey: accountId, netuid, hotkey: accountId }],
  MinNonImmuneUidsSet: [113, [u16, u16]],
  RootClaimed: [114, { coldkey: accountId }],
  RootClaimTypeSet: [115, { coldkey: accountId, root_claim_type: rootClaimTypeEnum }],
  VotingPowerTrackingEnabled: [116, { netuid }],
  VotingPowerTrackingDisableScheduled: [117, { netuid, disable_at_block: u64 }],
  VotingPowerTrackingDisabled: [118, { netuid }],
  VotingPowerEmaAlphaSet: [119, { netuid, alpha: u64 }],
  SubnetLeaseDividendsDistributed: [120, { lease_id: u32, contributor: accountId, alpha: u64 }],
  AddStakeBurn: [121, { netuid, hotkey: accountId, amount: u64, alpha: u64 }],
  ColdkeySwapCleared: [122, { who: accountId }],
  TransactionFeePaidWithAlpha: [123, { who: accountId, netuid, alpha_fee: u64, tao_amount: u64 }],
  BurnHalfLifeSet: [124, { netuid, burn_half_life: u16 }],
  BurnIncreaseMultSet: [125, { netuid, burn_increase_mult: u64f64 }],
  AutoParentDelegationEnabledSet: [126, { hotkey: accountId, enabled: bool }],
  StakeLocked: [127, { coldkey: accountId, hotkey: accountId, netuid, amount: u64 }],
  StakeUnlocked: [128, { coldkey: accountId, hotkey: accountId, netuid, amount: u64 }],
  LockMoved: [129, { coldkey: accountId, origin_hotkey: accountId, destination_hotkey: accountId, netuid }],
  ActivityCutoffFactorMilliSet: [130, { netuid, factor_milli: u32 }],
  EpochTriggered: [131, { netuid, by: accountId, fires_at: u64 }],
  EpochDeferred: [132, { netuid, from_block: u64, to_block: u64 }],
  EpochSkipped: [133, { netuid, block: u64 }],
  SubnetOwnerChanged: [134, { netuid, old_coldkey: accountId, new_coldkey: accountId }],
  PerpetualLockUpdated: [135, { coldkey: accountId, netuid, enabled: bool }],
  RejectLockedAlphaUpdated: [136, { coldkey: accountId, enabled: bool }],
});
