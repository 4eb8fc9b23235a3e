import { beforeEach, describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, eventNames, nextBlock } from '../../execution.fixture.ts';
import type { EpochTurn } from '../schedule.ts';
import { epochTurns } from '../schedule.ts';
import { revealTimelockedCommits } from './index.ts';
import {
  ALICE,
  BOB,
  callWeights,
  EPOCH,
  lastUpdateOf,
  lockedWeights,
  NETUID,
  passEpoch,
  rowOf,
  storePulse,
  weightsBlock,
} from './weights.fixture.ts';

const subtensor = storage.SubtensorModule;
const ROUND = 50n;

let block: BlockExecution;
beforeEach(() => {
  block = weightsBlock();
});

interface Lock {
  readonly hotkey?: typeof ALICE;
  readonly round?: bigint;
  readonly bytes?: typeof ALICE;
  readonly version?: number;
}

const commit = (on: BlockExecution, values: readonly number[], { hotkey = ALICE, round = ROUND, ...lock }: Lock = {}) =>
  callWeights(on, hotkey, 'commit_timelocked_weights', {
    netuid: NETUID,
    commit: lock.bytes ?? lockedWeights(hotkey, round, values),
    reveal_round: round,
    commit_reveal_version: lock.version ?? 4,
  });
/** What the beginning of block `number` does, with the epoch's clock if it moves. */
function begin(before: BlockExecution, number: number): BlockExecution {
  const next = nextBlock(before, number);
  const turns = epochTurns(next.state, BigInt(number));
  revealTimelockedCommits(next, turns);
  if (turns.get(NETUID) === 'runs') passEpoch(next, number);
  return next;
}
const queueOf = ({ state }: BlockExecution, epoch = EPOCH) =>
  state.get(subtensor.TimelockedWeightCommits, NETUID, epoch);

describe('commit_timelocked_weights', () => {
  it('joins the queue of its epoch and counts as activity', () => {
    expect(commit(block, [1, 2])).toBe('ok');
    expect(queueOf(block)).toEqual([[ALICE, 100n, lockedWeights(ALICE, ROUND, [1, 2]), ROUND]]);
    expect(lastUpdateOf(block, 0)).toBe(100n);
    expect(eventNames(block)).toEqual(['SubtensorModule.TimelockedWeightsCommitted']);
  });

  it('is refused with the error of the first rule that it breaks', () => {
    expect(commit(block, [1], { version: 3 })).toBe('SubtensorModule.IncorrectCommitRevealVersion');
    expect(commit(block, [1], { hotkey: account('nobody') })).toBe('SubtensorModule.HotKeyNotRegisteredInSubNet');
    commit(block, [1]);
    expect(commit(nextBlock(block, 119), [1])).toBe('SubtensorModule.CommittingWeightsTooFast');
    expect(commit(nextBlock(block, 120), [1])).toBe('ok');
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false);
    expect(commit(block, [1])).toBe('SubtensorModule.CommitRevealDisabled');
    expect(commit(block, [], { bytes: new Uint8Array(5001) })).toBe('Other');
  });

  it('lets a hotkey have ten in one queue, whatever others have', () => {
    block.state.put(subtensor.WeightsSetRateLimit, NETUID, 0n);
    for (let i = 0; i < 10; i++) expect(commit(block, [i])).toBe('ok');
    expect(commit(block, [1])).toBe('SubtensorModule.TooManyUnrevealedCommits');
    expect(commit(block, [1], { hotkey: BOB })).toBe('ok');
  });

  it('has a twin per mechanism, and an alias that names no version', () => {
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    const args = { netuid: NETUID, mecid: 1, commit: new Uint8Array(9), reveal_round: ROUND };
    expect(callWeights(block, ALICE, 'commit_crv3_mechanism_weights', args)).toBe('ok');
    const versioned = { ...args, commit_reveal_version: 4 };
    expect(callWeights(block, BOB, 'commit_timelocked_mechanism_weights', versioned)).toBe('ok');
    expect(block.state.get(subtensor.TimelockedWeightCommits, NETUID + 4096, EPOCH)).toHaveLength(2);
    expect([lastUpdateOf(block, 0), lastUpdateOf(block, 0, NETUID + 4096)]).toEqual([0n, 100n]);
  });
});

