/**
 * Fetches headers from one server and adds them to the header chain, at the pace that the server is allowed.
 *
 *   justified ─▶ … ─▶ best of ours ┄┄ asked for ┄┄▶ best of theirs        ascending, from a little below our best on
 *
 * While it asks, another server may move the chain: then it goes on from there, and nobody is blamed for it.
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import type { Clock } from '../clock.ts';
import { isLightError, LightError } from '../errors.ts';
import type { HeaderChain } from './header-chain.ts';
import { QuestionBudget } from './question-budget.ts';
import type { ServerBook } from './server-book.ts';
import type { Connected, Question, ServerPool } from './server-pool.ts';

/** Headers asked for at once. */
const HEADERS_PER_QUESTION = 256;
/** Headers are asked for from so far below our best block on: beyond it, servers rarely differ. */
const OVERLAP = 8;
/** Answers that follow on none of our headers; a server's best chain may become another one while it is asked. */
const MAX_GAPS = 2;
/** After so many checked seals others get a turn. */
const SEALS_PER_TURN = 16;
/** Seals that one server may cost us, at 1–2 ms each: a tenth to a fifth of a core, and 1 280 at once. */
const SEALS: ConstructorParameters<typeof QuestionBudget>[0] = { atOnce: 1, perMinute: 128 * 60 };

export interface FetchContext {
  readonly chain: HeaderChain;
  readonly pool: Pick<ServerPool, 'askOne' | 'report'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A server whose finalized block is further behind ours has not caught up. */
  readonly lagBlocks: number;
}

export class HeaderFetcher {
  readonly #context: FetchContext;
  /** They outlive connections: hanging up buys nobody new ones. */
  readonly #seals = new WeakMap<ServerBook, QuestionBudget>();

  constructor(context: FetchContext) {
    this.#context = context;
  }

