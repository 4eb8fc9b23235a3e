/**
 * What the rules of staking ask the state: a subnet's market, a position, and how much of a coldkey's alpha is not locked.
 *
 * UNKNOWN: a lock stands under a hotkey that only an enumeration of keys could name, and absence of others is not proved
 * by one. A lock is looked for under every hotkey that the coldkey owns or stakes on, every neuron of the subnet and its
 * owner's hotkey; a lock on any other hotkey is not seen.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { toHex } from '../../../chain/bytes.ts';
import type { ReadPlan, StakeMarket } from '../../../chain/economy/index.ts';
import {
  fromLegacyShare,
  read,
  readAll,
  readNamed,
  STABLE,
  settledLock,
  stakeAvailability,
  stakeOfShare,
  together,
} from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import { MAX_NEURONS } from '../../readers/read-plan-at.ts';
import { has, stored } from './reads.ts';

const { SubtensorModule: subtensor, Swap } = storage;

/** Hotkeys of a coldkey that are looked at; nobody has more, and each costs five keys. */
const MAX_HOTKEYS = 512;

export function* marketPlan(netuid: number): ReadPlan<StakeMarket> {
  const at = yield* readNamed({
    exists: read(subtensor.NetworksAdded, netuid),
    subtokenEnabled: read(subtensor.SubtokenEnabled, netuid),
    mechanism: read(subtensor.SubnetMechanism, netuid),
    taoRao: read(subtensor.SubnetTAO, netuid),
    alphaRao: read(subtensor.SubnetAlphaIn, netuid),
    balancer: read(Swap.SwapBalancer, netuid),
    feeRate: read(Swap.FeeRate, netuid),
  });
  const { exists, subtokenEnabled, taoRao, alphaRao } = at;
  if (at.mechanism === 0) return { exists, subtokenEnabled, pool: STABLE, feeRate: 0 };
  const pool = { taoRao, alphaRao, quoteParts: at.balancer.quote };
  return { exists, subtokenEnabled, pool, feeRate: at.feeRate };
}

export interface Position {
  readonly coldkey: Bytes;
  readonly hotkey: Bytes;
  readonly netuid: number;
}

/** Alpha of one coldkey on a hotkey, rao. The older notation of shares wins where it is present. */
export function* ownedPlan({ coldkey, hotkey, netuid }: Position): ReadPlan<bigint> {
  const at = yield* readNamed({
    alphaRao: read(subtensor.TotalHotkeyAlpha, hotkey, netuid),
    shares: read(subtensor.TotalHotkeySharesV2, hotkey, netuid),
    oldShares: read(subtensor.TotalHotkeyShares, hotkey, netuid),
    share: read(subtensor.AlphaV2, hotkey, coldkey, netuid),
    oldShare: read(subtensor.Alpha, hotkey, coldkey, netuid),
  });
  const shares = at.oldShares > 0n ? fromLegacyShare(at.oldShares) : at.shares;
  const share = at.oldShare > 0n ? fromLegacyShare(at.oldShare) : at.share;
  return stakeOfShare({ alphaRao: at.alphaRao, shares }, share);
}

/** Alpha of a coldkey in a subnet, on all its hotkeys, that is not locked in `block`, rao. */
export function* availablePlan(coldkey: Bytes, netuid: number, block: bigint): ReadPlan<bigint> {
  const [staking, owned, n, ownerHotkey] = yield* readAll([
    read(subtensor.StakingHotkeys, coldkey),
    read(subtensor.OwnedHotkeys, coldkey),
    read(subtensor.SubnetworkN, netuid),
    read(subtensor.SubnetOwnerHotkey, netuid),
  ]);
  const uids = Array.from({ length: Math.min(n, MAX_NEURONS) }, (_, uid) => uid);
  const hotkeys = staking.slice(0, MAX_HOTKEYS);
  const [stakes, neurons] = yield* together(
    together(...hotkeys.map((hotkey) => ownedPlan({ coldkey, hotkey, netuid }))),
    readAll(uids.map((uid) => read(subtensor.Keys, netuid, uid))),
  );
  const candidates = distinct([...hotkeys, ...owned.slice(0, MAX_HOTKEYS), ...neurons, ownerHotkey]);
  const locked = yield* lockedPlan({ coldkey, netuid, block, candidates, ownerHotkey });
  return stakeAvailability(
    stakes.reduce((sum, rao) => sum + rao, 0n),
    locked,
  ).available;
}

interface LockSearch {
  readonly coldkey: Bytes;
  readonly netuid: number;
  readonly block: bigint;
  readonly candidates: readonly Bytes[];
  readonly ownerHotkey: Bytes;
}

function* lockedPlan({ coldkey, netuid, block, candidates, ownerHotkey }: LockSearch): ReadPlan<bigint> {
  const [locks, [decaying, unlock, maturity]] = yield* together(
    readAll(candidates.map((hotkey) => read(subtensor.Lock, coldkey, netuid, hotkey))),
    readAll([
      stored(subtensor.DecayingLock, coldkey, netuid),
      read(subtensor.UnlockRate),
      read(subtensor.MaturityRate),
    ]),
  );
  const at = locks.findIndex((lock) => lock !== undefined);
  if (at < 0) return 0n;
  const kind = { owner: toHex(candidates[at]!) === toHex(ownerHotkey), perpetual: decaying === false };
  return settledLock(locks[at]!, block, { unlock, maturity }, kind).locked_mass;
}

const distinct = (hotkeys: readonly Bytes[]): Bytes[] => [
  ...new Map(hotkeys.map((hotkey) => [toHex(hotkey), hotkey])).values(),
];

/** Whether a hotkey has an owner. */
export function* existsPlan(hotkey: Bytes): ReadPlan<boolean> {
  const [exists] = yield* readAll([has(subtensor.Owner, hotkey)]);
  return exists;
}
