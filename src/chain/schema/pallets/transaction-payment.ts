/**
 * Fees. (`pallet_transaction_payment`)
 *
 * 1 rao per byte and half a rao per nanosecond of weight; the multiplier stands still on this chain.
 */
import { newtype, u8, u64, u128, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { item } from '../storage-item.ts';
import { accountId } from '../types/basic.ts';

const path = (name: string) => ['pallet_transaction_payment', 'pallet', name];

/** Parts of 10^18. */
const fixedU128 = newtype(['sp_arithmetic', 'fixed_point', 'FixedU128'], u128);
const releases = variant(['pallet_transaction_payment', 'Releases'], { V1Ancient: [0, []], V2: [1, []] });

export const TransactionPayment = pallet({
  name: 'TransactionPayment',
  index: 6,
  storage: {
    NextFeeMultiplier: item(
      [],
      fixedU128,
      1_000_000_000_000_000_000n,
      'Factor on weight fees; 1 on this chain.',
      '/10^18',
    ),
    StorageVersion: item([], releases, { type: 'V1Ancient', value: undefined }, "Layout of this pallet's storage."),
  },
  events: variant(path('Event'), {
    TransactionFeePaid: [0, { who: accountId, actual_fee: u64, tip: u64 }],
  }),
  constants: {
    OperationalFeeMultiplier: constant(u8, 5),
  },
});
