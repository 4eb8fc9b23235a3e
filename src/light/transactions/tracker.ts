/**
 * Follows transactions to their end: by the bodies of finalized blocks, never by a subscription that can die.
 *
 *   submit ─▶ log ─▶ engine.submit ┐                      engine: attached, replaced, gone; the tracker stays
 *   resume ◀─ log                  ├─▶ round ─▶ round ─▶ …
 *   attach ─▶ new finalized head ──┘     ├─ hold      what was only claimed against this head
 *                                        ├─ search    bodies of the window that were not looked into yet
 *                                        ├─ conclude  nonce gone, window over
 *                                        ├─ events    outcome of what was found
 *                                        └─ hand over again after a reconnect and every `HAND_OVER_BLOCKS`
 *
 * A round that meets trouble is made again after a while, and at the next head. The engine that is attached must follow
 * the chain that the log is of. After `close()` nothing is called or written any more.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import { toHex } from '../../chain/bytes.ts';
import type { Failure } from '../../chain/failure.ts';
import type { Clock } from '../clock.ts';
import { abortable } from '../clock.ts';
import { LightError, toFailure } from '../errors.ts';
import { delayAfter } from '../retry.ts';
import type { ChainEngine, EngineStatus } from '../types.ts';
import { Attempts } from './track-search.ts';
import type { TrackableTransaction, TrackedTransaction } from './tracked-transaction.ts';
import { trackedTransaction } from './tracked-transaction.ts';
import type { TrackerChange } from './tracker-book.ts';
import { TrackerBook } from './tracker-book.ts';
import { handOver, isHandOverDue } from './tracker-hand-over.ts';
import type { RoundContext } from './tracker-round.ts';
import { runRound } from './tracker-round.ts';
import type { TransactionLog } from './transaction-log.ts';

/** Between rounds that met trouble; new heads come in between anyway. */
const RETRY_POLICY = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 1_000, maxDelayMs: 30_000 };

interface Attached {
  readonly engine: ChainEngine;
  readonly ending: AbortController;
  isHandingOver: boolean;
  stop(): void;
}

export class TransactionTracker {
  readonly #book: TrackerBook;
  readonly #clock: Clock;
  readonly #bodyAttempts = new Attempts<number>();
  readonly #eventAttempts = new Attempts<string>();
  /** Hashes being handed over at this moment. */
  readonly #leaving = new Set<string>();
  /** By hash: the connection over which it was handed over last. */
  readonly #connectionOf = new Map<string, number>();
  /** Counts connections: a server that was left may have forgotten everything. */
  #connection = 0;
  #attached: Attached | undefined;
  #isRunning = false;
  #isWanted = false;
  #troubles = 0;
  #trouble: Failure | undefined;
  #cancelRetry: () => void = () => undefined;
  #isClosed = false;

  constructor(engine: ChainEngine | undefined, log: TransactionLog, clock: Clock) {
    this.#book = new TrackerBook(log);
    this.#clock = clock;
    if (engine) this.attach(engine);
  }

  /** Everything that is kept, oldest first. */
  get transactions(): readonly TrackedTransaction[] {
    return this.#book.list();
  }