describe('time-locked weights', () => {
  it('open at the start of the block whose epoch uses them, and leave LastUpdate alone', () => {
    commit(block, [1, 2]);
    storePulse(block, ROUND);
    const before = begin(block, 104);
    expect([rowOf(before, 0), queueOf(before).length]).toEqual([[], 1]);
    const epoch = begin(before, 105);
    expect(rowOf(epoch, 0)).toEqual([
      [0, 32768],
      [1, 65535],
    ]);
    expect(lastUpdateOf(epoch, 0)).toBe(100n);
    expect(eventNames(epoch)).toEqual(['SubtensorModule.WeightsSet', 'SubtensorModule.TimelockedWeightsRevealed']);
    expect(epoch.state.has(subtensor.TimelockedWeightCommits, NETUID, EPOCH)).toBe(false);
  });

  it('wait for their pulse as long as the window lasts, and are lost after it', () => {
    commit(block, [1, 2]);
    const opening = begin(block, 105);
    expect(queueOf(opening)).toHaveLength(1);
    const waiting = begin(opening, 114);
    storePulse(waiting, ROUND);
    expect(rowOf(begin(waiting, 115), 0)).toEqual([]);
    expect(queueOf(begin(waiting, 115))).toEqual([]);
    const inTime = nextBlock(opening, 110);
    storePulse(inTime, ROUND);
    expect(rowOf(begin(inTime, 111), 0)).toHaveLength(2);
  });

  it('of several that open together leave those whose pulse is missing', () => {
    commit(block, [1, 2], { round: 60n });
    commit(block, [5, 5], { hotkey: BOB });
    storePulse(block, ROUND);
    const epoch = begin(block, 105);
    expect([rowOf(epoch, 0), rowOf(epoch, 1).length]).toEqual([[], 2]);
    expect(queueOf(epoch).map(([hotkey]) => hotkey)).toEqual([ALICE]);
  });

  it('of one hotkey are set one after another, so that the last one stays', () => {
    block.state.put(subtensor.WeightsSetRateLimit, NETUID, 0n);
    commit(block, [1, 0]);
    commit(block, [0, 1]);
    storePulse(block, ROUND);
    expect(rowOf(begin(block, 105), 0)).toEqual([
      [0, 0],
      [1, 65535],
    ]);
  });

  it('that do not open, or break the rules of setting weights, are gone without a word', () => {
    const stolen = lockedWeights(ALICE, ROUND, [1, 2]);
    commit(block, [], { hotkey: BOB, bytes: stolen });
    commit(block, [1, 1, 1, 1, 1]);
    storePulse(block, ROUND);
    const epoch = begin(block, 105);
    expect(epoch.events).toEqual([]);
    expect(epoch.state.keysOf(subtensor.TimelockedWeightCommits, NETUID)).toEqual([]);
    expect([rowOf(epoch, 0), rowOf(epoch, 1)]).toEqual([[], []]);
  });

  it('do not stop the chain with hostile bytes', () => {
    const whole = lockedWeights(ALICE, ROUND, [1]);
    const flipped = whole.slice();
    flipped[0]! ^= 0xff;
    const tooLong = whole.slice();
    tooLong[96] = 0xff;
    for (const bytes of [new Uint8Array(), whole.slice(0, 95), flipped, tooLong, new Uint8Array(5000).fill(0xff)]) {
      const attacked = weightsBlock();
      storePulse(attacked, ROUND);
      expect(commit(attacked, [], { bytes })).toBe('ok');
      const epoch = begin(attacked, 105);
      expect(queueOf(epoch)).toEqual([]);
      expect(epoch.events).toEqual([]);
    }
  });

  it('wait with a subnet whose epoch is put off', () => {
    commit(block, [1, 2]);
    storePulse(block, ROUND);
    const next = nextBlock(block, 105);
    revealTimelockedCommits(next, new Map<number, EpochTurn>([[NETUID, 'deferred']]));
    expect([queueOf(next).length, rowOf(next, 0)]).toEqual([1, []]);
    revealTimelockedCommits(next, new Map<number, EpochTurn>([[NETUID, 'skipped']]));
    expect(rowOf(next, 0)).toHaveLength(2);
  });

  it('open in every mechanism of the subnet', () => {
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 3);
    const args = { netuid: NETUID, mecid: 2, commit: lockedWeights(ALICE, ROUND, [4]), reveal_round: ROUND };
    callWeights(block, ALICE, 'commit_crv3_mechanism_weights', args);
    storePulse(block, ROUND);
    expect(rowOf(begin(block, 105), 0, NETUID + 2 * 4096)).toEqual([[0, 65535]]);
  });

  it('wait for a subnet that is younger than its reveal period', () => {
    block.state.put(subtensor.SubnetEpochIndex, NETUID, 0n);
    block.state.put(subtensor.RevealPeriodEpochs, NETUID, 2n);
    commit(block, [1, 2]);
    storePulse(block, ROUND);
    const first = begin(block, 105);
    expect(queueOf(first, 0n)).toHaveLength(1);
    expect(rowOf(begin(first, 115), 0)).toHaveLength(2);
  });

  it('meet the rate limit, and move LastUpdate, once the owner has switched commit-reveal off', () => {
    commit(block, [1, 2]);
    commit(block, [1, 2], { hotkey: BOB });
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false);
    block.state.put(subtensor.LastUpdate, NETUID, [85n, 86n, 0n, 0n]);
    storePulse(block, ROUND);
    const epoch = begin(block, 105);
    expect([rowOf(epoch, 0).length, rowOf(epoch, 1).length]).toEqual([2, 0]);
    expect(lastUpdateOf(epoch, 0)).toBe(105n);
  });
});
