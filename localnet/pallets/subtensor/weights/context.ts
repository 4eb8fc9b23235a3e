/** What the state says about a hotkey's weights on a subnet: who it is, what it may, and which epoch it is there. */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { isEpochDue, stakePlan, storageIndex } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { CommitContext, RevealClock, WeightsContext } from '../../../../src/chain/weights/index.ts';
import { stakeWeight, taoWeightBits } from '../../../../src/chain/yuma/index.ts';
import type { State } from '../../../state.ts';
import { query } from '../walk.ts';

const subtensor = storage.SubtensorModule;
/** Fractional bits of a stake weight (I64F64). */
const FRACTION_BITS = 64n;

/** One mechanism of a subnet. */
export interface Place {
  readonly netuid: number;
  readonly mechanism: number;
}

/** Everything that is asked of `hotkey` when weights are set in block `number`. */
export function weightsContext(state: State, number: number, hotkey: Bytes, place: Place): WeightsContext {
  const { netuid } = place;
  const context = commitContext(state, number, hotkey, place);
  const { uid } = context;
  return {
    ...context,
    ...stakeContext(state, hotkey, netuid),
    n: state.get(subtensor.SubnetworkN, netuid),
    weightsVersionKey: state.get(subtensor.WeightsVersionKey, netuid),
    minAllowedWeights: state.get(subtensor.MinAllowedWeights, netuid),
    validatorPermit: uid !== undefined && (state.get(subtensor.ValidatorPermit, netuid)[uid] ?? false),
  };
}

/** The part that committing depends on. */
export function commitContext(
  state: State,
  number: number,
  hotkey: Bytes,
  { netuid, mechanism }: Place,
): CommitContext {
  const uid = state.get(subtensor.Uids, netuid, hotkey);
  const subnetExists = state.get(subtensor.NetworksAdded, netuid);
  const mechanismCount = state.get(subtensor.MechanismCountCurrent, netuid);
  // A mechanism that does not exist may have no index at all: 16 times 4096 is more than a key holds.
  const hasIndex = subnetExists && mechanism < mechanismCount;
  const lastUpdates = hasIndex ? state.get(subtensor.LastUpdate, storageIndex(netuid, mechanism)) : [];
  return {
    block: BigInt(number),
    subnetExists,
    mechanismCount,
    commitRevealEnabled: state.get(subtensor.CommitRevealWeightsEnabled, netuid),
    rateLimit: state.get(subtensor.WeightsSetRateLimit, netuid),
    uid,
    lastUpdate: uid === undefined ? 0n : (lastUpdates[uid] ?? 0n),
  };
}

type StakeContext = Pick<WeightsContext, 'isOwnerHotkey' | 'stakeRao' | 'stakeThresholdRao'>;

/** Whether it has the stake that weights need. */
export function stakeContext(state: State, hotkey: Bytes, netuid: number): StakeContext {
  const { alpha, tao } = query(state, stakePlan(netuid, [hotkey]));
  const weight = stakeWeight(alpha[0]!, tao[0]!, taoWeightBits(state.get(subtensor.TaoWeight)));
  return {
    isOwnerHotkey: equalBytes(state.get(subtensor.SubnetOwnerHotkey, netuid), hotkey),
    stakeRao: weight >> FRACTION_BITS,
    stakeThresholdRao: state.get(subtensor.StakeThreshold),
  };
}

/** The epoch that block `number` is in, counting one that it still owes, and how long commits wait. */
export function revealClock(state: State, number: number, netuid: number): RevealClock {
  const schedule = {
    tempo: state.get(subtensor.Tempo, netuid),
    lastEpochBlock: state.get(subtensor.LastEpochBlock, netuid),
    pendingEpochAt: state.get(subtensor.PendingEpochAt, netuid),
    blocksSinceLastStep: state.get(subtensor.BlocksSinceLastStep, netuid),
  };
  const index = state.get(subtensor.SubnetEpochIndex, netuid);
  return {
    epoch: isEpochDue(schedule, BigInt(number)) ? index + 1n : index,
    periodEpochs: state.get(subtensor.RevealPeriodEpochs, netuid),
  };
}

/** Notes that a neuron has set or committed weights in this block. */
export function noteUpdate(state: State, number: number, { netuid, mechanism }: Place, uid: number): void {
  state.change(subtensor.LastUpdate, storageIndex(netuid, mechanism), (blocks) =>
    Array.from({ length: Math.max(blocks.length, uid + 1) }, (_, i) =>
      i === uid ? BigInt(number) : (blocks[i] ?? 0n),
    ),
  );
}
