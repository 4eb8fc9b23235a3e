/**
 * Raising TAO together, usually for a leased subnet. (`pallet_crowdloan`)
 *
 * Filled by contributions until its cap, then it makes its call or pays its target.
 */
import { utf8 } from '../../bytes.ts';
import type { Codec } from '../../scale/index.ts';
import { bool, compact, option, struct, u32, u64, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { identity, item, optional, twox } from '../storage-item.ts';
import { accountId, boundedBytes, h256, palletId } from '../types/basic.ts';
import type { InnerCall } from '../types/call.ts';

const path = (name: string) => ['pallet_crowdloan', 'pallet', name];

const blakeTwo256 = struct(['sp_runtime', 'traits', 'BlakeTwo256'], {});

/** A call that is kept by its hash, in place, or by hash and length. */
const boundedCall = (call: Codec<InnerCall>) =>
  variant(
    ['frame_support', 'traits', 'preimages', 'Bounded'],
    { Legacy: [0, { hash: h256 }], Inline: [1, [boundedBytes]], Lookup: [2, { hash: h256, len: u32 }] },
    [
      { name: 'T', codec: call },
      { name: 'H', codec: blakeTwo256 },
    ],
  );

const crowdloanInfo = (call: Codec<InnerCall>) => {
  const bounded = boundedCall(call);
  return struct(
    ['pallet_crowdloan', 'CrowdloanInfo'],
    {
      creator: accountId,
      deposit: u64,
      min_contribution: u64,
      end: u32,
      cap: u64,
      funds_account: accountId,
      raised: u64,
      target_address: option(accountId),
      call: option(bounded),
      finalized: bool,
      contributors_count: u32,
    },
    [
      { name: 'AccountId', codec: accountId },
      { name: 'Balance', codec: u64 },
      { name: 'BlockNumber', codec: u32 },
      { name: 'Call', codec: bounded },
    ],
  );
};

/** `call` is the enum of all calls: this pallet's calls contain others. */
export const crowdloan = (call: Codec<InnerCall>) =>
  pallet({
    name: 'Crowdloan',
    index: 27,
    storage: {
      Crowdloans: optional([twox(u32)], crowdloanInfo(call), 'Running and finished crowdloans.'),
      NextCrowdloanId: item([], u32, 0, 'Number that the next crowdloan gets.'),
      Contributions: optional(
        [twox(u32), identity(accountId)],
        u64,
        'What an account has put into a crowdloan.',
        'rao',
      ),
      MaxContributions: optional([twox(u32)], u64, 'Most that one account may put into a crowdloan.', 'rao'),
      CurrentCrowdloanId: optional([], u32, 'Crowdloan that is being finalized.'),
      HasMigrationRun: item([identity(boundedBytes)], bool, false, 'Storage migrations that have been done, by name.'),
    },
    calls: variant(path('Call'), {
      create: [
        0,
        {
          deposit: compact(u64),
          min_contribution: compact(u64),
          cap: compact(u64),
          end: compact(u32),
          call: option(call),
          target_address: option(accountId),
        },
      ],
      contribute: [1, { crowdloan_id: compact(u32), amount: compact(u64) }],
      withdraw: [2, { crowdloan_id: compact(u32) }],
      finalize: [3, { crowdloan_id: compact(u32) }],
      refund: [4, { crowdloan_id: compact(u32) }],
      dissolve: [5, { crowdloan_id: compact(u32) }],
      update_min_contribution: [6, { crowdloan_id: compact(u32), new_min_contribution: compact(u64) }],
      update_end: [7, { crowdloan_id: compact(u32), new_end: compact(u32) }],
      update_cap: [8, { crowdloan_id: compact(u32), new_cap: compact(u64) }],
      set_max_contribution: [9, { crowdloan_id: compact(u32), new_max_contribution: option(u64) }],
    }),
    events: variant(path('Event'), {
      Created: [0, { crowdloan_id: u32, creator: accountId, end: u32, cap: u64 }],
      Contributed: [1, { crowdloan_id: u32, contributor: accountId, amount: u64 }],
      Withdrew: [2, { crowdloan_id: u32, contributor: accountId, amount: u64 }],
      PartiallyRefunded: [3, { crowdloan_id: u32 }],
      AllRefunded: [4, { crowdloan_id: u32 }],
      Finalized: [5, { crowdloan_id: u32 }],
      Dissolved: [6, { crowdloan_id: u32 }],
      MinContributionUpdated: [7, { crowdloan_id: u32, new_min_contribution: u64 }],
      EndUpdated: [8, { crowdloan_id: u32, new_end: u32 }],
      CapUpdated: [9, { crowdloan_id: u32, new_cap: u64 }],
      MaxContributionUpdated: [10, { crowdloan_id: u32, new_max_contribution: option(u64) }],
    }),
    errors: {
      path: path('Error'),
      sentences: {
        DepositTooLow: 'The deposit is too low.',
        CapTooLow: 'The cap is too low.',
        MinimumContributionTooLow: 'The smallest contribution is too low.',
        CannotEndInPast: 'The crowdloan would end before it begins.',
        BlockDurationTooShort: 'The crowdloan would be too short.',
        BlockDurationTooLong: 'The crowdloan would be too long.',
        InsufficientBalance: 'The balance does not cover the amount.',
        Overflow: 'A number grew too large.',
        InvalidCrowdloanId: 'There is no such crowdloan.',
        CapRaised: 'The crowdloan is full.',
        ContributionPeriodEnded: 'The crowdloan has ended.',
        ContributionTooLow: 'The contribution is too small.',
        InvalidOrigin: 'The sender may not do this.',
        AlreadyFinalized: 'The crowdloan is finalized already.',
        ContributionPeriodNotEnded: 'The crowdloan has not ended yet.',
        NoContribution: 'The account has not contributed.',
        CapNotRaised: 'The crowdloan is not full.',
        Underflow: 'A number fell below zero.',
        CallUnavailable: 'The call to make is not known.',
        NotReadyToDissolve: 'Contributions have not all been paid back.',
        DepositCannotBeWithdrawn: "The creator's deposit stays until the end.",
        MaxContributorsReached: 'There are as many contributors as there may be.',
        InvalidFinalizationConfig: 'Either a call or a target must be set, not both.',
        MaxContributionReached: 'The account has contributed as much as it may.',
        MaximumContributionTooLow: 'The largest contribution is too low.',
        MinimumContributionTooHigh: 'The smallest contribution is too high.',
      },
    },
    constants: {
      PalletId: constant(palletId, utf8('bt/cloan')),
      MinimumDeposit: constant(u64, 10_000_000_000n),
      AbsoluteMinimumContribution: constant(u64, 100_000_000n),
      MinimumBlockDuration: constant(u32, 50_400),
      MaximumBlockDuration: constant(u32, 432_000),
      RefundContributorsLimit: constant(u32, 50),
      MaxContributors: constant(u32, 500),
    },
  });
