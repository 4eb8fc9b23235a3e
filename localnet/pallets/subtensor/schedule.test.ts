import { beforeEach, describe, expect, it } from 'vitest';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, addNetwork, addNeuron, eventNames, nextBlock, TAO, testBlock } from '../execution.fixture.ts';
import { drainEpochs } from './epochs.ts';
import { initializeSubtensor } from './index.ts';
import { epochTurns } from './schedule.ts';

const subtensor = storage.SubtensorModule;
const [OWNER, MINER, OTHER] = ['owner-hotkey', 'miner', 'other'].map(account) as [
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
];

let block: BlockExecution;
/** Subnet `netuid` with two neurons and pendings, whose last epoch was `ago` blocks before block 100. */
function network(netuid: number, ago: bigint, tempo = 10): void {
  addNetwork(block, netuid, { tempo });
  const { state } = block;
  for (const hotkey of [MINER, OTHER]) addNeuron(block, netuid, hotkey, account('coldkey'), TAO);
  state.put(subtensor.LastEpochBlock, netuid, 100n - ago);
  state.put(subtensor.SubnetEpochIndex, netuid, 7n);
  state.put(subtensor.PendingServerEmission, netuid, 500n);
  state.put(subtensor.BlocksSinceLastStep, netuid, 40n);
}
beforeEach(() => {
  block = testBlock(100);
  addNetwork(block, 0);
});
const turns = () => [...epochTurns(block.state, 100n)];
const drain = () => drainEpochs(block, epochTurns(block.state, 100n));
const clockOf = (netuid: number) => ({
  last: block.state.get(subtensor.LastEpochBlock, netuid),
  pendingAt: block.state.get(subtensor.PendingEpochAt, netuid),
  index: block.state.get(subtensor.SubnetEpochIndex, netuid),
  since: block.state.get(subtensor.BlocksSinceLastStep, netuid),
  step: block.state.get(subtensor.LastMechansimStepBlock, netuid),
  pendingRao: block.state.get(subtensor.PendingServerEmission, netuid),
});

describe('the turns of a block', () => {
  it('go to those whose tempo is over, in the order of storage keys, as far as the block has room', () => {
    network(3, 9n);
    network(1, 10n);
    network(256, 10n);
    network(2, 10n);
    block.state.put(subtensor.MaxEpochsPerBlock, 2);
    expect(turns()).toEqual([
      [256, 'runs'],
      [1, 'runs'],
      [2, 'deferred'],
      [3, 'idle'],
    ]);
  });

  it('come early where an epoch is pending, and never where there is no tempo', () => {
    network(1, 1n);
    network(2, 1n);
    network(3, 99n, 0);
    block.state.put(subtensor.PendingEpochAt, 1, 100n);
    block.state.put(subtensor.PendingEpochAt, 2, 101n);
    block.state.put(subtensor.PendingEpochAt, 3, 1n);
    expect(turns().map(([, turn]) => turn)).toEqual(['runs', 'idle', 'idle']);
  });

  it('come to a subnet without a step for a week, counting this block', () => {
    network(1, 1n);
    network(2, 1n);
    block.state.put(subtensor.BlocksSinceLastStep, 1, 50_400n);
    block.state.put(subtensor.BlocksSinceLastStep, 2, 50_399n);
    expect(turns().map(([, turn]) => turn)).toEqual(['runs', 'idle']);
  });

  it('pass over a subnet with a hotkey on two uids, which takes nobody’s room', () => {
    network(1, 10n);
    network(2, 10n);
    block.state.put(subtensor.Keys, 1, 1, MINER);
    block.state.put(subtensor.MaxEpochsPerBlock, 1);
    expect(turns().map(([, turn]) => turn)).toEqual(['skipped', 'runs']);
  });
});

