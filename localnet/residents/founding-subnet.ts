/**
 * A subnet as the founding leaves it: its parameters, its pool, its neurons without their stake (that is
 * `founding-stakes.ts`). As if it had been registered, filled and started before the chain began (spec economy §4.1, §4.2).
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { utf8 } from '../../src/chain/bytes.ts';
import { storageIndex } from '../../src/chain/economy/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import type { Neuron, Subnet } from './types.ts';

const { SubtensorModule: subtensor, Swap } = storage;

/** Tempo of every subnet where epochs are fast: that of the chain's own fast builds (spec economy §5). */
export const FAST_TEMPO_BLOCKS = 10;
/** Values that a new subnet gets where they differ from the storage defaults (spec economy §4.1). */
const NEW_SUBNET = {
  maxAllowedUids: 256,
  maxAllowedValidators: 64,
  minAllowedWeights: 1,
  immunityPeriod: 5_000,
} as const;
/** Blocks between two settings of weights: short enough for the shortest tempo. */
const WEIGHTS_RATE_LIMIT = 5n;
/** Serving addresses say this SDK version: 10.2.0 as a·10^6 + b·10^3 + c. */
const AXON_VERSION = 10_002_000;
const AXON_PROTOCOL = 4;
const IPV4 = 4;
/** Of an I96F32, as which moving prices are stored. */
const PRICE_FRACTION_BITS = 32n;

export function foundSubnet(state: State, subnet: Subnet, fastEpochs: boolean): void {
  const { netuid, neurons } = subnet;
  state.put(subtensor.NetworksAdded, netuid, true);
  state.put(subtensor.NetworkRegisteredAt, netuid, 0n);
  state.put(subtensor.RegisteredSubnetCounter, netuid, 1n);
  state.put(subtensor.SubnetOwner, netuid, subnet.ownerColdkey);
  state.put(subtensor.SubnetOwnerHotkey, netuid, neurons[subnet.ownerUid]!.hotkey);
  state.put(subtensor.TokenSymbol, netuid, utf8(subnet.symbol));
  state.put(subtensor.SubnetIdentitiesV3, netuid, identity(subnet));
  state.put(subtensor.SubnetMechanism, netuid, 1);
  state.put(subtensor.FirstEmissionBlockNumber, netuid, 1n);
  state.put(subtensor.SubtokenEnabled, netuid, true);
  state.put(subtensor.SubnetEmissionEnabled, netuid, subnet.emissionEnabled);
  foundHyperparameters(state, subnet, fastEpochs);
  foundMechanisms(state, subnet);
  foundPool(state, subnet);
  foundMetagraph(state, subnet);
  neurons.forEach((neuron, uid) => {
    foundNeuron(state, netuid, uid, neuron);
  });
  for (const { parent, child, proportion } of subnet.relations) {
    state.change(subtensor.ChildKeys, parent, netuid, (children) => [...children, [proportion, child] as const]);
    state.change(subtensor.ParentKeys, child, netuid, (parents) => [...parents, [proportion, parent] as const]);
  }
}

function foundHyperparameters(state: State, subnet: Subnet, fastEpochs: boolean): void {
  const { netuid } = subnet;
  state.put(subtensor.Tempo, netuid, fastEpochs ? FAST_TEMPO_BLOCKS : subnet.tempoBlocks);
  if (subnet.firstEpochBlock > 0) state.put(subtensor.PendingEpochAt, netuid, BigInt(subnet.firstEpochBlock));
  state.put(subtensor.MaxAllowedValidators, netuid, NEW_SUBNET.maxAllowedValidators);
  state.put(subtensor.MinAllowedWeights, netuid, NEW_SUBNET.minAllowedWeights);
  state.put(subtensor.ImmunityPeriod, netuid, NEW_SUBNET.immunityPeriod);
  state.put(subtensor.Yuma3On, netuid, subnet.yuma3);
  state.put(subtensor.LiquidAlphaOn, netuid, subnet.liquidAlpha);
  state.put(subtensor.CommitRevealWeightsEnabled, netuid, subnet.commitReveal);
  state.put(subtensor.WeightsSetRateLimit, netuid, WEIGHTS_RATE_LIMIT);
  if (subnet.activityCutoffMilli !== undefined) {
    state.put(subtensor.ActivityCutoffFactorMilli, netuid, subnet.activityCutoffMilli);
  }
  // At its minimum the registration price has nothing left to decay.
  state.put(subtensor.Burn, netuid, subtensor.MinBurn.absent);
}

