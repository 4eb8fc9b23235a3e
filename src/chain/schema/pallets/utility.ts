/**
 * Several calls in one, or a call in another guise. (`pallet_subtensor_utility`)
 *
 * `batch` stops at the first failure and keeps what was done; `batch_all` undoes everything; `force_batch` goes on.
 */
import type { Codec } from '../../scale/index.ts';
import { u16, u32, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { weight } from '../types/basic.ts';
import type { InnerCall } from '../types/call.ts';
import { originCaller } from '../types/call.ts';
import { dispatchError, dispatchResult } from '../types/dispatch.ts';

const path = (name: string) => ['pallet_subtensor_utility', 'pallet', name];

/** `call` is the enum of all calls: this pallet's calls contain others. */
export const utility = (call: Codec<InnerCall>) =>
  pallet({
    name: 'Utility',
    index: 11,
    calls: variant(path('Call'), {
      batch: [0, { calls: vec(call) }],
      as_derivative: [1, { index: u16, call }],
      batch_all: [2, { calls: vec(call) }],
      dispatch_as: [3, { as_origin: originCaller, call }],
      force_batch: [4, { calls: vec(call) }],
      with_weight: [5, { call, weight }],
      if_else: [6, { main: call, fallback: call }],
      dispatch_as_fallible: [7, { as_origin: originCaller, call }],
    }),
    events: variant(path('Event'), {
      BatchInterrupted: [0, { index: u32, error: dispatchError }],
      BatchCompleted: [1, []],
      BatchCompletedWithErrors: [2, []],
      ItemCompleted: [3, []],
      ItemFailed: [4, { error: dispatchError }],
      DispatchedAs: [5, { result: dispatchResult }],
      IfElseMainSuccess: [6, []],
      IfElseFallbackCalled: [7, { main_error: dispatchError }],
    }),
    errors: {
      path: path('Error'),
      sentences: {
        TooManyCalls: 'The batch has too many calls.',
        InvalidDerivedAccount: 'The derived account is not valid.',
      },
    },
    constants: {
      batched_calls_limit: constant(u32, 10_922),
    },
  });
