/**
 * `set_weights`: the state that its rules need, and what it stores (spec participation §5.1).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { stakePlan, storageIndex } from '../../../../src/chain/economy/index.ts';
import type { DispatchError } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { WeightsContext, WeightsSubmission } from '../../../../src/chain/weights/index.ts';
import { checkSetWeights, maxUpscaleWeights } from '../../../../src/chain/weights/index.ts';
import { stakeWeight, taoWeightBits } from '../../../../src/chain/yuma/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { deposit } from '../../block-execution.ts';
import { moduleError } from '../../module-error.ts';
import { query } from '../walk.ts';

const subtensor = storage.SubtensorModule;
/** Fractional bits of a stake weight (I64F64). */
const FRACTION_BITS = 64n;

/** What the state says about `hotkey` setting weights in block `number`. */
export function weightsContext(
  state: State,
  number: number,
  hotkey: Bytes,
  { netuid, mechanism }: Pick<WeightsSubmission, 'netuid' | 'mechanism'>,
): WeightsContext {
  const uid = state.get(subtensor.Uids, netuid, hotkey);
  const index = storageIndex(netuid, mechanism);
  const { alpha, tao } = query(state, stakePlan(netuid, [hotkey]));
  const weight = stakeWeight(alpha[0]!, tao[0]!, taoWeightBits(state.get(subtensor.TaoWeight)));
  return {
    block: BigInt(number),
    subnetExists: state.get(subtensor.NetworksAdded, netuid),
    mechanismCount: state.get(subtensor.MechanismCountCurrent, netuid),
    n: state.get(subtensor.SubnetworkN, netuid),
    commitRevealEnabled: state.get(subtensor.CommitRevealWeightsEnabled, netuid),
    weightsVersionKey: state.get(subtensor.WeightsVersionKey, netuid),
    rateLimit: state.get(subtensor.WeightsSetRateLimit, netuid),
    minAllowedWeights: state.get(subtensor.MinAllowedWeights, netuid),
    stakeThresholdRao: state.get(subtensor.StakeThreshold),
    uid,
    isOwnerHotkey: equalBytes(state.get(subtensor.SubnetOwnerHotkey, netuid), hotkey),
    stakeRao: weight >> FRACTION_BITS,
    lastUpdate: uid === undefined ? 0n : (state.get(subtensor.LastUpdate, index)[uid] ?? 0n),
    validatorPermit: uid !== undefined && (state.get(subtensor.ValidatorPermit, netuid)[uid] ?? false),
  };
}

export function setWeights(
  execution: BlockExecution,
  hotkey: Bytes,
  submission: WeightsSubmission,
): DispatchError | undefined {
  const { state, number } = execution;
  const context = weightsContext(state, number, hotkey, submission);
  const refusal = checkSetWeights(submission, context);
  if (refusal) return moduleError('SubtensorModule', refusal);
  const index = storageIndex(submission.netuid, submission.mechanism);
  const uid = context.uid!;
  const values = maxUpscaleWeights(submission.values);
  state.put(
    subtensor.Weights,
    index,
    uid,
    submission.uids.map((target, i) => [target, values[i]!] as const),
  );
  state.change(subtensor.LastUpdate, index, (blocks) =>
    Array.from({ length: Math.max(blocks.length, uid + 1) }, (_, i) =>
      i === uid ? BigInt(number) : (blocks[i] ?? 0n),
    ),
  );
  deposit(execution, { type: 'SubtensorModule', value: [{ type: 'WeightsSet', value: [index, uid] }] });
  return undefined;
}
