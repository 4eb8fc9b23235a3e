/**
 * Who may change a subnet, and when: root always, its owner within the limits (spec economy §5).
 *
 * Nobody owns a subnet that does not exist, so only root gets as far as learning that it does not.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { isInFreezeWindow } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Origin } from '../../block-execution.ts';

const subtensor = storage.SubtensorModule;

/** The owner of `netuid` if it is who asks. */
export function ownerOf(state: State, origin: Origin, netuid: number): Bytes | undefined {
  if (origin.type !== 'signed') return undefined;
  return equalBytes(state.get(subtensor.SubnetOwner, netuid), origin.account) ? origin.account : undefined;
}

/** Whether the subnet is too close to an epoch for its parameters to be changed. */
export function isFrozen({ state, number }: BlockExecution, netuid: number): boolean {
  const schedule = {
    tempo: state.get(subtensor.Tempo, netuid),
    lastEpochBlock: state.get(subtensor.LastEpochBlock, netuid),
    pendingEpochAt: state.get(subtensor.PendingEpochAt, netuid),
    blocksSinceLastStep: state.get(subtensor.BlocksSinceLastStep, netuid),
  };
  return isInFreezeWindow(schedule, state.get(subtensor.AdminFreezeWindow), BigInt(number));
}
