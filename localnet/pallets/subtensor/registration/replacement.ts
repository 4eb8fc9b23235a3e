/** Which neurons of a subnet may go, from the state: whom a registration replaces, whom a trimming spares. */
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { PrunableNeuron } from '../../../../src/chain/economy/index.ts';
import { immortalUids, isImmune, neuronToPrune } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const subtensor = storage.SubtensorModule;

/** The uid that a registration in block `block` replaces; undefined if none may be. */
export function neuronToReplace(state: State, netuid: number, block: bigint): number | undefined {
  return neuronToPrune({
    neurons: neuronsOf(state, netuid),
    immortal: immortalNeurons(state, netuid),
    block,
    immunityPeriod: BigInt(state.get(subtensor.ImmunityPeriod, netuid)),
    minNonImmuneUids: state.get(subtensor.MinNonImmuneUids, netuid),
  });
}

/** By uid: whether the neuron is the owner's and immortal, or young and immune. */
export function sparedNeurons(state: State, netuid: number, block: bigint): boolean[] {
  const immortal = immortalNeurons(state, netuid);
  const immunityPeriod = BigInt(state.get(subtensor.ImmunityPeriod, netuid));
  return neuronsOf(state, netuid).map((neuron, uid) => immortal.has(uid) || isImmune(neuron, block, immunityPeriod));
}

export function neuronsOf(state: State, netuid: number): PrunableNeuron[] {
  const emissions = state.get(subtensor.Emission, netuid);
  return Array.from({ length: state.get(subtensor.SubnetworkN, netuid) }, (_, uid) => ({
    emissionRao: emissions[uid] ?? 0n,
    registeredAt: state.get(subtensor.BlockAtRegistration, netuid, uid),
  }));
}

function immortalNeurons(state: State, netuid: number): ReadonlySet<number> {
  const owner = state.get(subtensor.SubnetOwner, netuid);
  const owned = state.get(subtensor.OwnedHotkeys, owner).flatMap((hotkey) => {
    const uid = state.get(subtensor.Uids, netuid, hotkey);
    const isOwned = equalBytes(state.get(subtensor.Owner, hotkey), owner);
    if (uid === undefined || !isOwned) return [];
    return [{ uid, registeredAt: state.get(subtensor.BlockAtRegistration, netuid, uid) }];
  });
  const ownerHotkey = state.get(subtensor.SubnetOwnerHotkey, netuid);
  const limit = state.get(subtensor.ImmuneOwnerUidsLimit, netuid);
  return immortalUids(owned, state.get(subtensor.Uids, netuid, ownerHotkey), limit);
}
