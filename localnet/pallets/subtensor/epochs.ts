/**
 * Runs the epochs that are due in a block (spec economy §5), and stores what they give (spec yuma §6.3).
 *
 * An epoch's inputs are read at the parent block by the very plan that a light client audits with; the drained pendings
 * must come to the emission that the plan foresaw.
 */
import { drivePlanNow, epochInputPlan, storageIndex } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { SparseRow, SubnetEpochInput, SubnetEpochOutput } from '../../../src/chain/yuma/index.ts';
import { runSubnetEpoch } from '../../../src/chain/yuma/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { distribute, takePendings } from './distribution.ts';
import { epochTurns } from './schedule.ts';

const subtensor = storage.SubtensorModule;

/** The drain loop: every subnet's clock moves, and those whose turn it is have their epoch. */
export function drainEpochs(execution: BlockExecution): void {
  const { state } = execution;
  const block = BigInt(execution.number);
  for (const [netuid, turn] of epochTurns(state, block)) {
    state.change(subtensor.BlocksSinceLastStep, netuid, (blocks) => blocks + 1n);
    if (turn === 'deferred') {
      state.put(subtensor.PendingEpochAt, netuid, block + 1n);
      emit(execution, 'SubtensorModule', 'EpochDeferred', { netuid, from_block: block, to_block: block + 1n });
    } else if (turn !== 'idle') {
      state.put(subtensor.LastEpochBlock, netuid, block);
      state.put(subtensor.PendingEpochAt, netuid, 0n);
      state.change(subtensor.SubnetEpochIndex, netuid, (index) => index + 1n);
      if (turn === 'skipped') emit(execution, 'SubtensorModule', 'EpochSkipped', { netuid, block });
      else runEpoch(execution, netuid);
    }
  }
}

function runEpoch(execution: BlockExecution, netuid: number): void {
  const { state } = execution;
  const input = drivePlanNow(epochInputPlan(netuid), (key) => execution.parent.get(key));
  const pendings = takePendings(state, netuid);
  const drained = pendings.server + pendings.validator + pendings.root;
  if (drained !== input.raoEmission || input.currentBlock !== BigInt(execution.number)) {
    throw new Error(`epoch of subnet ${netuid}: foresaw ${input.raoEmission} rao, drained ${drained}`);
  }
  const output = runSubnetEpoch(input, execution.computeCore);
  storeOutput(state, netuid, input, output);
  state.put(subtensor.BlocksSinceLastStep, netuid, 0n);
  distribute(execution, netuid, pendings, output);
  state.put(subtensor.LastMechansimStepBlock, netuid, BigInt(execution.number));
}

function storeOutput(state: State, netuid: number, input: SubnetEpochInput, output: SubnetEpochOutput): void {
  state.put(subtensor.StakeWeight, netuid, [...output.stakeWeight]);
  state.put(subtensor.Active, netuid, output.active);
  state.put(subtensor.Consensus, netuid, [...output.consensus]);
  state.put(subtensor.Dividends, netuid, [...output.dividend]);
  state.put(subtensor.ValidatorTrust, netuid, [...output.validatorTrust]);
  state.put(subtensor.Emission, netuid, [...output.emission]);
  state.put(subtensor.ValidatorPermit, netuid, output.validatorPermit);
  for (let mechanism = 0; mechanism < input.mechanismCount; mechanism++) {
    const index = storageIndex(netuid, mechanism);
    state.put(subtensor.Incentive, index, [...output.incentive[mechanism]!]);
    // Rows of all uids are written, so that those who lost their permit lose their bonds.
    output.bonds[mechanism]!.forEach((row, uid) => {
      state.put(subtensor.Bonds, index, uid, toEntries(row));
    });
  }
}

const toEntries = ({ columns, values }: SparseRow): (readonly [number, number])[] =>
  Array.from(columns, (column, i) => [column, values[i]!] as const);
