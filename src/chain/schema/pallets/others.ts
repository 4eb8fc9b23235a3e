/**
 * Pallets of finney that this house only hears of: Ethereum, EVM, contracts, and the scheduler's workshop.
 *
 * Their events stand between ours in `System.Events` and must be read to get past them; their errors have names. Their
 * storage, calls and constants are not declared.
 */
import { bytes, fixedBytes, newtype, option, struct, tuple, u8, u32, u64, variant, vec } from '../../scale/index.ts';
import type { PalletErrors } from '../pallet.ts';
import { pallet } from '../pallet.ts';
import { accountId, bigU256, cowStr, h160, h256, permill, runtimeType } from '../types/basic.ts';
import { dispatchResult } from '../types/dispatch.ts';

/** Errors without sentences: no call of ours can meet them. */
const errorNames = (crate: string, names: string): PalletErrors => ({
  path: [crate, 'pallet', 'Error'],
  sentences: Object.fromEntries(names.split(' ').map((name) => [name, ''])),
});

export const RandomnessCollectiveFlip = pallet({ name: 'RandomnessCollectiveFlip', index: 1 });

export const Preimage = pallet({
  name: 'Preimage',
  index: 14,
  events: variant(['pallet_preimage', 'pallet', 'Event'], {
    Noted: [0, { hash: h256 }],
    Requested: [1, { hash: h256 }],
    Cleared: [2, { hash: h256 }],
  }),
  errors: errorNames(
    'pallet_preimage',
    'TooBig AlreadyNoted NotAuthorized NotNoted Requested NotRequested TooMany TooFew',
  ),
});

const task = tuple(u32, u32);
const id = option(fixedBytes(32));
export const Scheduler = pallet({
  name: 'Scheduler',
  index: 15,
  events: variant(['pallet_scheduler', 'pallet', 'Event'], {
    Scheduled: [0, { when: u32, index: u32 }],
    Canceled: [1, { when: u32, index: u32 }],
    Dispatched: [2, { task, id, result: dispatchResult }],
    RetrySet: [3, { task, id, period: u32, retries: u8 }],
    RetryCancelled: [4, { task, id }],
    CallUnavailable: [5, { task, id }],
    PeriodicFailed: [6, { task, id }],
    RetryFailed: [7, { task, id }],
    PermanentlyOverweight: [8, { task, id }],
    AgendaIncomplete: [9, { when: u32 }],
  }),
  errors: errorNames('pallet_scheduler', 'FailedToSchedule NotFound TargetBlockNumberInPast RescheduleNoChange Named'),
});

const evmError = (name: string) => ['evm_core', 'error', name];
const exitError = variant(evmError('ExitError'), {
  StackUnderflow: [0, []],
  StackOverflow: [1, []],
  InvalidJump: [2, []],
  InvalidRange: [3, []],
  DesignatedInvalid: [4, []],
  CallTooDeep: [5, []],
  CreateCollision: [6, []],
  CreateContractLimit: [7, []],
  OutOfOffset: [8, []],
  OutOfGas: [9, []],
  OutOfFund: [10, []],
  PCUnderflow: [11, []],
  CreateEmpty: [12, []],
  Other: [13, [cowStr]],
  MaxNonce: [14, []],
  InvalidCode: [15, [newtype(['evm_core', 'opcode', 'Opcode'], u8)]],
});
const exitReason = variant(evmError('ExitReason'), {
  Succeed: [0, [variant(evmError('ExitSucceed'), { Stopped: [0, []], Returned: [1, []], Suicided: [2, []] })]],
  Error: [1, [exitError]],
  Revert: [2, [variant(evmError('ExitRevert'), { Reverted: [0, []] })]],
  Fatal: [
    3,
    [
      variant(evmError('ExitFatal'), {
        NotSupported: [0, []],
        UnhandledInterrupt: [1, []],
        CallErrorAsFatal: [2, [exitError]],
        Other: [3, [cowStr]],
      }),
    ],
  ],
});

