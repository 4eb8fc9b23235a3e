/**
 * The owner's cut of an epoch (spec economy §10.2): stake of the owner on the owner's hotkey, and locked there if the subnet
 * wants that (`OwnerCutAutoLockEnabled`). Leased subnets, whose cut is shared with others, do not exist here.
 *
 * Where the subnet has no owner the cut stays unassigned.
 */
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { give } from '../ledger.ts';
import { lockOwnerCut } from '../locks/index.ts';

const subtensor = storage.SubtensorModule;

export function payOwnerCut(execution: BlockExecution, netuid: number, rao: bigint): void {
  const { state } = execution;
  if (!state.has(subtensor.SubnetOwner, netuid) || !state.has(subtensor.SubnetOwnerHotkey, netuid)) return;
  give(state, state.get(subtensor.SubnetOwnerHotkey, netuid), state.get(subtensor.SubnetOwner, netuid), netuid, rao);
  lockOwnerCut(execution, netuid, rao);
}
