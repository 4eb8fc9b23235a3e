/**
 * What a node's pool says instead of an error's name: `InvalidTransaction::Custom(n)` (spec participation §12; subtensor
 * `CustomTransactionError`).
 *
 *   error of a guard ─ poolCode ─▶ n ─▶ wallet ─ poolErrors ─▶ the errors that n may stand for
 *
 * Several errors share a code, and every error without one of its own is 255.
 */
import type { ErrorName } from './schema/index.ts';

type SubtensorError = ErrorName<'SubtensorModule'>;

/** `BadRequest`: every error that has no code of its own. */
const BAD_REQUEST = 255;

const CODES: { readonly [N in SubtensorError]?: number } = {
  ColdkeySwapAnnounced: 0,
  AmountTooLow: 1,
  NotEnoughStakeToSetWeights: 1,
  SubnetNotExists: 3,
  HotKeyAccountNotExists: 4,
  NotEnoughStakeToWithdraw: 5,
  CommittingWeightsTooFast: 6,
  SettingWeightsTooFast: 6,
  NetworkTxRateLimitExceeded: 6,
  InsufficientLiquidity: 7,
  SlippageTooHigh: 8,
  TransferDisallowed: 9,
  HotKeyNotRegisteredInNetwork: 10,
  InvalidIpAddress: 11,
  ServingRateLimitExceeded: 12,
  InvalidPort: 13,
  InvalidRevealRound: 15,
  NoWeightsCommitFound: 16,
  RevealTooEarly: 17,
  InputLengthsUnequal: 18,
  HotKeyNotRegisteredInSubNet: 19,
  EvmKeyAssociateRateLimitExceeded: 20,
  ColdkeySwapDisputed: 21,
  NonAssociatedColdKey: 25,
  DelegateTakeTooLow: 26,
  DelegateTakeTooHigh: 27,
};

/** The code, 0…255, that the pool gives for an error of `SubtensorModule`. */
export const poolCode = (error: SubtensorError): number => CODES[error] ?? BAD_REQUEST;

/** The errors of `SubtensorModule` that a code may stand for; none for 255 and for codes that only other pallets use. */
export const poolErrors = (code: number): readonly SubtensorError[] =>
  (Object.keys(CODES) as SubtensorError[]).filter((name) => CODES[name] === code);
