/**
 * What a follower has asked for and not been told yet: bodies, calls, storage.
 *
 *   start ─▶ (answer goes out) ─▶ events … ─▶ done
 *                                    └─▶ waiting ─▶ continue ─▶ events …
 *
 * Events come after the answer that names the operation: they wait for the end of the turn in which it was asked.
 */
import { toHex } from '../../../src/chain/bytes.ts';
import { MAX_OPERATIONS_PER_FOLLOW, STORAGE_BYTES_PER_BATCH, STORAGE_ENTRIES_PER_BATCH } from '../limits.ts';
import type { StorageAnswer } from '../storage-query.ts';
import type { Send } from '../subscriptions.ts';

/** Tells one event of an operation; its id is added. */
type Tell = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

interface Operation {
  /** Goes on with what waits for the client; absent while nothing waits. */
  resume?: (() => void) | undefined;
}

export class Operations {
  readonly #send: Send;
  readonly #running = new Map<string, Operation>();
  #lastId = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Runs `work` after this turn; what it throws is told as `operationError` by `explain`. Undefined at the limit. */
  once(work: (tell: Tell) => void, explain: (error: unknown) => string): string | undefined {
    return this.#start((id, tell) => {
      attempt(() => work(tell), tell, explain);
      this.#running.delete(id);
    });
  }

  /** Tells `answers` in batches; between them it waits for the client if `waits`. */
  stream(
    answers: Iterator<StorageAnswer, void>,
    waits: boolean,
    explain: (error: unknown) => string,
  ): string | undefined {
    return this.#start((id, tell) => {
      const next = () => {
        const isDone = attempt(() => this.#tellBatches(answers, waits, tell), tell, explain) !== 'waiting';
        if (isDone) this.#running.delete(id);
        else this.#running.set(id, { resume: () => queueMicrotask(() => this.#running.has(id) && next()) });
      };
      next();
    });
  }

  /** False unless the operation waits for it. */
  resume(id: string): boolean {
    const operation = this.#running.get(id);
    if (!operation?.resume) return false;
    const { resume } = operation;
    this.#running.set(id, {});
    resume();
    return true;
  }

  stop(id: string): void {
    this.#running.delete(id);
  }

  stopAll(): void {
    this.#running.clear();
  }

  #start(run: (id: string, tell: Tell) => void): string | undefined {
    if (this.#running.size >= MAX_OPERATIONS_PER_FOLLOW) return undefined;
    const id = String(++this.#lastId);
    this.#running.set(id, {});
    const tell: Tell = (event, fields) => this.#send({ event, operationId: id, ...fields });
    queueMicrotask(() => {
      if (this.#running.has(id)) run(id, tell);
    });
    return id;
  }

  #tellBatches(answers: Iterator<StorageAnswer, void>, waits: boolean, tell: Tell): 'waiting' | 'done' {
    for (;;) {
      const { items, isLast } = takeBatch(answers);
      if (items.length > 0) tell('operationStorageItems', { items });
      if (isLast) break;
      if (!waits) continue;
      tell('operationWaitingForContinue');
      return 'waiting';
    }
    tell('operationStorageDone');
    return 'done';
  }
}

function attempt<T>(work: () => T, tell: Tell, explain: (error: unknown) => string): T | undefined {
  try {
    return work();
  } catch (error) {
    tell('operationError', { error: explain(error) });
    return undefined;
  }
}

function takeBatch(answers: Iterator<StorageAnswer, void>): {
  readonly items: StorageAnswer[];
  readonly isLast: boolean;
} {
  const items: StorageAnswer[] = [];
  let characters = 0;
  while (items.length < STORAGE_ENTRIES_PER_BATCH && characters < 2 * STORAGE_BYTES_PER_BATCH) {
    const { value, done } = answers.next();
    if (done) return { items, isLast: true };
    items.push(value);
    characters += value.key.length + (value.value?.length ?? 0);
  }
  return { items, isLast: false };
}

/** A body as the events carry it. */
export const bodyJson = (body: readonly Uint8Array[]): string[] => body.map(toHex);
