/**
 * Who has how much stake: the shares of every hotkey's pool, and the lists that are kept beside them.
 *
 *   give / take            one coldkey's stake on a hotkey in a subnet
 *   giveAll                dividends: everybody on the hotkey, by share
 *
 * Alpha only changes hands here; how much of it exists (`SubnetAlphaOut`) is `pools.ts`. On root a change of stake shifts
 * what has been claimed, so that dividends of the past are neither won nor lost (spec economy §11, §13).
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import type { SafeFloat, SharePool } from '../../../src/chain/economy/index.ts';
import {
  addStake,
  claimableRao,
  fromLegacyShare,
  removeStake,
  stakeOfShare,
} from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';

const subtensor = storage.SubtensorModule;
export const ROOT = 0;
/** Fractional bits of a rate in `RootClaimable` (I96F32). */
const RATE_FRACTION_BITS = 32n;

/** Alpha of all coldkeys on a hotkey. */
export const hotkeyStake = (state: State, hotkey: Bytes, netuid: number): bigint =>
  state.get(subtensor.TotalHotkeyAlpha, hotkey, netuid);

/** Alpha of one coldkey on a hotkey. */
export const stakeOf = (state: State, hotkey: Bytes, coldkey: Bytes, netuid: number): bigint =>
  stakeOfShare(poolOf(state, hotkey, netuid), shareOf(state, hotkey, coldkey, netuid));

/** Alpha of a coldkey on all its hotkeys. */
export const coldkeyStake = (state: State, coldkey: Bytes, netuid: number): bigint =>
  state
    .get(subtensor.StakingHotkeys, coldkey)
    .reduce((sum, hotkey) => sum + stakeOf(state, hotkey, coldkey, netuid), 0n);

/** Coldkeys with a share on a hotkey in a subnet. */
export function nominatorsOf(state: State, hotkey: Bytes, netuid: number): Bytes[] {
  const shares = [...state.keysOf(subtensor.Alpha, hotkey), ...state.keysOf(subtensor.AlphaV2, hotkey)];
  const coldkeys = shares.flatMap(([, coldkey, of]) => (of === netuid ? [coldkey] : []));
  return coldkeys.filter((coldkey, i) => coldkeys.findIndex((other) => equalBytes(other, coldkey)) === i);
}

/** Adds `rao` to the stake of a coldkey. */
export function give(state: State, hotkey: Bytes, coldkey: Bytes, netuid: number, rao: bigint): void {
  if (rao === 0n) return;
  const { pool, share } = addStake(poolOf(state, hotkey, netuid), shareOf(state, hotkey, coldkey, netuid), rao);
  write(state, hotkey, coldkey, netuid, pool, share);
  noteStakingHotkey(state, hotkey, coldkey);
  if (netuid !== ROOT) return;
  shiftRootClaims(state, hotkey, coldkey, rao);
  numberStaker(state, coldkey);
}

/** Takes `rao` from the stake of a coldkey. @throws RangeError for more than there is: whoever asks has checked. */
export function take(state: State, hotkey: Bytes, coldkey: Bytes, netuid: number, rao: bigint): void {
  if (rao === 0n) return;
  const { pool, share } = removeStake(poolOf(state, hotkey, netuid), shareOf(state, hotkey, coldkey, netuid), rao);
  write(state, hotkey, coldkey, netuid, pool, share);
  if (netuid === ROOT) shiftRootClaims(state, hotkey, coldkey, -rao);
}

/**
 * Adds `rao` to the stakes of everybody on the hotkey, by share. Where nobody has one, its owner gets all of it.
 */
export function giveAll(state: State, hotkey: Bytes, netuid: number, rao: bigint): void {
  if (rao === 0n) return;
  const pool = poolOf(state, hotkey, netuid);
  if (pool.shares.mantissa === 0n || pool.alphaRao === 0n) {
    give(state, hotkey, state.get(subtensor.Owner, hotkey), netuid, rao);
    return;
  }
  state.put(subtensor.TotalHotkeyAlpha, hotkey, netuid, pool.alphaRao + rao);
}

/** Rao of alpha that a coldkey may claim as root dividends of subnet `netuid`. */
export function rootDividendsOwed(state: State, hotkey: Bytes, coldkey: Bytes, netuid: number): bigint {
  const rate = state.get(subtensor.RootClaimable, hotkey).find(([of]) => of === netuid)?.[1] ?? 0n;
  const settled = state.get(subtensor.RootClaimed, netuid, hotkey, coldkey);
  return claimableRao(rate, stakeOf(state, hotkey, coldkey, ROOT), settled);
}

/** Dividends are owed as rate · stake − claimed: what comes or goes now has no part in those of the past. */
function shiftRootClaims(state: State, hotkey: Bytes, coldkey: Bytes, rao: bigint): void {
  for (const [netuid, rate] of state.get(subtensor.RootClaimable, hotkey)) {
    const amount = rao < 0n ? -rao : rao;
    const shift = (rate * amount) >> RATE_FRACTION_BITS;
    state.change(subtensor.RootClaimed, netuid, hotkey, coldkey, (claimed) => {
      const shifted = rao < 0n ? claimed - shift : claimed + shift;
      return shifted > 0n ? shifted : 0n;
    });
  }
}

function poolOf(state: State, hotkey: Bytes, netuid: number): SharePool {
  const legacy = state.get(subtensor.TotalHotkeyShares, hotkey, netuid);
  const shares = legacy > 0n ? fromLegacyShare(legacy) : state.get(subtensor.TotalHotkeySharesV2, hotkey, netuid);
  return { alphaRao: hotkeyStake(state, hotkey, netuid), shares };
}

/** The older notation wins where it is present. */
function shareOf(state: State, hotkey: Bytes, coldkey: Bytes, netuid: number): SafeFloat {
  const legacy = state.get(subtensor.Alpha, hotkey, coldkey, netuid);
  return legacy > 0n ? fromLegacyShare(legacy) : state.get(subtensor.AlphaV2, hotkey, coldkey, netuid);
}

/** Every write leaves the newer notation alone. */
function write(state: State, hotkey: Bytes, coldkey: Bytes, netuid: number, pool: SharePool, share: SafeFloat): void {
  state.kill(subtensor.TotalHotkeyShares, hotkey, netuid);
  state.kill(subtensor.Alpha, hotkey, coldkey, netuid);
  if (share.mantissa > 0n) state.put(subtensor.AlphaV2, hotkey, coldkey, netuid, share);
  else state.kill(subtensor.AlphaV2, hotkey, coldkey, netuid);
  state.put(subtensor.TotalHotkeySharesV2, hotkey, netuid, pool.shares);
  state.put(subtensor.TotalHotkeyAlpha, hotkey, netuid, pool.alphaRao);
}

function noteStakingHotkey(state: State, hotkey: Bytes, coldkey: Bytes): void {
  state.change(subtensor.StakingHotkeys, coldkey, (hotkeys) =>
    hotkeys.some((known) => equalBytes(known, hotkey)) ? hotkeys : [...hotkeys, hotkey],
  );
}

/** Gives a coldkey its place in the list of root's stakers that the claims of every block walk along, if it has none. */
export function numberStaker(state: State, coldkey: Bytes): void {
  if (state.has(subtensor.StakingColdkeys, coldkey)) return;
  const index = state.get(subtensor.NumStakingColdkeys);
  state.put(subtensor.StakingColdkeys, coldkey, index);
  state.put(subtensor.StakingColdkeysByIndex, index, coldkey);
  state.put(subtensor.NumStakingColdkeys, index + 1n);
}
