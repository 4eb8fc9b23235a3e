import { beforeEach, describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, eventNames, nextBlock } from '../../execution.fixture.ts';
import { commitHashOf } from './reveal-weights.ts';
import {
  ALICE,
  BOB,
  callWeights,
  EPOCH,
  lastUpdateOf,
  NETUID,
  passEpoch,
  rowOf,
  weightsBlock,
} from './weights.fixture.ts';

const subtensor = storage.SubtensorModule;
const PLACE = { netuid: NETUID, mechanism: 0 };
const content = (value: number) => ({ uids: [1, 2], values: [value, 10], salt: [7, 8], versionKey: 0n });

let block: BlockExecution;
beforeEach(() => {
  block = weightsBlock();
  block.state.put(subtensor.WeightsSetRateLimit, NETUID, 0n);
});

const commit = (on: BlockExecution, value: number, hotkey = ALICE) =>
  callWeights(on, hotkey, 'commit_weights', {
    netuid: NETUID,
    commit_hash: commitHashOf(hotkey, PLACE, content(value)),
  });
function reveal(on: BlockExecution, value: number, hotkey = ALICE, mecid = 0) {
  const { versionKey, ...args } = content(value);
  return callWeights(on, hotkey, 'reveal_mechanism_weights', {
    netuid: NETUID,
    mecid,
    ...args,
    version_key: versionKey,
  });
}
const waiting = ({ state }: BlockExecution) => state.get(subtensor.WeightCommits, NETUID, ALICE)?.length;

describe('commit_weights', () => {
  it('notes the hash with its epoch and block, and counts as activity', () => {
    expect(commit(block, 1)).toBe('ok');
    const hash = commitHashOf(ALICE, PLACE, content(1));
    expect(block.state.get(subtensor.WeightCommits, NETUID, ALICE)).toEqual([[hash, EPOCH, 100n, 0n]]);
    expect(lastUpdateOf(block, 0)).toBe(100n);
    expect(eventNames(block)).toEqual(['SubtensorModule.WeightsCommitted']);
  });

  it('belongs to the next epoch where one is due and has not run', () => {
    block.state.put(subtensor.LastEpochBlock, NETUID, 90n);
    commit(block, 1);
    expect(block.state.get(subtensor.WeightCommits, NETUID, ALICE)?.[0]?.[1]).toBe(EPOCH + 1n);
  });

  it('waits for the rate limit, to the block', () => {
    block.state.put(subtensor.WeightsSetRateLimit, NETUID, 20n);
    commit(block, 1);
    expect(commit(nextBlock(block, 119), 2)).toBe('SubtensorModule.CommittingWeightsTooFast');
    expect(commit(nextBlock(block, 120), 2)).toBe('ok');
  });

  it('lets ten wait and forgets the expired', () => {
    for (let i = 0; i < 10; i++) expect(commit(block, i)).toBe('ok');
    expect(commit(block, 10)).toBe('SubtensorModule.TooManyUnrevealedCommits');
    passEpoch(block, 100);
    passEpoch(block, 100);
    expect(commit(block, 10)).toBe('ok');
    expect(waiting(block)).toBe(1);
  });

  it('is for registered hotkeys of subnets that take commits', () => {
    expect(commit(block, 1, account('nobody'))).toBe('SubtensorModule.HotKeyNotRegisteredInSubNet');
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false);
    expect(commit(block, 1)).toBe('SubtensorModule.CommitRevealDisabled');
    for (const mecid of [1, 255]) {
      const args = { netuid: NETUID, mecid, commit_hash: new Uint8Array(32) };
      expect(callWeights(block, ALICE, 'commit_mechanism_weights', args)).toBe('SubtensorModule.MechanismDoesNotExist');
    }
  });

  it('in a batch reports what failed', () => {
    const hash = new Uint8Array(32);
    const args = { netuids: [NETUID, 5], commit_hashes: [hash, hash] };
    expect(callWeights(block, ALICE, 'batch_commit_weights', args)).toBe('ok');
    expect(eventNames(block)).toEqual([
      'SubtensorModule.WeightsCommitted',
      'SubtensorModule.BatchWeightItemFailed',
      'SubtensorModule.BatchCompletedWithErrors',
      'SubtensorModule.BatchWeightsCompleted',
    ]);
    const uneven = { netuids: [NETUID], commit_hashes: [] };
    expect(callWeights(block, ALICE, 'batch_commit_weights', uneven)).toBe('SubtensorModule.InputLengthsUnequal');
  });
});

