/**
 * Follows the head of the chain over JSON-RPC (`chainHead_v1_follow`) and tells its listener where it is.
 *
 *   follow → initialized → header of the finalized block → blocks … → stop → wait → follow anew
 *
 * A block is unpinned when it has become final or was pruned, never before: smoldot 3.4.1 stops a subscription at 32
 * pinned blocks, and counts a block for ever that was unpinned before it became final. Reads go by block hash and need
 * no pins. While finality lags by more than 32 blocks, following stops and starts again, and says where the head is.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import { fromHex, toHex } from '../chain/bytes.ts';
import { decodeHeader, headerHash } from '../chain/header.ts';
import type { Clock } from './clock.ts';
import { sleep } from './clock.ts';
import { LightError } from './errors.ts';
import type { HeadEvent } from './head-event.ts';
import { decodeHeadEvent } from './head-event.ts';
import type { HeadState, HeadStep } from './head-state.ts';
import { applyBaseNumber, applyHeadEvent, WAITING } from './head-state.ts';
import type { JsonRpc, Subscription } from './json-rpc.ts';
import type { SubscriptionId } from './json-rpc-message.ts';
import { delayAfter } from './retry.ts';

/** Following anew after a `stop` is normal once (after sleep); again and again it must not spin. */
const REFOLLOW = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 100, maxDelayMs: 10_000 };
/** A subscription that lived this long was a good one: the next wait starts short again. */
const GOOD_SUBSCRIPTION_MS = 30_000;

export interface HeadListener {
  /** The best or the finalized block is another one. */
  onHeads(best: BlockRef, finalized: BlockRef): void;
  /** Blocks that became final, oldest first. */
  onFinalized(blocks: readonly BlockRef[]): void;
  /** Something was not as it should be; following goes on by itself. */
  onTrouble(error: unknown): void;
}

/** Follows until `signal` is aborted. Never rejects. */
export async function followChainHead(
  rpc: JsonRpc,
  listener: HeadListener,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    const startedAtMs = clock.now();
    try {
      await followOnce(rpc, listener, signal);
    } catch (error) {
      if (signal.aborted) return;
      listener.onTrouble(error);
    }
    if (clock.now() - startedAtMs > GOOD_SUBSCRIPTION_MS) attempt = 1;
    try {
      await sleep(clock, delayAfter(attempt, REFOLLOW, clock.random()), signal);
    } catch {
      return; // aborted, the only way in which a sleep fails
    }
  }
}

/** One subscription from its start to its `stop`. Rejects if it goes wrong. */
async function followOnce(rpc: JsonRpc, listener: HeadListener, signal: AbortSignal): Promise<void> {
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined); // awaited below, unless subscribing itself fails
  const onAbort = () => ended.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let state: HeadState = WAITING;

  const advance = (step: HeadStep) => {
    state = step.state;
    if (step.newlyFinalized.length > 0) listener.onFinalized(step.newlyFinalized);
    if (state.stage === 'tracking') listener.onHeads(state.best, state.finalized);
  };
  const unpin = (id: SubscriptionId, hashes: readonly BlockHash[]) => {
    // A block that the other side has forgotten already needs no unpinning.
    rpc.request('chainHead_v1_unpin', [id, hashes], { signal }).catch(() => undefined);
  };
  const number = async (id: SubscriptionId, finalized: readonly BlockHash[]) => {
    const base = await readHeader(rpc, id, finalized.at(-1)!, signal);
    advance(applyBaseNumber(state, base)); // the state as it is by now: events have come meanwhile
    unpin(id, finalized);
  };
  const handle = (id: SubscriptionId, event: HeadEvent) => {
    advance(applyHeadEvent(state, event));
    if (event.type === 'stop') ended.resolve();
    else if (event.type === 'finalized') unpin(id, [...event.finalized, ...event.pruned]);
    else if (event.type === 'initialized') number(id, event.finalized).catch(ended.reject);
  };

  const onNotification = (result: unknown, { id }: Subscription) => {
    try {
      const event = decodeHeadEvent(result);
      if (event) handle(id, event);
    } catch (error) {
      ended.reject(error);
    }
  };
  const subscription = await rpc.subscribe('chainHead_v1_follow', [true], onNotification, { signal });
  try {
    await ended.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    subscription.close('chainHead_v1_unfollow');
  }
}

/** The number of a pinned block, from a header that hashes to it. */
async function readHeader(rpc: JsonRpc, id: SubscriptionId, hash: BlockHash, signal: AbortSignal): Promise<BlockRef> {
  const answer = await rpc.request('chainHead_v1_header', [id, hash], { signal });
  if (typeof answer !== 'string') {
    throw new LightError('light/unexpected-answer', 'chainHead_v1_header answered with something that is no hex text');
  }
  const bytes = fromHex(answer);
  const { number } = decodeHeader(bytes);
  if (toHex(headerHash(bytes)) !== hash) {
    throw new LightError(
      'light/unexpected-answer',
      `chainHead_v1_header answered with the header of another block than ${hash}`,
    );
  }
  return { number, hash };
}
