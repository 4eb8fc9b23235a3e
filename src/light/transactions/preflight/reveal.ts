/**
 * Showing weights that were committed as a hash (spec participation §5.3, §12).
 *
 *   pool      enough stake · such a commit waits · its epoch has come        dispatch  the same once more, and the weights' rules
 *
 * QUIRK: the pool says `RevealTooEarly` also of a commit whose epoch is over; it has one code for both sides of the window.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { equalBytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import { read, readAll, storageIndex, together } from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import {
  checkRevealedWeights,
  revealHashCommit,
  revealWindow,
  weightsCommitHash,
} from '../../../chain/weights/index.ts';
import type { Area, Refusal } from './area.ts';
import { refuseSubtensor } from './area.ts';
import type { Place } from './weights-facts.ts';
import { EPOCHS, lacksStake, placeOf, revealClock, weightsContext } from './weights-facts.ts';

const subtensor = storage.SubtensorModule;

interface RevealArguments {
  readonly netuid: number;
  readonly mecid?: number;
  readonly uids: readonly number[];
  readonly values: readonly number[];
  readonly salt: readonly number[];
  readonly version_key: bigint;
}

const hashOf = (args: RevealArguments, { netuid, mechanism }: Place, hotkey: Bytes): Bytes =>
  weightsCommitHash({
    hotkey,
    storageIndex: storageIndex(netuid, mechanism),
    uids: args.uids,
    values: args.values,
    salt: args.salt,
    versionKey: args.version_key,
  });

/** The hash queue of a mechanism that exists; undefined where there is none. */
function* queueOf(place: Place, mechanismCount: number, hotkey: Bytes) {
  if (place.mechanism >= mechanismCount) return undefined;
  const index = storageIndex(place.netuid, place.mechanism);
  const [queue] = yield* readAll([read(subtensor.WeightCommits, index, hotkey)]);
  return queue;
}

export const revealArea: Area<RevealArguments> = {
  check: 'weights',
  *pool(args, at): ReadPlan<Refusal | undefined> {
    const place = placeOf(args);
    const [context, clock] = yield* together(
      weightsContext(at.signer, place, at.block),
      revealClock(place.netuid, at.block),
    );
    const poor = lacksStake(context);
    if (poor) return poor;
    const queue = yield* queueOf(place, context.mechanismCount, at.signer);
    if (!queue) return refuseSubtensor('NoWeightsCommitFound');
    const hash = hashOf(args, place, at.signer);
    const epoch = queue.find(([committed]) => equalBytes(committed, hash))?.[1];
    if (epoch === undefined) return refuseSubtensor('NoWeightsCommitFound');
    const window = revealWindow(epoch, clock.epoch, clock.periodEpochs);
    if (window === 'open') return undefined;
    return refuseSubtensor(
      'RevealTooEarly',
      window === 'early' ? 'Wait until the epoch in which it may be shown.' : 'Its epoch is over: commit anew.',
    );
  },
  *dispatch(args, at) {
    const place = placeOf(args);
    const [context, clock] = yield* together(
      weightsContext(at.signer, place, at.block),
      revealClock(place.netuid, at.block),
    );
    if (!context.subnetExists || place.mechanism >= context.mechanismCount) {
      return refuseSubtensor('MechanismDoesNotExist');
    }
    if (!context.commitRevealEnabled) return refuseSubtensor('CommitRevealDisabled');
    const queue = yield* queueOf(place, context.mechanismCount, at.signer);
    const revealed = revealHashCommit(queue, hashOf(args, place, at.signer), clock);
    if (!revealed.ok) return refuseSubtensor(revealed.error);
    const { uids, values, version_key: versionKey } = args;
    return refuseSubtensor(checkRevealedWeights({ ...place, uids, values, versionKey }, context));
  },
  unchecked: [EPOCHS],
};
