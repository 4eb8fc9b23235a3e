/**
 * `StakeInfoRuntimeApi`: who has staked what, what of it is free, what moving it costs, and conviction (spec storage §3).
 *
 * `stake` is alpha. `locked`, `tao_emission` and `drain` are always 0; what a lock holds back is in the availability.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { STABLE, swapFee } from '../../src/chain/economy/index.ts';
import { ChainError } from '../../src/chain/error.ts';
import { option, tuple, u64, vec } from '../../src/chain/scale/index.ts';
import {
  accountId,
  btreeMap,
  lockState,
  netuid,
  stakeAvailability,
  stakeInfo,
  storage,
  u64f64,
} from '../../src/chain/schema/index.ts';
import { stakeOf } from '../pallets/subtensor/ledger.ts';
import {
  stakeAvailability as availabilityIn,
  coldkeyLock,
  hotkeyConviction,
  mostConvictedHotkey,
} from '../pallets/subtensor/locks/index.ts';
import { feeRateOf, poolOf } from '../pallets/subtensor/pools.ts';
import type { State } from '../state.ts';
import { method, type RuntimeApi } from './method.ts';
import { ascendingNetworks, blockOf, exists, networks } from './networks.ts';

const subtensor = storage.SubtensorModule;

/** Coldkeys that one call may ask about: each costs a walk over all networks and all its hotkeys. */
export const MAX_COLDKEYS = 1024;

function infoOf(state: State, hotkey: Bytes, coldkey: Bytes, of: number) {
  return {
    hotkey,
    coldkey,
    netuid: of,
    stake: stakeOf(state, hotkey, coldkey, of),
    locked: 0n,
    emission: state.get(subtensor.AlphaDividendsPerSubnet, of, hotkey),
    tao_emission: 0n,
    drain: 0n,
    is_registered: state.get(subtensor.IsNetworkMember, hotkey, of),
  };
}

/** Positions with stake, network by network. */
function positionsOf(state: State, coldkey: Bytes) {
  const hotkeys = state.get(subtensor.StakingHotkeys, coldkey);
  return networks(state)
    .flatMap((of) => hotkeys.map((hotkey) => infoOf(state, hotkey, coldkey, of)))
    .filter(({ stake }) => stake > 0n);
}

/** @throws ChainError for more coldkeys than one call may ask about */
function bounded(coldkeys: readonly Bytes[]): readonly Bytes[] {
  if (coldkeys.length <= MAX_COLDKEYS) return coldkeys;
  throw new ChainError('api/too-many', `expected at most ${MAX_COLDKEYS} coldkeys, got ${coldkeys.length}`);
}

/** The networks asked about, ascending. A list that is empty or longer than there are networks asks for nothing. */
function requestedNetworks(state: State, requested: readonly number[] | undefined): number[] {
  const all = ascendingNetworks(state);
  if (!requested) return all;
  const distinct = [...new Set(requested)].sort((a, b) => a - b);
  return distinct.length > all.length ? [] : distinct.filter((of) => exists(state, of));
}

/** Networks where there is neither stake nor a lock are left out. */
function availabilityOf(state: State, coldkey: Bytes, netuids: readonly number[]) {
  const block = blockOf(state);
  return netuids.flatMap((of) => {
    const availability = availabilityIn(state, coldkey, of, block);
    return availability.total === 0n && availability.locked === 0n ? [] : [[of, availability] as const];
  });
}

/** A map has each coldkey once, in ascending order. */
function distinct(coldkeys: readonly Bytes[]): Bytes[] {
  const byName = new Map(coldkeys.map((coldkey) => [toHex(coldkey), coldkey]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, coldkey]) => coldkey);
}

type Place = readonly [hotkey: Bytes, netuid: number] | undefined;

/** Rao of the swap's fee; not a simulation. Within a subnet nothing is swapped, and stable subnets swap free of fee. */
function stakeFee(state: State, origin: Place, destination: Place, rao: bigint): bigint {
  const place = destination ?? origin;
  if (!place || origin?.[1] === destination?.[1]) return 0n;
  return poolOf(state, place[1]) === STABLE ? 0n : swapFee(rao, feeRateOf(state, place[1]));
}

const place = option(tuple(accountId, netuid));

export const stakeInfoApi: RuntimeApi = {
  name: 'StakeInfoRuntimeApi',
  version: 1,
  methods: {
    get_stake_info_for_coldkey: method({ coldkey_account: accountId }, vec(stakeInfo), (state, args) =>
      positionsOf(state, args.coldkey_account),
    ),
    get_stake_info_for_coldkeys: method(
      { coldkey_accounts: vec(accountId) },
      vec(tuple(accountId, vec(stakeInfo))),
      (state, args) => bounded(args.coldkey_accounts).map((coldkey) => [coldkey, positionsOf(state, coldkey)] as const),
    ),
    get_stake_info_for_hotkey_coldkey_netuid: method(
      { hotkey_account: accountId, coldkey_account: accountId, netuid },
      option(stakeInfo),
      (state, args) => infoOf(state, args.hotkey_account, args.coldkey_account, args.netuid),
    ),
    get_stake_availability_for_coldkeys: method(
      { coldkey_accounts: vec(accountId), netuids: option(vec(netuid)) },
      btreeMap(accountId, btreeMap(netuid, stakeAvailability)),
      (state, args) => {
        const netuids = requestedNetworks(state, args.netuids);
        return distinct(bounded(args.coldkey_accounts)).map(
          (coldkey) => [coldkey, availabilityOf(state, coldkey, netuids)] as const,
        );
      },
    ),
    get_stake_fee: method(
      {
        origin: place,
        origin_coldkey_account: accountId,
        destination: place,
        destination_coldkey_account: accountId,
        amount: u64,
      },
      u64,
      (state, args) => stakeFee(state, args.origin, args.destination, args.amount),
    ),
    get_coldkey_lock: method({ coldkey: accountId, netuid }, option(lockState), (state, args) =>
      coldkeyLock(state, args.coldkey, args.netuid, blockOf(state)),
    ),
    get_hotkey_conviction: method({ hotkey: accountId, netuid }, u64f64, (state, args) =>
      hotkeyConviction(state, args.hotkey, args.netuid, blockOf(state)),
    ),
    get_most_convicted_hotkey_on_subnet: method({ netuid }, option(accountId), (state, args) =>
      mostConvictedHotkey(state, args.netuid, blockOf(state)),
    ),
  },
};
