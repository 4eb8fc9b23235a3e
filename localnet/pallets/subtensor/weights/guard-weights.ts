/**
 * What is asked of weights before anything else happens (spec participation §12): enough stake, lists that belong together,
 * a commit that may be opened now, a round that is still to come, and for what is not time-locked the rate limit.
 *
 * UNKNOWN: the name of the error for a commit whose epoch has passed; the chain has one code for both sides of the window.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import type { ErrorName, RuntimeCall } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { hasStakeForWeights, isTooFast, revealWindow } from '../../../../src/chain/weights/index.ts';
import type { State } from '../../../state.ts';
import type { Place } from './context.ts';
import { commitContext, revealClock, stakeContext } from './context.ts';
import type { RevealedContent } from './reveal-weights.ts';
import { commitHashOf } from './reveal-weights.ts';

const subtensor = storage.SubtensorModule;
type SubtensorError = ErrorName<'SubtensorModule'>;
type SubtensorCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>['value'][0];

/** Who asks, and of which state: the call would run in block `number`. */
export interface GuardContext {
  readonly state: State;
  readonly number: number;
  readonly hotkey: Bytes;
}

/** The first rule that a call of the weights family breaks; undefined for all other calls. */
export function guardWeights(at: GuardContext, call: SubtensorCall): SubtensorError | undefined {
  switch (call.type) {
    case 'set_weights':
    case 'set_mechanism_weights':
      return lacksStake(at, call.value.netuid) ?? setsTooFast(at, placeOf(call.value));
    case 'commit_weights':
    case 'commit_mechanism_weights':
      return lacksStake(at, call.value.netuid) ?? commitsTooFast(at, placeOf(call.value));
    case 'batch_set_weights': {
      const { netuids, weights, version_keys } = call.value;
      return haveEqualLengths(netuids, weights, version_keys) ?? lacksStakeInAny(at, netuids);
    }
    case 'batch_commit_weights': {
      const { netuids, commit_hashes } = call.value;
      return haveEqualLengths(netuids, commit_hashes) ?? lacksStakeInAny(at, netuids);
    }
    case 'reveal_weights':
    case 'reveal_mechanism_weights': {
      const { version_key: versionKey, ...content } = call.value;
      return lacksStake(at, content.netuid) ?? cannotReveal(at, placeOf(content), [{ ...content, versionKey }]);
    }
    case 'batch_reveal_weights':
      return lacksStake(at, call.value.netuid) ?? cannotRevealBatch(at, call.value);
    case 'commit_timelocked_weights':
    case 'commit_timelocked_mechanism_weights':
    case 'commit_crv3_mechanism_weights':
      return lacksStake(at, call.value.netuid) ?? isRoundPast(at, call.value.reveal_round);
    default:
      return undefined;
  }
}

const placeOf = ({ netuid, mecid = 0 }: { readonly netuid: number; readonly mecid?: number }): Place => ({
  netuid,
  mechanism: mecid,
});

function lacksStake({ state, hotkey }: GuardContext, netuid: number): SubtensorError | undefined {
  // The usual case of a young chain, answered without summing up anybody's stake.
  if (state.get(subtensor.StakeThreshold) === 0n) return undefined;
  return hasStakeForWeights(stakeContext(state, hotkey, netuid)) ? undefined : 'NotEnoughStakeToSetWeights';
}

/** A batch of more subnets is compared with the list of all of them. */
const FEW_SUBNETS = 16;

/** Subnets that do not exist are all alike, so one of them stands for all: a batch may name 65536. */
function lacksStakeInAny(at: GuardContext, netuids: readonly number[]): SubtensorError | undefined {
  const { state } = at;
  if (state.get(subtensor.StakeThreshold) === 0n) return undefined;
  const distinct = [...new Set(netuids)];
  const all =
    distinct.length > FEW_SUBNETS
      ? new Set(state.keysOf(subtensor.NetworksAdded).map(([netuid]) => netuid))
      : undefined;
  const exists = (netuid: number) => (all ? all.has(netuid) : state.get(subtensor.NetworksAdded, netuid));
  const missing = distinct.find((netuid) => !exists(netuid));
  const asked = distinct.filter((netuid) => netuid === missing || exists(netuid));
  return asked.map((netuid) => lacksStake(at, netuid)).find((error) => error !== undefined);
}

/** Where commit-reveal is on, the call fails in its own words when it runs. */
function setsTooFast(at: GuardContext, place: Place): SubtensorError | undefined {
  if (at.state.get(subtensor.CommitRevealWeightsEnabled, place.netuid)) return undefined;
  return hasLimitPassed(at, place) ? undefined : 'SettingWeightsTooFast';
}

const commitsTooFast = (at: GuardContext, place: Place): SubtensorError | undefined =>
  hasLimitPassed(at, place) ? undefined : 'CommittingWeightsTooFast';

/** A hotkey that is not registered fails with that when the call runs. */
function hasLimitPassed({ state, number, hotkey }: GuardContext, place: Place): boolean {
  const context = commitContext(state, number, hotkey, place);
  return context.uid === undefined || !isTooFast(context);
}

const haveEqualLengths = (...lists: readonly (readonly unknown[])[]): SubtensorError | undefined =>
  lists.every(({ length }) => length === lists[0]!.length) ? undefined : 'InputLengthsUnequal';

function cannotReveal(
  { state, number, hotkey }: GuardContext,
  place: Place,
  contents: readonly RevealedContent[],
): SubtensorError | undefined {
  const { netuid, mechanism } = place;
  const exists = mechanism < state.get(subtensor.MechanismCountCurrent, netuid);
  // An index beyond the mechanisms may be none at all.
  if (!exists) return contents.length > 0 ? 'NoWeightsCommitFound' : undefined;
  const queue = state.get(subtensor.WeightCommits, storageIndex(netuid, mechanism), hotkey) ?? [];
  const epochs = contents.map((content) => {
    const hash = commitHashOf(hotkey, place, content);
    return queue.find(([committed]) => equalBytes(committed, hash))?.[1];
  });
  const { epoch: now, periodEpochs } = revealClock(state, number, netuid);
  if (epochs.some((epoch) => epoch === undefined)) return 'NoWeightsCommitFound';
  const areOpen = epochs.every((epoch) => revealWindow(epoch!, now, periodEpochs) === 'open');
  return areOpen ? undefined : 'RevealTooEarly';
}

type BatchReveal = Extract<SubtensorCall, { readonly type: 'batch_reveal_weights' }>['value'];

function cannotRevealBatch(at: GuardContext, args: BatchReveal): SubtensorError | undefined {
  const { netuid, uids_list, values_list, salts_list, version_keys } = args;
  const unequal = haveEqualLengths(uids_list, values_list, salts_list, version_keys);
  if (unequal) return unequal;
  const contents = uids_list.map((uids, i) => ({
    uids,
    values: values_list[i]!,
    salt: salts_list[i]!,
    versionKey: version_keys[i]!,
  }));
  return cannotReveal(at, { netuid, mechanism: 0 }, contents);
}

const isRoundPast = ({ state }: GuardContext, round: bigint): SubtensorError | undefined =>
  round < state.get(storage.Drand.LastStoredRound) ? 'InvalidRevealRound' : undefined;
