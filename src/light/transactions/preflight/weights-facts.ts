/** What the state says about a hotkey's weights on a subnet, for the block after it (spec participation §5). */
import type { Bytes } from '../../../chain/bytes.ts';
import { equalBytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import {
  isEpochDue,
  read,
  readAll,
  readNamed,
  stakePlan,
  storageIndex,
  together,
} from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { RevealClock, WeightsContext } from '../../../chain/weights/index.ts';
import { hasStakeForWeights } from '../../../chain/weights/index.ts';
import { stakeWeight, taoWeightBits } from '../../../chain/yuma/index.ts';
import type { Refusal } from './area.ts';
import { refuseSubtensor } from './area.ts';

const subtensor = storage.SubtensorModule;
/** Fractional bits of a stake weight (I64F64). */
const FRACTION_BITS = 64n;

/** One mechanism of a subnet. */
export interface Place {
  readonly netuid: number;
  readonly mechanism: number;
}

/** Everything that is asked of `hotkey` when weights are set or committed in block `block`. */
export function* weightsContext(hotkey: Bytes, { netuid, mechanism }: Place, block: number): ReadPlan<WeightsContext> {
  const [at, stakes] = yield* together(
    readNamed({
      subnetExists: read(subtensor.NetworksAdded, netuid),
      mechanismCount: read(subtensor.MechanismCountCurrent, netuid),
      n: read(subtensor.SubnetworkN, netuid),
      commitRevealEnabled: read(subtensor.CommitRevealWeightsEnabled, netuid),
      weightsVersionKey: read(subtensor.WeightsVersionKey, netuid),
      rateLimit: read(subtensor.WeightsSetRateLimit, netuid),
      minAllowedWeights: read(subtensor.MinAllowedWeights, netuid),
      stakeThresholdRao: read(subtensor.StakeThreshold),
      uid: read(subtensor.Uids, netuid, hotkey),
      permits: read(subtensor.ValidatorPermit, netuid),
      ownerHotkey: read(subtensor.SubnetOwnerHotkey, netuid),
      taoWeight: read(subtensor.TaoWeight),
    }),
    stakePlan(netuid, [hotkey]),
  );
  // A mechanism that does not exist may have no index at all: 16 times 4096 is more than a key holds.
  const hasIndex = at.subnetExists && mechanism < at.mechanismCount;
  const [lastUpdates] = hasIndex
    ? yield* readAll([read(subtensor.LastUpdate, storageIndex(netuid, mechanism))])
    : [[] as readonly bigint[]];
  const { permits, ownerHotkey, taoWeight, ...facts } = at;
  const weight = stakeWeight(stakes.alpha[0]!, stakes.tao[0]!, taoWeightBits(taoWeight));
  return {
    ...facts,
    block: BigInt(block),
    isOwnerHotkey: equalBytes(ownerHotkey, hotkey),
    stakeRao: weight >> FRACTION_BITS,
    lastUpdate: at.uid === undefined ? 0n : (lastUpdates[at.uid] ?? 0n),
    validatorPermit: at.uid !== undefined && (permits[at.uid] ?? false),
  };
}

/** The epoch that block `block` is in for its extrinsics, and how long commits wait. */
export function* revealClock(netuid: number, block: number): ReadPlan<RevealClock> {
  const at = yield* readNamed({
    tempo: read(subtensor.Tempo, netuid),
    lastEpochBlock: read(subtensor.LastEpochBlock, netuid),
    pendingEpochAt: read(subtensor.PendingEpochAt, netuid),
    blocksSinceLastStep: read(subtensor.BlocksSinceLastStep, netuid),
    index: read(subtensor.SubnetEpochIndex, netuid),
    periodEpochs: read(subtensor.RevealPeriodEpochs, netuid),
  });
  const { index, periodEpochs, ...schedule } = at;
  return { epoch: isEpochDue(schedule, BigInt(block)) ? index + 1n : index, periodEpochs };
}

/** What no rule about weights can foresee. */
export const EPOCHS = 'Whether an epoch in between takes the permit or changes the stake.';

export const lacksStake = (context: WeightsContext): Refusal | undefined =>
  hasStakeForWeights(context) ? undefined : refuseSubtensor('NotEnoughStakeToSetWeights');

/** Calls without a mechanism mean mechanism 0. */
export const placeOf = ({ netuid, mecid = 0 }: { readonly netuid: number; readonly mecid?: number }): Place => ({
  netuid,
  mechanism: mecid,
});