describe('the clock of a subnet', () => {
  it('starts anew with an epoch, which takes the pendings', () => {
    network(1, 10n);
    block.state.put(subtensor.PendingEpochAt, 1, 99n);
    drain();
    expect(clockOf(1)).toEqual({ last: 100n, pendingAt: 0n, index: 8n, since: 0n, step: 100n, pendingRao: 0n });
  });

  it('counts on in a block without', () => {
    network(1, 9n);
    drain();
    expect(clockOf(1)).toEqual({ last: 91n, pendingAt: 0n, index: 7n, since: 41n, step: 0n, pendingRao: 500n });
  });

  it('is told to come again in the next block where this one has no room', () => {
    network(1, 10n);
    network(2, 10n);
    block.state.put(subtensor.MaxEpochsPerBlock, 1);
    drain();
    expect(clockOf(2)).toEqual({ last: 90n, pendingAt: 101n, index: 7n, since: 41n, step: 0n, pendingRao: 500n });
    expect(eventNames(block)).toContain('SubtensorModule.EpochDeferred');
    expect([...epochTurns(block.state, 101n)]).toEqual([
      [1, 'idle'],
      [2, 'runs'],
    ]);
  });

  it('goes on without the epoch that is skipped, and the pendings wait', () => {
    network(1, 10n);
    block.state.put(subtensor.Keys, 1, 1, MINER);
    drain();
    expect(clockOf(1)).toEqual({ last: 100n, pendingAt: 0n, index: 8n, since: 41n, step: 0n, pendingRao: 500n });
    expect(eventNames(block).at(-1)).toBe('SubtensorModule.EpochSkipped');
  });
});

describe('the work at the beginning of a block', () => {
  /** Subnet 1 at an epoch, with a validator that is lent the owner hotkey's stake from now on. */
  function atEpoch(): BlockExecution {
    network(1, 9n);
    addNeuron(block, 1, OWNER, account('owner'), 4n * TAO);
    block.state.put(subtensor.PendingChildKeys, 1, OWNER, [[[(1n << 64n) - 1n, MINER]], 100n]);
    block.state.put(subtensor.SubnetEmissionEnabled, 1, true);
    block.state.put(subtensor.SubnetMovingPrice, 1, 1n << 30n);
    return nextBlock(block);
  }

  it('applies children after the epoch, which does not count them yet', () => {
    const epoch = atEpoch();
    initializeSubtensor(epoch);
    expect(epoch.state.get(subtensor.ParentKeys, MINER, 1)).toHaveLength(1);
    const [ofMiner, , ofOwner] = epoch.state.get(subtensor.StakeWeight, 1);
    expect(ofOwner! / ofMiner!).toBeCloseTo(4, 3);
  });

  it('pays the epoch what the coinbase of the same block has brought', () => {
    const epoch = atEpoch();
    initializeSubtensor(epoch);
    const paid = epoch.state.get(subtensor.Emission, 1).reduce((sum, rao) => sum + rao, 0n);
    const { state } = epoch;
    const minted = state.get(subtensor.SubnetAlphaOutEmission, 1);
    expect(minted).toBeGreaterThan(0n);
    expect(paid).toBeGreaterThan(minted / 2n);
    expect(state.get(subtensor.PendingServerEmission, 1)).toBe(0n);
  });

  it('moves prices after the coinbase has used them', () => {
    const work = (movingAlpha: bigint) => {
      block = testBlock(100);
      addNetwork(block, 0);
      const { state } = block;
      for (const netuid of [1, 2]) {
        network(netuid, 1n);
        state.put(subtensor.SubnetEmissionEnabled, netuid, true);
        state.put(subtensor.SubnetMovingPrice, netuid, BigInt(netuid) << 28n);
      }
      state.put(subtensor.SubnetMovingAlpha, movingAlpha);
      const next = nextBlock(block);
      initializeSubtensor(next);
      return [subtensor.SubnetMovingPrice, subtensor.SubnetTaoInEmission, subtensor.SubnetExcessTao].map((item) =>
        next.state.get<readonly [number], bigint, bigint>(item, 1),
      );
    };
    const [still, moving] = [work(0n), work(1n << 31n)];
    expect(moving[0]).not.toBe(still[0]);
    expect(moving.slice(1)).toEqual(still.slice(1));
    expect(still[1]! + still[2]!).toBeGreaterThan(0n);
  });
});
