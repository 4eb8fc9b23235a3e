/**
 * Transactions: from a call to a signed extrinsic, and on to what became of it.
 *
 *   prepareTransaction ─▶ (report, fee) ─▶ signTransaction ─▶ submit and track
 *
 * `TransactionDesk` does all of it, with one book of nonces; see docs/transactions.md.
 */

export { TransactionDesk } from './desk.ts';
export { DEFAULT_PERIOD_BLOCKS, MAX_PERIOD_BLOCKS, MAX_SHIELDED_PERIOD_BLOCKS, MIN_PERIOD_BLOCKS } from './era.ts';
export { type EventsStop, type SplitEvents, splitEvents } from './events.ts';
export { estimateFee, type FeeQuestion, quoteFee } from './fee.ts';
export { MAX_IN_FLIGHT, NonceBook } from './nonce-book.ts';
export { decodeOutcome, findExtrinsic, type PaidFee, type TransactionOutcome, type UnknownWhy } from './outcome.ts';
export type { CarriedFailure, DispatchFailure } from './outcome-carried.ts';
export { errorName } from './preflight/words.ts';
export { preflightPlan, verdictOf } from './preflight.ts';
export { type PrepareOptions, prepareTransaction } from './prepare.ts';
export { assembleTransaction, signTransaction } from './sign.ts';
export { type ExportedPayload, exportPayload, importSignature } from './signers/external.ts';
export { injectedSigner } from './signers/injected.ts';
export {
  connectInjected,
  type InjectedAccount,
  type InjectedExtension,
  type InjectedOptions,
  injectedNames,
} from './signers/injected-extension.ts';
export { keyringSigner } from './signers/keyring.ts';
export { type SignerPayload, signerPayload } from './signers/signer-payload.ts';
export { type PoolRefusal, type RefusalKind, refusalOf } from './track-refusal.ts';
export { describeTransaction } from './track-words.ts';
export { trackableOf } from './trackable.ts';
export {
  type Inclusion,
  isOpen,
  type Search,
  type TrackableTransaction,
  type TrackedTransaction,
  type TransactionState,
} from './tracked-transaction.ts';
export { decodeTrackedTransaction } from './tracked-transaction-decode.ts';
export { TransactionTracker } from './tracker.ts';
export { MAX_KEPT, MAX_OPEN, type TrackerChange } from './tracker-book.ts';
export { openMemoryLog, type TransactionLog } from './transaction-log.ts';
export type * from './types.ts';
