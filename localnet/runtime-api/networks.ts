/**
 * Which networks there are, and what every answer about one of them begins with.
 *
 * Lists walk `NetworksAdded`, root included, in the order of its keys: little-endian netuids, so 256 comes before 1.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';

const { System, SubtensorModule: subtensor } = storage;

export const exists = (state: State, netuid: number): boolean => state.get(subtensor.NetworksAdded, netuid);

/** All netuids in the order of their keys. */
export const networks = (state: State): number[] =>
  state.entriesOf(subtensor.NetworksAdded).flatMap(([[netuid], isAdded]) => (isAdded ? [netuid] : []));

/** All netuids in ascending order. */
export const ascendingNetworks = (state: State): number[] => networks(state).sort((a, b) => a - b);

/** The answer about one network; nothing about one that does not exist. */
export const ifExists = <T>(
  state: State,
  netuid: number,
  answer: (state: State, netuid: number) => T,
): T | undefined => (exists(state, netuid) ? answer(state, netuid) : undefined);

/** The number of the block that left this state. */
export const blockOf = (state: State): bigint => BigInt(state.get(System.Number));

/** Hotkeys of uids 0…n−1; the zero account where a uid has none. */
export const hotkeysOf = (state: State, netuid: number): Bytes[] =>
  Array.from({ length: state.get(subtensor.SubnetworkN, netuid) }, (_, uid) => state.get(subtensor.Keys, netuid, uid));

/**
 * The name from the subnet's identity, else nothing.
 * DIFFERS: the chain has a built-in list of names for subnets without one, about subnets that do not exist here.
 */
export const subnetName = (state: State, netuid: number): Bytes =>
  state.get(subtensor.SubnetIdentitiesV3, netuid)?.subnet_name ?? new Uint8Array();

/** Blocks without which a validator's weights count as old: factor · tempo / 1000, at least one. */
export function activityCutoffBlocks(state: State, netuid: number): bigint {
  const factor = BigInt(state.get(subtensor.ActivityCutoffFactorMilli, netuid));
  const blocks = (factor * BigInt(state.get(subtensor.Tempo, netuid))) / 1000n;
  return blocks > 1n ? blocks : 1n;
}
