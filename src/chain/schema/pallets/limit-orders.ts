/**
 * Orders that others execute once the price is right. (`pallet_limit_orders`)
 *
 * An order is signed off the chain and named by the BLAKE2b-256 hash of its encoding.
 */
import { fromHex, utf8 } from '../../bytes.ts';
import { bool, option, struct, u32, u64, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { blake2, identity, item, optional } from '../storage-item.ts';
import {
  accountId,
  boundedBytes,
  boundedVec,
  h256,
  multiSignature,
  netuid,
  palletId,
  perbill,
} from '../types/basic.ts';
import { dispatchError } from '../types/dispatch.ts';

const path = (name: string) => ['pallet_limit_orders', 'pallet', name];

const orderType = variant(['pallet_limit_orders', 'OrderType'], {
  LimitBuy: [0, []],
  TakeProfit: [1, []],
  StopLoss: [2, []],
});
const orderSide = variant(['pallet_limit_orders', 'OrderSide'], { Buy: [0, []], Sell: [1, []] });

const byAccount = [{ name: 'AccountId', codec: accountId }];

/** What its signer wants: `amount` of `netuid` at `limit_price` or better, until `expiry`. */
const order = struct(
  ['pallet_limit_orders', 'Order'],
  {
    signer: accountId,
    hotkey: accountId,
    netuid,
    order_type: orderType,
    amount: u64,
    limit_price: u64,
    expiry: u64,
    fee_rate: perbill,
    fee_recipient: accountId,
    relayer: option(boundedVec(accountId)),
    max_slippage: option(perbill),
    chain_id: u64,
    partial_fills_enabled: bool,
  },
  byAccount,
);
const versionedOrder = variant(['pallet_limit_orders', 'VersionedOrder'], { V1: [0, [order]] }, byAccount);
const signedOrder = struct(
  ['pallet_limit_orders', 'SignedOrder'],
  { order: versionedOrder, signature: multiSignature, partial_fill: option(u64) },
  byAccount,
);
const orderStatus = variant(['pallet_limit_orders', 'OrderStatus'], {
  Fulfilled: [0, []],
  PartiallyFilled: [1, [u64]],
  Cancelled: [2, []],
});

export const LimitOrders = pallet({
  name: 'LimitOrders',
  index: 32,
  storage: {
    Orders: optional([blake2(h256)], orderStatus, 'How far an order has been filled, by its hash.'),
    LimitOrdersEnabled: item([], bool, false, 'Whether orders are executed.'),
    HasMigrationRun: item([identity(boundedBytes)], bool, false, 'Storage migrations that have been done, by name.'),
  },
  calls: variant(path('Call'), {
    execute_orders: [0, { orders: boundedVec(signedOrder), should_fail: bool }],
    execute_batched_orders: [1, { netuid, orders: boundedVec(signedOrder) }],
    cancel_order: [2, { order: versionedOrder }],
    set_pallet_status: [3, { enabled: bool }],
  }),
  events: variant(path('Event'), {
    OrderExecuted: [
      0,
      { order_id: h256, signer: accountId, netuid, order_type: orderType, amount_in: u64, amount_out: u64 },
    ],
    OrderSkipped: [1, { order_id: h256, reason: dispatchError }],
    OrderCancelled: [2, { order_id: h256, signer: accountId }],
    GroupExecutionSummary: [3, { netuid, net_side: orderSide, net_amount: u64, actual_out: u64, executed_count: u32 }],
    LimitOrdersPalletStatusChanged: [4, { enabled: bool }],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      InvalidSignature: "The order's signature does not hold.",
      OrderAlreadyProcessed: 'The order is filled already.',
      OrderCancelled: 'The order was cancelled.',
      OrderExpired: "The order's time is over.",
      PriceConditionNotMet: "The price has not reached the order's limit.",
      Unauthorized: 'The sender may not do this.',
      SwapReturnedZero: 'The swap would give nothing.',
      RootNetUidNotAllowed: 'Root stake cannot be traded.',
      OrderNetUidMismatch: 'The order is for another subnet.',
      LimitOrdersDisabled: 'Orders are switched off.',
      RelayerMissMatch: 'The order names other relayers.',
      PartialFillsNotEnabled: 'The order must be filled as a whole.',
      IncorrectPartialFillAmount: 'The part to fill is not valid.',
      RelayerRequiredForPartialFill: 'Only a named relayer may fill a part.',
      ChainIdMismatch: 'The order is for another chain.',
      PalletHotkeyNotRegistered: "The pallet's own hotkey is not registered.",
      ArithmeticOverflow: 'A number grew too large.',
      DuplicateOrderInBatch: 'The batch holds an order twice.',
      ZeroShareInBatch: "An order's share of the batch is nothing.",
    },
  },
  constants: {
    MaxOrdersPerBatch: constant(u32, 100),
    PalletId: constant(palletId, utf8('bt/limit')),
    PalletHotkey: constant(accountId, fromHex('0x6d6f646c62742f6c6d686b790000000000000000000000000000000000000000')),
  },
});
