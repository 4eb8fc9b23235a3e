/**
 * How a followed transaction changes: pure steps, one for each thing that can be learned about it.
 *
 *   hand-over    handingOver ─▶ taken | refusedBy (─▶ retried)
 *   blocks       heldAgainst ─▶ skipUnreachable ─▶ searched (not in these) | found ─▶ decided (its events)
 *   conclusion   concluded: with all blocks up to the head searched, what the account's nonce and the window say
 *
 * A step that does not apply gives back the same object.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Label } from '../../chain/label.ts';
import { weakestLabel } from '../../chain/label.ts';
import type { TransactionOutcome } from './outcome.ts';
import type { PoolRefusal } from './track-refusal.ts';
import type { Inclusion, TrackedTransaction } from './tracked-transaction.ts';
import { freshSearch, isSearched } from './tracked-transaction.ts';

/** Counted and written down before the bytes leave: after a reload nobody knows whether they arrived. */
export function handingOver(transaction: TrackedTransaction, atBlock: number): TrackedTransaction {
  return { ...transaction, handOvers: transaction.handOvers + 1, lastHandOver: atBlock };
}

/** A server took it. */
export function taken(transaction: TrackedTransaction): TrackedTransaction {
  const { state, lastRefusal } = transaction;
  if (state.type === 'signed') return { ...transaction, lastRefusal: undefined, state: { type: 'submitted' } };
  return state.type === 'submitted' && lastRefusal ? { ...transaction, lastRefusal: undefined } : transaction;
}

/**
 * A pool said no. Decisive only while no pool has taken it; "stale" and "occupied" are what a pool says that has got it by
 * an earlier hand-over, so they decide at the first one alone.
 */
export function refusedBy(transaction: TrackedTransaction, refusal: PoolRefusal): TrackedTransaction {
  const { state, handOvers } = transaction;
  if (refusal.kind === 'known') return taken(transaction);
  if (state.type === 'submitted') return { ...transaction, lastRefusal: refusal };
  if (state.type !== 'signed') return transaction;
  if (refusal.kind === 'later') return { ...transaction, lastRefusal: refusal };
  if (refusal.kind !== 'final' && handOvers > 1) return taken(transaction);
  return { ...transaction, state: { type: 'refused', refusal } };
}

/** The person wants a refused one to be tried once more, as it is. */
export function retried(transaction: TrackedTransaction): TrackedTransaction {
  if (transaction.state.type !== 'refused') return transaction;
  return { ...transaction, lastRefusal: undefined, state: { type: 'signed' } };
}

/** Blocks before `firstReachable` cannot be searched any more: no state tells their hashes. */
export function skipUnreachable(transaction: TrackedTransaction, firstReachable: number): TrackedTransaction {
  const { search, validUntil } = transaction;
  const nextBlock = Math.max(search.nextBlock, Math.min(firstReachable, validUntil));
  const missing = search.missing.filter((number) => number >= firstReachable);
  const lost = search.lost + (nextBlock - search.nextBlock) + (search.missing.length - missing.length);
  if (lost === search.lost) return transaction;
  return { ...transaction, search: { ...search, nextBlock, missing, lost } };
}

/** The block on which stands what was only claimed; undefined where all is proved, or nothing was learned yet. */
export function claimedUnder({ state, search }: TrackedTransaction): BlockRef | undefined {
  if (state.type === 'included') return state.label === 'proved' ? undefined : state.inclusion.block;
  if (state.type === 'replaced' || state.type === 'expired') return state.label === 'proved' ? undefined : state.seenAt;
  return state.type === 'lost-sight' || search.label === 'proved' ? undefined : search.head;
}

/**
 * The chain of a later head says which block has the number of `claimedUnder`. If it is the same one, its forebears are
 * the same too, and everything that was read of them is as sure as that head; if not, all of it was of another branch.
 */
export function heldAgainst(
  transaction: TrackedTransaction,
  hashes: ReadonlyMap<number, string>,
  label: Label,
): TrackedTransaction {
  const under = claimedUnder(transaction);
  const hash = under && hashes.get(under.number);
  if (hash === undefined) return transaction;
  const { birth, search, state } = transaction;
  if (hash !== under!.hash) {
    const before = state.type === 'signed' || state.type === 'refused' ? state : ({ type: 'submitted' } as const);
    return { ...transaction, search: freshSearch(birth), state: before };
  }
  if (label !== 'proved') return transaction;
  return { ...transaction, search: { ...search, label }, state: 'label' in state ? { ...state, label } : state };
}

