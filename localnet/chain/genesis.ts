/**
 * The genesis state: the accounts, authorities and subnets that the localnet begins with, as finney would store them.
 *
 * Every amount is accounted for: the TAO of a subnet's pool (and of root's stake) stands on the subnet's own account, the
 * sum of all accounts is `Balances.TotalIssuance` and `SubtensorModule.TotalIssuance`, and the alpha that neurons hold is
 * `SubnetAlphaOut`. `SubnetEmissionEnabled` is off everywhere: subnets live on the alpha they mint, TAO does not flow yet.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { encode, u16 } from '../../src/chain/scale/index.ts';
import { constants, storage } from '../../src/chain/schema/index.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import type { Cast, Neuron, RootValidator, Subnet } from '../residents/index.ts';
import { devAccount, STAKE_THRESHOLD_RAO, TAO } from '../residents/index.ts';
import { CODE_KEY, SPEC_NAME } from '../runtime/index.ts';
import { applyChanges, State } from '../state.ts';

const { System, Aura, Balances, Grandpa, SubtensorModule: subtensor, Sudo, Swap } = storage;
const ROOT = 0;

/** Development accounts and what they start with, rao (as the node's own localnet). */
const ENDOWMENTS: Readonly<Record<string, bigint>> = {
  Alice: 1_000_000n * TAO,
  Bob: 1_000_000n * TAO,
  Charlie: 1_000_000n * TAO,
  Dave: 2_000n * TAO,
  Eve: 2_000n * TAO,
  Ferdie: 2_000n * TAO,
  One: 2_000n * TAO,
  Two: 2_000n * TAO,
  Three: 2_000n * TAO,
  Four: 2_000n * TAO,
};
/** What every coldkey of the cast has to spend. */
const COLDKEY_BALANCE = 10n * TAO;

/** Values that a new subnet gets where they differ from the storage defaults (spec economy §4.1). */
const NEW_SUBNET = { maxAllowedValidators: 64, minAllowedWeights: 1, immunityPeriod: 5_000 } as const;
/** Blocks between two settings of weights: short enough for the shortest tempo. */
const WEIGHTS_RATE_LIMIT = 5n;
const ROOT_MAX_UIDS = 64;
/** Serving addresses say this SDK version: 10.2.0 as a·10^6 + b·10^3 + c. */
const AXON_VERSION = 10_002_000;
const AXON_PROTOCOL = 4;
const IPV4 = 4;

export interface GenesisOptions {
  readonly cast: Cast;
  readonly aura: readonly KeyPair[];
  readonly grandpa: readonly KeyPair[];
  /** The runtime blob. */
  readonly code: Bytes;
  readonly specVersion: number;
}

export function genesisState({ cast, aura, grandpa, code, specVersion }: GenesisOptions): Trie {
  const state = new State(Trie.empty(1));
  state.putRaw(CODE_KEY, code);
  putFrame(state, specVersion);
  state.put(
    Aura.Authorities,
    aura.map(({ publicKey }) => publicKey),
  );
  state.put(
    Grandpa.Authorities,
    grandpa.map(({ publicKey }) => [publicKey, 1n] as const),
  );
  state.put(Grandpa.CurrentSetId, 0n);
  state.put(Sudo.Key, devAccount('Alice'));
  putParameters(state, cast);
  putRoot(state, cast.root);
  for (const subnet of cast.subnets) putSubnet(state, subnet);
  putBalances(state, cast);
  return applyChanges(Trie.empty(1), state.changes());
}

/** What Substrate notes before the first block; its placeholder for a hash is 0x45 throughout. */
function putFrame(state: State, specVersion: number): void {
  const placeholder = new Uint8Array(32).fill(0x45);
  state.put(System.BlockHash, 0, placeholder);
  state.put(System.ParentHash, placeholder);
  state.put(System.Number, 0);
  state.put(System.LastRuntimeUpgrade, { spec_version: specVersion, spec_name: SPEC_NAME });
  state.put(System.UpgradedToU32RefCount, true);
  state.put(System.UpgradedToTripleRefCount, true);
}

function putParameters(state: State, cast: Cast): void {
  state.put(subtensor.TotalNetworks, cast.subnets.length + 1);
  state.put(subtensor.StakeThreshold, STAKE_THRESHOLD_RAO);
  const pools = cast.subnets.reduce((sum, { taoInPoolRao }) => sum + taoInPoolRao, 0n);
  state.put(subtensor.TotalStake, pools + rootStake(cast.root));
}

const rootStake = (root: readonly RootValidator[]): bigint => root.reduce((sum, { stakeRao }) => sum + stakeRao, 0n);

function putRoot(state: State, root: readonly RootValidator[]): void {
  state.put(subtensor.NetworksAdded, ROOT, true);
  state.put(subtensor.MaxAllowedUids, ROOT, ROOT_MAX_UIDS);
  state.put(subtensor.SubnetworkN, ROOT, root.length);
  state.put(subtensor.SubtokenEnabled, ROOT, true);
  state.put(subtensor.SubnetTAO, ROOT, rootStake(root));
  root.forEach(({ hotkey, coldkey, stakeRao }, uid) => {
    putMember(state, ROOT, uid, hotkey, coldkey);
    state.put(subtensor.TotalHotkeyAlpha, hotkey, ROOT, stakeRao);
  });
}

