import { beforeEach, describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addNetwork, eventNames, nextBlock, outcomeName } from '../../execution.fixture.ts';
import { weightsCalls } from './index.ts';
import { ALICE, BOB, CAROL, callWeights, lastUpdateOf, NETUID, rowOf, weightsBlock } from './weights.fixture.ts';

const subtensor = storage.SubtensorModule;
const MECHANISM_1 = NETUID + 4096;

let block: BlockExecution;
beforeEach(() => {
  block = weightsBlock();
  block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false);
});

const set = (
  on: BlockExecution,
  hotkey: Uint8Array<ArrayBuffer>,
  dests: readonly number[],
  weights: readonly number[],
) => callWeights(on, hotkey, 'set_weights', { netuid: NETUID, dests, weights, version_key: 0n });

describe('set_weights', () => {
  it('stores the row scaled to 65535 and notes the block', () => {
    expect(set(block, ALICE, [2, 3], [1, 2])).toBe('ok');
    expect(rowOf(block, 0)).toEqual([
      [2, 32768],
      [3, 65535],
    ]);
    expect(lastUpdateOf(block, 0)).toBe(100n);
    expect(eventNames(block)).toEqual(['SubtensorModule.WeightsSet']);
  });

  it('is refused where weights must be committed first, before anything else is asked', () => {
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, true);
    expect(set(block, account('nobody'), [1, 1, 1, 1, 1], [])).toBe('SubtensorModule.CommitRevealEnabled');
  });

  it('waits for the rate limit, to the block', () => {
    set(block, ALICE, [2], [1]);
    expect(set(nextBlock(block, 119), ALICE, [2], [1])).toBe('SubtensorModule.SettingWeightsTooFast');
    expect(set(nextBlock(block, 120), ALICE, [2], [1])).toBe('ok');
  });

  it('leaves nothing behind when it fails', () => {
    expect(set(block, CAROL, [0, 1], [1, 1])).toBe('SubtensorModule.NeuronNoValidatorPermit');
    expect(set(block, account('nobody'), [0], [1])).toBe('SubtensorModule.HotKeyNotRegisteredInSubNet');
    expect(block.events).toEqual([]);
    expect(rowOf(block, 2)).toEqual([]);
  });

  it('is for keys alone', () => {
    const args = { netuid: NETUID, dests: [0], weights: [1], version_key: 0n };
    expect(outcomeName(weightsCalls.set_weights!(block, { type: 'root' }, args))).toBe('BadOrigin');
    expect(outcomeName(weightsCalls.set_weights!(block, { type: 'none' }, args))).toBe('BadOrigin');
  });
});

describe('set_mechanism_weights', () => {
  const setIn = (mecid: number) =>
    callWeights(block, ALICE, 'set_mechanism_weights', {
      netuid: NETUID,
      mecid,
      dests: [1],
      weights: [5],
      version_key: 0n,
    });

  it('keeps each mechanism’s weights and clock apart', () => {
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    expect(setIn(1)).toBe('ok');
    expect([rowOf(block, 0, MECHANISM_1), rowOf(block, 0)]).toEqual([[[1, 65535]], []]);
    expect([lastUpdateOf(block, 0, MECHANISM_1), lastUpdateOf(block, 0)]).toEqual([100n, 0n]);
    expect(setIn(0)).toBe('ok');
  });

  it.each([1, 15, 16, 255])('refuses mechanism %i of a subnet with one', (mecid) => {
    expect(setIn(mecid)).toBe('SubtensorModule.MechanismDoesNotExist');
  });

  it('refuses every subnet that does not exist', () => {
    for (const netuid of [9, 4096, 65535]) {
      const args = { netuid, mecid: 15, dests: [1], weights: [5], version_key: 0n };
      const expected = block.state.get(subtensor.CommitRevealWeightsEnabled, netuid)
        ? 'SubtensorModule.CommitRevealEnabled'
        : 'SubtensorModule.MechanismDoesNotExist';
      expect(callWeights(block, ALICE, 'set_mechanism_weights', args)).toBe(expected);
      block.state.put(subtensor.CommitRevealWeightsEnabled, netuid, false);
      expect(callWeights(block, ALICE, 'set_mechanism_weights', args)).toBe('SubtensorModule.MechanismDoesNotExist');
    }
  });
});

describe('batch_set_weights', () => {
  const batch = (netuids: readonly number[], weights = netuids.map(() => [[1, 9]] as const)) =>
    callWeights(block, BOB, 'batch_set_weights', { netuids, weights, version_keys: netuids.map(() => 0n) });

  it('does what it can and reports what failed', () => {
    addNetwork(block, 2);
    block.events.length = 0;
    expect(batch([2, NETUID, 3])).toBe('ok');
    expect(rowOf(block, 1)).toEqual([[1, 65535]]);
    expect(block.events.map(({ event }) => event.value[0])).toMatchObject([
      { type: 'BatchWeightItemFailed', value: [2, { type: 'Module' }] },
      { type: 'WeightsSet', value: [NETUID, 1] },
      { type: 'BatchWeightItemFailed', value: [3, { type: 'Module' }] },
      { type: 'BatchCompletedWithErrors' },
      { type: 'BatchWeightsCompleted', value: [[2, NETUID, 3], BOB] },
    ]);
  });

  it('says nothing of errors where there are none', () => {
    expect(batch([NETUID])).toBe('ok');
    expect(eventNames(block)).toEqual(['SubtensorModule.WeightsSet', 'SubtensorModule.BatchWeightsCompleted']);
  });

  it('is refused as a whole if its lists do not belong together', () => {
    expect(batch([NETUID], [])).toBe('SubtensorModule.InputLengthsUnequal');
  });
});
