/**
 * What a pool says when it does not take a transaction: Substrate's JSON-RPC codes (`sc_rpc_api::author`), the runtime's
 * `InvalidTransaction` in words, and Subtensor's `Custom(n)` (spec participation §12).
 *
 * A refusal is the word of one server, judged at its best block. It decides nothing by itself: what finalized blocks say
 * later stands above it. Text that came from the server is only kept if it is one of the runtime's own sentences.
 */
import { isRecord } from '../json-rpc-message.ts';

export interface PoolRefusal {
  /**
   * - `final`: the pool judged it and will not take it as things are
   * - `stale`: its nonce has been used
   * - `occupied`: another transaction with its nonce and the same priority waits there
   * - `known`: it is there already, so this is no refusal
   * - `later`: no room, or banned for a while
   */
  readonly kind: RefusalKind;
  /** JSON-RPC code: 1001…1018. */
  readonly rpcCode: number;
  /** `InvalidTransaction::Custom(n)`, 0…255. */
  readonly custom: number | undefined;
  /** The chain's name: `Custom.BalanceTooLow`, `Payment`, `BadProof`. */
  readonly name: string;
  /** One sentence why. */
  readonly reason: string;
}

export const REFUSAL_KINDS = ['final', 'stale', 'occupied', 'known', 'later'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

type Meaning = readonly [name: string, reason: string];

const INVALID_TRANSACTION = 1010;
/** What `author_submitExtrinsic` refuses with besides 1010; the rest of 1000…1099 is taken as final and nameless. */
const BY_CODE: Readonly<Record<number, readonly [kind: RefusalKind, ...Meaning]>> = {
  1001: ['final', 'BadFormat', 'The bytes are no transaction for this chain.'],
  1002: ['final', 'VerificationError', 'The transaction could not be checked.'],
  1011: ['final', 'UnknownValidity', 'Something needed to check it cannot be looked up.'],
  1012: ['later', 'TemporarilyBanned', 'It was invalid a moment ago and is banned for a while.'],
  1013: ['known', 'AlreadyImported', 'It is in the pool already.'],
  1014: ['occupied', 'TooLowPriority', 'Another transaction with the same nonce is waiting.'],
  1015: ['final', 'CycleDetected', 'It depends on itself.'],
  1016: ['later', 'ImmediatelyDropped', 'The pool is full.'],
  1018: ['final', 'Unactionable', 'The pool can neither use it nor pass it on.'],
};
const AUTHOR_CODES = { from: 1000, to: 1099 } as const;

/** The runtime's sentences (`impl From<InvalidTransaction> for &str`), by their beginnings, and what they are called. */
const BY_SENTENCE: readonly (readonly [beginning: string, kind: RefusalKind, ...Meaning])[] = [
  ['Transaction call is not expected', 'final', 'Call', 'This call is not allowed here.'],
  ['Inability to pay some fees', 'final', 'Payment', 'The account cannot pay the fee.'],
  ['Transaction will be valid in the future', 'final', 'Future', 'Its nonce is too far ahead of the account.'],
  ['Transaction is outdated', 'stale', 'Stale', 'Its nonce has been used already.'],
  [
    'Transaction has a bad signature',
    'final',
    'BadProof',
    'The signature does not fit the call, the chain or its present runtime.',
  ],
  ['Transaction has an ancient birth block', 'final', 'AncientBirthBlock', 'Its time has passed.'],
  ['Transaction would exhaust the block limits', 'final', 'ExhaustsResources', 'It does not fit into a block.'],
  ['Transaction dispatch is mandatory', 'final', 'BadMandatory', 'Only block authors make this call.'],
  ['A call was labelled as mandatory', 'final', 'BadMandatory', 'Only block authors make this call.'],
  ['Invalid signing address', 'final', 'BadSigner', 'This account cannot sign.'],
  [
    'The implicit data was unable to be calculated',
    'final',
    'IndeterminateImplicit',
    'It cannot be checked at this block.',
  ],
  ['Could not lookup information', 'final', 'CannotLookup', 'Something needed to check it cannot be looked up.'],
  ['Could not find an unsigned validator', 'final', 'NoUnsignedValidator', 'Nobody may send this call unsigned.'],
];

/** `CustomTransactionError` of subtensor: what its guards refuse before anything is paid. */
const CUSTOM: Readonly<Record<number, Meaning>> = {
  0: ['ColdkeyInSwapSchedule', 'The coldkey has announced a swap; until then it may do next to nothing.'],
  1: ['StakeAmountTooLow', 'The amount or the stake is below the minimum.'],
  2: ['BalanceTooLow', 'The balance is too low.'],
  3: ['SubnetNotExists', 'There is no such subnet.'],
  4: ['HotkeyAccountDoesntExist', 'The hotkey has no account.'],
  5: ['NotEnoughStakeToWithdraw', 'There is not that much stake to take out.'],
  6: ['RateLimitExceeded', 'The account has done this too recently.'],
  7: ['InsufficientLiquidity', 'The pool of the subnet has too little in it.'],
  8: ['SlippageTooHigh', 'The price would move beyond the limit.'],
  9: ['TransferDisallowed', 'The subnet does not allow transfers of stake.'],
  10: ['HotKeyNotRegisteredInNetwork', 'The hotkey is not registered in the subnet.'],
  11: ['InvalidIpAddress', 'The address is none that can be served.'],
  12: ['ServingRateLimitExceeded', 'The endpoint was announced too recently.'],
  13: ['InvalidPort', 'The port is none that can be served.'],
  14: ['ZeroMaxAmount', 'At this limit price nothing could be exchanged.'],
  15: ['InvalidRevealRound', 'The reveal round has passed already.'],
  16: ['CommitNotFound', 'There is no commit that this would reveal.'],
  17: ['CommitBlockNotInRevealRange', 'It is too early to reveal.'],
  18: ['InputLengthsUnequal', 'The lists are not of the same length.'],
  19: ['UidNotFound', 'The hotkey has no uid in the subnet.'],
  20: ['EvmKeyAssociateRateLimitExceeded', 'An EVM key was associated too recently.'],
  21: ['ColdkeySwapDisputed', 'The swap of the coldkey is disputed; it may do nothing.'],
  22: ['InvalidRealAccount', 'The account acted for is none.'],
  23: ['FailedShieldedTxParsing', 'The shielded transaction cannot be read.'],
  24: ['InvalidShieldedTxPubKeyHash', 'The shielded transaction is for another key.'],
  25: ['NonAssociatedColdKey', 'The hotkey belongs to another coldkey.'],
  26: ['DelegateTakeTooLow', 'The take is below the minimum.'],
  27: ['DelegateTakeTooHigh', 'The take is above the maximum.'],
  255: ['BadRequest', 'The chain refuses it and does not say why.'],
};
const CUSTOM_TEXT = /^Custom error: (\d{1,3})$/;
const MAX_CUSTOM = 255;

/** What the pool said, if `error` is a refusal by a pool; undefined for every other trouble. */
export function refusalOf(error: unknown): PoolRefusal | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('data' in error)) return undefined;
  if (error.code !== 'light/rpc-refused' && error.code !== 'proof/refused') return undefined;
  const { rpcCode, rpcMessage, rpcData } = isRecord(error.data) ? error.data : {};
  if (typeof rpcCode !== 'number' || rpcCode < AUTHOR_CODES.from || rpcCode > AUTHOR_CODES.to) return undefined;
  if (rpcCode === INVALID_TRANSACTION) return invalidTransaction(textOf(rpcData) || textOf(rpcMessage));
  const [kind, name, reason] = BY_CODE[rpcCode] ?? ['final', `Error${rpcCode}`, 'The pool gives no reason.'];
  return { kind, rpcCode, custom: undefined, name, reason };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function invalidTransaction(text: string): PoolRefusal {
  const number = CUSTOM_TEXT.exec(text)?.[1];
  const custom = number === undefined || Number(number) > MAX_CUSTOM ? undefined : Number(number);
  if (custom !== undefined) {
    const [name, reason] = CUSTOM[custom] ?? [`Error${custom}`, 'This version of the page does not know the code.'];
    return { kind: 'final', rpcCode: INVALID_TRANSACTION, custom, name: `Custom.${name}`, reason };
  }
  const [, kind, name, reason] = BY_SENTENCE.find(([beginning]) => text.startsWith(beginning)) ?? [
    '',
    'final',
    'InvalidTransaction',
    'The pool gives no reason that is known here.',
  ];
  return { kind: kind as RefusalKind, rpcCode: INVALID_TRANSACTION, custom: undefined, name: name!, reason: reason! };
}
