/**
 * One place for the transactions of a chain: prepared, signed, handed over and followed, with one book of nonces.
 *
 *   prepare ─▶ draft ─ sign ─▶ signed ─ submit ─▶ followed ─▶ outcome        engines come and go (attach, detach)
 *     │nonce     └─ discard, refused by the signer, too old ─▶ nonce free again
 *     └─ one after the other, so that each sees the nonces of those before
 *
 * Which nonces are taken is not counted along: it is found anew before each `prepare` from the drafts and from what is
 * followed. So a reload, a refusal or another engine cannot bring it out of step.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes } from '../../chain/bytes.ts';
import type { Failure } from '../../chain/failure.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import type { Clock } from '../clock.ts';
import { LightError } from '../errors.ts';
import type { ChainEngine } from '../types.ts';
import { heldNonces } from './desk-nonces.ts';
import { NonceBook } from './nonce-book.ts';
import type { PrepareOptions } from './prepare.ts';
import { prepareTransaction } from './prepare.ts';
import { signTransaction } from './sign.ts';
import { trackableOf } from './trackable.ts';
import type { TrackableTransaction, TrackedTransaction } from './tracked-transaction.ts';
import { TransactionTracker } from './tracker.ts';
import type { TrackerChange } from './tracker-book.ts';
import type { TransactionLog } from './transaction-log.ts';
import type { SignedTransaction, Signer, SignOptions, TransactionTerms, UnsignedTransaction } from './types.ts';

export class TransactionDesk {
  readonly #tracker: TransactionTracker;
  readonly #nonces = new NonceBook();
  /** Prepared, and not handed over or given up yet. */
  readonly #drafts = new Set<UnsignedTransaction>();
  /** The last in the queue of those who need the nonces as they are. */
  #last: Promise<unknown> = Promise.resolve();
  #engine: ChainEngine | undefined;
  #isClosed = false;

  /** @param log of the chain that engines will be attached for */
  constructor(log: TransactionLog, clock: Clock) {
    this.#tracker = new TransactionTracker(undefined, log, clock);
  }

  /** What is followed, oldest first; finished ones too, until they are forgotten. */
  get transactions(): readonly TrackedTransaction[] {
    return this.#tracker.transactions;
  }

  /** What keeps it from looking further just now; undefined while all is well. */
  get trouble(): Failure | undefined {
    return this.#tracker.trouble;
  }

  get(hash: string): TrackedTransaction | undefined {
    return this.#tracker.get(hash);
  }

  /** Called with every change of what is followed, never after `close`. Returns how to stop. */
  subscribe(listener: (change: TrackerChange) => void): () => void {
    return this.#tracker.subscribe(listener);
  }

  /** Goes on with this engine in place of the one before. It must follow the chain of the log; it stays its owner's. */
  attach(engine: ChainEngine): void {
    if (this.#isClosed) return;
    this.#engine = engine;
    this.#tracker.attach(engine);
  }

  detach(): void {
    this.#engine = undefined;
    this.#tracker.detach();
  }

  /**
   * Takes up what an earlier session left behind; what is prepared after this call knows its nonces. Resolves with what in
   * the log could not be read.
   * @throws what the log throws.
   */
  resume(): Promise<readonly LightError[]> {
    return this.#inTurn(() => this.#tracker.resume());
  }

  /**
   * Terms, fee and pre-flight for a call of `account`. Its nonce is taken until the draft is handed over, discarded, or too
   * old for a block.
   * @throws LightError `transaction/not-following` without an engine, `light/closed`; as `prepareTransaction`.
   */
  prepare(
    call: RuntimeCall,
    account: Bytes,
    options: Omit<PrepareOptions, 'nonces'> = {},
  ): Promise<UnsignedTransaction> {
    return this.#inTurn(async () => {
      const engine = this.#engine;
      if (!engine) throw new LightError('transaction/not-following', 'No light client follows the chain just now.');
      this.#countNonces(engine, account);
      const draft = await prepareTransaction(engine, call, account, { ...options, nonces: this.#nonces });
      this.#drafts.add(draft);
      return draft;
    });
  }

  /**
   * Has a draft signed. Where that fails the draft is discarded: prepare anew, the head has moved on meanwhile.
   * @throws LightError `transaction/discarded` for what is no draft (any more), also when it is signed; as `signTransaction`.
   */
  async sign(draft: UnsignedTransaction, signer: Signer, options: SignOptions = {}): Promise<SignedTransaction> {
    this.#assertDraft(draft);
    try {
      const signed = await signTransaction(draft, signer, options);
      this.#assertDraft(draft);
      return signed;
    } catch (error) {
      this.discard(draft);
      throw error;
    }
  }

  /** Signing takes its time; a draft that is gone by then must not leave with a nonce that is another's. */
  #assertDraft(draft: UnsignedTransaction): void {
    if (this.#drafts.has(draft)) return;
    const reason = 'The draft was given up or is too old; its nonce may be that of another by now. Prepare it anew.';
    throw new LightError('transaction/discarded', reason);
  }

  /** Gives a draft up: its nonce goes to the next one that is prepared. */
  discard(draft: UnsignedTransaction): void {
    this.#drafts.delete(draft);
  }

  /**
   * Writes it down, hands it over and follows it; see `TransactionTracker.submit`. Without an engine it waits for the next.
   * @throws LightError `transaction/too-many-open`, `transaction/not-saved` (both times the draft keeps its nonce),
   *   `transaction/not-trackable`, `light/closed`.
   */
  async submit(signed: SignedTransaction | TrackableTransaction): Promise<TrackedTransaction> {
    const trackable = 'terms' in signed ? trackableOf(signed) : signed;
    const tracked = await this.#tracker.submit(trackable);
    for (const draft of this.#drafts) if (isOf(draft.terms, trackable)) this.#drafts.delete(draft);
    return tracked;
  }

  /** Drops a finished one from list and log; false if it is open or unknown. */
  forget(hash: string): boolean {
    return this.#tracker.forget(hash);
  }

  /** Nothing is called or written any more. Resolves when everything is written down. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#engine = undefined;
    this.#drafts.clear();
    await this.#tracker.close();
  }

  /** Sets the book of nonces to what is taken, as seen from the engine's head. */
  #countNonces(engine: ChainEngine, account: Bytes): void {
    const head = engine.status.finalized?.number ?? 0;
    for (const draft of this.#drafts) if (draft.validUntilBlock <= head) this.#drafts.delete(draft);
    const held = heldNonces(account, head, this.#drafts, this.transactions);
    for (const nonce of this.#nonces.inFlight(account, 0)) {
      if (!held.has(nonce)) this.#nonces.release(account, nonce);
    }
    for (const nonce of held) this.#nonces.note(account, nonce);
  }

  /** One after the other; that one fails is no matter to the next. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (this.#isClosed) throw new LightError('light/closed', 'Transactions are not followed any more.');
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

const isOf = ({ signer, nonce }: TransactionTerms, of: TrackableTransaction): boolean =>
  nonce === of.nonce && equalBytes(signer, of.signer);
