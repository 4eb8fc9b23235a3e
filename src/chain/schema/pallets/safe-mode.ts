/**
 * Emergency mode in which only a few calls are accepted. (`pallet_safe_mode`)
 *
 * Nobody but root can enter it here: the durations are 0 and no deposit is set.
 */
import { option, u32, u64, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { optional, twox } from '../storage-item.ts';
import { accountId } from '../types/basic.ts';

const path = (name: string) => ['pallet_safe_mode', 'pallet', name];

const exitReason = variant(path('ExitReason'), { Timeout: [0, []], Force: [1, []] });

export const SafeMode = pallet({
  name: 'SafeMode',
  index: 20,
  storage: {
    EnteredUntil: optional([], u32, 'Block until which only a few calls are accepted.', 'block'),
    Deposits: optional([twox(accountId), twox(u32)], u64, 'Deposits for entering or extending safe mode.', 'rao'),
  },
  calls: variant(path('Call'), {
    enter: [0, []],
    force_enter: [1, []],
    extend: [2, []],
    force_extend: [3, []],
    force_exit: [4, []],
    force_slash_deposit: [5, { account: accountId, block: u32 }],
    release_deposit: [6, { account: accountId, block: u32 }],
    force_release_deposit: [7, { account: accountId, block: u32 }],
  }),
  events: variant(path('Event'), {
    Entered: [0, { until: u32 }],
    Extended: [1, { until: u32 }],
    Exited: [2, { reason: exitReason }],
    DepositPlaced: [3, { account: accountId, amount: u64 }],
    DepositReleased: [4, { account: accountId, amount: u64 }],
    DepositSlashed: [5, { account: accountId, amount: u64 }],
    CannotDeposit: [6, []],
    CannotRelease: [7, []],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      Entered: 'Safe mode is on.',
      Exited: 'Safe mode is off.',
      NotConfigured: 'This is not set up on this chain.',
      NoDeposit: 'There is no deposit.',
      AlreadyDeposited: 'The account has a deposit already.',
      CannotReleaseYet: 'The deposit cannot be released yet.',
      CurrencyError: 'The deposit could not be moved.',
    },
  },
  constants: {
    EnterDuration: constant(u32, 0),
    ExtendDuration: constant(u32, 0),
    EnterDepositAmount: constant(option(u64), undefined),
    ExtendDepositAmount: constant(option(u64), undefined),
    ReleaseDelay: constant(option(u32), undefined),
  },
});
