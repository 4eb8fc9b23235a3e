/**
 * The record of an epoch that ran: its inputs, read at the parent block, and what the chain stored, read at the block.
 *
 *   head ──System.BlockHash──▶ block − 1 ──epochInputPlan──▶ input  ┐
 *                         └──▶ block ──────storedEpochPlan──▶ stored ┴▶ EpochRecord        five round trips
 *
 * Time-locked weights that the block itself opened before the epoch are opened here too, from the parent's commits and
 * pulses. Both blocks are proved to be forebears of the finalized head, and every value to be in their states.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { PlannedEpoch } from '../../chain/economy/index.ts';
import { epochInputPlan, read, readNamed, storedEpochPlan, together } from '../../chain/economy/index.ts';
import { storage } from '../../chain/schema/index.ts';
import type { OpenedWeights } from '../../chain/timelock/index.ts';
import type { SubnetEpochInput } from '../../chain/yuma/index.ts';
import { LightError } from '../errors.ts';
import { nextTurn } from '../next-turn.ts';
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
  const [planned, [{ lastStepBlock, epochIndex }, stored]] = await Promise.all([
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
  const input = planned.due.length > 0 ? await openWeights(planned, options.signal) : planned.input;
  return { netuid, epochIndex, parent, block: at, input, stored };
}

/** Curve arithmetic is loaded when it is needed, and lets the page breathe between two commits. */
async function openWeights(planned: PlannedEpoch, signal: AbortSignal | undefined): Promise<SubnetEpochInput> {
  const { openDueCommit, withOpenedWeights } = await import('../../chain/timelock/index.ts');
  const opened: (OpenedWeights | undefined)[] = [];
  for (const commit of planned.due) {
    signal?.throwIfAborted();
    opened.push(openDueCommit(commit));
    await nextTurn();
  }
  return withOpenedWeights(planned, opened);
}
