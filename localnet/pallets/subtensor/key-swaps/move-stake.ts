/**
 * Stake that changes its hotkey or its coldkey because that key is swapped: nothing is sold and nothing is won or lost.
 *
 * On root the dividends that are owed go along: what was claimed is copied as it is, not shifted as for stake that comes
 * and goes.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { give, nominatorsOf, ROOT, stakeOf, take } from '../ledger.ts';

const subtensor = storage.SubtensorModule;

/** One coldkey's stake on a hotkey. */
export interface Position {
  readonly hotkey: Bytes;
  readonly coldkey: Bytes;
}

/** All stakes on a hotkey in a subnet, with its records of dividends; on root its rates of dividends too. */
export function moveHotkeyStake(state: State, netuid: number, from: Bytes, to: Bytes): void {
  for (const coldkey of nominatorsOf(state, from, netuid)) {
    movePosition(state, netuid, { hotkey: from, coldkey }, { hotkey: to, coldkey });
  }
  addUp(state, netuid, from, to);
  if (netuid !== ROOT || !state.has(subtensor.RootClaimable, from)) return;
  state.put(subtensor.RootClaimable, to, state.get(subtensor.RootClaimable, from));
  state.kill(subtensor.RootClaimable, from);
}

/** Moves the whole stake of a position. */
export function movePosition(state: State, netuid: number, from: Position, to: Position): void {
  const claims = netuid === ROOT ? takeRootClaims(state, from) : [];
  const rao = stakeOf(state, from.hotkey, from.coldkey, netuid);
  take(state, from.hotkey, from.coldkey, netuid, rao);
  give(state, to.hotkey, to.coldkey, netuid, rao);
  if (netuid !== ROOT) return;
  clearRootClaims(state, from);
  // Whoever receives has no root stake, so it has claimed nothing that counts.
  for (const [of, claimed] of claims) {
    if (rao > 0n || claimed > 0n) state.put(subtensor.RootClaimed, of, to.hotkey, to.coldkey, claimed);
  }
}

function takeRootClaims(state: State, { hotkey, coldkey }: Position): readonly (readonly [number, bigint])[] {
  return state
    .get(subtensor.RootClaimable, hotkey)
    .map(([netuid]) => [netuid, state.get(subtensor.RootClaimed, netuid, hotkey, coldkey)] as const);
}

function clearRootClaims(state: State, { hotkey, coldkey }: Position): void {
  for (const [netuid] of state.get(subtensor.RootClaimable, hotkey)) {
    state.kill(subtensor.RootClaimed, netuid, hotkey, coldkey);
  }
}

/** Records of the last epoch. */
function addUp(state: State, netuid: number, from: Bytes, to: Bytes): void {
  const lastEpoch = state.get(subtensor.TotalHotkeyAlphaLastEpoch, from, netuid);
  if (lastEpoch > 0n) state.change(subtensor.TotalHotkeyAlphaLastEpoch, to, netuid, (alpha) => alpha + lastEpoch);
  state.kill(subtensor.TotalHotkeyAlphaLastEpoch, from, netuid);
  for (const item of [subtensor.AlphaDividendsPerSubnet, subtensor.RootAlphaDividendsPerSubnet]) {
    const dividends = state.get(item, netuid, from);
    if (dividends > 0n) state.change(item, netuid, to, (more) => more + dividends);
    state.kill(item, netuid, from);
  }
}

/** True if a hotkey has nothing on root that a swap could mix up with what comes. */
export function isCleanOnRoot(state: State, hotkey: Bytes, netuids: readonly number[]): boolean {
  if (state.get(subtensor.TotalHotkeyAlpha, hotkey, ROOT) > 0n) return false;
  if (state.get(subtensor.RootClaimable, hotkey).length > 0) return false;
  return netuids.every((netuid) => state.keysOf(subtensor.RootClaimed, netuid, hotkey).length === 0);
}
