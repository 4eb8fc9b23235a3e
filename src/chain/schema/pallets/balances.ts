/**
 * TAO as currency: transfers, reserves, holds. Free balances stand in System.Account. (`pallet_balances`)
 *
 * Existential deposit 500 rao: an account that falls below it is closed.
 */
import type { Codec, Value } from '../../scale/index.ts';
import { bool, compact, fixedBytes, newtype, struct, u32, u64, u128, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { blake2, item } from '../storage-item.ts';
import { accountId, boundedVec, multiAddress, weakBoundedVec } from '../types/basic.ts';

const path = (name: string) => ['pallet_balances', 'pallet', name];

/** Newer accounts carry this flag: their freezes and holds may overlap. */
const NEW_LOGIC = 1n << 127n;

const accountDataFields = {
  free: u64,
  reserved: u64,
  frozen: u64,
  flags: newtype(['pallet_balances', 'types', 'ExtraFlags'], u128),
};
/** Rao that an account may spend, has reserved, and may not go below. */
export const accountData = struct(['pallet_balances', 'types', 'AccountData'], accountDataFields, [
  { name: 'Balance', codec: u64 },
]);
export const EMPTY_ACCOUNT_DATA: Value<typeof accountData> = { free: 0n, reserved: 0n, frozen: 0n, flags: NEW_LOGIC };

const balanceLock = struct(
  ['pallet_balances', 'types', 'BalanceLock'],
  {
    id: fixedBytes(8),
    amount: u64,
    reasons: variant(['pallet_balances', 'types', 'Reasons'], { Fee: [0, []], Misc: [1, []], All: [2, []] }),
  },
  [{ name: 'Balance', codec: u64 }],
);

const reserveData = struct(['pallet_balances', 'types', 'ReserveData'], { id: fixedBytes(8), amount: u64 }, [
  { name: 'ReserveIdentifier', codec: fixedBytes(8) },
  { name: 'Balance', codec: u64 },
]);

const idAmount = <T>(id: Codec<T>) =>
  struct(['frame_support', 'traits', 'tokens', 'misc', 'IdAmount'], { id, amount: u64 }, [
    { name: 'Id', codec: id },
    { name: 'Balance', codec: u64 },
  ]);

/** Why other pallets hold balance. */
const runtimeHoldReason = variant(['node_subtensor_runtime', 'RuntimeHoldReason'], {
  Preimage: [14, [variant(['pallet_preimage', 'pallet', 'HoldReason'], { Preimage: [0, []] })]],
  SafeMode: [20, [variant(['pallet_safe_mode', 'pallet', 'HoldReason'], { EnterOrExtend: [0, []] })]],
  Contracts: [
    29,
    [
      variant(['pallet_contracts', 'pallet', 'HoldReason'], {
        CodeUploadDepositReserve: [0, []],
        StorageDepositReserve: [1, []],
      }),
    ],
  ],
});
/** No pallet freezes balance on this chain. */
const runtimeFreezeReason = variant(['node_subtensor_runtime', 'RuntimeFreezeReason'], {});

const adjustmentDirection = variant(['pallet_balances', 'types', 'AdjustmentDirection'], {
  Increase: [0, []],
  Decrease: [1, []],
});
const balanceStatus = variant(['frame_support', 'traits', 'tokens', 'misc', 'BalanceStatus'], {
  Free: [0, []],
  Reserved: [1, []],
});

export const Balances = pallet({
  name: 'Balances',
  index: 5,
  storage: {
    TotalIssuance: item([], u64, 0n, 'TAO in existence as currency.', 'rao'),
    InactiveIssuance: item([], u64, 0n, 'TAO that takes no part in anything.', 'rao'),
    Account: item(
      [blake2(accountId)],
      accountData,
      EMPTY_ACCOUNT_DATA,
      'Not used here: balances stand in System.Account.',
    ),
    Locks: item([blake2(accountId)], weakBoundedVec(balanceLock), [], 'Balance locks of an account.'),
    Reserves: item([blake2(accountId)], boundedVec(reserveData), [], 'Named reserves of an account.'),
    Holds: item([blake2(accountId)], boundedVec(idAmount(runtimeHoldReason)), [], 'Balance held for a reason.'),
    Freezes: item([blake2(accountId)], boundedVec(idAmount(runtimeFreezeReason)), [], 'Balance frozen for a reason.'),
  },
  calls: variant(path('Call'), {
    transfer_allow_death: [0, { dest: multiAddress, value: compact(u64) }],
    force_transfer: [2, { source: multiAddress, dest: multiAddress, value: compact(u64) }],
    transfer_keep_alive: [3, { dest: multiAddress, value: compact(u64) }],
    transfer_all: [4, { dest: multiAddress, keep_alive: bool }],
    force_unreserve: [5, { who: multiAddress, amount: u64 }],
    upgrade_accounts: [6, { who: vec(accountId) }],
    force_set_balance: [8, { who: multiAddress, new_free: compact(u64) }],
    force_adjust_total_issuance: [9, { direction: adjustmentDirection, delta: compact(u64) }],
    burn: [10, { value: compact(u64), keep_alive: bool }],
  }),
  events: variant(path('Event'), {
    Endowed: [0, { account: accountId, free_balance: u64 }],
    DustLost: [1, { account: accountId, amount: u64 }],
    Transfer: [2, { from: accountId, to: accountId, amount: u64 }],
    BalanceSet: [3, { who: accountId, free: u64 }],
    Reserved: [4, { who: accountId, amount: u64 }],
    Unreserved: [5, { who: accountId, amount: u64 }],
    ReserveRepatriated: [6, { from: accountId, to: accountId, amount: u64, destination_status: balanceStatus }],
    Deposit: [7, { who: accountId, amount: u64 }],
    Withdraw: [8, { who: accountId, amount: u64 }],
    Slashed: [9, { who: accountId, amount: u64 }],
    Minted: [10, { who: accountId, amount: u64 }],
    Burned: [11, { who: accountId, amount: u64 }],
    Suspended: [12, { who: accountId, amount: u64 }],
    Restored: [13, { who: accountId, amount: u64 }],
    Upgraded: [14, { who: accountId }],
    Issued: [15, { amount: u64 }],
    Rescinded: [16, { amount: u64 }],
    Locked: [17, { who: accountId, amount: u64 }],
    Unlocked: [18, { who: accountId, amount: u64 }],
    Frozen: [19, { who: accountId, amount: u64 }],
    Thawed: [20, { who: accountId, amount: u64 }],
    TotalIssuanceForced: [21, { old: u64, new: u64 }],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      VestingBalance: 'The balance is still vesting.',
      LiquidityRestrictions: 'The balance is locked.',
      InsufficientBalance: 'The balance does not cover the amount.',
      ExistentialDeposit: 'The receiver would hold less than the existential deposit.',
      Expendability: "The sender's account would be closed.",
      ExistingVestingSchedule: 'A vesting schedule exists already.',
      DeadAccount: "The receiver's account does not exist.",
      TooManyReserves: 'The account has as many reserves as it may.',
      TooManyHolds: 'The account has as many holds as it may.',
      TooManyFreezes: 'The account has as many freezes as it may.',
      IssuanceDeactivated: 'The issuance cannot be changed.',
      DeltaZero: 'The change is zero.',
    },
  },
  constants: {
    ExistentialDeposit: constant(u64, 500n),
    MaxLocks: constant(u32, 50),
    MaxReserves: constant(u32, 50),
    MaxFreezes: constant(u32, 50),
  },
});
