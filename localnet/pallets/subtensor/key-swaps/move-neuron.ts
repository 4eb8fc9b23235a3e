/**
 * The neuron of a swapped hotkey in one subnet: its place and what is stored about it go to the new hotkey.
 *
 * QUIRK: time-locked commits keep naming the old hotkey, which is not registered any more, so they are never revealed; and
 * the take of a child key stays behind.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { StorageItem } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { mechanismIndices } from '../registration/neurons.ts';

const subtensor = storage.SubtensorModule;

/** Items by subnet (or mechanism) and hotkey. */
type ByHotkey = StorageItem<readonly [number, Bytes], unknown, unknown>;
const ENDPOINTS = [subtensor.Axons, subtensor.Prometheus, subtensor.NeuronCertificates] as unknown as ByHotkey[];

/** A hotkey that is no neuron there only hands on the ownership of the subnet. */
export function moveNeuron(state: State, netuid: number, from: Bytes, to: Bytes): void {
  if (equalBytes(state.get(subtensor.SubnetOwnerHotkey, netuid), from)) {
    state.put(subtensor.SubnetOwnerHotkey, netuid, to);
  }
  const uid = state.get(subtensor.Uids, netuid, from);
  if (uid === undefined) return;
  state.kill(subtensor.Uids, netuid, from);
  state.kill(subtensor.IsNetworkMember, from, netuid);
  state.put(subtensor.Uids, netuid, to, uid);
  state.put(subtensor.IsNetworkMember, to, netuid, true);
  state.put(subtensor.Keys, netuid, uid, to);
  for (const item of ENDPOINTS) moveEntry(state, item, netuid, from, to);
  for (const index of mechanismIndices(state, netuid)) {
    moveEntry(state, subtensor.WeightCommits as unknown as ByHotkey, index, from, to);
  }
}

function moveEntry(state: State, item: ByHotkey, index: number, from: Bytes, to: Bytes): void {
  if (!state.has(item, index, from)) return;
  state.put(item, index, to, state.get(item, index, from));
  state.kill(item, index, from);
}
