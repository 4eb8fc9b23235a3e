/**
 * Proved storage reads, batched: many keys in one request, several requests at once, tried again while peers come and go.
 *
 * All reads go through `state_queryStorageAt`: one proof for thousands of keys (2 500 keys in 0.1–0.3 s), at any block
 * that peers still have. `chainHead_v1_storage` would discard all but 32 keys per request and needs pinned blocks.
 */
import type { BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { toHex } from '../chain/bytes.ts';
import type { Clock } from './clock.ts';
import { withDeadline } from './clock.ts';
import { isLightError, LightError } from './errors.ts';
import type { JsonRpc } from './json-rpc.ts';
import { retry } from './retry.ts';
import type { StorageAnswer } from './storage-answer.ts';
import { decodeStorageAnswer, explainReadError } from './storage-answer.ts';

/** Keys in one request: at ~70 bytes each far below the 1 MiB that full nodes accept, values of 8 KB each below 16 MiB. */
export const MAX_KEYS_PER_REQUEST = 2048;
/** Keys in one read. The largest of ours, a subnet's epoch, takes a few thousand. */
export const MAX_KEYS_PER_READ = 1 << 17;
/** A read that has not succeeded by then will not please anybody any more. */
export const READ_DEADLINE_MS = 30_000;
/**
 * A peer that refuses is avoided for 10 s, one that sends a bad proof for 40 s: a few tries reach the others, if there
 * are others.
 */
export const READ_RETRY = { attempts: 4, firstDelayMs: 150, maxDelayMs: 1_500 };

/** @throws see `ChainEngine.readStorage`. RangeError on more than `MAX_KEYS_PER_READ` keys. */
export async function readProvedStorage(
  rpc: JsonRpc,
  keys: readonly Bytes[],
  at: BlockRef,
  options: {
    readonly clock: Clock;
    readonly signal?: AbortSignal | undefined;
    /** How far `at` lies behind the finalized head. */
    readonly ageBlocks: number;
    /** Called once per request whose proof was checked. */
    readonly onProved: (answer: StorageAnswer) => void;
  },
): Promise<readonly (Bytes | undefined)[]> {
  if (keys.length > MAX_KEYS_PER_READ) {
    throw new RangeError(`at most ${MAX_KEYS_PER_READ} keys can be read at once, got ${keys.length}`);
  }
  const { clock, signal, ageBlocks, onProved } = options;
  const batches = batchesOf(keys.map(toHex), MAX_KEYS_PER_REQUEST);
  const timeout = () =>
    new LightError(
      'light/timeout',
      `Reading ${keys.length} keys at block ${at.number} took longer than ${READ_DEADLINE_MS / 1000} s`,
      {
        data: { method: 'state_queryStorageAt', afterMs: READ_DEADLINE_MS },
      },
    );
  const answers = await withDeadline(clock, READ_DEADLINE_MS, timeout, signal, (within) =>
    Promise.all(batches.map((batch) => readBatch(rpc, batch, at, ageBlocks, clock, within))),
  );
  answers.forEach(onProved);
  return answers.flatMap((answer) => answer.values);
}

function readBatch(
  rpc: JsonRpc,
  keys: readonly string[],
  at: BlockRef,
  ageBlocks: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<StorageAnswer> {
  const attempt = async () => {
    try {
      const answer = await rpc.request('state_queryStorageAt', [keys, at.hash], { signal });
      return decodeStorageAnswer(answer, keys, at.hash);
    } catch (error) {
      throw explainReadError(error, at, ageBlocks);
    }
  };
  return retry(attempt, {
    policy: READ_RETRY,
    clock,
    signal,
    isPassing: (error) => isLightError(error, 'light/unavailable', 'light/bad-proof'),
    // A lie weighs more than the silence that follows it, when the liar is avoided and nobody else is there.
    combine: (errors) => errors.find((error) => isLightError(error, 'light/bad-proof')) ?? errors.at(-1),
  });
}

function batchesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
