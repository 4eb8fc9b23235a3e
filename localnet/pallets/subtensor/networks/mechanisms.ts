/**
 * How many mechanisms a subnet has, and how its emission is split over them (spec economy §4.5). The calls are AdminUtils';
 * who may make them and how often is theirs too.
 *
 *   1 ≤ count ≤ MaxMechanismCount ≤ 16 · MaxAllowedUids · count ≤ 256 · the split sums to exactly 65535
 */
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import type { StorageItem } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';

const subtensor = storage.SubtensorModule;
/** What netuids and mechanisms can share a u16 for. */
export const ABSOLUTE_MAX_MECHANISMS = 16;
/** Most neurons of all mechanisms together. */
export const MAX_UIDS_OF_ALL_MECHANISMS = 256;
/** Parts of a whole split. */
const WHOLE = 65_535;

/** Sets the number of mechanisms. The split starts evenly again, and what mechanisms that go had stored is deleted. */
export function setMechanismCount({ state }: BlockExecution, netuid: number, count: number): Outcome {
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('MechanismDoesNotExist');
  const most = Math.min(state.get(subtensor.MaxMechanismCount), ABSOLUTE_MAX_MECHANISMS);
  if (count < 1 || count > most) return fail('InvalidValue');
  const maxUids = state.get(subtensor.MaxAllowedUids, netuid);
  if (maxUids * count > MAX_UIDS_OF_ALL_MECHANISMS) return fail('TooManyUIDsPerMechanism');
  const before = state.get(subtensor.MechanismCountCurrent, netuid);
  if (before === count) return undefined;
  for (let mechanism = count; mechanism < before; mechanism++) clearMechanism(state, storageIndex(netuid, mechanism));
  state.put(subtensor.MechanismCountCurrent, netuid, count);
  state.kill(subtensor.MechanismEmissionSplit, netuid);
  return undefined;
}

/** Sets the split in parts of 65535, one per mechanism or fewer; undefined = evenly. */
export function setMechanismSplit(
  { state }: BlockExecution,
  netuid: number,
  split: readonly number[] | undefined,
): Outcome {
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('MechanismDoesNotExist');
  if (!split) {
    state.kill(subtensor.MechanismEmissionSplit, netuid);
    return undefined;
  }
  if (split.length === 0 || split.length > state.get(subtensor.MechanismCountCurrent, netuid)) {
    return fail('InvalidValue');
  }
  if (split.reduce((sum, part) => sum + part, 0) !== WHOLE) return fail('InvalidValue');
  state.put(subtensor.MechanismEmissionSplit, netuid, split);
  return undefined;
}

/** Everything that is stored by mechanism. */
export const MECHANISM_ITEMS: readonly StorageItem<readonly unknown[], unknown, unknown>[] = [
  subtensor.Weights,
  subtensor.Bonds,
  subtensor.Incentive,
  subtensor.LastUpdate,
  subtensor.WeightCommits,
  subtensor.TimelockedWeightCommits,
  subtensor.CRV3WeightCommits,
  subtensor.CRV3WeightCommitsV2,
] as never;

/** Deletes what is stored under the index of a mechanism. */
export function clearMechanism(state: State, index: number): void {
  for (const item of MECHANISM_ITEMS) {
    for (const keys of state.keysOf(item, index)) state.kill(item, ...keys);
  }
}
