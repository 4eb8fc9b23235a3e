/** Refusals for people: one sentence why, and what they can do. */
import { describeDispatchError, moduleErrorIndex } from '../../../chain/schema/index.ts';
import type { ErrorRef } from '../types.ts';

/** Errors that are not a pallet's. */
const SENTENCES: Readonly<Record<string, string>> = {
  'InvalidTransaction.Payment': 'The account cannot pay the fee.',
  'InvalidTransaction.Undecodable': 'The call holds more than the chain takes; nodes cannot read it.',
  'DispatchError.CannotLookup': 'The address belongs to nobody.',
  'Token.FundsUnavailable': 'The account has less than that.',
  'Token.Frozen': 'The account has as much, but a part of it is frozen.',
  'Token.NotExpendable': 'The account would hold less than the existential deposit.',
  'Token.BelowMinimum': 'The receiver would hold less than the existential deposit.',
  'Arithmetic.Overflow': 'The receiver would hold more than an account can.',
};

const ADVICE: Readonly<Record<string, string>> = {
  'InvalidTransaction.Payment': 'Add TAO to the account.',
  'InvalidTransaction.Undecodable': 'Make it shorter.',
  'SubtensorModule.NotEnoughBalanceToStake': 'Add TAO to the coldkey, or choose a smaller amount.',
  'SubtensorModule.AmountTooLow': 'Choose a larger amount.',
  'SubtensorModule.SlippageTooHigh': 'Choose a smaller amount or another limit, or allow a part of it.',
  'SubtensorModule.InsufficientLiquidity': 'Choose a smaller amount.',
  'SubtensorModule.NotEnoughStakeToSetWeights': 'Add stake to the hotkey.',
  'SubtensorModule.NeuronNoValidatorPermit': 'Permits are given to the largest stakes at the end of each epoch.',
  'SubtensorModule.CommitRevealEnabled': 'Commit the weights instead.',
  'SubtensorModule.CommitRevealDisabled': 'Set the weights directly.',
  'SubtensorModule.NonAssociatedColdKey': 'Sign with the coldkey that owns the hotkey.',
  'SubtensorModule.ColdkeySwapAnnounced': 'Finish or clear the announced swap of the coldkey first.',
  'Token.NotExpendable': 'Send less, or allow the account to be closed.',
  'Token.BelowMinimum': 'Send at least the existential deposit.',
};
const DEFAULT_ADVICE = 'Change the call, or wait until the chain has changed.';

export const errorName = ({ pallet, name }: ErrorRef): string => `${pallet}.${name}`;

/** One sentence why. */
export function sentenceOf(error: ErrorRef): string {
  const own = SENTENCES[errorName(error)];
  return own ?? (moduleSentence(error) || `The chain would answer ${errorName(error)}.`);
}

export const adviceOf = (error: ErrorRef): string => ADVICE[errorName(error)] ?? DEFAULT_ADVICE;

/** @throws RangeError for an error that this runtime does not have: a mistake in an area. */
function moduleSentence({ pallet, name }: ErrorRef): string {
  const { pallet: index, error } = moduleErrorIndex(pallet, name);
  return describeDispatchError({ type: 'Module', value: [{ index, error: Uint8Array.of(error, 0, 0, 0) }] }).sentence;
}
