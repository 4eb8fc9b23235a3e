/**
 * Places of neurons in a subnet: taking a new one, or one that another neuron had (spec participation §3).
 *
 * What the last epoch said about a place goes with the neuron that held it. Its stake does not: that is its hotkey's.
 * Vectors that are shorter than the subnet are filled up; the chain never has such.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import type { StorageItem } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const subtensor = storage.SubtensorModule;

/** Storage indices of all mechanisms of a subnet. */
export const mechanismIndices = (state: State, netuid: number): number[] =>
  Array.from({ length: state.get(subtensor.MechanismCountCurrent, netuid) }, (_, mechanism) =>
    storageIndex(netuid, mechanism),
  );

/** Gives `hotkey` the place after the last one. Returns its uid. */
export function appendNeuron(state: State, netuid: number, hotkey: Bytes, block: bigint): number {
  const uid = state.get(subtensor.SubnetworkN, netuid);
  state.put(subtensor.SubnetworkN, netuid, uid + 1);
  clearVectors(state, netuid, uid, block);
  takePlace(state, netuid, uid, hotkey, block);
  return uid;
}

/** Gives `hotkey` the place of another neuron, which is no longer registered. */
export function replaceNeuron(state: State, netuid: number, uid: number, hotkey: Bytes, block: bigint): void {
  leavePlace(state, netuid, uid);
  clearVectors(state, netuid, uid, block);
  setAt(state, subtensor.StakeWeight, netuid, uid, 0, 0);
  for (const index of mechanismIndices(state, netuid)) clearRows(state, index, uid);
  takePlace(state, netuid, uid, hotkey, block);
}

/** What is stored by hotkey about a neuron that goes, and what its place is linked to. */
export function leavePlace(state: State, netuid: number, uid: number): void {
  const hotkey = state.get(subtensor.Keys, netuid, uid);
  for (const item of [subtensor.Uids, subtensor.Axons, subtensor.Prometheus, subtensor.NeuronCertificates]) {
    state.kill<readonly [number, Bytes], unknown, unknown>(item, netuid, hotkey);
  }
  state.kill(subtensor.IsNetworkMember, hotkey, netuid);
  state.kill(subtensor.AssociatedEvmAddress, netuid, uid);
}

function takePlace(state: State, netuid: number, uid: number, hotkey: Bytes, block: bigint): void {
  state.put(subtensor.Keys, netuid, uid, hotkey);
  state.put(subtensor.Uids, netuid, hotkey, uid);
  state.put(subtensor.IsNetworkMember, hotkey, netuid, true);
  state.put(subtensor.BlockAtRegistration, netuid, uid, block);
}

function clearVectors(state: State, netuid: number, uid: number, block: bigint): void {
  setAt(state, subtensor.Active, netuid, uid, true, false);
  setAt(state, subtensor.ValidatorPermit, netuid, uid, false, false);
  setAt(state, subtensor.Emission, netuid, uid, 0n, 0n);
  for (const item of [subtensor.Consensus, subtensor.Dividends, subtensor.ValidatorTrust]) {
    setAt(state, item, netuid, uid, 0, 0);
  }
  for (const index of mechanismIndices(state, netuid)) {
    setAt(state, subtensor.Incentive, index, uid, 0, 0);
    setAt(state, subtensor.LastUpdate, index, uid, block, 0n);
  }
}

/** The neuron's own weights and bonds go; what others gave it becomes 0 and stays in their rows. */
function clearRows(state: State, index: number, uid: number): void {
  state.kill(subtensor.Bonds, index, uid);
  state.kill(subtensor.Weights, index, uid);
  for (const [[, source], row] of state.entriesOf(subtensor.Weights, index)) {
    if (!row.some(([target, weight]) => target === uid && weight !== 0)) continue;
    state.put(
      subtensor.Weights,
      index,
      source,
      row.map(([target, weight]) => [target, target === uid ? 0 : weight] as const),
    );
  }
}

function setAt<T>(
  state: State,
  item: StorageItem<readonly [number], readonly T[]>,
  index: number,
  uid: number,
  value: T,
  filler: T,
): void {
  state.change(item, index, (values) =>
    Array.from({ length: Math.max(values.length, uid + 1) }, (_, i) => (i === uid ? value : (values[i] ?? filler))),
  );
}
