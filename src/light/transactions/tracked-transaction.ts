/**
 * One transaction that is followed: plain data, fit for a structured clone and for storage. Never a secret in it; the
 * signed bytes are public the moment they are handed over.
 *
 *   signed ─▶ submitted ─▶ included (outcome pending) ─▶ included: succeeded | failed | unknown
 *      │          ├──────▶ replaced      another transaction took the nonce
 *      │          ├──────▶ expired       every block of its window is searched, it is in none
 *      │          └──────▶ lost-sight    some block of its window cannot be searched any more
 *      └─▶ refused ┈┈┈┈┈┈▶ included      a pool's word; the window is searched all the same, and a block stands above it
 *
 * Only finalized blocks are looked at, so what a block says stands. Where finality is itself `claimed` it stands until a
 * proved head knows another block of that number: then the search begins anew.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes, toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { decodeExtrinsic, extrinsicHash } from '../../chain/extrinsic.ts';
import type { Failure } from '../../chain/failure.ts';
import type { Label } from '../../chain/label.ts';
import { eraBirth } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import { lastValidBlock } from './era.ts';
import type { TransactionOutcome } from './outcome.ts';
import type { PoolRefusal } from './track-refusal.ts';

/** The longest era that the chain knows (`sp_runtime::generic::Era`): 65 536 blocks. */
export const MAX_WINDOW_BLOCKS = 65_536;
/** As large as an extrinsic that a node passes on (the gossip limit is below it). */
export const MAX_TRANSACTION_BYTES = 1 << 20;

/** Blocks that are waited for while later ones are searched; with more of them missing the search stands still. */
export const MAX_MISSING_BLOCKS = 64;

/** What the tracker needs to know of a signed transaction. */
export interface TrackableTransaction {
  /** With the length prefix. */
  readonly bytes: Bytes;
  /** BLAKE2b-256 of `bytes`. */
  readonly hash: Bytes;
  /** The account whose nonce it uses, 32 bytes. */
  readonly signer: Bytes;
  readonly nonce: number;
  /** The runtime that it was signed for; under no other can it be in a block (`CheckSpecVersion`). */
  readonly specVersion: number;
  /** The block whose hash was signed; it can be in a block after this one at the earliest. */
  readonly birth: BlockRef;
  /** The first block in which it cannot be any more. */
  readonly validUntil: number;
}

/** Where it is: extrinsic `index` of a finalized block. */
export interface Inclusion {
  readonly block: BlockRef;
  readonly index: number;
}

export type TransactionState =
  /** Written down; no server has taken it yet. */
  | { readonly type: 'signed' }
  /** A server took it; it is in no finalized block yet. */
  | { readonly type: 'submitted' }
  | { readonly type: 'refused'; readonly refusal: PoolRefusal }
  /** In a finalized block. `outcome` is undefined until its events are read. `label`: how the block is known. */
  | {
      readonly type: 'included';
      readonly inclusion: Inclusion;
      readonly label: Label;
      readonly outcome: TransactionOutcome | undefined;
    }
  /** At `seenAt` the account's nonce has passed it, and it is in no block up to there. */
  | { readonly type: 'replaced'; readonly seenAt: BlockRef; readonly label: Label }
  | { readonly type: 'expired'; readonly seenAt: BlockRef; readonly label: Label }
  | { readonly type: 'lost-sight'; readonly why: Failure };

/** How far its window has been searched. */
export interface Search {
  /** All blocks before this one were searched, but for those of `missing` and the `lost` ones. */
  readonly nextBlock: number;
  /** Blocks whose bodies nobody gave out yet, ascending. */
  readonly missing: readonly number[];
  /** How many blocks could not be searched and never will be. */
  readonly lost: number;
  /** The weakest that was said of a block searched so far. */
  readonly label: Label;
  /** The highest head whose state told which blocks to search; undefined before the first. */
  readonly head: BlockRef | undefined;
}