  /** What keeps the tracker from looking further just now; undefined while all is well. */
  get trouble(): Failure | undefined {
    if (this.#trouble) return this.#trouble;
    const { trouble } = this.#book;
    return trouble === undefined ? undefined : toFailure(trouble, 'It is written down at the next change.');
  }

  get(hash: string): TrackedTransaction | undefined {
    return this.#book.get(hash);
  }

  /** Called with every change, never after `close`. Returns how to stop. */
  subscribe(listener: (change: TrackerChange) => void): () => void {
    return this.#book.subscribe(listener);
  }

  /** Goes on with this engine in place of the one before, which is left alone. */
  attach(engine: ChainEngine): void {
    if (this.#isClosed) return;
    this.detach();
    const ending = new AbortController();
    let before: EngineStatus | undefined;
    const onStatus = (status: EngineStatus) => {
      const isBack = status.stage === 'following' && before?.stage !== 'following';
      const isNews = isBack || status.finalized?.hash !== before?.finalized?.hash || status.label !== before?.label;
      before = status;
      if (isBack) this.#connection++;
      if (isNews) this.#wake();
    };
    const stop = engine.subscribe(onStatus);
    this.#attached = { engine, ending, isHandingOver: false, stop };
    onStatus(engine.status);
  }

  /** Stops asking the engine; transactions wait for the next one. */
  detach(): void {
    this.#attached?.stop();
    this.#attached?.ending.abort(new LightError('light/closed', 'Transactions are followed over another engine.'));
    this.#attached = undefined;
  }

  /**
   * Writes the transaction down, hands it over and follows it. Resolves when the first hand-over came to something:
   * `submitted`, `refused`, or still `signed` where no server could be asked; it is handed over later then.
   * One that is known already is only looked up; one that was refused is handed over once more.
   * @throws LightError `transaction/not-trackable`, `transaction/too-many-open`, `transaction/not-saved`, `light/closed`.
   */
  async submit(signed: TrackableTransaction): Promise<TrackedTransaction> {
    if (this.#isClosed) throw new LightError('light/closed', 'Transactions are not followed any more.');
    const hash = toHex(signed.hash);
    const known = this.#book.get(hash);
    if (known && known.state.type !== 'refused') return known;
    if (known) await this.#book.reopen(hash);
    else await this.#book.add(trackedTransaction(signed, this.#clock.now()));
    if (this.#attached?.engine.status.finalized) await this.#handOver(hash, this.#attached);
    this.#wake();
    return this.#book.get(hash)!;
  }

  /** Drops a transaction that is not open from list and log; false if it is open or unknown. */
  forget(hash: string): boolean {
    return this.#book.forget(hash);
  }

  /**
   * Takes up the transactions of an earlier session. Resolves with what in the log could not be read.
   * @throws what the log throws.
   */
  async resume(): Promise<readonly LightError[]> {
    const damaged = await this.#book.load();
    this.#wake();
    return damaged;
  }

  /** Resolves when everything is written down. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.detach();
    this.#cancelRetry();
    this.#book.close();
    await this.#book.saveAll();
  }

  /** Sees to it that there will be a round after now. */
  #wake(): void {
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isWanted && this.#attached) {
      this.#isWanted = false;
      this.#cancelRetry();
      const attached = this.#attached;
      const trouble = await this.#round(attached);
      if (attached !== this.#attached) this.#isWanted = true;
      else this.#afterRound(trouble);
    }
    this.#isRunning = false;
  }

  /** What was in the way, if anything was. */
  async #round(attached: Attached): Promise<unknown> {
    const { engine, ending } = attached;
    const { finalized, label } = engine.status;
    if (!finalized) return undefined;
    const context: RoundContext = {
      engine,
      head: finalized,
      label,
      book: this.#book,
      bodyAttempts: this.#bodyAttempts,
      eventAttempts: this.#eventAttempts,
      signal: ending.signal,
    };
    void this.#handOverDue(attached, finalized);
    void this.#book.saveAll();
    try {
      return await abortable(runRound(context), ending.signal);
    } catch (error) {
      return error;
    }
  }

  #afterRound(trouble: unknown): void {
    this.#troubles = trouble === undefined ? 0 : this.#troubles + 1;
    this.#trouble = trouble === undefined ? undefined : toFailure(trouble, 'It is tried again by itself.');
    if (trouble === undefined || this.#isClosed) return;
    const delayMs = delayAfter(this.#troubles, RETRY_POLICY, this.#clock.random());
    this.#cancelRetry = this.#clock.after(delayMs, () => this.#wake());
  }

  /** In the order of nonces, so that a pool need not keep one for later. Stops where no server answers; never rejects. */
  async #handOverDue(attached: Attached, head: BlockRef): Promise<void> {
    if (attached.isHandingOver) return;
    attached.isHandingOver = true;
    for (const { hash } of this.transactions.toSorted((a, b) => a.nonce - b.nonce)) {
      const transaction = this.#book.get(hash);
      const isReconnected = this.#connectionOf.get(hash) !== this.#connection;
      if (!transaction || !isHandOverDue(transaction, attached.engine.status, head, isReconnected)) continue;
      if (!(await this.#handOver(hash, attached))) break;
    }
    for (const hash of this.#connectionOf.keys()) if (!this.#book.get(hash)) this.#connectionOf.delete(hash);
    attached.isHandingOver = false;
  }

  /** True if a server answered, or is about to. */
  async #handOver(hash: string, { engine, ending }: Attached): Promise<boolean> {
    if (this.#leaving.has(hash)) return true;
    this.#leaving.add(hash);
    this.#connectionOf.set(hash, this.#connection);
    const isAnswered = await handOver(this.#book, hash, engine, ending.signal);
    if (!isAnswered) this.#connectionOf.delete(hash);
    this.#leaving.delete(hash);
    return isAnswered;
  }
}