/** Uids times mechanisms may not be more than one subnet without mechanisms has uids (spec economy §4.5). */
function foundMechanisms(state: State, { netuid, mechanismSplit }: Subnet): void {
  const mechanisms = Math.max(mechanismSplit.length, 1);
  state.put(subtensor.MaxAllowedUids, netuid, Math.floor(NEW_SUBNET.maxAllowedUids / mechanisms));
  if (mechanisms === 1) return;
  state.put(subtensor.MechanismCountCurrent, netuid, mechanisms);
  state.put(subtensor.MechanismEmissionSplit, netuid, mechanismSplit);
}

function foundPool(state: State, { netuid, taoInPoolRao, alphaInPoolRao }: Subnet): void {
  state.put(subtensor.SubnetTAO, netuid, taoInPoolRao);
  state.put(subtensor.SubnetAlphaIn, netuid, alphaInPoolRao);
  state.change(subtensor.TotalStake, (stake) => stake + taoInPoolRao);
  state.put(subtensor.SubnetMovingPrice, netuid, (taoInPoolRao << PRICE_FRACTION_BITS) / alphaInPoolRao);
  state.put(Swap.PalSwapInitialized, netuid, true);
  state.put(Swap.SwapBalancer, netuid, Swap.SwapBalancer.absent);
}

/** What the chain keeps per uid, before the first epoch. */
function foundMetagraph(state: State, { netuid, neurons, mechanismSplit }: Subnet): void {
  const forAll = <T>(value: T): T[] => neurons.map(() => value);
  state.put(subtensor.SubnetworkN, netuid, neurons.length);
  state.put(subtensor.Active, netuid, forAll(true));
  const permits = neurons.map(({ hasPermit }) => hasPermit);
  state.put(subtensor.ValidatorPermit, netuid, permits);
  for (const item of [subtensor.ValidatorTrust, subtensor.Consensus, subtensor.Dividends, subtensor.StakeWeight]) {
    state.put(item, netuid, forAll(0));
  }
  state.put(subtensor.Emission, netuid, forAll(0n));
  for (let mechanism = 0; mechanism < Math.max(mechanismSplit.length, 1); mechanism++) {
    const index = storageIndex(netuid, mechanism);
    state.put(subtensor.LastUpdate, index, forAll(0n));
    state.put(subtensor.Incentive, index, forAll(0));
  }
}

function foundNeuron(state: State, netuid: number, uid: number, { hotkey, coldkey, axon, weights }: Neuron): void {
  foundMember(state, netuid, uid, hotkey, coldkey);
  if (weights.length > 0) state.put(subtensor.Weights, netuid, uid, weights);
  if (!axon) return;
  state.put(subtensor.Axons, netuid, hotkey, {
    block: 0n,
    version: AXON_VERSION,
    ip: BigInt(axon.ip),
    port: axon.port,
    ip_type: IPV4,
    protocol: AXON_PROTOCOL,
    placeholder1: 0,
    placeholder2: 0,
  });
}

/** Registers a hotkey under a uid, and with its coldkey. */
export function foundMember(state: State, netuid: number, uid: number, hotkey: Bytes, coldkey: Bytes): void {
  state.put(subtensor.Keys, netuid, uid, hotkey);
  state.put(subtensor.Uids, netuid, hotkey, uid);
  state.put(subtensor.IsNetworkMember, hotkey, netuid, true);
  state.put(subtensor.BlockAtRegistration, netuid, uid, 0n);
  if (state.has(subtensor.Owner, hotkey)) return;
  state.put(subtensor.Owner, hotkey, coldkey);
  state.change(subtensor.OwnedHotkeys, coldkey, (owned) => [...owned, hotkey]);
}

function identity({ name, description }: Subnet) {
  const empty = new Uint8Array();
  return {
    subnet_name: utf8(name),
    github_repo: empty,
    subnet_contact: empty,
    subnet_url: empty,
    discord: empty,
    description: utf8(description),
    logo_url: empty,
    additional: empty,
  };
}
