/**
 * Follows the chain with what servers tell: fetches what is missing, in the order in which it can be checked.
 *
 *   a server is there ─▶ same chain as ours? ─▶ votes since our last ones ─▶ headers after them     (catch up)
 *   header announced  ─▶ parent known? else headers in between ─▶ add
 *   votes announced   ─▶ block known? else its header ─▶ finalize, or catch up first
 *
 * Each server has a line of its own, handled one by one. While one is asked, another may move the chain: whatever was
 * fetched for the chain of before is then let go, and nobody is blamed for it; votes that were checked and found wrong
 * stay wrong. Other errors are told to the pool, which judges them; a server that could not be caught up with is caught
 * up with again later.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { sleep } from '../clock.ts';
import { isLightError, LightError } from '../errors.ts';
import { delayAfter } from '../retry.ts';
import { Announcements } from './announcements.ts';
import type { KnownBlock } from './header-chain.ts';
import { targetOf } from './header-chain.ts';
import type { FetchContext } from './header-fetcher.ts';
import { assertHash, finalizedBy, HeaderFetcher, votersUnknown } from './header-fetcher.ts';
import { publicAddress } from './public-address.ts';
import { searchVotes } from './search-votes.ts';
import type { FinalityProof, Votes } from './server.ts';
import type { Connected, Question } from './server-pool.ts';

/** Up to so many headers are fetched one and all; beyond, votes let us jump. */
const MAX_WALK = 64;
/** Questions for the newest votes, each of which may lead over many changes of the voters. */
const MAX_PROOF_ROUNDS = 16;
/** Announcements of a kind in a row that nothing can be found to connect to; one or two may be of a branch just left. */
const MAX_STRAYS = 3;
/** When a server is caught up with again after that failed. */
const AGAIN = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 500, maxDelayMs: 30_000 };

export interface FollowContext extends FetchContext {
  readonly justificationPeriod: number;
  /** Blocks that became final, oldest first; all since the last ones, or the newest alone after a jump. */
  readonly onFinal: (blocks: readonly KnownBlock[]) => void;
  /** After a jump: who builds now, by the state of the justified block. Resolves when that was read, or could not be. */
  readonly readAuthors: () => Promise<void>;
  /** Something was told by a server and dealt with. */
  readonly onProgress: () => void;
  /** Why what a server told could not be used. */
  readonly onTrouble: (reason: string) => void;
}

interface Line {
  readonly waiting: Announcements;
  isBusy: boolean;
  mustCatchUp: boolean;
  attempts: number;
  /** The newest multiple of the justification period, counted in periods, whose votes were looked for. */
  lookedAt: number;
  /** Announcements in a row that connected to nothing. */
  readonly strays: { headers: number; votes: number };
}

export class Follower {
  readonly #context: FollowContext;
  readonly #headers: HeaderFetcher;
  readonly #lines = new WeakMap<Connected, Line>();
  /** Errors that stand whoever votes later. */
  readonly #certain = new WeakSet<Error>();
  #hasCaughtUp = false;

  constructor(context: FollowContext) {
    this.#context = context;
    this.#headers = new HeaderFetcher(context);
  }

  /** True once a server has told all that it has. */
  get hasCaughtUp(): boolean {
    return this.#hasCaughtUp;
  }

  /** A server is there. Resolves when it was caught up with, or could not be for now; never rejects. */
  begin(connected: Connected): Promise<void> {
    const strays = { headers: 0, votes: 0 };
    const line: Line = {
      waiting: new Announcements(),
      isBusy: false,
      mustCatchUp: true,
      attempts: 0,
      lookedAt: 0,
      strays,
    };
    this.#lines.set(connected, line);
    return this.#work(connected, line);
  }

  announced(connected: Connected, announcement: { readonly header: Bytes } | { readonly votes: Votes }): void {
    const line = this.#lines.get(connected);
    if (!line) return;
    line.waiting.push(announcement);
    void this.#work(connected, line);
  }

  async #work(connected: Connected, line: Line): Promise<void> {
    if (line.isBusy) return;
    line.isBusy = true;
    for (;;) {
      if (connected.signal.aborted || this.#context.signal.aborted) return;
      if (line.mustCatchUp) {
        line.mustCatchUp = false;
        if (await this.#guarded(connected, () => this.#catchUp(connected))) this.#hasCaughtUp = true;
        else void this.#catchUpLater(connected, line);
      } else {
        const next = line.waiting.shift();
        if (!next) break;
        await this.#guarded(connected, () =>
          'header' in next ? this.#onHeader(connected, line, next.header) : this.#onVotes(connected, line, next.votes),
        );
        this.#lookForKeptVotes(connected, line);
      }
      if (!this.#context.signal.aborted) this.#context.onProgress();
    }
    line.isBusy = false;
  }

  /** A server that announces no votes has kept some by now: once per period they are asked for, if nobody brought any. */
  #lookForKeptVotes(connected: Connected, line: Line): void {
    const { chain, justificationPeriod, lagBlocks } = this.#context;
    const final = Math.min(finalizedBy(connected), chain.best.number) - lagBlocks;
    const kept = Math.floor(final / justificationPeriod);
    if (kept <= Math.max(line.lookedAt, Math.floor(chain.justified.number / justificationPeriod))) return;
    line.lookedAt = kept;
    line.mustCatchUp = true;
  }

