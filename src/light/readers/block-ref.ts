/**
 * The hash of a finalized block by its number, proved: the state of block `head` holds the hashes of the 2 400 blocks
 * before it (`System.BlockHash`; frame_system writes the parent's when a block begins).
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import { toHex } from '../../chain/bytes.ts';
import { read, readAll } from '../../chain/economy/index.ts';
import { storage } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import type { ChainEngine, ReadOptions } from '../types.ts';
import { readPlanAt } from './read-plan-at.ts';

/** @throws LightError `light/unknown-block` for a number above `head` or too far below it, and what reads throw. */
export async function readBlockRefs(
  engine: ChainEngine,
  numbers: readonly number[],
  head: BlockRef,
  options: ReadOptions = {},
): Promise<readonly BlockRef[]> {
  const above = numbers.find((number) => number > head.number);
  if (above !== undefined) throw unknown(above, `it comes after block ${head.number}`);
  const plan = readAll(numbers.map((number) => read(storage.System.BlockHash, number)));
  const hashes = await readPlanAt(engine, plan, head.hash, options);
  return numbers.map((number, i) => {
    if (number === head.number) return head;
    const hash = hashes[i]!;
    if (hash.every((byte) => byte === 0))
      throw unknown(number, `the state of block ${head.number} does not reach back to it`);
    return { number, hash: toHex(hash) };
  });
}

function unknown(number: number, why: string): LightError {
  return new LightError('light/unknown-block', `Block ${number} is not known: ${why}.`, { data: { number } });
}
