/**
 * What a resident does after a block: nothing, mostly; at its own moment of an epoch it speaks, in the way that the subnet
 * asks for.
 *
 *   ── epoch ──┬── its own moment ──▶ reveal what is due, then set or commit ──── next epoch ──
 *
 *   commit-reveal off          set_weights, set_mechanism_weights
 *   on, time-locked            commit_timelocked_mechanism_weights; the chain reveals
 *   on, by hash                commit_mechanism_weights, and reveal_mechanism_weights in a later epoch
 */
import { equalBytes } from '../../src/chain/bytes.ts';
import { storageIndex } from '../../src/chain/economy/index.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { WeightRow } from '../data/replay.ts';
import type { State } from '../state.ts';
import { chooseWeights } from './behaviour.ts';
import { drawU32 } from './chance.ts';
import type { CommitOwner, Commits } from './hash-commit.ts';
import { hashCommit } from './hash-commit.ts';
import { timelockedCommit } from './timelocked-commit.ts';
import type { Resident } from './types.ts';

const { SubtensorModule: subtensor } = storage;

/** A recorded validator repeats itself after this many thousandths of the time in which it would become inactive. */
const REPEAT_PERMILLE = 400n;
/** Blocks after an epoch, and before the next one, in which nobody speaks: every run has the same weights in an epoch. */
const QUIET_AFTER = 2;
const QUIET_IN_ALL = 6;

export interface Moment {
  readonly seed: string;
  readonly state: State;
  /** The block that the state is of. */
  readonly number: number;
  readonly commits: Commits;
}

/** What the resident submits now, in this order. */
export function decide(resident: Resident, moment: Moment): readonly RuntimeCall[] {
  const { state } = moment;
  const { netuid, uid, pair } = resident;
  // Somebody else may have got its place.
  if (!equalBytes(state.get(subtensor.Keys, netuid, uid), pair.publicKey)) return [];
  if (resident.behaviour.kind !== 'replaying' && !isItsMoment(resident, moment)) return [];
  const mechanisms = Array.from({ length: state.get(subtensor.MechanismCountCurrent, netuid) }, (_, i) => i);
  return mechanisms.flatMap((mechanism) => [
    ...reveal(resident, moment, mechanism),
    ...speak(resident, moment, mechanism),
  ]);
}

function isItsMoment({ netuid, name }: Resident, { seed, state, number }: Moment): boolean {
  const tempo = state.get(subtensor.Tempo, netuid);
  const moment = QUIET_AFTER + (drawU32(seed, name) % Math.max(tempo - QUIET_IN_ALL, 1));
  return BigInt(number) - state.get(subtensor.LastEpochBlock, netuid) >= moment;
}

/** Whether it has something to say about this mechanism that it has not said. */
function isSilent(resident: Resident, { seed, state, number }: Moment, mechanism: number): boolean {
  const { netuid, uid, behaviour, name, everyEpochs } = resident;
  const lastUpdate = state.get(subtensor.LastUpdate, storageIndex(netuid, mechanism))[uid] ?? 0n;
  if (behaviour.kind === 'replaying') {
    const tempo = state.get(subtensor.Tempo, netuid);
    const cutoff = (BigInt(state.get(subtensor.ActivityCutoffFactorMilli, netuid)) * BigInt(tempo)) / 1000n;
    const patience = (cutoff * REPEAT_PERMILLE) / 1000n + BigInt(drawU32(seed, name) % Math.max(tempo, 1));
    return lastUpdate !== 0n && BigInt(number) - lastUpdate < patience;
  }
  const epoch = state.get(subtensor.SubnetEpochIndex, netuid);
  return lastUpdate > state.get(subtensor.LastEpochBlock, netuid) || epoch % BigInt(everyEpochs) !== 0n;
}

function speak(resident: Resident, moment: Moment, mechanism: number): readonly RuntimeCall[] {
  if (isSilent(resident, moment, mechanism)) return [];
  const { state, number, seed, commits } = moment;
  const { netuid, name, pair } = resident;
  const epoch = state.get(subtensor.SubnetEpochIndex, netuid);
  const row = think(resident, moment, mechanism, epoch);
  if (!row) return [];
  if (!state.get(subtensor.CommitRevealWeightsEnabled, netuid)) return [setCall(resident, moment, mechanism, row)];
  if (resident.commits === 'timelocked') {
    const secret = `${seed}/${name}/${mechanism}/${number}`;
    const made = timelockedCommit(state, number, { netuid, hotkey: pair.publicKey, secret }, row);
    if (!made) return [];
    const { commit, revealRound: reveal_round } = made;
    const commit_reveal_version = state.get(subtensor.CommitRevealWeightsVersion);
    const value = { netuid, mecid: mechanism, commit, reveal_round, commit_reveal_version };
    return [subtensorCall({ type: 'commit_timelocked_mechanism_weights', value })];
  }
  const owner = ownerOf(resident, moment, mechanism);
  const committed = hashCommit(owner, epoch, row);
  commits.remember(owner, epoch, committed);
  const value = { netuid, mecid: mechanism, commit_hash: committed.hash };
  return [subtensorCall({ type: 'commit_mechanism_weights', value })];
}

/** The commit of epoch E − P, if it is still there. */
function reveal(resident: Resident, moment: Moment, mechanism: number): readonly RuntimeCall[] {
  const { state, commits } = moment;
  const { netuid, pair } = resident;
  const queue = state.get(subtensor.WeightCommits, storageIndex(netuid, mechanism), pair.publicKey) ?? [];
  const due = state.get(subtensor.SubnetEpochIndex, netuid) - state.get(subtensor.RevealPeriodEpochs, netuid);
  const found = queue.find(([, epoch]) => epoch === due);
  if (!found) return [];
  const again = () => think(resident, moment, mechanism, due);
  const content = commits.find(ownerOf(resident, moment, mechanism), due, found[0], again);
  if (!content) return [];
  const { uids, values, salt, versionKey: version_key } = content;
  const value = { netuid, mecid: mechanism, uids, values, salt, version_key };
  return [subtensorCall({ type: 'reveal_mechanism_weights', value })];
}

function think(resident: Resident, { state, seed }: Moment, mechanism: number, epoch: bigint): WeightRow | undefined {
  const { netuid, uid, behaviour, firstMinerUid } = resident;
  const index = storageIndex(netuid, mechanism);
  return chooseWeights(behaviour, {
    seed,
    index,
    uid,
    n: state.get(subtensor.SubnetworkN, netuid),
    epoch,
    firstMinerUid,
    storedRow: (of) => state.get(subtensor.Weights, index, of),
  });
}

function setCall({ netuid }: Resident, { state }: Moment, mechanism: number, row: WeightRow): RuntimeCall {
  const value = {
    netuid,
    dests: row.map(([uid]) => uid),
    weights: row.map(([, weight]) => weight),
    version_key: state.get(subtensor.WeightsVersionKey, netuid),
  };
  if (mechanism === 0) return subtensorCall({ type: 'set_weights', value });
  return subtensorCall({ type: 'set_mechanism_weights', value: { ...value, mecid: mechanism } });
}

const ownerOf = ({ name, netuid, pair }: Resident, { seed, state }: Moment, mechanism: number): CommitOwner => ({
  seed,
  name,
  hotkey: pair.publicKey,
  index: storageIndex(netuid, mechanism),
  versionKey: state.get(subtensor.WeightsVersionKey, netuid),
});

type SubtensorCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>['value'][0];

const subtensorCall = (call: SubtensorCall): RuntimeCall => ({ type: 'SubtensorModule', value: [call] });
