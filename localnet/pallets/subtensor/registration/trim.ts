/**
 * Making a subnet smaller: the neurons that earned least leave, the others move up to gapless uids (AdminUtils
 * `sudo_trim_to_max_allowed_uids`; the pallet's `subnets/uids.rs`).
 *
 *   vectors, weight rows and bond rows are copied to the new uids, and what rows say about who left is dropped
 */
import { isTooImmuneToTrim, uidsToKeep } from '../../../../src/chain/economy/index.ts';
import type { StorageItem } from '../../../../src/chain/schema/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { leavePlace, mechanismIndices } from './neurons.ts';
import { neuronsOf, sparedNeurons } from './replacement.ts';

const subtensor = storage.SubtensorModule;
const MAX_IMMUNE_PERCENTAGE = constants.SubtensorModule.MaxImmuneUidsPercentage.value;

/** Sets `MaxAllowedUids` to `maxUids`, within `MinAllowedUids` and what it was, and removes the neurons that are too many. */
export function trimToMaxUids({ state, number }: BlockExecution, netuid: number, maxUids: number): Outcome {
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (maxUids < state.get(subtensor.MinAllowedUids, netuid)) return fail('InvalidValue');
  if (maxUids > state.get(subtensor.MaxAllowedUids, netuid)) return fail('InvalidValue');
  const neurons = neuronsOf(state, netuid);
  if (neurons.length > maxUids) {
    const spared = sparedNeurons(state, netuid, BigInt(number));
    const trimming = { emissionsRao: neurons.map(({ emissionRao }) => emissionRao), spared, maxUids };
    if (maxUids === 0 || isTooImmuneToTrim(trimming, MAX_IMMUNE_PERCENTAGE)) {
      return fail('TrimmingWouldExceedMaxImmunePercentage');
    }
    renumber(state, netuid, neurons.length, uidsToKeep(trimming));
  }
  state.put(subtensor.MaxAllowedUids, netuid, maxUids);
  return undefined;
}

/** `kept`: the old uids in the order of the new ones. */
function renumber(state: State, netuid: number, n: number, kept: readonly number[]): void {
  const stays = new Set(kept);
  for (let uid = 0; uid < n; uid++) if (!stays.has(uid)) dropNeuron(state, netuid, uid);
  renumberPlaces(state, netuid, n, kept);
  renumberVectors(state, netuid, kept);
  for (const index of mechanismIndices(state, netuid)) {
    renumberRows(state, subtensor.Weights, index, kept);
    renumberRows(state, subtensor.Bonds, index, kept);
  }
  state.put(subtensor.SubnetworkN, netuid, kept.length);
}

function dropNeuron(state: State, netuid: number, uid: number): void {
  const hotkey = state.get(subtensor.Keys, netuid, uid);
  leavePlace(state, netuid, uid);
  state.kill(subtensor.LastHotkeyEmissionOnNetuid, hotkey, netuid);
  state.kill(subtensor.AlphaDividendsPerSubnet, netuid, hotkey);
}

function renumberPlaces(state: State, netuid: number, n: number, kept: readonly number[]): void {
  kept.forEach((from, to) => {
    state.put(subtensor.Uids, netuid, state.get(subtensor.Keys, netuid, from), to);
    for (const item of [subtensor.Keys, subtensor.BlockAtRegistration, subtensor.AssociatedEvmAddress]) {
      movePlace(state, item as StorageItem<readonly [number, number], unknown>, netuid, from, to);
    }
  });
  for (let uid = kept.length; uid < n; uid++) {
    state.kill(subtensor.Keys, netuid, uid);
    state.kill(subtensor.BlockAtRegistration, netuid, uid);
    state.kill(subtensor.AssociatedEvmAddress, netuid, uid);
  }
}

/** Places only move down, in ascending order, so none is overwritten before it was copied. */
function movePlace(
  state: State,
  item: StorageItem<readonly [number, number], unknown>,
  netuid: number,
  from: number,
  to: number,
): void {
  if (state.has(item, netuid, from)) state.put(item, netuid, to, state.get(item, netuid, from));
  else state.kill(item, netuid, to);
}

function renumberVectors(state: State, netuid: number, kept: readonly number[]): void {
  keepAt(state, subtensor.Active, netuid, kept, false);
  keepAt(state, subtensor.ValidatorPermit, netuid, kept, false);
  keepAt(state, subtensor.Emission, netuid, kept, 0n);
  for (const item of [subtensor.Consensus, subtensor.Dividends, subtensor.ValidatorTrust, subtensor.StakeWeight]) {
    keepAt(state, item, netuid, kept, 0);
  }
  for (const index of mechanismIndices(state, netuid)) {
    keepAt(state, subtensor.Incentive, index, kept, 0);
    keepAt(state, subtensor.LastUpdate, index, kept, 0n);
  }
}

function keepAt<T>(
  state: State,
  item: StorageItem<readonly [number], readonly T[]>,
  index: number,
  kept: readonly number[],
  absent: T,
): void {
  state.change(item, index, (values) => kept.map((uid) => values[uid] ?? absent));
}

type SparseRows = StorageItem<readonly [number, number], readonly (readonly [number, number])[]>;

function renumberRows(state: State, item: SparseRows, index: number, kept: readonly number[]): void {
  const newUid = new Map(kept.map((from, to) => [from, to] as const));
  const rows = state.entriesOf(item, index);
  for (const [[, source]] of rows) state.kill(item, index, source);
  for (const [[, source], row] of rows) {
    const to = newUid.get(source);
    if (to === undefined) continue;
    const renumbered = row.flatMap(([target, value]) => {
      const targetUid = newUid.get(target);
      return targetUid === undefined ? [] : [[targetUid, value] as const];
    });
    state.put(item, index, to, renumbered);
  }
}