  /**
   * Looks for a block on the best chain of a server, and beside it by its hash.
   * @returns false if it does not have it, or nothing before it.
   */
  async reach(connected: Connected, hash: BlockHash): Promise<boolean> {
    const { chain } = this.#context;
    const isWhole = await this.fetch(connected);
    if (!isWhole || chain.block(hash)) return true;
    const bytes = await this.#ask(connected, (server, signal) => server.header(hash, { signal })).catch(
      (error: unknown) => {
        if (isLightError(error, 'proof/unavailable', 'proof/refused')) return undefined;
        throw error;
      },
    );
    if (!bytes) return false;
    assertHash(bytes, hash);
    return (await this.add(connected, bytes)) !== false;
  }

  /**
   * Its block at the height of our last votes must be ours, if it has come that far.
   * @throws LightError `proof/forked`; `proof/lagging` from who is far behind, or has not heard that its branch lost.
   */
  async assertSameChain(connected: Connected): Promise<void> {
    const { number, hash } = this.#context.chain.justified;
    const claimed = finalizedBy(connected);
    const isNear = number - claimed <= this.#context.lagBlocks;
    const theirs = await this.#ask(connected, (server, signal) => server.blockHash(number, { signal })).catch(
      (error: unknown) => {
        if (claimed < number && isLightError(error, 'proof/unavailable', 'proof/refused')) return undefined;
        throw error;
      },
    );
    if (theirs === hash || (theirs === undefined && isNear)) return;
    if (claimed < number) {
      const reason = `Its finalized block is ${claimed}, while block ${number} is final.`;
      throw new LightError('proof/lagging', `${reason} If this chain was begun anew, forget its checkpoint.`);
    }
    throw new LightError('proof/forked', `Its block ${number} is ${theirs}, while ${hash} is final.`);
  }

  /**
   * Headers after the justified block up to the server's best, or to `last`. What is known already is not asked for
   * again, unless the server is on another branch.
   * @returns false if there was no room for all.
   */
  async fetch(connected: Connected, last = Number.POSITIVE_INFINITY): Promise<boolean> {
    const { chain } = this.#context;
    let base = chain.justified;
    let from = Math.max(base.number + 1, Math.min(chain.best.number, last) - OVERLAP);
    let gaps = 0;
    while (from <= last) {
      const first = from;
      const count = Math.min(HEADERS_PER_QUESTION, last - first + 1);
      const headers = await this.#ask(connected, (server, signal) => server.headers(first, count, { signal }));
      assertAscending(headers, first);
      const added = await this.#addAll(connected, headers);
      if (added === 'full') return false;
      if (added === 'all' && headers.length < count) return true;
      if (chain.justified !== base) {
        // Others have gone ahead meanwhile: on from there.
        base = chain.justified;
        from = base.number + 1;
      } else if (added === 'unconnected') {
        if (++gaps > MAX_GAPS) {
          throw new LightError('proof/unconnected', `Its headers after block ${first - 1} follow on none of ours.`);
        }
        // Its best chain may have become another one while it was asked, or it does not know yet what is final.
        await this.assertSameChain(connected);
        from = base.number + 1;
      } else {
        from += headers.length;
      }
    }
    return true;
  }

  async #addAll(connected: Connected, headers: readonly Bytes[]): Promise<'all' | 'full' | 'unconnected'> {
    const { chain } = this.#context;
    let added = 0;
    for (const bytes of headers) {
      if (decodeHeader(bytes).number <= chain.justified.number) continue;
      const isAdded = await this.add(connected, bytes);
      if (isAdded === 'full') return 'full';
      if (!isAdded) return 'unconnected';
      if (++added % SEALS_PER_TURN === 0) await breathe();
    }
    return 'all';
  }

  /**
   * As `HeaderChain.add`, at the pace that the server is allowed.
   * @throws LightError `proof/authors-unknown` where a seal does not fit authors who may have been replaced.
   */
  async add(connected: Connected, bytes: Bytes): Promise<boolean | 'full'> {
    const { chain, clock, signal } = this.#context;
    if (chain.block(toHex(headerHash(bytes)))) return true;
    if (!chain.block(toHex(decodeHeader(bytes).parentHash))) return false;
    let seals = this.#seals.get(connected.book);
    if (!seals) {
      seals = new QuestionBudget(SEALS, clock);
      this.#seals.set(connected.book, seals);
    }
    const either = AbortSignal.any([signal, connected.signal]);
    try {
      return await seals.spend(async () => chain.add(bytes, clock.now()), either);
    } catch (error) {
      if (isLightError(error, 'proof/too-many-headers')) return 'full';
      if (chain.authorsAreSure || !(error instanceof ChainError)) throw error;
      throw votersUnknown(error);
    }
  }

  #ask<T>(connected: Connected, question: Question<T>): Promise<T> {
    return this.#context.pool.askOne(connected, question, this.#context.signal);
  }
}

/** The number of its finalized block, by its word. */
export const finalizedBy = ({ greeting, book }: Connected): number =>
  Math.max(greeting.finalizedNumber, book.finalizedNumber ?? 0);

/** @throws LightError `proof/wrong-header` if these are not the bytes of that block. */
export function assertHash(headerBytes: Bytes, hash: BlockHash): void {
  if (toHex(headerHash(headerBytes)) === hash) return;
  throw new LightError('proof/wrong-header', `A header was sent that is not the one of ${hash}.`);
}

export function votersUnknown(cause: unknown): LightError {
  const reason = 'Who votes and builds blocks now could not be read from any server.';
  return new LightError('proof/authors-unknown', reason, { cause });
}

/** @throws LightError `proof/wrong-number` unless each header has a higher number than the one before. */
function assertAscending(headers: readonly Bytes[], first: number): void {
  let least = first;
  for (const bytes of headers) {
    const { number } = decodeHeader(bytes);
    if (number < least) {
      throw new LightError('proof/wrong-number', `A header of number ${number} was sent where ${least} was expected.`);
    }
    least = number + 1;
  }
}

/** Lets messages and timers have their turn. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
