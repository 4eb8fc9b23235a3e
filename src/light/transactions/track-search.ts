/**
 * Looking for transactions in the bodies of finalized blocks.
 *
 *   windows ──▶ block numbers ──System.BlockHash at the head──▶ hashes ──bodies, a few at a time──▶ found | not | missing
 *
 * The hashes are proved, the bodies are checked against their headers, so a server can withhold a block but cannot hide a
 * transaction in it. What is withheld is asked for again; old blocks that nobody gives out are given up after some tries.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import { constants } from '../../chain/schema/index.ts';
import { isLightError } from '../errors.ts';
import { readBlockRefs } from '../readers/block-ref.ts';
import type { ChainEngine } from '../types.ts';
import type { SearchedBlocks } from './track-step.ts';
import type { Inclusion, TrackedTransaction } from './tracked-transaction.ts';
import { MAX_MISSING_BLOCKS } from './tracked-transaction.ts';

/** Blocks looked into between two looks at the clock: about six minutes of finney, a few hundred kilobytes. */
export const BLOCKS_PER_ROUND = 32;
/** Bodies asked for at once. */
export const BODIES_AT_ONCE = 4;
/** How often a block, or its events, are asked for before they may be given up. */
export const ATTEMPTS = 4;
/** States older than this are nowhere but in archives (Substrate's default `--state-pruning 256`). Younger ones are never given up. */
export const KEPT_STATES = 256;

/** The oldest block whose hash the state of `head` holds. */
export const firstReachable = (head: BlockRef): number => head.number - constants.System.BlockHashCount.value;

/** Numbers of the blocks to look into next, ascending: those that were missing, then new ones. */
export function blocksToSearch(transactions: readonly TrackedTransaction[], head: BlockRef): readonly number[] {
  const missing = new Set<number>();
  const fresh = new Set<number>();
  for (const { search, validUntil } of transactions) {
    for (const number of search.missing) missing.add(number);
    const most = Math.min(BLOCKS_PER_ROUND, MAX_MISSING_BLOCKS - search.missing.length);
    const end = Math.min(head.number + 1, validUntil, search.nextBlock + most);
    for (let number = search.nextBlock; number < end; number++) fresh.add(number);
  }
  const lowest = (numbers: Set<number>) => [...numbers].sort((a, b) => a - b).slice(0, BLOCKS_PER_ROUND);
  return [...new Set([...lowest(missing), ...lowest(fresh)])].filter((n) => n <= head.number).sort((a, b) => a - b);
}

export interface SearchResult extends SearchedBlocks {
  /** By hash of the extrinsic. */
  readonly found: ReadonlyMap<string, Inclusion>;
  /** Why the last of the failed bodies was not read. */
  readonly trouble: unknown;
}

/** Counts how often something was asked for in vain. */
export class Attempts<K> {
  readonly #counts = new Map<K, number>();

  /** True if it may be given up: asked for often enough, and of a block old enough that others are gone too. */
  isEnough(key: K, ageBlocks: number): boolean {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count < ATTEMPTS || ageBlocks <= KEPT_STATES) return false;
    this.#counts.delete(key);
    return true;
  }

  succeeded(key: K): void {
    this.#counts.delete(key);
  }
}

/** Troubles of the way, not of the block: however often they happen, the block may still be had. */
export function isTroubleOfTheWay(error: unknown): boolean {
  return (
    !isLightError(error) ||
    isLightError(
      error,
      'light/closed',
      'light/timeout',
      'light/too-many-requests',
      'light/client-crashed',
      'light/client-silent',
      'proof/unreachable',
      'proof/timeout',
      'proof/limited',
    )
  );
}

/**
 * Looks for `hashes` in the blocks of these numbers.
 * @throws what `readBlockRefs` throws, and the signal's reason; a body that cannot be read is told in the result.
 */
export async function searchBlocks(
  engine: ChainEngine,
  head: BlockRef,
  numbers: readonly number[],
  hashes: ReadonlySet<string>,
  attempts: Attempts<number>,
  signal: AbortSignal,
): Promise<SearchResult> {
  const blocks = await readBlockRefs(engine, numbers, head, { signal });
  const [read, failed, lost] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const found = new Map<string, Inclusion>();
  let trouble: unknown;

  async function lookInto(block: BlockRef): Promise<void> {
    const { number } = block;
    try {
      findAll(await engine.readBody(block, { signal }), hashes, (hash, index) => found.set(hash, { block, index }));
      attempts.succeeded(number);
      read.add(number);
    } catch (error) {
      signal.throwIfAborted();
      trouble = error;
      const isLost = !isTroubleOfTheWay(error) && attempts.isEnough(number, head.number - number);
      (isLost ? lost : failed).add(number);
    }
  }
  const queue = [...blocks];
  const work = async () => {
    for (let block = queue.shift(); block; block = queue.shift()) await lookInto(block);
  };
  await Promise.all(Array.from({ length: BODIES_AT_ONCE }, work));
  return { read, failed, lost, found, trouble };
}

function findAll(
  body: readonly Bytes[],
  hashes: ReadonlySet<string>,
  tell: (hash: string, index: number) => void,
): void {
  body.forEach((extrinsic, index) => {
    const hash = toHex(extrinsicHash(extrinsic));
    if (hashes.has(hash)) tell(hash, index);
  });
}
