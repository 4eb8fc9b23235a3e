/**
 * The subscriptions of one connection.
 *
 *   open ──→ notifications wait ──→ begin ──→ notifications go out ──→ close (by the client) or end (by the server)
 *
 * They wait because a client must first be told the subscription's id, in the answer to its request.
 */
import { RpcError, tooManySubscriptions } from './error.ts';
import { MAX_SUBSCRIPTIONS_PER_CONNECTION } from './limits.ts';

/** Sends one notification's result. */
export type Send = (result: unknown) => void;
/** Stops what `start` has started. Called once. */
export type Stop = () => void;
/**
 * Begins to send. `end` says that nothing more will come; then `Stop` is called when all has been sent.
 * Both may be called before `start` returns.
 */
export type Start = (send: Send, end: () => void) => Stop;

interface Subscription {
  readonly stop: Stop;
  /** What the client must call to end it. */
  readonly family: string;
  readonly notification: string;
  /** What came before the client knew the id; undefined from then on. */
  waiting: unknown[] | undefined;
  isOver: boolean;
}

export class Subscriptions {
  readonly #sendText: (text: string) => void;
  readonly #open = new Map<string, Subscription>();
  #lastId = 0;

  /** `sendText` sends a message to the client. */
  constructor(sendText: (text: string) => void) {
    this.#sendText = sendText;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Starts a subscription; returns its id. `notification` is the method name that its messages carry, `family` what
   * keeps `chain_unsubscribeNewHeads` from ending a storage subscription.
   * @throws RpcError -32006 if the client has too many; whatever `start` throws.
   */
  open(family: string, notification: string, start: Start): string {
    if (this.#open.size >= MAX_SUBSCRIPTIONS_PER_CONNECTION) {
      throw tooManySubscriptions(MAX_SUBSCRIPTIONS_PER_CONNECTION);
    }
    const id = String(++this.#lastId);
    const early: unknown[] = [];
    let isOverEarly = false;
    let subscription: Subscription | undefined;
    const send: Send = (result) => {
      if (!subscription) early.push(result);
      else if (subscription.waiting) subscription.waiting.push(result);
      else this.#notify(id, subscription.notification, result);
    };
    const end = () => {
      if (!subscription) isOverEarly = true;
      else if (subscription.waiting) subscription.isOver = true;
      else this.#remove(id);
    };
    const stop = start(send, end);
    subscription = { stop, family, notification, waiting: early, isOver: isOverEarly };
    this.#open.set(id, subscription);
    return id;
  }

  /** The client knows all ids so far: what waited goes out. */
  begin(): void {
    for (const [id, subscription] of this.#open) {
      const { waiting, notification, isOver } = subscription;
      if (!waiting) continue;
      subscription.waiting = undefined;
      for (const result of waiting) this.#notify(id, notification, result);
      if (isOver) this.#remove(id);
    }
  }

  /** False if there is no such subscription. */
  close(family: string, id: string): boolean {
    if (this.#open.get(id)?.family !== family) return false;
    this.#remove(id);
    return true;
  }

  closeAll(): void {
    for (const id of this.#open.keys()) this.#remove(id);
  }

  #remove(id: string): void {
    const subscription = this.#open.get(id);
    this.#open.delete(id);
    subscription?.stop();
  }

  #notify(id: string, method: string, result: unknown): void {
    if (!this.#open.has(id)) return;
    this.#sendText(JSON.stringify({ jsonrpc: '2.0', method, params: { subscription: id, result } }));
  }
}

/** For clients that can only ask: plain HTTP. */
export class NoSubscriptions extends Subscriptions {
  constructor() {
    super(() => undefined);
  }

  override open(): string {
    throw new RpcError(-32601, 'Method not found', 'Subscriptions need a WebSocket');
  }
}
