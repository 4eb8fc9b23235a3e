/**
 * Pools of TAO and alpha. (`pallet_subtensor_swap`)
 *
 * The pool's formula is in `economy`. The calls about liquidity of users all fail with `Deprecated`.
 */
import { utf8 } from '../../bytes.ts';
import { bool, i32, i64, newtype, struct, u16, u64, u128, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { identity, item, twox } from '../storage-item.ts';
import { accountId, boundedBytes, netuid, palletId, perquintill } from '../types/basic.ts';

const path = (name: string) => ['pallet_subtensor_swap', 'pallet', 'pallet', name];

/** The pool's weight of TAO; alpha weighs the rest. */
export const balancer = struct(['pallet_subtensor_swap', 'pallet', 'balancer', 'Balancer'], { quote: perquintill });

const tickIndex = newtype(['pallet_subtensor_swap', 'pallet', 'TickIndex'], i32);
const positionId = newtype(['pallet_subtensor_swap', 'pallet', 'PositionId'], u128);
const nonZeroU64 = newtype(['NonZeroU64'], u64);

export const Swap = pallet({
  name: 'Swap',
  index: 28,
  storage: {
    FeeRate: item([twox(netuid)], u16, 33, 'Fee on what is swapped in.', '/65535'),
    SwapBalancer: item(
      [twox(netuid)],
      balancer,
      { quote: 500_000_000_000_000_000n },
      'Weight of TAO in the pool; 0.5 makes it a constant-product pool.',
      '/10^18',
    ),
    PalSwapInitialized: item([twox(netuid)], bool, false, "Whether the pool's weight has been set."),
    HasMigrationRun: item([identity(boundedBytes)], bool, false, 'Storage migrations that have been done, by name.'),
    ScrapReservoirAlpha: item([twox(netuid)], u64, 0n, 'Alpha remainders that wait to be put into the pool.', 'rao'),
  },
  calls: variant(path('Call'), {
    set_fee_rate: [0, { netuid, rate: u16 }],
    add_liquidity: [1, { hotkey: accountId, netuid, tick_low: tickIndex, tick_high: tickIndex, liquidity: u64 }],
    remove_liquidity: [2, { hotkey: accountId, netuid, position_id: positionId }],
    modify_position: [3, { hotkey: accountId, netuid, position_id: positionId, liquidity_delta: i64 }],
    toggle_user_liquidity: [4, { netuid, enable: bool }],
    disable_lp: [5, []],
  }),
  events: variant(path('Event'), {
    FeeRateSet: [0, { netuid, rate: u16 }],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      FeeRateTooHigh: 'The fee is above what is allowed.',
      InsufficientInputAmount: 'The amount is too small to be swapped.',
      InsufficientLiquidity: 'The pool is too small for this amount.',
      PriceLimitExceeded: 'The price is already beyond the limit.',
      InsufficientBalance: 'The balance does not cover the amount.',
      InvalidTickRange: 'The price range is not valid.',
      InvalidLiquidityValue: 'The liquidity is not valid.',
      ReservesTooLow: 'The pool is almost empty.',
      MechanismDoesNotExist: 'The subnet does not exist.',
      SubtokenDisabled: 'The subnet has not been started.',
      ReservesOutOfBalance: 'The pool is too lopsided.',
      SwapInputTooLarge: 'The amount is more than a thousand times the pool.',
      Deprecated: 'The call no longer exists.',
    },
  },
  constants: {
    ProtocolId: constant(palletId, utf8('ten/swap')),
    MaxFeeRate: constant(u16, 10_000),
    MinimumLiquidity: constant(u64, 1_000n),
    MinimumReserve: constant(nonZeroU64, 1_000_000n),
  },
});
