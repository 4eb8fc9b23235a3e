/**
 * The transactions that a tracker knows: in memory, in the log, and told to listeners, always in that order.
 *
 * Bounded: at most `MAX_OPEN` open ones, `MAX_KEPT` in all; the oldest finished ones make room. The log is written in the
 * order of the changes. A change that could not be written stands in memory and is written with the next `saveAll`.
 */
import { callListener } from '../call-listener.ts';
import { LightError } from '../errors.ts';
import { retried } from './track-step.ts';
import type { TrackedTransaction } from './tracked-transaction.ts';
import { isOpen } from './tracked-transaction.ts';
import { decodeTrackedTransaction } from './tracked-transaction-decode.ts';
import type { TransactionLog } from './transaction-log.ts';

/** Followed at once. A pool keeps as many of one account. */
export const MAX_OPEN = 64;
/** Kept to be looked at, the open ones included. */
export const MAX_KEPT = 256;
/** Records looked at when a log is loaded; more were never written. */
const MAX_RECORDS = 4 * MAX_KEPT;

export type TrackerChange =
  | { readonly type: 'changed'; readonly transaction: TrackedTransaction }
  | { readonly type: 'forgotten'; readonly hash: string };

export class TrackerBook {
  readonly #log: TransactionLog;
  readonly #byHash = new Map<string, TrackedTransaction>();
  readonly #listeners = new Set<(change: TrackerChange) => void>();
  /** Changed since they were last written. */
  readonly #unsaved = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;
  /** Why the last write did not succeed. */
  trouble: unknown;

  constructor(log: TransactionLog) {
    this.#log = log;
  }

  /** Oldest first. */
  list(): readonly TrackedTransaction[] {
    return [...this.#byHash.values()];
  }

  get(hash: string): TrackedTransaction | undefined {
    return this.#byHash.get(hash);
  }

  subscribe(listener: (change: TrackerChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Nobody is told anything any more, and nothing changes. */
  close(): void {
    this.#listeners.clear();
    this.#isClosed = true;
  }

  /**
   * Adds a new one and resolves once it is written down.
   * @throws LightError `transaction/too-many-open`, `transaction/not-saved`; then it is not there.
   */
  async add(transaction: TrackedTransaction): Promise<void> {
    if (this.#isFull()) throw tooManyOpen();
    this.#byHash.set(transaction.hash, transaction);
    try {
      await this.#log.save(transaction);
    } catch (cause) {
      this.#byHash.delete(transaction.hash);
      throw new LightError('transaction/not-saved', 'It could not be written down and was not handed over.', { cause });
    }
    this.#tell({ type: 'changed', transaction });
    this.#makeRoom();
  }

  /** Takes a refused one up again. @throws LightError `transaction/too-many-open` */
  reopen(hash: string): Promise<void> {
    if (this.#byHash.get(hash)?.state.type === 'refused' && this.#isFull()) throw tooManyOpen();
    return this.update(hash, retried);
  }

  /** Drops one that is not open; false for others. */
  forget(hash: string): boolean {
    const transaction = this.#byHash.get(hash);
    if (!transaction || isOpen(transaction) || this.#isClosed) return false;
    this.#forget(hash);
    return true;
  }

  /** Applies a step. Resolves once the change is written down or has failed to be. */
  update(hash: string, step: (transaction: TrackedTransaction) => TrackedTransaction): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const before = this.#byHash.get(hash);
    const after = before && step(before);
    if (!after || after === before) return Promise.resolve();
    this.#byHash.set(hash, after);
    this.#unsaved.add(hash);
    this.#tell({ type: 'changed', transaction: after });
    this.#makeRoom();
    return this.saveAll();
  }

  /** Writes what is not written yet. Never rejects: what failed is in `trouble` and is tried with the next call. */
  saveAll(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      for (const hash of [...this.#unsaved]) {
        this.#unsaved.delete(hash);
        const transaction = this.#byHash.get(hash);
        try {
          await (transaction ? this.#log.save(transaction) : this.#log.forget(hash));
          this.trouble = undefined;
        } catch (error) {
          this.trouble = error;
          this.#unsaved.add(hash);
        }
      }
    });
    return this.#writing;
  }

  /**
   * Takes up what an earlier session wrote down. What is damaged or too much is left out, stays in the log, and is told.
   * @throws what the log throws.
   */
  async load(): Promise<readonly LightError[]> {
    const records = await this.#log.load();
    const damaged: LightError[] = [];
    const loaded: TrackedTransaction[] = [];
    for (const record of records.slice(0, MAX_RECORDS)) {
      try {
        loaded.push(decodeTrackedTransaction(record));
      } catch (error) {
        if (!(error instanceof LightError)) throw error;
        damaged.push(error);
      }
    }
    loaded.sort((a, b) => a.submittedAtMs - b.submittedAtMs);
    for (const transaction of loaded) {
      if (this.#byHash.has(transaction.hash)) continue;
      if (isOpen(transaction) && this.#isFull()) {
        damaged.push(tooManyOpen());
        continue;
      }
      this.#byHash.set(transaction.hash, transaction);
      this.#tell({ type: 'changed', transaction });
    }
    this.#makeRoom();
    return damaged;
  }

  #isFull(): boolean {
    return this.list().filter(isOpen).length >= MAX_OPEN;
  }

  #makeRoom(): void {
    for (const transaction of this.list()) {
      if (this.#byHash.size <= MAX_KEPT) break;
      if (!isOpen(transaction)) this.#forget(transaction.hash);
    }
  }

  #forget(hash: string): void {
    this.#byHash.delete(hash);
    this.#unsaved.add(hash);
    this.#tell({ type: 'forgotten', hash });
    void this.saveAll();
  }

  #tell(change: TrackerChange): void {
    for (const listener of [...this.#listeners]) callListener(listener, change);
  }
}

function tooManyOpen(): LightError {
  return new LightError('transaction/too-many-open', `${MAX_OPEN} transactions are being followed already.`, {
    data: { most: MAX_OPEN },
  });
}
