/**
 * The weights that a block opens before its epoch, for whoever recomputes the epoch from the parent's state
 * (spec participation §5.4; economy §3 step 4).
 *
 *   due commit ─ pulse missing ─▶ stays: its author still counts as having committed
 *              ─ opened, passes the rules of setting weights ─▶ replaces its author's row
 *              ─ anything else ─▶ gone without a word
 *
 * LastUpdate is of the commit, unless commit-reveal was switched off meanwhile: then it moves, and the rate limit holds.
 *
 * Opening costs two pairings' time (16 ms), so it is apart, one commit at a time; the rest is cheap.
 */
import type { DueCommit, PlannedEpoch } from '../economy/index.ts';
import { checkRevealedWeights, maxUpscaleWeights } from '../weights/index.ts';
import type { MechanismInput, SparseRow, SubnetEpochInput } from '../yuma/index.ts';
import { stakeWeight, taoWeightBits } from '../yuma/index.ts';
import type { RevealedPayload } from './payload.ts';
import { revealTimelockedWeights } from './reveal.ts';

export type OpenedWeights = Omit<RevealedPayload, 'hotkey'>;

/** Fractional bits of a stake weight (I64F64). */
const STAKE_FRACTION_BITS = 64n;

/** What a commit says; undefined if its time has not come, or nothing that counts is in it. */
export function openDueCommit({ signature, commit, hotkey }: DueCommit): OpenedWeights | undefined {
  if (!signature) return undefined;
  const revealed = revealTimelockedWeights(commit, signature, hotkey);
  return revealed.ok ? revealed.weights : undefined;
}

/** The epoch's input after the block has opened what was due. `opened[i]` is what `due[i]` says. */
export function withOpenedWeights(
  planned: PlannedEpoch,
  opened: readonly (OpenedWeights | undefined)[],
): SubnetEpochInput {
  const { input, due } = planned;
  const mechanisms = input.mechanisms.map((mechanism, k): MechanismInput => {
    const weights = [...mechanism.weights];
    const lastUpdate = mechanism.lastUpdate.slice();
    due.forEach(({ mechanism: of, uid }, i) => {
      const row = opened[i];
      if (of !== k || uid === undefined || !row || !maySet(planned, uid, k, row, lastUpdate[uid] ?? 0n)) return;
      weights[uid] = toRow(row);
      if (!input.commitRevealEnabled) lastUpdate[uid] = input.currentBlock;
    });
    return { ...mechanism, weights, lastUpdate, timelockedCommits: stillCommitted(planned, k) };
  });
  return { ...input, mechanisms };
}

/** The chain's rules for revealed weights. */
function maySet(
  { input, revealRules }: PlannedEpoch,
  uid: number,
  mechanism: number,
  { uids, values, versionKey }: OpenedWeights,
  lastUpdate: bigint,
): boolean {
  const stake = stakeWeight(input.alphaStake[uid]!, input.taoStake[uid]!, taoWeightBits(input.taoWeight));
  return !checkRevealedWeights(
    // Every subnet but root has epochs; its number does not matter to the rules.
    { netuid: 1, mechanism, uids, values, versionKey },
    {
      ...revealRules,
      block: input.currentBlock,
      subnetExists: true,
      mechanismCount: input.mechanismCount,
      n: input.n,
      commitRevealEnabled: input.commitRevealEnabled,
      stakeThresholdRao: input.stakeThreshold,
      uid,
      isOwnerHotkey: uid === input.ownerUid,
      stakeRao: stake >> STAKE_FRACTION_BITS,
      lastUpdate,
      validatorPermit: input.validatorPermit[uid] ?? false,
    },
  );
}

/** The queue whose time has come keeps what could not be opened yet. */
function stillCommitted({ input, due }: PlannedEpoch, mechanism: number): MechanismInput['timelockedCommits'] {
  const epoch = input.epochIndex - input.revealPeriod;
  const others = input.mechanisms[mechanism]!.timelockedCommits.filter((queue) => queue.epoch !== epoch);
  const kept = due.flatMap((commit) =>
    commit.mechanism === mechanism && !commit.signature && commit.uid !== undefined
      ? [{ uid: commit.uid, block: commit.block }]
      : [],
  );
  return input.commitRevealEnabled && kept.length > 0 ? [{ epoch, commits: kept }, ...others] : others;
}

function toRow({ uids, values }: OpenedWeights): SparseRow {
  return { columns: Uint16Array.from(uids), values: Uint16Array.from(maxUpscaleWeights(values)) };
}
