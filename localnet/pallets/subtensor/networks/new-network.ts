/**
 * A subnet from nothing: its flags and parameters, its pool, and its owner as neuron 0 (spec economy §4.1).
 *
 * DIFFERS: the chain also reports some of the parameters by events of their own; here the subnet is reported, not they.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { alphaAtPrice } from '../../../../src/chain/economy/index.ts';
import { larger } from '../../../../src/chain/fixed/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { symbolFor } from './symbols.ts';

const subtensor = storage.SubtensorModule;
const TEMPO_BLOCKS = constants.SubtensorModule.InitialTempo.value;
/** A pool of its own, priced by supply and demand; the chain makes no others. */
const DYNAMIC = 1;
/** What new subnets begin with where that is not the storage's own default; set by the pallet. */
const MAX_UIDS = 256;
const MAX_VALIDATORS = 64;
const MIN_WEIGHTS = 1;
const IMMUNITY_BLOCKS = 5_000;
const REGISTRATION_PRICE_RAO = 1_000_000_000n;

export interface NewNetwork {
  readonly netuid: number;
  readonly owner: Bytes;
  readonly ownerHotkey: Bytes;
  readonly block: bigint;
  /** TAO that the owner has paid and that stands on the subnet's account. */
  readonly paidRao: bigint;
  /** Price at which its pool begins, U64F64 bits. */
  readonly price: bigint;
}

export function initializeNetwork(state: State, { netuid, block }: Pick<NewNetwork, 'netuid' | 'block'>): void {
  state.put(subtensor.SubnetworkN, netuid, 0);
  state.put(subtensor.NetworksAdded, netuid, true);
  state.change(subtensor.TotalNetworks, (count) => count + 1);
  state.put(subtensor.Tempo, netuid, TEMPO_BLOCKS);
  // Neighbours have their epochs in neighbouring blocks, not all in one.
  const stagger = BigInt(netuid % Math.max(TEMPO_BLOCKS, 1));
  state.put(subtensor.LastEpochBlock, netuid, larger(block - stagger, 0n));
  state.put(subtensor.NetworkRegistrationAllowed, netuid, true);
  state.put(subtensor.MaxAllowedUids, netuid, MAX_UIDS);
  state.put(subtensor.MaxAllowedValidators, netuid, MAX_VALIDATORS);
  state.put(subtensor.MinAllowedWeights, netuid, MIN_WEIGHTS);
  state.put(subtensor.ImmunityPeriod, netuid, IMMUNITY_BLOCKS);
  state.put(subtensor.Yuma3On, netuid, true);
  state.put(subtensor.Burn, netuid, REGISTRATION_PRICE_RAO);
  for (const item of [subtensor.Kappa, subtensor.ActivityCutoff, subtensor.RegistrationsThisInterval]) {
    state.put(item, netuid, item.absent);
  }
}

/** Owner, name and pool. Emission stays off until root enables it. */
export function furnishNetwork(state: State, network: NewNetwork): void {
  const { netuid, owner, ownerHotkey, block, paidRao } = network;
  state.put(subtensor.SubnetMechanism, netuid, DYNAMIC);
  state.put(subtensor.NetworkRegisteredAt, netuid, block);
  state.change(subtensor.RegisteredSubnetCounter, netuid, (count) => count + 1n);
  state.put(subtensor.TokenSymbol, netuid, symbolFor(state, netuid));
  state.put(subtensor.SubnetOwner, netuid, owner);
  state.put(subtensor.SubnetOwnerHotkey, netuid, ownerHotkey);
  state.put(subtensor.SubnetLocked, netuid, paidRao);
  fillPool(state, network);
  state.put(subtensor.SubnetEmissionEnabled, netuid, false);
}

/** QUIRK: the pool counts at least the lowest lock cost, though the owner may have paid an existential deposit less. */
function fillPool(state: State, { netuid, paidRao, price }: NewNetwork): void {
  const taoRao = larger(paidRao, state.get(subtensor.NetworkMinLockCost));
  state.put(subtensor.SubnetTAO, netuid, taoRao);
  state.put(subtensor.SubnetAlphaIn, netuid, alphaAtPrice(taoRao, price));
  state.put(subtensor.SubnetAlphaOut, netuid, 0n);
  state.put(subtensor.SubnetVolume, netuid, 0n);
  state.put(subtensor.RAORecycledForRegistration, netuid, 0n);
  state.change(subtensor.TotalStake, (stake) => stake + taoRao);
}
