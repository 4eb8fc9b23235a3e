/**
 * Accounts that several people share. (`pallet_multisig`)
 *
 * A call is opened, approved and made by hash; its time point tells calls of the same hash apart.
 */
import type { Codec } from '../../scale/index.ts';
import { fixedBytes, option, struct, u16, u32, u64, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { blake2, optional, twox } from '../storage-item.ts';
import { accountId, boundedVec, weight } from '../types/basic.ts';
import type { InnerCall } from '../types/call.ts';
import { dispatchResult } from '../types/dispatch.ts';

const path = (name: string) => ['pallet_multisig', 'pallet', name];

/** The block and the extrinsic in which a call was opened. */
const timepoint = struct(['pallet_multisig', 'Timepoint'], { height: u32, index: u32 }, [
  { name: 'BlockNumber', codec: u32 },
]);

const multisigState = struct(
  ['pallet_multisig', 'Multisig'],
  { when: timepoint, deposit: u64, depositor: accountId, approvals: boundedVec(accountId) },
  [
    { name: 'BlockNumber', codec: u32 },
    { name: 'Balance', codec: u64 },
    { name: 'AccountId', codec: accountId },
  ],
);

/** `call` is the enum of all calls: this pallet's calls contain others. */
export const multisig = (call: Codec<InnerCall>) =>
  pallet({
    name: 'Multisig',
    index: 13,
    storage: {
      Multisigs: optional(
        [twox(accountId), blake2(fixedBytes(32))],
        multisigState,
        'Calls of shared accounts that wait for more approvals.',
      ),
    },
    calls: variant(path('Call'), {
      as_multi_threshold_1: [0, { other_signatories: vec(accountId), call }],
      as_multi: [
        1,
        {
          threshold: u16,
          other_signatories: vec(accountId),
          maybe_timepoint: option(timepoint),
          call,
          max_weight: weight,
        },
      ],
      approve_as_multi: [
        2,
        {
          threshold: u16,
          other_signatories: vec(accountId),
          maybe_timepoint: option(timepoint),
          call_hash: fixedBytes(32),
          max_weight: weight,
        },
      ],
      cancel_as_multi: [3, { threshold: u16, other_signatories: vec(accountId), timepoint, call_hash: fixedBytes(32) }],
      poke_deposit: [4, { threshold: u16, other_signatories: vec(accountId), call_hash: fixedBytes(32) }],
    }),
    events: variant(path('Event'), {
      NewMultisig: [0, { approving: accountId, multisig: accountId, call_hash: fixedBytes(32) }],
      MultisigApproval: [1, { approving: accountId, timepoint, multisig: accountId, call_hash: fixedBytes(32) }],
      MultisigExecuted: [
        2,
        { approving: accountId, timepoint, multisig: accountId, call_hash: fixedBytes(32), result: dispatchResult },
      ],
      MultisigCancelled: [3, { cancelling: accountId, timepoint, multisig: accountId, call_hash: fixedBytes(32) }],
      DepositPoked: [4, { who: accountId, call_hash: fixedBytes(32), old_deposit: u64, new_deposit: u64 }],
    }),
    errors: {
      path: path('Error'),
      sentences: {
        MinimumThreshold: 'At least two signatories must approve.',
        AlreadyApproved: 'This signatory has approved already.',
        NoApprovalsNeeded: 'No further approval is needed.',
        TooFewSignatories: 'There are too few signatories.',
        TooManySignatories: 'There are too many signatories.',
        SignatoriesOutOfOrder: 'The signatories must be sorted.',
        SenderInSignatories: 'The sender must not be among the other signatories.',
        NotFound: 'There is no such call waiting.',
        NotOwner: 'Only the one who opened it may cancel.',
        NoTimepoint: 'The call is open already; its time point must be stated.',
        WrongTimepoint: 'The call was opened at another time point.',
        UnexpectedTimepoint: 'The call is not open yet; no time point must be stated.',
        MaxWeightTooLow: 'The call weighs more than stated.',
        AlreadyStored: 'The call is stored already.',
      },
    },
    constants: {
      DepositBase: constant(u64, 132_000_000n),
      DepositFactor: constant(u64, 32_000_000n),
      MaxSignatories: constant(u32, 100),
    },
  });