export const Ethereum = pallet({
  name: 'Ethereum',
  index: 21,
  events: variant(['pallet_ethereum', 'pallet', 'Event'], {
    Executed: [0, { from: h160, to: h160, transaction_hash: h256, exit_reason: exitReason, extra_data: bytes }],
  }),
  errors: errorNames('pallet_ethereum', 'InvalidSignature PreLogExists'),
});

export const EVM = pallet({
  name: 'EVM',
  index: 22,
  events: variant(['pallet_evm', 'pallet', 'Event'], {
    Log: [0, { log: struct(['ethereum', 'log', 'Log'], { address: h160, topics: vec(h256), data: bytes }) }],
    Created: [1, { address: h160 }],
    CreatedFailed: [2, { address: h160 }],
    Executed: [3, { address: h160 }],
    ExecutedFailed: [4, { address: h160 }],
  }),
  errors: errorNames(
    'pallet_evm',
    'BalanceLow FeeOverflow PaymentOverflow WithdrawFailed GasPriceTooLow InvalidNonce GasLimitTooLow GasLimitTooHigh ' +
      'InvalidChainId InvalidSignature Reentrancy TransactionMustComeFromEOA Undefined NotAllowed CreateOriginNotAllowed',
  ),
});

export const BaseFee = pallet({
  name: 'BaseFee',
  index: 25,
  events: variant(['pallet_base_fee', 'pallet', 'Event'], {
    NewBaseFeePerGas: [0, { fee: bigU256 }],
    BaseFeeOverflow: [1, []],
    NewElasticity: [2, { elasticity: permill }],
  }),
});

const contractsOrigin = variant(['pallet_contracts', 'Origin'], { Root: [0, []], Signed: [1, [accountId]] }, [
  { name: 'T', codec: runtimeType },
]);
export const Contracts = pallet({
  name: 'Contracts',
  index: 29,
  events: variant(['pallet_contracts', 'pallet', 'Event'], {
    Instantiated: [0, { deployer: accountId, contract: accountId }],
    Terminated: [1, { contract: accountId, beneficiary: accountId }],
    CodeStored: [2, { code_hash: h256, deposit_held: u64, uploader: accountId }],
    ContractEmitted: [3, { contract: accountId, data: bytes }],
    CodeRemoved: [4, { code_hash: h256, deposit_released: u64, remover: accountId }],
    ContractCodeUpdated: [5, { contract: accountId, new_code_hash: h256, old_code_hash: h256 }],
    Called: [6, { caller: contractsOrigin, contract: accountId }],
    DelegateCalled: [7, { contract: accountId, code_hash: h256 }],
    StorageDepositTransferredAndHeld: [8, { from: accountId, to: accountId, amount: u64 }],
    StorageDepositTransferredAndReleased: [9, { from: accountId, to: accountId, amount: u64 }],
  }),
  errors: errorNames(
    'pallet_contracts',
    'InvalidSchedule InvalidCallFlags OutOfGas OutputBufferTooSmall TransferFailed MaxCallDepthReached ContractNotFound ' +
      'CodeTooLarge CodeNotFound CodeInfoNotFound OutOfBounds DecodingFailed ContractTrapped ValueTooLarge ' +
      'TerminatedWhileReentrant InputForwarded RandomSubjectTooLong TooManyTopics NoChainExtension XCMDecodeFailed ' +
      'DuplicateContract TerminatedInConstructor ReentranceDenied StateChangeDenied StorageDepositNotEnoughFunds ' +
      'StorageDepositLimitExhausted CodeInUse ContractReverted CodeRejected Indeterministic MigrationInProgress ' +
      'NoMigrationPerformed MaxDelegateDependenciesReached DelegateDependencyNotFound DelegateDependencyAlreadyExists ' +
      'CannotAddSelfAsDelegateDependency OutOfTransientStorage',
  ),
});
