/** Blocks for tests of single pallets: a state in memory, no chain, no clock. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { utf8 } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { InnerCall, RuntimeCall } from '../../src/chain/schema/index.ts';
import { describeDispatchError, storage } from '../../src/chain/schema/index.ts';
import { computeCore } from '../../src/chain/yuma/index.ts';
import { heldAuthorities } from '../residents/keys.ts';
import type { StateReader } from '../state.ts';
import { State } from '../state.ts';
import { mint } from './balances.ts';
import type { BlockExecution, Origin, Outcome } from './block-execution.ts';
import { heldKeys } from './block-execution.ts';
import { dispatch } from './dispatch.ts';
import { give } from './subtensor/ledger.ts';
import { mintTao, subnetAccount } from './subtensor/treasury.ts';

const { SubtensorModule: subtensor, Swap, System } = storage;
export const TAO = 1_000_000_000n;

/** The same account for the same name, everywhere. */
export const account = (name: string): Bytes => blake2b256(utf8(name));

export const EMPTY: StateReader = { get: () => undefined, entries: () => [] };

/** Derived once: sixteen keys take longer than most tests. */
const HELD = heldKeys(heldAuthorities());

/** A block in the middle of its extrinsics. Its author has an account, so that fees arrive. */
export function testBlock(number = 100, parent: StateReader = EMPTY): BlockExecution {
  const execution: BlockExecution = {
    number,
    author: account('author'),
    parent,
    state: new State(parent),
    phase: { type: 'ApplyExtrinsic', value: [1] },
    events: [],
    dispatch,
    computeCore,
    held: HELD,
  };
  execution.state.put(System.Number, number);
  if (!execution.state.has(System.Account, execution.author)) mint(execution, execution.author, TAO);
  return execution;
}

/** The block after `execution`, on its state. */
export function nextBlock(execution: BlockExecution, number = execution.number + 1): BlockExecution {
  return testBlock(number, execution.state.reader());
}

export const signed = (who: Bytes): Origin => ({ type: 'signed', account: who });
export const ROOT_ORIGIN: Origin = { type: 'root' };

/** Gives `who` TAO that did not exist before. */
export const endow = (execution: BlockExecution, who: Bytes, rao: bigint): void => void mintTao(execution, who, rao);

export interface TestNetwork {
  readonly taoRao?: bigint;
  readonly alphaRao?: bigint;
  readonly owner?: Bytes;
  readonly ownerHotkey?: Bytes;
  readonly tempo?: number;
}

/** A started dynamic subnet with a pool of `taoRao` and `alphaRao` (default 10 000 each), and nobody in it. */
export function addNetwork(execution: BlockExecution, netuid: number, network: TestNetwork = {}): void {
  const { state } = execution;
  const { taoRao = 10_000n * TAO, alphaRao = 10_000n * TAO, tempo = 360 } = network;
  state.put(subtensor.NetworksAdded, netuid, true);
  state.change(subtensor.TotalNetworks, (count) => count + 1);
  state.put(subtensor.SubtokenEnabled, netuid, true);
  state.put(subtensor.Tempo, netuid, tempo);
  if (netuid === 0) return;
  state.put(subtensor.FirstEmissionBlockNumber, netuid, 1n);
  state.put(subtensor.SubnetMechanism, netuid, 1);
  state.put(Swap.PalSwapInitialized, netuid, true);
  state.put(subtensor.SubnetOwner, netuid, network.owner ?? account('owner'));
  state.put(subtensor.SubnetOwnerHotkey, netuid, network.ownerHotkey ?? account('owner-hotkey'));
  state.put(subtensor.SubnetTAO, netuid, taoRao);
  state.put(subtensor.SubnetAlphaIn, netuid, alphaRao);
  state.change(subtensor.TotalStake, (stake) => stake + taoRao);
  mintTao(execution, subnetAccount(netuid), taoRao);
}

/** A registered neuron; `alphaRao` of its coldkey's own stake come from nowhere (SubnetAlphaOut rises). Returns its uid. */
export function addNeuron(
  execution: BlockExecution,
  netuid: number,
  hotkey: Bytes,
  coldkey: Bytes,
  alphaRao = 0n,
): number {
  const { state } = execution;
  const uid = state.get(subtensor.SubnetworkN, netuid);
  state.put(subtensor.SubnetworkN, netuid, uid + 1);
  state.put(subtensor.Keys, netuid, uid, hotkey);
  state.put(subtensor.Uids, netuid, hotkey, uid);
  state.put(subtensor.IsNetworkMember, hotkey, netuid, true);
  state.put(subtensor.BlockAtRegistration, netuid, uid, 0n);
  addHotkey(execution, hotkey, coldkey);
  stakeFromNowhere(execution, hotkey, coldkey, netuid, alphaRao);
  return uid;
}

export function addHotkey({ state }: BlockExecution, hotkey: Bytes, coldkey: Bytes): void {
  if (state.has(subtensor.Owner, hotkey)) return;
  state.put(subtensor.Owner, hotkey, coldkey);
  state.change(subtensor.OwnedHotkeys, coldkey, (owned) => [...owned, hotkey]);
}

/** Stake without a swap: alpha that is minted, or on root TAO that is minted too. */
export function stakeFromNowhere(
  execution: BlockExecution,
  hotkey: Bytes,
  coldkey: Bytes,
  netuid: number,
  rao: bigint,
): void {
  const { state } = execution;
  give(state, hotkey, coldkey, netuid, rao);
  state.change(subtensor.SubnetAlphaOut, netuid, (alpha) => alpha + rao);
  if (netuid !== 0) return;
  state.change(subtensor.SubnetTAO, netuid, (tao) => tao + rao);
  state.change(subtensor.TotalStake, (stake) => stake + rao);
  mintTao(execution, subnetAccount(netuid), rao);
}

/** Runs a call. Returns the name of its error, `SubtensorModule.AmountTooLow`, or `ok`. */
export function run(execution: BlockExecution, who: Bytes | Origin, call: RuntimeCall | InnerCall): string {
  return outcomeName(dispatch(execution, who instanceof Uint8Array ? signed(who) : who, call));
}

export const outcomeName = (outcome: Outcome): string => (outcome ? describeDispatchError(outcome).name : 'ok');

/** The events so far, by name: `SubtensorModule.StakeAdded`. */
export const eventNames = ({ events }: BlockExecution): string[] =>
  events.map(({ event }) => `${event.type}.${(event.value[0] as { readonly type: string }).type}`);

/** The events so far as they come back from where the chain stores them: a value that is not of its type throws. */
export function storedEvents({ state, events }: BlockExecution): BlockExecution['events'] {
  state.put(System.Events, events);
  return [...state.get(System.Events)];
}
