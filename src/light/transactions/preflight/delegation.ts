/** Takes and children of a hotkey; all signed by its coldkey (spec participation §7, §8; `chain/economy`). */
import type { Bytes } from '../../../chain/bytes.ts';
import { equalBytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import {
  checkSetChildren,
  decreaseTakeError,
  effectiveChildkeyTake,
  increaseTakeError,
  isChildkeyTakeAllowed,
  isTakeTooRecent,
  netuidsPlan,
  passesRateLimit,
  read,
  readAll,
  readNamed,
  SET_CHILDREN_LIMIT_BLOCKS,
  STABLE,
  spotPrice,
  together,
} from '../../../chain/economy/index.ts';
import { U64F64, U96F32 } from '../../../chain/fixed/index.ts';
import { storage, TRANSACTION_KINDS } from '../../../chain/schema/index.ts';
import type { Areas, CallContext, Refusal } from './area.ts';
import { refuseSubtensor, waitUntil } from './area.ts';
import { hotkeyOwner, stored } from './reads.ts';
import { marketPlan } from './stake-facts.ts';

const subtensor = storage.SubtensorModule;
const ROOT = 0;

interface TakeArguments {
  readonly hotkey: Bytes;
  readonly take: number;
}

/** What the pool asks of both, and the call once more. */
function* takeRules(
  { hotkey, take }: TakeArguments,
  at: CallContext,
  direction: 'increase' | 'decrease',
): ReadPlan<Refusal | undefined> {
  const [owner, [current, maximum, minimum]] = yield* together(
    hotkeyOwner(hotkey, at.signer),
    readAll([stored(subtensor.Delegates, hotkey), read(subtensor.MaxDelegateTake), read(subtensor.MinDelegateTake)]),
  );
  if (owner === 'nobody' || owner === 'chain') return refuseSubtensor('HotKeyAccountNotExists');
  if (owner === 'other') return refuseSubtensor('NonAssociatedColdKey');
  const error =
    direction === 'increase' ? increaseTakeError(take, current, maximum) : decreaseTakeError(take, current, minimum);
  return refuseSubtensor(error);
}

const takeKey = (hotkey: Bytes) => ({ type: 'LastTxBlockDelegateTake', value: [hotkey] }) as const;

function* increaseTake(args: TakeArguments, at: CallContext): ReadPlan<Refusal | undefined> {
  const [refusal, [last, limit]] = yield* together(
    takeRules(args, at, 'increase'),
    readAll([read(subtensor.LastRateLimitedBlock, takeKey(args.hotkey)), read(subtensor.TxDelegateTakeRateLimit)]),
  );
  if (refusal) return refusal;
  const isEarly = isTakeTooRecent(last, BigInt(at.block), limit);
  return refuseSubtensor(isEarly ? 'DelegateTxRateLimitExceeded' : undefined, waitUntil(last + limit + 1n));
}

interface ChildkeyTakeArguments extends TakeArguments {
  readonly netuid: number;
}

function* childkeyTake(
  { hotkey, netuid, take }: ChildkeyTakeArguments,
  at: CallContext,
): ReadPlan<Refusal | undefined> {
  const [owner, bounds, state] = yield* together(
    hotkeyOwner(hotkey, at.signer),
    readNamed({
      minimum: read(subtensor.MinChildkeyTake),
      subnetMinimum: read(subtensor.MinChildkeyTakePerSubnet, netuid),
    }),
    readNamed({
      maximum: read(subtensor.MaxChildkeyTake),
      current: read(subtensor.ChildkeyTake, hotkey, netuid),
      last: read(subtensor.TransactionKeyLastBlock, hotkey, netuid, TRANSACTION_KINDS.SetChildkeyTake),
      limit: read(subtensor.TxChildkeyTakeRateLimit),
    }),
  );
  if (owner !== 'signer') return refuseSubtensor('NonAssociatedColdKey');
  if (!isChildkeyTakeAllowed(take, bounds, state.maximum)) return refuseSubtensor('InvalidChildkeyTake');
  const rises = take > effectiveChildkeyTake(state.current, bounds);
  const isEarly = rises && !passesRateLimit(state.last, BigInt(at.block), state.limit);
  return refuseSubtensor(isEarly ? 'TxChildkeyTakeRateLimitExceeded' : undefined, waitUntil(state.last + state.limit));
}

const POINT_SHIFT = U64F64.fractionBits - U96F32.fractionBits;

/** What all the stake on a hotkey is worth in TAO, at spot prices (`get_total_stake_for_hotkey`), rao. */
function* hotkeyValue(hotkey: Bytes): ReadPlan<bigint> {
  const netuids = yield* netuidsPlan();
  const stakes = yield* readAll(netuids.map((netuid) => read(subtensor.TotalHotkeyAlpha, hotkey, netuid)));
  const held = netuids.flatMap((netuid, i) => (stakes[i]! > 0n ? [{ netuid, alphaRao: stakes[i]! }] : []));
  const markets = yield* together(...held.map(({ netuid }) => marketPlan(netuid)));
  const values = held.map(({ alphaRao }, i) => {
    const { pool } = markets[i]!;
    const price = pool === STABLE ? U64F64.one : spotPrice(pool);
    return U96F32.mul(U96F32.fromInteger(alphaRao), price >> POINT_SHIFT);
  });
  return U96F32.floor(values.reduce(U96F32.add, 0n));
}

interface ChildrenArguments {
  readonly hotkey: Bytes;
  readonly netuid: number;
  readonly children: readonly (readonly [bigint, Bytes])[];
}

function* setChildren({ hotkey, netuid, children }: ChildrenArguments, at: CallContext): ReadPlan<Refusal | undefined> {
  const [owner, state, valueRao] = yield* together(
    hotkeyOwner(hotkey, at.signer),
    readNamed({
      last: read(subtensor.TransactionKeyLastBlock, hotkey, netuid, TRANSACTION_KINDS.SetChildren),
      exists: read(subtensor.NetworksAdded, netuid),
      parents: read(subtensor.ParentKeys, hotkey, netuid),
      ownerHotkey: read(subtensor.SubnetOwnerHotkey, netuid),
      threshold: read(subtensor.StakeThreshold),
    }),
    hotkeyValue(hotkey),
  );
  const error = checkSetChildren({
    netuid,
    hotkey,
    children,
    block: BigInt(at.block),
    lastSetBlock: state.last,
    subnetExists: netuid === ROOT || state.exists,
    isOwned: owner === 'signer',
    parents: state.parents,
    mayHaveChildren: equalBytes(state.ownerHotkey, hotkey) || valueRao >= state.threshold,
  });
  const isEarly = error === 'TxRateLimitExceeded';
  return refuseSubtensor(error, isEarly ? waitUntil(state.last + SET_CHILDREN_LIMIT_BLOCKS) : undefined);
}

export const delegationAreas: Areas<'SubtensorModule'> = {
  increase_take: {
    check: 'take',
    pool: (args, at) => takeRules(args, at, 'increase'),
    dispatch: increaseTake,
  },
  decrease_take: {
    check: 'take',
    pool: (args, at) => takeRules(args, at, 'decrease'),
    dispatch: (args, at) => takeRules(args, at, 'decrease'),
  },
  set_childkey_take: { check: 'take', dispatch: childkeyTake },
  set_children: { check: 'children', dispatch: setChildren },
};
