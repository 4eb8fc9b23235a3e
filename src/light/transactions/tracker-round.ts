/**
 * One round of following: from what is known of all transactions to what one finalized head can tell more.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import { toHex } from '../../chain/bytes.ts';
import { read, readAll } from '../../chain/economy/index.ts';
import type { Label } from '../../chain/label.ts';
import { storage, storageKey } from '../../chain/schema/index.ts';
import { isLightError } from '../errors.ts';
import { readBlockRefs } from '../readers/block-ref.ts';
import { readPlanAt } from '../readers/read-plan-at.ts';
import { guardOf } from '../runtime-guard.ts';
import type { ChainEngine } from '../types.ts';
import type { TransactionOutcome } from './outcome.ts';
import { decodeOutcome } from './outcome.ts';
import type { Attempts } from './track-search.ts';
import { blocksToSearch, firstReachable, isTroubleOfTheWay, searchBlocks } from './track-search.ts';
import {
  claimedUnder,
  concluded,
  decided,
  found,
  heldAgainst,
  isSearchedUpTo,
  searched,
  skipUnreachable,
} from './track-step.ts';
import { isSearched } from './tracked-transaction.ts';
import type { TrackerBook } from './tracker-book.ts';

export interface RoundContext {
  readonly engine: ChainEngine;
  readonly head: BlockRef;
  /** What reads at `head` may be called. */
  readonly label: Label;
  readonly book: TrackerBook;
  readonly bodyAttempts: Attempts<number>;
  /** By hash of the transaction. */
  readonly eventAttempts: Attempts<string>;
  readonly signal: AbortSignal;
}

/** Resolves with a trouble that passes (a body or events that nobody gave out); undefined if all is done up to the head. */
export async function runRound(context: RoundContext): Promise<unknown> {
  await holdAgainst(context);
  const bodies = await search(context);
  await conclude(context);
  const events = await readOutcomes(context);
  return bodies ?? events;
}

/** Sees whether what was only claimed is on the way to the head; what has ended waits for a proved one. */
async function holdAgainst({ engine, head, label, book, signal }: RoundContext): Promise<void> {
  const numbers = new Set<number>();
  for (const tracked of book.list()) {
    const number = claimedUnder(tracked)?.number ?? -1;
    const isReached = number >= firstReachable(head) && number >= 0 && number <= head.number;
    if (isReached && (label === 'proved' || isSearched(tracked))) numbers.add(number);
  }
  if (numbers.size === 0) return;
  const blocks = await readBlockRefs(engine, [...numbers], head, { signal });
  signal.throwIfAborted();
  const hashes = new Map(blocks.map(({ number, hash }) => [number, hash]));
  for (const { hash } of book.list()) await book.update(hash, (tracked) => heldAgainst(tracked, hashes, label));
}

/** Looks into blocks until all windows are searched up to the head, or nothing but withheld blocks is left. */
async function search({ engine, head, label, book, bodyAttempts, signal }: RoundContext): Promise<unknown> {
  for (const { hash } of book.list().filter(isSearched)) {
    await book.update(hash, (tracked) => skipUnreachable(tracked, firstReachable(head)));
  }
  for (;;) {
    const open = book.list().filter(isSearched);
    const numbers = blocksToSearch(open, head);
    if (numbers.length === 0) return undefined;
    const hashes = new Set(open.map(({ hash }) => hash));
    const result = await searchBlocks(engine, head, numbers, hashes, bodyAttempts, signal);
    signal.throwIfAborted();
    for (const { hash } of open) {
      const inclusion = result.found.get(hash);
      await book.update(hash, (tracked) =>
        inclusion ? found(tracked, inclusion, label) : searched(tracked, result, head, label),
      );
    }
    if (result.read.size === 0 && result.lost.size === 0) return result.trouble;
  }
}

/** Asks the account's nonce at the head for those that are in no block up to there. */
async function conclude({ engine, head, label, book, signal }: RoundContext): Promise<void> {
  const waiting = book.list().filter((tracked) => isSearched(tracked) && isSearchedUpTo(tracked, head));
  const signers = [...new Map(waiting.map(({ signer }) => [toHex(signer), signer])).values()];
  if (signers.length === 0) return;
  const plan = readAll(signers.map((signer) => read(storage.System.Account, signer)));
  const accounts = await readPlanAt(engine, plan, head.hash, { signal });
  signal.throwIfAborted();
  const nonces = new Map(signers.map((signer, i) => [toHex(signer), accounts[i]!.nonce]));
  for (const { hash, signer } of waiting) {
    const nonce = nonces.get(toHex(signer))!;
    await book.update(hash, (tracked) => concluded(tracked, head, nonce, label));
  }
}

/** Reads the events of blocks in which something was found. */
async function readOutcomes(context: RoundContext): Promise<unknown> {
  let trouble: unknown;
  for (const { hash, state } of context.book.list()) {
    if (state.type !== 'included' || state.outcome) continue;
    const { block, index } = state.inclusion;
    const outcome = await readOutcome(context, hash, block, index).catch((error: unknown) => {
      context.signal.throwIfAborted();
      trouble = error;
      return undefined;
    });
    if (outcome) await context.book.update(hash, (tracked) => decided(tracked, outcome, context.label));
  }
  return trouble;
}

async function readOutcome(
  { engine, head, eventAttempts, signal }: RoundContext,
  hash: string,
  block: BlockRef,
  index: number,
): Promise<TransactionOutcome> {
  try {
    const reader = guardOf(engine) ?? engine;
    const [events] = await reader.readStorage([storageKey(storage.System.Events)], block.hash, { signal });
    signal.throwIfAborted();
    eventAttempts.succeeded(hash);
    return decodeOutcome(events, index);
  } catch (error) {
    signal.throwIfAborted();
    if (isLightError(error, 'light/schema-changed')) {
      return { type: 'unknown', why: { code: 'transaction/events-unreadable', reason: error.message } };
    }
    if (isTroubleOfTheWay(error) || !eventAttempts.isEnough(hash, head.number - block.number)) throw error;
    const reason = `Nobody serves the state of block ${block.number} any more, and its events stood there.`;
    return { type: 'unknown', why: { code: 'transaction/events-unavailable', reason } };
  }
}