  async #catchUpLater(connected: Connected, line: Line): Promise<void> {
    const { clock, signal } = this.#context;
    const delayMs = delayAfter(++line.attempts, AGAIN, clock.random());
    try {
      await sleep(clock, delayMs, AbortSignal.any([signal, connected.signal]));
    } catch {
      return; // the connection is over
    }
    line.mustCatchUp = true;
    await this.#work(connected, line);
  }

  /** True if the work was done. Tells the pool what went wrong. */
  async #guarded(connected: Connected, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (this.#context.signal.aborted || connected.signal.aborted) return false;
      const reason = error instanceof Error ? error.message : String(error);
      this.#context.onTrouble(`${publicAddress(connected.server.address)}: ${reason}`);
      this.#context.pool.report(connected, error);
      return false;
    }
  }

  async #onHeader(connected: Connected, { strays }: Line, bytes: Bytes): Promise<void> {
    const { chain } = this.#context;
    const { number, parentHash } = decodeHeader(bytes);
    if (number <= chain.justified.number) return;
    const isAdded =
      (await this.#headers.add(connected, bytes)) || (await this.#headers.reach(connected, toHex(parentHash)));
    // It may have left that branch meanwhile; if not, its own chain has just been added.
    if (isAdded && (await this.#headers.add(connected, bytes))) strays.headers = 0;
    else if (number > chain.justified.number && ++strays.headers >= MAX_STRAYS) throw stray('headers');
  }

  async #onVotes(connected: Connected, { strays }: Line, votes: Votes): Promise<void> {
    const { chain } = this.#context;
    const target = targetOf(votes);
    if (target.number <= chain.justified.number) return;
    try {
      await this.#believe(connected, target, votes);
    } catch (error) {
      if (isLightError(error, 'proof/unknown-target')) {
        if (++strays.votes >= MAX_STRAYS) throw stray('votes');
        throw error;
      }
      if (!mayBeOfLaterSet(error) || isOfThisSet(votes, error)) throw error;
      await this.#catchUp(connected);
      this.#recheck(votes, target);
      await this.#believe(connected, target, votes).catch((again: unknown) => {
        throw chain.authorsAreSure ? again : votersUnknown(again);
      });
    }
    strays.votes = 0;
  }

  /**
   * Votes that were found wrong, and whose block others have made final meanwhile: wrong they stay.
   * @throws as `HeaderChain.recheck`, as an error that no later set can excuse.
   */
  #recheck(votes: Votes, target: BlockRef): void {
    try {
      this.#context.chain.recheck(votes, target);
    } catch (error) {
      if (error instanceof Error) this.#certain.add(error);
      throw error;
    }
  }

  /** Checks votes for a block, fetching headers up to it if it is not known. Older votes are left alone. */
  async #believe(connected: Connected, target: BlockRef, votes: Votes): Promise<void> {
    const { chain } = this.#context;
    if (target.number <= chain.justified.number) return;
    const isNear = target.number - chain.justified.number <= MAX_WALK;
    if (!chain.block(target.hash) && isNear && chain.authorsAreSure) await this.#headers.fetch(connected);
    if (chain.block(target.hash)) return this.#finalize(connected, votes);
    if (target.number <= chain.justified.number) return;
    const headerBytes = await this.#ask(connected, (server, signal) => server.header(target.hash, { signal }));
    assertHash(headerBytes, target.hash);
    await this.#jump([headerBytes], votes);
  }

  /** Votes for a known block. Some may be for blocks above it that are not known yet: those are fetched. */
  async #finalize(connected: Connected, votes: Votes): Promise<void> {
    try {
      await this.#jump([], votes);
    } catch (error) {
      const hash = isLightError(error, 'proof/unknown-target') && error.data?.hash;
      if (typeof hash !== 'string' || !(await this.#headers.reach(connected, hash))) throw error;
      await this.#jump([], votes);
    }
  }

  /** Goes to the block that votes are for: the last of the headers, or a known one. */
  async #jump(headers: readonly Bytes[], votes: Votes): Promise<void> {
    const { chain, onFinal, readAuthors } = this.#context;
    const final = headers.length > 0 ? chain.advance(headers, votes) : chain.finalize(votes);
    if (final.length > 0) onFinal(final);
    if (!chain.authorsAreSure) await readAuthors();
  }

  async #catchUp(connected: Connected): Promise<void> {
    const { chain, readAuthors } = this.#context;
    await this.#headers.assertSameChain(connected);
    try {
      await this.#goToNewestVotes(connected);
    } catch (error) {
      // Whether it is so is told by headers with seals, and who has built on them.
      if (isLightError(error, 'proof/forced-change')) await this.#headers.fetch(connected);
      const isCertain = error instanceof Error && this.#certain.has(error);
      throw chain.authorsAreSure || isCertain || !mayBeOfLaterSet(error) ? error : votersUnknown(error);
    }
    if (!chain.authorsAreSure) await readAuthors();
    const isWhole = await this.#headers.fetch(connected);
    const claimed = connected.greeting.finalizedNumber;
    if (isWhole && claimed > Math.max(chain.best.number, chain.justified.number)) {
      const reason = `It says that block ${claimed} is final and shows the chain only up to ${chain.best.number}.`;
      throw new LightError('proof/unproved-finality', reason);
    }
  }

  async #goToNewestVotes(connected: Connected): Promise<void> {
    const { chain } = this.#context;
    for (let round = 0; round < MAX_PROOF_ROUNDS; round++) {
      const from = chain.justified;
      const proofs = await this.#finalitySince(connected, from, round > 0);
      if (!proofs) {
        await this.#searchVotes(connected);
        return;
      }
      await this.#applyProofs(connected, proofs);
      const isBehind = chain.justified.number < connected.greeting.finalizedNumber;
      if (!isBehind || chain.justified === from) return;
    }
  }

  /** `mayBeNewest`: that it has nothing newer may also be told by an error. */
  async #finalitySince(connected: Connected, from: BlockRef, mayBeNewest: boolean) {
    try {
      return await this.#ask(connected, (server, signal) => server.finalitySince(from, { signal }));
    } catch (error) {
      if (mayBeNewest && isLightError(error, 'proof/unavailable', 'proof/refused')) return [];
      throw error;
    }
  }

  /** Proofs in their order. A server that knows only its newest votes skips changes of the voters: those are looked for. */
  async #applyProofs(connected: Connected, proofs: readonly FinalityProof[]): Promise<void> {
    const { chain } = this.#context;
    for (const proof of proofs) {
      const { setId } = chain.voters;
      try {
        await this.#applyProof(connected, proof);
      } catch (error) {
        if (!mayBeOfLaterSet(error)) throw error;
        const hasLed = await this.#searchVotes(connected);
        // Others may have gone on with this set: that makes its proof no better.
        if (!hasLed && chain.voters.setId === setId) throw error;
        const target = { number: decodeHeader(proof.headerBytes).number, hash: toHex(headerHash(proof.headerBytes)) };
        this.#recheck({ kind: 'justification', bytes: proof.justification }, target);
        return;
      }
    }
  }

  async #applyProof(connected: Connected, { headerBytes, justification }: FinalityProof): Promise<void> {
    const { chain } = this.#context;
    const { number } = decodeHeader(headerBytes);
    const isNear = number - chain.justified.number <= MAX_WALK;
    const isKnown = number <= chain.justified.number || chain.block(toHex(headerHash(headerBytes)));
    if (isNear && chain.authorsAreSure && !isKnown) await this.#headers.fetch(connected, number);
    await this.#jump([headerBytes], { kind: 'justification', bytes: justification });
  }

  #searchVotes(connected: Connected): Promise<boolean> {
    const { chain, justificationPeriod } = this.#context;
    return searchVotes({
      chain,
      headNumber: finalizedBy(connected),
      period: justificationPeriod,
      finalityOf: (number) => this.#ask(connected, (server, signal) => server.finalityOf(number, { signal })),
      headers: (from, count) => this.#ask(connected, (server, signal) => server.headers(from, count, { signal })),
      advance: (headers, votes) => this.#jump(headers, votes),
    });
  }

  #ask<T>(connected: Connected, question: Question<T>): Promise<T> {
    return this.#context.pool.askOne(connected, question, this.#context.signal);
  }
}

/** Votes of a later set look forged until the change has been seen. */
const mayBeOfLaterSet = (error: unknown): boolean =>
  isLightError(error, 'proof/set-change-skipped') || (error instanceof ChainError && error.code.startsWith('grandpa/'));

/** A commit names its set: where that is the one it was checked with, nothing else can make it right. */
const isOfThisSet = ({ kind }: Votes, error: unknown): boolean =>
  kind === 'commit' && error instanceof ChainError && error.code !== 'grandpa/wrong-set';

const stray = (what: string): LightError =>
  new LightError(
    'proof/unconnected',
    `The last ${MAX_STRAYS} ${what} that it announced follow on no block that it has.`,
  );
