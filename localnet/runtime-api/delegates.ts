/**
 * `DelegateInfoRuntimeApi`: hotkeys that have opened themselves to nominators, with who stakes on them.
 *
 *   daily return    Σ over its subnets: emission of its last epoch · 7200 / tempo
 *   per 1000 TAO    daily return · (1 − take) / (root stake / 1000 TAO)              U64F64, each step truncated
 *
 * QUIRK: the return adds alpha of different subnets as if it were one currency.
 */

import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { RAO_PER_TAO } from '../../src/chain/economy/index.ts';
import { U16_MAX, U64F64 } from '../../src/chain/fixed/index.ts';
import { compact, option, tuple, u16, u64, vec } from '../../src/chain/scale/index.ts';
import { accountId, delegateInfo, storage } from '../../src/chain/schema/index.ts';
import { hotkeyStake, ROOT, stakeOf } from '../pallets/subtensor/ledger.ts';
import type { State } from '../state.ts';
import { method, type RuntimeApi } from './method.ts';

const subtensor = storage.SubtensorModule;
const BLOCKS_PER_DAY = 7200n;
const RETURN_BASE_RAO = 1000n * RAO_PER_TAO;

type Position = readonly [netuid: number, rao: bigint];

/** Where a coldkey holds shares of a hotkey, in both notations of shares, each netuid once, in the order of the keys. */
function positionsOf(state: State, hotkey: Bytes, coldkey: Bytes): Position[] {
  const keys = [...state.keysOf(subtensor.AlphaV2, hotkey, coldkey), ...state.keysOf(subtensor.Alpha, hotkey, coldkey)];
  const netuids = [...new Set(keys.map(([, , netuid]) => netuid))];
  return netuids.map((netuid) => [netuid, stakeOf(state, hotkey, coldkey, netuid)]);
}

/** In the order of their accounts. */
function nominatorsOf(state: State, hotkey: Bytes): (readonly [Bytes, Position[]])[] {
  const keys = [...state.keysOf(subtensor.AlphaV2, hotkey), ...state.keysOf(subtensor.Alpha, hotkey)];
  const coldkeys = new Map(keys.map(([, coldkey]) => [toHex(coldkey), coldkey]));
  return [...coldkeys]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, coldkey]) => [coldkey, positionsOf(state, hotkey, coldkey)]);
}

function delegateOf(state: State, hotkey: Bytes, withNominators: boolean) {
  const take = state.get(subtensor.Delegates, hotkey);
  const registrations = state
    .entriesOf(subtensor.IsNetworkMember, hotkey)
    .flatMap(([[, netuid], isMember]) => (isMember ? [netuid] : []));
  const seats = registrations.flatMap((netuid) => {
    const uid = state.get(subtensor.Uids, netuid, hotkey);
    return uid === undefined ? [] : [{ netuid, uid }];
  });
  const daily = seats.reduce((sum, { netuid, uid }) => U64F64.add(sum, dailyEmission(state, netuid, uid)), 0n);
  return {
    delegate_ss58: hotkey,
    take,
    nominators: withNominators ? nominatorsOf(state, hotkey) : [],
    owner_ss58: state.get(subtensor.Owner, hotkey),
    registrations,
    validator_permits: seats
      .filter(({ netuid, uid }) => state.get(subtensor.ValidatorPermit, netuid)[uid])
      .map(({ netuid }) => netuid),
    return_per_1000: U64F64.floor(returnPer1000(take, hotkeyStake(state, hotkey, ROOT), daily)),
    total_daily_return: U64F64.floor(daily),
  };
}

/** U64F64 bits. */
function dailyEmission(state: State, netuid: number, uid: number): bigint {
  const epochs = U64F64.div(
    U64F64.fromInteger(BLOCKS_PER_DAY),
    U64F64.fromInteger(BigInt(state.get(subtensor.Tempo, netuid))),
  );
  return U64F64.mul(U64F64.fromInteger(state.get(subtensor.Emission, netuid)[uid] ?? 0n), epochs);
}

/** U64F64 bits; 0 without stake on root. */
function returnPer1000(take: number, rootRao: bigint, daily: bigint): bigint {
  const takeShare = U64F64.div(U64F64.fromInteger(BigInt(take)), U64F64.fromInteger(BigInt(U16_MAX)));
  const kept = U64F64.mul(daily, U64F64.sub(U64F64.one, takeShare));
  return U64F64.div(kept, U64F64.div(U64F64.fromInteger(rootRao), U64F64.fromInteger(RETURN_BASE_RAO)));
}

const delegates = (state: State): Bytes[] => state.keysOf(subtensor.Delegates).map(([hotkey]) => hotkey);

export const delegateInfoApi: RuntimeApi = {
  name: 'DelegateInfoRuntimeApi',
  version: 1,
  methods: {
    get_delegates: method({}, vec(delegateInfo), (state) =>
      delegates(state).map((hotkey) => delegateOf(state, hotkey, true)),
    ),
    get_delegate: method(
      { delegate_account: accountId },
      option(delegateInfo),
      (state, { delegate_account: hotkey }) =>
        state.has(subtensor.Delegates, hotkey) ? delegateOf(state, hotkey, true) : undefined,
    ),
    // QUIRK: here the delegates' own lists of nominators are left empty.
    get_delegated: method(
      { delegatee_account: accountId },
      vec(tuple(delegateInfo, tuple(compact(u16), compact(u64)))),
      (state, { delegatee_account: coldkey }) =>
        delegates(state).flatMap((hotkey) =>
          positionsOf(state, hotkey, coldkey).map((position) => [delegateOf(state, hotkey, false), position] as const),
        ),
    ),
  },
};