function putSubnet(state: State, subnet: Subnet): void {
  const { netuid, neurons } = subnet;
  const n = neurons.length;
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
  state.put(subtensor.SubnetEmissionEnabled, netuid, false);
  putHyperparameters(state, subnet);
  putPool(state, subnet);

  state.put(subtensor.SubnetworkN, netuid, n);
  const forAll = <T>(value: T): T[] => neurons.map(() => value);
  state.put(subtensor.Active, netuid, forAll(true));
  state.put(subtensor.LastUpdate, netuid, forAll(0n));
  state.put(
    subtensor.ValidatorPermit,
    netuid,
    neurons.map(({ hasPermit }) => hasPermit),
  );
  for (const item of [subtensor.ValidatorTrust, subtensor.Consensus, subtensor.Dividends, subtensor.StakeWeight]) {
    state.put(item, netuid, forAll(0));
  }
  state.put(subtensor.Incentive, netuid, forAll(0));
  state.put(subtensor.Emission, netuid, forAll(0n));
  neurons.forEach((neuron, uid) => {
    putNeuron(state, netuid, uid, neuron);
  });
  putRelations(state, subnet);
}

function putHyperparameters(state: State, { netuid, tempoBlocks, yuma3, liquidAlpha }: Subnet): void {
  state.put(subtensor.Tempo, netuid, tempoBlocks);
  state.put(subtensor.MaxAllowedUids, netuid, subtensor.MaxAllowedUids.absent);
  state.put(subtensor.MaxAllowedValidators, netuid, NEW_SUBNET.maxAllowedValidators);
  state.put(subtensor.MinAllowedWeights, netuid, NEW_SUBNET.minAllowedWeights);
  state.put(subtensor.ImmunityPeriod, netuid, NEW_SUBNET.immunityPeriod);
  state.put(subtensor.Yuma3On, netuid, yuma3);
  state.put(subtensor.LiquidAlphaOn, netuid, liquidAlpha);
  state.put(subtensor.CommitRevealWeightsEnabled, netuid, false);
  state.put(subtensor.WeightsSetRateLimit, netuid, WEIGHTS_RATE_LIMIT);
  // At its minimum the registration price has nothing left to decay.
  state.put(subtensor.Burn, netuid, subtensor.MinBurn.absent);
}

function putPool(state: State, { netuid, taoInPoolRao, alphaInPoolRao, neurons }: Subnet): void {
  state.put(subtensor.SubnetTAO, netuid, taoInPoolRao);
  state.put(subtensor.SubnetAlphaIn, netuid, alphaInPoolRao);
  state.put(
    subtensor.SubnetAlphaOut,
    netuid,
    neurons.reduce((sum, { alphaRao }) => sum + alphaRao, 0n),
  );
  state.put(subtensor.SubnetMovingPrice, netuid, (taoInPoolRao << 32n) / alphaInPoolRao);
  state.put(Swap.PalSwapInitialized, netuid, true);
  state.put(Swap.SwapBalancer, netuid, Swap.SwapBalancer.absent);
}

function putNeuron(state: State, netuid: number, uid: number, neuron: Neuron): void {
  const { hotkey, coldkey, alphaRao, axon, weights } = neuron;
  putMember(state, netuid, uid, hotkey, coldkey);
  if (alphaRao > 0n) state.put(subtensor.TotalHotkeyAlpha, hotkey, netuid, alphaRao);
  if (weights.length > 0) state.put(subtensor.Weights, netuid, uid, weights);
  if (axon) {
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
}

/** Registers a hotkey under a uid, and with its coldkey. */
function putMember(state: State, netuid: number, uid: number, hotkey: Bytes, coldkey: Bytes): void {
  state.put(subtensor.Keys, netuid, uid, hotkey);
  state.put(subtensor.Uids, netuid, hotkey, uid);
  state.put(subtensor.IsNetworkMember, hotkey, netuid, true);
  state.put(subtensor.BlockAtRegistration, netuid, uid, 0n);
  if (state.has(subtensor.Owner, hotkey)) return;
  state.put(subtensor.Owner, hotkey, coldkey);
  state.change(subtensor.OwnedHotkeys, coldkey, (owned) => [...owned, hotkey]);
}

function putRelations(state: State, { netuid, relations }: Subnet): void {
  for (const { parent, child, proportion } of relations) {
    state.change(subtensor.ChildKeys, parent, netuid, (children) => [...children, [proportion, child] as const]);
    state.change(subtensor.ParentKeys, child, netuid, (parents) => [...parents, [proportion, parent] as const]);
  }
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

function putBalances(state: State, cast: Cast): void {
  const accounts = new Map<string, readonly [Bytes, bigint]>();
  const endow = (account: Bytes, rao: bigint) => accounts.set(toHex(account), [account, rao]);
  for (const [name, rao] of Object.entries(ENDOWMENTS)) endow(devAccount(name), rao);
  for (const { coldkey } of [...cast.root, ...cast.subnets.flatMap(({ neurons }) => neurons)]) {
    endow(coldkey, COLDKEY_BALANCE);
  }
  endow(subnetAccount(ROOT), rootStake(cast.root));
  for (const { netuid, taoInPoolRao } of cast.subnets) endow(subnetAccount(netuid), taoInPoolRao);
  let issuance = 0n;
  for (const [account, free] of accounts.values()) {
    const { data, ...info } = System.Account.absent;
    state.put(System.Account, account, { ...info, providers: 1, data: { ...data, free } });
    issuance += free;
  }
  state.put(Balances.TotalIssuance, issuance);
  state.put(subtensor.TotalIssuance, issuance);
}

/** Where a subnet's TAO stands: "modl", the pallet's id and the netuid, zero padded. */
export function subnetAccount(netuid: number): Bytes {
  const account = new Uint8Array(32);
  const { SubtensorPalletId } = constants.SubtensorModule;
  account.set(concatBytes(utf8('modl'), SubtensorPalletId.value, encode(u16, netuid)));
  return account;
}
