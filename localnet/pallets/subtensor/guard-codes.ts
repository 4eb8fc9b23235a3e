/**
 * What the pool says instead of a guard's error: `InvalidTransaction::Custom(n)` (spec participation §12; subtensor
 * `CustomTransactionError`).
 */
import type { ErrorName } from '../../../src/chain/schema/index.ts';

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

export const guardCode = (error: SubtensorError): number => CODES[error] ?? BAD_REQUEST;
