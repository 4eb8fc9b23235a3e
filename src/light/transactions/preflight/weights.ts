/**
 * Weights: set, committed, revealed; every call has a twin for mechanisms other than 0 (spec participation §5, §12).
 *
 *   pool      enough stake · the rate limit of what is not time-locked · a commit that may be opened now · a round to come
 *   dispatch  the rules of the call itself, of `chain/weights`
 *
 * QUIRK: where commit-reveal is on, the pool takes `set_weights` and the call fails in its own words.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { read, readAll, storageIndex, together } from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import { hasTooManyCommits, MAX_CIPHERTEXT_BYTES } from '../../../chain/timelock/index.ts';
import type { WeightsContext, WeightsSubmission } from '../../../chain/weights/index.ts';
import { addHashCommit, checkCommitWeights, checkSetWeights, isTooFast } from '../../../chain/weights/index.ts';
import type { Area, Areas, CallContext } from './area.ts';
import { refuseSubtensor, UNDECODABLE, waitUntil } from './area.ts';
import { revealArea } from './reveal.ts';
import { EPOCHS, lacksStake, placeOf, revealClock, weightsContext } from './weights-facts.ts';

const subtensor = storage.SubtensorModule;
/** The version that `commit_crv3_mechanism_weights` stands for. */
const CRV3_VERSION = 4;

/** A hotkey that is not registered hears of that when the call runs. */
const isHurried = (context: WeightsContext): boolean => context.uid !== undefined && isTooFast(context);
const afterLimit = ({ lastUpdate, rateLimit }: WeightsContext): string => waitUntil(lastUpdate + rateLimit);

/** The error's own advice (undefined), but for those that pass by themselves. */
const adviceFor = (refusal: string | undefined, context: WeightsContext): string | undefined =>
  refusal === 'CommittingWeightsTooFast' || refusal === 'SettingWeightsTooFast' ? afterLimit(context) : undefined;

function setArea<Args>(submissionOf: (args: Args) => WeightsSubmission): Area<Args> {
  const contextOf = (args: Args, at: CallContext) => weightsContext(at.signer, submissionOf(args), at.block);
  return {
    check: 'weights',
    *pool(args, at) {
      const context = yield* contextOf(args, at);
      const isRefused = !context.commitRevealEnabled && isHurried(context);
      return (
        lacksStake(context) ?? refuseSubtensor(isRefused ? 'SettingWeightsTooFast' : undefined, afterLimit(context))
      );
    },
    *dispatch(args, at) {
      const context = yield* contextOf(args, at);
      const refusal = checkSetWeights(submissionOf(args), context);
      return refuseSubtensor(refusal, adviceFor(refusal, context));
    },
    unchecked: [EPOCHS],
  };
}

interface HashCommitArguments {
  readonly netuid: number;
  readonly mecid?: number;
  readonly commit_hash: Bytes;
}
const commitArea: Area<HashCommitArguments> = {
  check: 'weights',
  *pool(args, at) {
    const context = yield* weightsContext(at.signer, placeOf(args), at.block);
    const tooFast = isHurried(context) ? 'CommittingWeightsTooFast' : undefined;
    return lacksStake(context) ?? refuseSubtensor(tooFast, afterLimit(context));
  },
  *dispatch(args, at) {
    const place = placeOf(args);
    const context = yield* weightsContext(at.signer, place, at.block);
    const refusal = checkCommitWeights(place.mechanism, context);
    if (refusal) return refuseSubtensor(refusal, adviceFor(refusal, context));
    const [[queue], clock] = yield* together(
      readAll([read(subtensor.WeightCommits, storageIndex(place.netuid, place.mechanism), at.signer)]),
      revealClock(place.netuid, at.block),
    );
    const added = addHashCommit(queue ?? [], args.commit_hash, context.block, clock);
    return added.ok ? undefined : refuseSubtensor(added.error);
  },
  unchecked: [EPOCHS],
};

interface TimelockedArguments {
  readonly netuid: number;
  readonly mecid?: number;
  readonly commit: Bytes;
  readonly reveal_round: bigint;
  readonly commit_reveal_version?: number;
}

const timelockedArea: Area<TimelockedArguments> = {
  check: 'weights',
  *pool(args, at) {
    if (args.commit.length > MAX_CIPHERTEXT_BYTES) return UNDECODABLE;
    const [context, [lastRound]] = yield* together(
      weightsContext(at.signer, placeOf(args), at.block),
      readAll([read(storage.Drand.LastStoredRound)]),
    );
    const isPast = args.reveal_round < lastRound;
    return lacksStake(context) ?? refuseSubtensor(isPast ? 'InvalidRevealRound' : undefined);
  },
  *dispatch(args, at) {
    const place = placeOf(args);
    const [context, [expected], { epoch }] = yield* together(
      weightsContext(at.signer, place, at.block),
      readAll([read(subtensor.CommitRevealWeightsVersion)]),
      revealClock(place.netuid, at.block),
    );
    const stated = args.commit_reveal_version ?? CRV3_VERSION;
    const refusal = checkCommitWeights(place.mechanism, context, { stated, expected });
    if (refusal) return refuseSubtensor(refusal, adviceFor(refusal, context));
    const index = storageIndex(place.netuid, place.mechanism);
    const [queue] = yield* readAll([read(subtensor.TimelockedWeightCommits, index, epoch)]);
    return refuseSubtensor(hasTooManyCommits(queue, at.signer) ? 'TooManyUnrevealedCommits' : undefined);
  },
  unchecked: [EPOCHS, 'Whether what was encrypted can be opened, and whether its weights are accepted then.'],
};

export const weightsAreas: Areas<'SubtensorModule'> = {
  set_weights: setArea(({ netuid, dests, weights, version_key: versionKey }) => ({
    netuid,
    mechanism: 0,
    uids: dests,
    values: weights,
    versionKey,
  })),
  set_mechanism_weights: setArea(({ netuid, mecid, dests, weights, version_key: versionKey }) => ({
    netuid,
    mechanism: mecid,
    uids: dests,
    values: weights,
    versionKey,
  })),
  commit_weights: commitArea,
  commit_mechanism_weights: commitArea,
  commit_timelocked_weights: timelockedArea,
  commit_timelocked_mechanism_weights: timelockedArea,
  commit_crv3_mechanism_weights: timelockedArea,
  reveal_weights: revealArea,
  reveal_mechanism_weights: revealArea,
};
