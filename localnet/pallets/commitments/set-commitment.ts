/**
 * `set_commitment`: what a hotkey says about itself on a subnet; the newest replaces the one before (spec participation §6).
 *
 *   registered? ─▶ at most three fields? ─▶ bonds reset, if asked for ─▶ space left in this epoch? ─▶ stored
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import {
  commitmentSpace,
  isCommitmentFieldTooLong,
  storageIndex,
  useCommitmentSpace,
} from '../../../src/chain/economy/index.ts';
import type { CommitmentData, DispatchError } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { moduleError } from '../module-error.ts';
import { forget, remember } from './timelocked-index.ts';

const { Commitments: commitments, SubtensorModule: subtensor } = storage;

const MAX_FIELDS = 3;
/** DIFFERS: on the chain such a field is no field at all; the pool refuses it so, and nested calls fail with this. */
const TOO_LONG: DispatchError = { type: 'Other', value: undefined };

export function setCommitment(
  execution: BlockExecution,
  who: Bytes,
  netuid: number,
  fields: readonly CommitmentData[],
): Outcome {
  const { state, number } = execution;
  if (!state.has(subtensor.Uids, netuid, who)) return moduleError('Commitments', 'AccountNotAllowedCommit');
  if (fields.length > MAX_FIELDS) return moduleError('Commitments', 'TooManyFieldsInCommitmentInfo');
  if (fields.some(isCommitmentFieldTooLong)) return TOO_LONG;
  if (fields.some(({ type }) => type === 'ResetBondsFlag')) {
    state.put(commitments.LastBondsReset, netuid, who, number);
    resetBonds(state, netuid, who);
  }
  const epoch = state.get(subtensor.SubnetEpochIndex, netuid);
  const used = state.get(commitments.UsedSpaceOf, netuid, who);
  const usage = useCommitmentSpace(used, epoch, commitmentSpace(fields), state.get(commitments.MaxSpace));
  if (!usage) return moduleError('Commitments', 'SpaceLimitExceeded');
  state.put(commitments.UsedSpaceOf, netuid, who, usage);
  state.put(commitments.CommitmentOf, netuid, who, { deposit: 0n, block: number, info: { fields } });
  state.put(commitments.LastCommitment, netuid, who, number);
  const locked = fields.find((field) => field.type === 'TimelockEncrypted');
  if (locked) {
    remember(state, netuid, who);
    emit(execution, 'Commitments', 'TimelockCommitment', { netuid, who, reveal_round: locked.value.reveal_round });
  } else {
    forget(state, netuid, who);
    emit(execution, 'Commitments', 'Commitment', { netuid, who });
  }
  return undefined;
}

/** Takes the neuron's column out of all bonds of all mechanisms, where the subnet allows it. */
function resetBonds(state: State, netuid: number, who: Bytes): void {
  if (!state.get(subtensor.BondsResetOn, netuid)) return;
  const uid = state.get(subtensor.Uids, netuid, who);
  const mechanisms = state.get(subtensor.MechanismCountCurrent, netuid);
  for (let mechanism = 0; mechanism < mechanisms; mechanism++) {
    const index = storageIndex(netuid, mechanism);
    for (const [[, row], bonds] of state.entriesOf(subtensor.Bonds, index)) {
      if (!bonds.some(([column]) => column === uid)) continue;
      state.put(
        subtensor.Bonds,
        index,
        row,
        bonds.filter(([column]) => column !== uid),
      );
    }
  }
}