describe('reveal_weights', () => {
  it('sets the weights in exactly one epoch, and leaves LastUpdate as the commit set it', () => {
    commit(block, 1);
    expect(reveal(block, 1)).toBe('SubtensorModule.RevealTooEarly');
    const later = nextBlock(block, 106);
    passEpoch(later, 105);
    expect(reveal(later, 1)).toBe('ok');
    expect(rowOf(later, 0)).toEqual([
      [1, 6554],
      [2, 65535],
    ]);
    expect(lastUpdateOf(later, 0)).toBe(100n);
    expect(eventNames(later)).toEqual(['SubtensorModule.WeightsSet', 'SubtensorModule.WeightsRevealed']);
    expect(later.state.has(subtensor.WeightCommits, NETUID, ALICE)).toBe(false);
  });

  it('already in the block that owes the next epoch', () => {
    commit(block, 1);
    expect(reveal(nextBlock(block, 104), 1)).toBe('SubtensorModule.RevealTooEarly');
    expect(reveal(nextBlock(block, 105), 1)).toBe('ok');
  });

  it('is too late an epoch later', () => {
    commit(block, 1);
    commit(block, 2);
    passEpoch(block, 105);
    passEpoch(block, 115);
    expect(reveal(nextBlock(block, 116), 1)).toBe('SubtensorModule.ExpiredWeightCommit');
    expect(reveal(nextBlock(block, 116), 3)).toBe('SubtensorModule.NoWeightsCommitFound');
    expect(waiting(block)).toBe(2);
  });

  it('follows the period of the subnet', () => {
    block.state.put(subtensor.RevealPeriodEpochs, NETUID, 3n);
    commit(block, 1);
    const outcomes = [105, 115, 125, 135].map((at) => {
      passEpoch(block, at);
      return reveal(nextBlock(block, at + 1), 1);
    });
    expect(outcomes).toEqual([
      'SubtensorModule.RevealTooEarly',
      'SubtensorModule.RevealTooEarly',
      'ok',
      'SubtensorModule.ExpiredWeightCommit',
    ]);
  });

  it('takes nothing that was not committed, by this hotkey, in this mechanism', () => {
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    commit(block, 1);
    passEpoch(block, 105);
    expect(reveal(block, 2)).toBe('SubtensorModule.InvalidRevealCommitHashNotMatch');
    expect(reveal(block, 1, BOB)).toBe('SubtensorModule.NoWeightsCommitFound');
    expect(reveal(block, 1, ALICE, 1)).toBe('SubtensorModule.NoWeightsCommitFound');
    expect(reveal(block, 1, ALICE, 2)).toBe('SubtensorModule.MechanismDoesNotExist');
    expect(reveal(block, 1)).toBe('ok');
  });

  it('keeps the commit if the weights themselves are refused', () => {
    commit(block, 1);
    passEpoch(block, 105);
    block.state.put(subtensor.WeightsVersionKey, NETUID, 5n);
    expect(reveal(block, 1)).toBe('SubtensorModule.IncorrectWeightVersionKey');
    expect(waiting(block)).toBe(1);
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false);
    expect(reveal(block, 1)).toBe('SubtensorModule.CommitRevealDisabled');
  });
});

describe('batch_reveal_weights', () => {
  const revealAll = (values: readonly number[], keys = values.length) => {
    const contents = values.map(content);
    return callWeights(block, ALICE, 'batch_reveal_weights', {
      netuid: NETUID,
      uids_list: contents.map(({ uids }) => uids),
      values_list: contents.map((each) => each.values),
      salts_list: contents.map(({ salt }) => salt),
      version_keys: Array.from({ length: keys }, () => 0n),
    });
  };
  beforeEach(() => {
    for (const value of [1, 2, 3]) commit(block, value);
    passEpoch(block, 100);
    block.events.length = 0;
  });

  it('sets all in order and takes out those that it names', () => {
    expect(revealAll([3, 1])).toBe('ok');
    expect(rowOf(block, 0)[0]).toEqual([1, 6554]);
    expect(waiting(block)).toBe(1);
    expect(eventNames(block)).toEqual([
      'SubtensorModule.WeightsSet',
      'SubtensorModule.WeightsSet',
      'SubtensorModule.WeightsBatchRevealed',
    ]);
  });

  it('does nothing if one of them is not there or the lists differ', () => {
    expect(revealAll([3, 4])).toBe('SubtensorModule.InvalidRevealCommitHashNotMatch');
    expect(revealAll([3], 2)).toBe('SubtensorModule.InputLengthsUnequal');
    expect(waiting(block)).toBe(3);
    expect(rowOf(block, 0)).toEqual([]);
  });
});
