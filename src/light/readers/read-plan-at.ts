/**
 * Runs a read plan (`chain/economy/read-plan.ts`) over proofs at one block.
 *
 * A proof shows what the state holds, not that it makes sense: bytes that are not of their item's type, or values that
 * contradict each other, are `light/unexpected-state` with the item's name. Where the engine has a runtime guard, items that
 * another runtime has changed are not decoded at all.
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import { drivePlan } from '../../chain/economy/index.ts';
import { ChainError } from '../../chain/error.ts';
import { LightError } from '../errors.ts';
import { guardOf } from '../runtime-guard.ts';
import { schemaChanged } from '../runtime-words.ts';
import type { ChainEngine, ReadOptions } from '../types.ts';

/** Most neurons of a subnet that are read. The chain allows 256; this bounds what a bad state can make us ask for. */
export const MAX_NEURONS = 4096;

/**
 * @throws LightError `light/unexpected-state`, `light/schema-changed`, and what `ChainEngine.readStorage` throws.
 *   ChainErrors of the plan's own (`economy/…`: it cannot be computed, and why) pass through.
 */
export async function readPlanAt<T>(
  engine: ChainEngine,
  plan: ReadPlan<T>,
  at: BlockHash,
  options: ReadOptions = {},
): Promise<T> {
  const guard = guardOf(engine);
  const reader = guard ?? engine;
  try {
    return await drivePlan(plan, (keys) => reader.readStorage(keys, at, options));
  } catch (error) {
    if (error instanceof ChainError && error.code.startsWith('scale/')) {
      const version = guard?.foreignVersionAt(at);
      if (version !== undefined) throw schemaChanged(version, undefined, [itemOfField(error.field)]);
      throw unexpectedState(error.field, `${error.field || 'a value'} is not of its type: ${error.message}`, error);
    }
    throw error;
  }
}

/** A refusal's field begins with the item: `SubtensorModule.Axons.ip`. */
function itemOfField(field: string): { readonly pallet: string; readonly name: string } {
  const [pallet = '', name = ''] = field.split(/[.[]/);
  return { pallet, name };
}

export function unexpectedState(item: string, reason: string, cause?: unknown): LightError {
  return new LightError('light/unexpected-state', `The chain's state makes no sense: ${reason}`, {
    data: { item },
    cause,
  });
}

/** A block number, count or the like, stored as u64 but never near 2^53. */
export function safeNumber(item: string, value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw unexpectedState(item, `${item} is ${value}`);
  return Number(value);
}

/** @throws LightError `light/unexpected-state` beyond `MAX_NEURONS`. */
export function assertNeurons(netuid: number, n: number): void {
  if (n > MAX_NEURONS) {
    throw unexpectedState(
      'SubtensorModule.SubnetworkN',
      `subnet ${netuid} has ${n} neurons, at most ${MAX_NEURONS} are read`,
    );
  }
}
