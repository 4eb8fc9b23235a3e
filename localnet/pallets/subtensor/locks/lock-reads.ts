/**
 * What locks mean now: how much of a coldkey's alpha is bound, and who has a subnet's conviction (spec economy §15; what
 * `get_coldkey_lock`, `get_hotkey_conviction`, `get_most_convicted_hotkey_on_subnet` and
 * `get_stake_availability_for_coldkeys` answer). `block` is the present everywhere; nothing is written.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes, toHex } from '../../../../src/chain/bytes.ts';
import type { LockKind, LockState, StakeAvailability } from '../../../../src/chain/economy/index.ts';
import { stakeAvailability as availabilityOf, settledLock } from '../../../../src/chain/economy/index.ts';
import { U64F64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { coldkeyStake } from '../ledger.ts';
import { isOwnerHotkey, lockHotkey, lockRates, readPair, readSum } from './lock-store.ts';

const subtensor = storage.SubtensorModule;
const KINDS = [true, false].map((perpetual) => ({ perpetual }));

/** The lock of a coldkey, carried forward to `block`. */
export function coldkeyLock(state: State, coldkey: Bytes, netuid: number, block: bigint): LockState | undefined {
  const hotkey = lockHotkey(state, coldkey, netuid);
  if (!hotkey) return undefined;
  const { own, kind } = readPair(state, coldkey, netuid, hotkey, block);
  return settledLock(own, block, lockRates(state), kind);
}

/** Rao of alpha that a coldkey has locked in a subnet. */
export const lockedRao = (state: State, coldkey: Bytes, netuid: number, block: bigint): bigint =>
  coldkeyLock(state, coldkey, netuid, block)?.locked_mass ?? 0n;

export function stakeAvailability(state: State, coldkey: Bytes, netuid: number, block: bigint): StakeAvailability {
  return availabilityOf(coldkeyStake(state, coldkey, netuid), lockedRao(state, coldkey, netuid, block));
}

/** Conviction of all locks on a hotkey, U64F64 bits. */
export function hotkeyConviction(state: State, hotkey: Bytes, netuid: number, block: bigint): bigint {
  const owners = isOwnerHotkey(state, netuid, hotkey) ? [false, true] : [false];
  const kinds = owners.flatMap((owner) => KINDS.map((kind) => ({ ...kind, owner })));
  return kinds.reduce((sum, kind) => U64F64.add(sum, convictionOf(state, netuid, hotkey, kind, block)), 0n);
}

/** The hotkey with most conviction in a subnet; among equal ones that with the greatest account. */
export function mostConvictedHotkey(state: State, netuid: number, block: bigint): Bytes | undefined {
  let best: { readonly hotkey: Bytes; readonly conviction: bigint } | undefined;
  for (const hotkey of lockedHotkeys(state, netuid)) {
    const conviction = hotkeyConviction(state, hotkey, netuid, block);
    if (!best || conviction >= best.conviction) best = { hotkey, conviction };
  }
  return best?.hotkey;
}

/** Hotkeys that any sum is kept for, ascending. */
function lockedHotkeys(state: State, netuid: number): Bytes[] {
  const ordinary = [subtensor.HotkeyLock, subtensor.DecayingHotkeyLock].flatMap((item) =>
    state.keysOf(item, netuid).map(([, hotkey]) => hotkey),
  );
  const ownerHas = state.has(subtensor.OwnerLock, netuid) || state.has(subtensor.DecayingOwnerLock, netuid);
  const hotkeys = ownerHas ? [...ordinary, state.get(subtensor.SubnetOwnerHotkey, netuid)] : ordinary;
  return hotkeys
    .filter((hotkey, i) => hotkeys.findIndex((other) => equalBytes(other, hotkey)) === i)
    .sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
}

function convictionOf(state: State, netuid: number, hotkey: Bytes, kind: LockKind, block: bigint): bigint {
  const sum = readSum(state, netuid, hotkey, kind);
  return sum ? settledLock(sum, block, lockRates(state), kind).conviction : 0n;
}
