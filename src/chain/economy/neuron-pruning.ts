/**
 * Which neuron makes room when one registers in a full subnet (spec participation §3; the pallet's `get_neuron_to_prune`).
 *
 *   immortal   the owner's hotkeys, at most `ImmuneOwnerUidsLimit` of them: never
 *   immune     younger than `ImmunityPeriod`: only while at most `MinNonImmuneUids` others are left
 *   order      least emission, then earliest registration, then lowest uid
 */
import { ascending } from '../fixed/index.ts';

/** A neuron as this choice sees it; its uid is its place in the list. */
export interface NeuronAge {
  /** `BlockAtRegistration`. */
  readonly registeredAt: bigint;
}

export interface PrunableNeuron extends NeuronAge {
  /** `Emission`: rao of alpha in the last epoch. */
  readonly emissionRao: bigint;
}

export interface NeuronPruning {
  readonly neurons: readonly PrunableNeuron[];
  /** See `immortalUids`. */
  readonly immortal: ReadonlySet<number>;
  readonly block: bigint;
  /** `ImmunityPeriod`, blocks. */
  readonly immunityPeriod: bigint;
  /** `MinNonImmuneUids`. */
  readonly minNonImmuneUids: number;
}

/** True for a neuron that is too young to be replaced or trimmed. */
export const isImmune = ({ registeredAt }: NeuronAge, block: bigint, immunityPeriod: bigint): boolean =>
  block - registeredAt < immunityPeriod;

/** The uid that a registration replaces; undefined if none may be. */
export function neuronToPrune(pruning: NeuronPruning): number | undefined {
  const { neurons, immortal, block, immunityPeriod, minNonImmuneUids } = pruning;
  const uids = neurons.map((_, uid) => uid).filter((uid) => !immortal.has(uid));
  const immune = uids.filter((uid) => isImmune(neurons[uid]!, block, immunityPeriod));
  const others = uids.filter((uid) => !isImmune(neurons[uid]!, block, immunityPeriod));
  return leastEarning(neurons, others.length > minNonImmuneUids ? others : immune);
}

function leastEarning(neurons: readonly PrunableNeuron[], uids: readonly number[]): number | undefined {
  return [...uids].sort((a, b) => {
    const [x, y] = [neurons[a]!, neurons[b]!];
    return ascending(x.emissionRao, y.emissionRao) || ascending(x.registeredAt, y.registeredAt) || a - b;
  })[0];
}

/** A neuron of the subnet's owner. */
export interface OwnedNeuron extends NeuronAge {
  readonly uid: number;
}

/**
 * The owner's neurons that are never replaced: the `limit` oldest, among which the subnet owner's own hotkey always is.
 *
 * @param owned neurons whose hotkey belongs to the owner's coldkey, in any order
 * @param ownerHotkeyUid uid of `SubnetOwnerHotkey`, if it is registered
 */
export function immortalUids(
  owned: readonly OwnedNeuron[],
  ownerHotkeyUid: number | undefined,
  limit: number,
): ReadonlySet<number> {
  const oldest = [...owned]
    .sort((a, b) => ascending(a.registeredAt, b.registeredAt) || a.uid - b.uid)
    .slice(0, limit)
    .map(({ uid }) => uid);
  const isMissing = ownerHotkeyUid !== undefined && !oldest.includes(ownerHotkeyUid);
  return new Set((isMissing ? [ownerHotkeyUid, ...oldest] : oldest).slice(0, limit));
}
