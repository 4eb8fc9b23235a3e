/**
 * The clocks of a subnet owner: what was last changed when, and whether it may be changed again (participation §11).
 *
 * Hyperparameters stand in `LastRateLimitedBlock` by subnet and parameter, the other actions in `TransactionKeyLastBlock`
 * by owner, subnet and kind: a new owner begins those anew.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import {
  epochsInBlocks,
  MECHANISM_LIMIT_BLOCKS,
  passesRateLimit,
  TRIMMING_LIMIT_BLOCKS,
} from '../../../../src/chain/economy/index.ts';
import type { Value } from '../../../../src/chain/scale/index.ts';
import type { hyperparameter } from '../../../../src/chain/schema/index.ts';
import { constants, storage, TRANSACTION_KINDS } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';

const subtensor = storage.SubtensorModule;

type OwnerTransaction =
  | 'SetWeightsVersionKey'
  | 'MechanismCountUpdate'
  | 'MechanismEmission'
  | 'MaxUidsTrimming'
  | 'TempoUpdate';

type Hyperparameter = Value<typeof hyperparameter>;

/** Whatever has a clock of its own. */
export type OwnerAction = Hyperparameter['type'] | OwnerTransaction;

/** Blocks that must pass before the same action. */
const TRANSACTION_LIMITS: Readonly<Record<OwnerTransaction, (state: State, netuid: number) => bigint>> = {
  SetWeightsVersionKey: (state, netuid) =>
    epochsInBlocks(state.get(subtensor.Tempo, netuid), state.get(subtensor.WeightsVersionKeyRateLimit)),
  MechanismCountUpdate: () => MECHANISM_LIMIT_BLOCKS,
  MechanismEmission: () => MECHANISM_LIMIT_BLOCKS,
  MaxUidsTrimming: () => TRIMMING_LIMIT_BLOCKS,
  TempoUpdate: () => BigInt(constants.SubtensorModule.MinTempo.value),
};

const isTransaction = (action: OwnerAction): action is OwnerTransaction => Object.hasOwn(TRANSACTION_LIMITS, action);

const hyperparameterKey = (netuid: number, action: Hyperparameter['type']) =>
  ({ type: 'OwnerHyperparamUpdate', value: [netuid, { type: action, value: undefined } as Hyperparameter] }) as const;

/** Whether `owner` has waited long enough for `action` on subnet `netuid`. */
export function mayActAgain({ state, number }: BlockExecution, owner: Bytes, netuid: number, action: OwnerAction) {
  const block = BigInt(number);
  if (isTransaction(action)) {
    const last = state.get(subtensor.TransactionKeyLastBlock, owner, netuid, TRANSACTION_KINDS[action]);
    return passesRateLimit(last, block, TRANSACTION_LIMITS[action](state, netuid));
  }
  const epochs = BigInt(state.get(subtensor.OwnerHyperparamRateLimit));
  const last = state.get(subtensor.LastRateLimitedBlock, hyperparameterKey(netuid, action));
  return passesRateLimit(last, block, epochsInBlocks(state.get(subtensor.Tempo, netuid), epochs));
}

/** Starts the clock of `action` anew. */
export function recordAction(
  { state, number }: BlockExecution,
  owner: Bytes,
  netuid: number,
  action: OwnerAction,
): void {
  const block = BigInt(number);
  if (isTransaction(action)) {
    state.put(subtensor.TransactionKeyLastBlock, owner, netuid, TRANSACTION_KINDS[action], block);
  } else {
    state.put(subtensor.LastRateLimitedBlock, hyperparameterKey(netuid, action), block);
  }
}
