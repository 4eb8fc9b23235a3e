/** Weights: set, committed, revealed. Signed by the hotkey; every call has a twin for mechanisms other than 0. */
import { bySigner } from '../../by-signer.ts';
import type { Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { runBatch } from './batches.ts';
import { commitTimelocked, commitWeights } from './commit-weights.ts';
import { revealWeights, revealWeightsBatch } from './reveal-weights.ts';
import { setWeights } from './set-weights.ts';

export { weightsContext } from './context.ts';
export { revealTimelockedCommits } from './reveal-timelocked.ts';

/** The version that `commit_crv3_mechanism_weights` stands for. */
const CRV3_VERSION = 4;

export const weightsCalls: Handlers<'SubtensorModule'> = {
  set_weights: bySigner((execution, hotkey, { netuid, dests, weights, version_key: versionKey }) =>
    setWeights(execution, hotkey, { netuid, mechanism: 0, uids: dests, values: weights, versionKey }),
  ),
  set_mechanism_weights: bySigner((execution, hotkey, { netuid, mecid, dests, weights, version_key: versionKey }) =>
    setWeights(execution, hotkey, { netuid, mechanism: mecid, uids: dests, values: weights, versionKey }),
  ),
  batch_set_weights: bySigner((execution, hotkey, { netuids, weights, version_keys }) => {
    if (netuids.length !== weights.length || netuids.length !== version_keys.length) return fail('InputLengthsUnequal');
    const items = netuids.map((netuid, i) => {
      const uids = weights[i]!.map(([uid]) => uid);
      const values = weights[i]!.map(([, value]) => value);
      const submission = { netuid, mechanism: 0, uids, values, versionKey: version_keys[i]! };
      return { netuid, run: () => setWeights(execution, hotkey, submission) };
    });
    runBatch(execution, hotkey, items);
    return undefined;
  }),
  commit_weights: bySigner((execution, hotkey, { netuid, commit_hash: hash }) =>
    commitWeights(execution, hotkey, { netuid, mechanism: 0 }, hash),
  ),
  commit_mechanism_weights: bySigner((execution, hotkey, { netuid, mecid, commit_hash: hash }) =>
    commitWeights(execution, hotkey, { netuid, mechanism: mecid }, hash),
  ),
  batch_commit_weights: bySigner((execution, hotkey, { netuids, commit_hashes }) => {
    if (netuids.length !== commit_hashes.length) return fail('InputLengthsUnequal');
    const items = netuids.map((netuid, i) => ({
      netuid,
      run: () => commitWeights(execution, hotkey, { netuid, mechanism: 0 }, commit_hashes[i]!),
    }));
    runBatch(execution, hotkey, items);
    return undefined;
  }),
  reveal_weights: bySigner((execution, hotkey, { netuid, uids, values, salt, version_key: versionKey }) =>
    revealWeights(execution, hotkey, { netuid, mechanism: 0 }, { uids, values, salt, versionKey }),
  ),
  reveal_mechanism_weights: bySigner(
    (execution, hotkey, { netuid, mecid, uids, values, salt, version_key: versionKey }) =>
      revealWeights(execution, hotkey, { netuid, mechanism: mecid }, { uids, values, salt, versionKey }),
  ),
  batch_reveal_weights: bySigner((execution, hotkey, { netuid, uids_list, values_list, salts_list, version_keys }) => {
    const others = [values_list, salts_list, version_keys];
    if (others.some((list) => list.length !== uids_list.length)) return fail('InputLengthsUnequal');
    const contents = uids_list.map((uids, i) => ({
      uids,
      values: values_list[i]!,
      salt: salts_list[i]!,
      versionKey: version_keys[i]!,
    }));
    return revealWeightsBatch(execution, hotkey, netuid, contents);
  }),
  commit_timelocked_weights: bySigner((execution, hotkey, { netuid, commit, reveal_round, commit_reveal_version }) =>
    commitTimelocked(
      execution,
      hotkey,
      { netuid, mechanism: 0 },
      { ciphertext: commit, round: reveal_round, version: commit_reveal_version },
    ),
  ),
  commit_timelocked_mechanism_weights: bySigner(
    (execution, hotkey, { netuid, mecid, commit, reveal_round, commit_reveal_version }) =>
      commitTimelocked(
        execution,
        hotkey,
        { netuid, mechanism: mecid },
        { ciphertext: commit, round: reveal_round, version: commit_reveal_version },
      ),
  ),
  commit_crv3_mechanism_weights: bySigner((execution, hotkey, { netuid, mecid, commit, reveal_round }) =>
    commitTimelocked(
      execution,
      hotkey,
      { netuid, mechanism: mecid },
      { ciphertext: commit, round: reveal_round, version: CRV3_VERSION },
    ),
  ),
};