/** What came of looking into some blocks, by number. */
export interface SearchedBlocks {
  /** Their bodies were read, and it is in none of them. */
  readonly read: ReadonlySet<number>;
  /** Nobody gave out their bodies; they are asked for again. */
  readonly failed: ReadonlySet<number>;
  /** Nobody ever will. */
  readonly lost: ReadonlySet<number>;
}

/** @param under the head whose state told the hashes of the blocks */
export function searched(
  transaction: TrackedTransaction,
  blocks: SearchedBlocks,
  under: BlockRef,
  label: Label,
): TrackedTransaction {
  const { search, validUntil } = transaction;
  const { read, failed } = blocks;
  let { nextBlock, lost } = search;
  const missing: number[] = [];
  for (const number of search.missing) {
    if (blocks.lost.has(number)) lost++;
    else if (!read.has(number)) missing.push(number);
  }
  for (; nextBlock < validUntil; nextBlock++) {
    if (failed.has(nextBlock)) missing.push(nextBlock);
    else if (blocks.lost.has(nextBlock)) lost++;
    else if (!read.has(nextBlock)) break;
  }
  const head = search.head && search.head.number > under.number ? search.head : under;
  return { ...transaction, search: { nextBlock, missing, lost, label: weakestLabel(search.label, label), head } };
}

/** It is in a finalized block. That stands above everything that was said before. */
export function found(transaction: TrackedTransaction, inclusion: Inclusion, label: Label): TrackedTransaction {
  if (!isSearched(transaction)) return transaction;
  return { ...transaction, lastRefusal: undefined, state: { type: 'included', inclusion, label, outcome: undefined } };
}

/** Its events were read, or never will be. */
export function decided(
  transaction: TrackedTransaction,
  outcome: TransactionOutcome,
  label: Label,
): TrackedTransaction {
  const { state } = transaction;
  if (state.type !== 'included' || state.outcome) return transaction;
  return { ...transaction, state: { ...state, label: weakestLabel(state.label, label), outcome } };
}

/** True if every block of its window up to `head` was looked into or given up, all of them on the way to `head`. */
export function isSearchedUpTo({ search, validUntil }: TrackedTransaction, head: BlockRef): boolean {
  if (search.head && search.head.number > head.number) return false;
  return search.missing.length === 0 && search.nextBlock > Math.min(head.number, validUntil - 1);
}

/**
 * What follows from its being in no block up to `head`. `accountNonce` is that of its signer in the state of `head`.
 *
 * QUIRK: an account that is emptied to dust is removed and begins at nonce 0 again, so a low nonce shows nothing; a high
 * one shows that the nonce is gone for good.
 */
export function concluded(
  transaction: TrackedTransaction,
  head: BlockRef,
  accountNonce: number,
  label: Label,
): TrackedTransaction {
  const { search, validUntil, nonce, state } = transaction;
  if (!isSearched(transaction) || !isSearchedUpTo(transaction, head)) return transaction;
  const isOver = search.nextBlock >= validUntil;
  const isNonceGone = accountNonce > nonce;
  if (!isOver && !isNonceGone) return transaction;
  const end = { seenAt: head, label: weakestLabel(search.label, label) };
  if (state.type === 'refused') return { ...transaction, search: { ...search, nextBlock: validUntil } };
  if (search.lost > 0)
    return { ...transaction, state: { type: 'lost-sight', why: lostSight(search.lost, isNonceGone) } };
  return { ...transaction, state: { type: isOver ? 'expired' : 'replaced', ...end } };
}

function lostSight(lost: number, isNonceGone: boolean) {
  const hint = isNonceGone
    ? "the account's nonce has been used, by this transaction or by another"
    : "the account's nonce has not been used, so it most likely never got into a block";
  return {
    code: 'transaction/lost-sight',
    reason: `${lost} blocks in which it could be are not to be had any more; ${hint}.`,
    next: 'Look up its hash in an explorer before you sign it again.',
  };
}
