/**
 * The record of an epoch that ran: its inputs, read at the parent block, and what the chain stored, read at the block.
 *
 *   head ──System.BlockHash──▶ block − 1 ──epochInputPlan──▶ input  ┐
 *                         └──▶ block ──────storedEpochPlan──▶ stored ┴▶ EpochRecord        five round trips
 *
 * Both blocks are proved to be forebears of the finalized head, and every value to be in their states.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import { epochInputPlan, read, readNamed, storedEpochPlan, together } from '../../chain/economy/index.ts';
import { storage } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import type { ChainEngine, EpochRecord, ReadOptions } from '../types.ts';
import { readBlockRefs } from './block-ref.ts';
import { readPlanAt } from './read-plan-at.ts';

const subtensor = storage.SubtensorModule;

/**
 * @param block number of the block in which the epoch of `netuid` (≥ 1) ran: `EpochClock.lastStepBlock`, ≥ 1.
 * @param head the finalized head, or a finalized block after `block`.
 * @throws LightError `light/no-epoch` if none ran in that block; ChainError `economy/…` if the inputs cannot be known
 *   from the parent's state; and what reads throw.
 */
export async function readEpochRecord(
  engine: ChainEngine,
  netuid: number,
  block: number,
  head: BlockRef,
  options: ReadOptions = {},
): Promise<EpochRecord> {
  const [parent, at] = (await readBlockRefs(engine, [block - 1, block], head, options)) as [BlockRef, BlockRef];
  const after = together(
    readNamed({
      lastStepBlock: read(subtensor.LastMechansimStepBlock, netuid),
      epochIndex: read(subtensor.SubnetEpochIndex, netuid),
    }),
    storedEpochPlan(netuid),
  );
  const [input, [{ lastStepBlock, epochIndex }, stored]] = await Promise.all([
    readPlanAt(engine, epochInputPlan(netuid), parent.hash, options),
    readPlanAt(engine, after, at.hash, options),
  ]);
  if (lastStepBlock !== BigInt(block)) {
    throw new LightError(
      'light/no-epoch',
      `No epoch of subnet ${netuid} ran in block ${block}, the last was in ${lastStepBlock}.`,
      {
        data: { netuid, block },
      },
    );
  }
  return { netuid, epochIndex, parent, block: at, input, stored };
}
