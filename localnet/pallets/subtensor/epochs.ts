/**
 * Runs the epochs that are due in a block (spec economy §5), and stores what they give (spec yuma §6.3).
 *
 * An epoch takes the state as it is when its turn comes: after this block's reveals and coinbase, before its own payout.
 */
import { runningEpochPlan, storageIndex } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { SparseRow, SubnetEpochInput, SubnetEpochOutput } from '../../../src/chain/yuma/index.ts';
import { runSubnetEpoch } from '../../../src/chain/yuma/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { distribute, takePendings } from './distribution.ts';
import type { EpochTurn } from './schedule.ts';
import { query } from './walk.ts';

const subtensor = storage.SubtensorModule;

/** The drain loop: every subnet's clock moves, and those whose turn it is have their epoch. */
export function drainEpochs(execution: BlockExecution, turns: ReadonlyMap<number, EpochTurn>): void {
  const { state } = execution;
  const block = BigInt(execution.number);
  for (const [netuid, turn] of turns) {
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
  const pendings = takePendings(state, netuid);
  const raoEmission = pendings.server + pendings.validator + pendings.root;
  const input = { ...query(state, runningEpochPlan(netuid)), raoEmission };
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
