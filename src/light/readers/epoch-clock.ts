/** Where subnets stand between two epochs (spec economy §5). */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import { read, readNamed, together } from '../../chain/economy/index.ts';
import { storage } from '../../chain/schema/index.ts';
import type { ChainEngine, EpochClock, ReadOptions } from '../types.ts';
import { readPlanAt, safeNumber } from './read-plan-at.ts';

const subtensor = storage.SubtensorModule;

/** One round. */
export function* epochClockPlan(netuid: number): ReadPlan<EpochClock> {
  const at = yield* readNamed({
    Tempo: read(subtensor.Tempo, netuid),
    LastEpochBlock: read(subtensor.LastEpochBlock, netuid),
    PendingEpochAt: read(subtensor.PendingEpochAt, netuid),
    SubnetEpochIndex: read(subtensor.SubnetEpochIndex, netuid),
    LastMechansimStepBlock: read(subtensor.LastMechansimStepBlock, netuid),
    BlocksSinceLastStep: read(subtensor.BlocksSinceLastStep, netuid),
  });
  const number = (name: 'LastEpochBlock' | 'PendingEpochAt' | 'LastMechansimStepBlock' | 'BlocksSinceLastStep') =>
    safeNumber(`SubtensorModule.${name}`, at[name]);
  return {
    tempoBlocks: at.Tempo,
    lastEpochBlock: number('LastEpochBlock'),
    pendingEpochAt: number('PendingEpochAt'),
    epochIndex: at.SubnetEpochIndex,
    lastStepBlock: number('LastMechansimStepBlock'),
    blocksSinceLastStep: number('BlocksSinceLastStep'),
  };
}

/** In the order of `netuids`, in one round trip. */
export function readEpochClocks(
  engine: ChainEngine,
  netuids: readonly number[],
  at: BlockRef,
  options: ReadOptions = {},
): Promise<readonly EpochClock[]> {
  return readPlanAt(engine, together(...netuids.map(epochClockPlan)), at.hash, options);
}