export interface TrackedTransaction {
  /** Hex of the extrinsic's hash: its name everywhere. */
  readonly hash: string;
  readonly bytes: Bytes;
  readonly signer: Bytes;
  readonly nonce: number;
  readonly specVersion: number;
  readonly birth: BlockRef;
  readonly validUntil: number;
  /** Wall-clock ms. */
  readonly submittedAtMs: number;
  /** How often it was handed over, counted before each time. */
  readonly handOvers: number;
  /** The finalized block at the last hand-over. */
  readonly lastHandOver: number;
  /** What a pool said against it after another had taken it. */
  readonly lastRefusal: PoolRefusal | undefined;
  readonly search: Search;
  readonly state: TransactionState;
}

/**
 * True if the bytes say themselves who signs, with which nonce and for how long. Everything that is concluded from blocks
 * rests on these, so nobody's word is taken for them.
 */
export function isAsSigned({
  bytes,
  signer,
  nonce,
  birth,
  validUntil,
}: Pick<TrackableTransaction, 'bytes' | 'signer' | 'nonce' | 'birth' | 'validUntil'>): boolean {
  try {
    const { signature } = decodeExtrinsic(bytes);
    if (signature?.address.type !== 'Id' || signature.extra.era.type !== 'Mortal') return false;
    const { era, nonce: signedNonce } = signature.extra;
    const isOf = equalBytes(signature.address.value[0], signer) && signedNonce === nonce;
    const { periodBlocks } = era;
    return isOf && eraBirth(era, birth.number) === birth.number && validUntil > lastValidBlock({ birth, periodBlocks });
  } catch (error) {
    if (error instanceof ChainError) return false;
    throw error;
  }
}

/** A search that has not begun: the first block that it could be in comes after its birth. */
export function freshSearch(birth: BlockRef): Search {
  return { nextBlock: birth.number + 1, missing: [], lost: 0, label: 'proved', head: undefined };
}

/**
 * @throws LightError `transaction/not-trackable` for bytes that are too long or not those of the hash, for a window that has
 *   no end (immortal) or is none, and where the bytes say something else than what is said about them.
 */
export function trackedTransaction(signed: TrackableTransaction, nowMs: number): TrackedTransaction {
  const { bytes, signer, nonce, specVersion, birth, validUntil } = signed;
  const refuse = (why: string) =>
    new LightError('transaction/not-trackable', `The transaction cannot be followed: ${why}.`);
  if (bytes.length > MAX_TRANSACTION_BYTES) throw refuse(`it has ${bytes.length} bytes`);
  const hash = toHex(extrinsicHash(bytes));
  if (hash !== toHex(signed.hash)) throw refuse('its hash is of other bytes');
  const window = validUntil - birth.number;
  if (!(window > 0 && window <= MAX_WINDOW_BLOCKS)) throw refuse(`blocks ${birth.number} to ${validUntil} are no era`);
  if (!isAsSigned(signed)) throw refuse('signer, nonce or time are not those that were signed');
  return {
    hash,
    bytes,
    signer,
    nonce,
    specVersion,
    birth,
    validUntil,
    submittedAtMs: nowMs,
    handOvers: 0,
    lastHandOver: birth.number,
    lastRefusal: undefined,
    search: freshSearch(birth),
    state: { type: 'signed' },
  };
}

/** True while something is still to come that the person waits for. */
export function isOpen({ state }: TrackedTransaction): boolean {
  if (state.type === 'included') return state.outcome === undefined;
  return state.type === 'signed' || state.type === 'submitted';
}

/** True while it may still turn up in a block: open and not found, or refused with blocks of its window to come. */
export function isSearched(transaction: TrackedTransaction): boolean {
  const { state, search, validUntil } = transaction;
  if (state.type === 'refused') return search.nextBlock < validUntil || search.missing.length > 0;
  return state.type === 'signed' || state.type === 'submitted';
}
