/**
 * A JSON-RPC 2.0 client over a text pipe: numbered requests, deadlines, subscriptions.
 *
 * Contract: `receive` is called with every text that comes out of the pipe; whatever the text says, it does not throw.
 * Texts that are no messages go to `onJunk`. Answers that come twice, late, or to nobody are dropped. After
 * `close(reason)` every pending request rejects with `reason`, every later one does so at once, and no subscription
 * listener is called again.
 */
import type { Clock } from './clock.ts';
import { withDeadline } from './clock.ts';
import { LightError } from './errors.ts';
import type { RpcErrorBody, RpcMessage, SubscriptionId } from './json-rpc-message.ts';
import { parseRpcMessage } from './json-rpc-message.ts';

/** A client that is asked more than this at once has lost its reader; refusing is better than growing. */
export const MAX_PENDING_REQUESTS = 512;
/** smoldot gives a peer 10 s to answer and asks two in turn; beyond that nothing comes. */
export const REQUEST_DEADLINE_MS = 30_000;

/** Servers draw 16 letters, smoldot some 40. */
const MAX_SUBSCRIPTION_ID_CHARS = 128;

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Ms until the request rejects with `light/timeout`. */
  readonly deadlineMs?: number;
}

export interface Subscription {
  readonly id: SubscriptionId;
  /** Stops the listener at once and tells the other side by this method. Does not throw. */
  close(unsubscribeMethod: string): void;
}

export interface JsonRpc {
  /** @throws LightError `light/rpc-refused`, `light/timeout`, `light/too-many-requests`, the close or abort reason. */
  request(method: string, params: readonly unknown[], options?: RequestOptions): Promise<unknown>;
  /**
   * Notifications go to `listener` from the moment of the answer on; none is lost, and the first may come before the
   * promise has settled.
   */
  subscribe(
    method: string,
    params: readonly unknown[],
    listener: (result: unknown, subscription: Subscription) => void,
    options?: RequestOptions,
  ): Promise<Subscription>;
  receive(text: string): void;
  close(reason: Error): void;
}

interface Pending {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export function openJsonRpc(
  send: (text: string) => void,
  options: { readonly clock: Clock; readonly onJunk: (error: LightError) => void },
): JsonRpc {
  const pending = new Map<number, Pending>();
  const listeners = new Map<SubscriptionId, (result: unknown) => void>();
  let lastId = 0;
  let closed: Error | undefined;

  /** Sends a request and hands its result to `accept` in the very turn in which it arrives. */
  function ask<T>(
    method: string,
    params: readonly unknown[],
    accept: (result: unknown) => T,
    { signal, deadlineMs = REQUEST_DEADLINE_MS }: RequestOptions = {},
  ): Promise<T> {
    if (closed) return Promise.reject(closed);
    if (pending.size >= MAX_PENDING_REQUESTS) {
      return Promise.reject(
        new LightError('light/too-many-requests', `${method} would be request ${pending.size + 1} at once`),
      );
    }
    const id = ++lastId;
    const timeout = () =>
      new LightError('light/timeout', `${method} was not answered within ${deadlineMs / 1000} s`, {
        data: { method, afterMs: deadlineMs },
      });
    const work = () =>
      new Promise<T>((resolve, reject) => {
        pending.set(id, {
          method,
          reject,
          resolve: (result) => {
            try {
              resolve(accept(result));
            } catch (error) {
              reject(error); // the answer is not what the method promises
            }
          },
        });
        send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      });
    return withDeadline(options.clock, deadlineMs, timeout, signal, work).finally(() => pending.delete(id));
  }

  function receive(text: string): void {
    if (closed) return;
    const message = tryParse(text);
    if (message === undefined) return;
    if (message.kind === 'notification') {
      listeners.get(message.subscription)?.(message.result);
      return;
    }
    const request = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'result') request?.resolve(message.result);
    else request?.reject(refusal(request.method, message.error));
  }

  function tryParse(text: string): RpcMessage | undefined {
    try {
      return parseRpcMessage(text);
    } catch (error) {
      if (!(error instanceof LightError)) throw error;
      options.onJunk(error);
      return undefined;
    }
  }

  return {
    request: (method, params, request) => ask(method, params, (result) => result, request),
    subscribe: (method, params, listener, request) =>
      ask(
        method,
        params,
        (id) => {
          const isName = typeof id === 'number' || (typeof id === 'string' && id.length <= MAX_SUBSCRIPTION_ID_CHARS);
          if (!isName) {
            throw new LightError(
              'light/unexpected-answer',
              `${method} answered with something that names no subscription`,
            );
          }
          const subscription: Subscription = {
            id,
            close(unsubscribeMethod) {
              if (!listeners.delete(id) || closed) return;
              // Whether the other side still knows the subscription makes no difference any more.
              ask(unsubscribeMethod, [id], () => undefined).catch(() => undefined);
            },
          };
          listeners.set(id, (result) => listener(result, subscription));
          return subscription;
        },
        request,
      ),
    receive,
    close(reason) {
      if (closed) return;
      closed = reason;
      listeners.clear();
      for (const request of [...pending.values()]) request.reject(reason);
      pending.clear();
    },
  };
}

function refusal(method: string, error: RpcErrorBody): LightError {
  return new LightError('light/rpc-refused', `${method}: ${error.message} (${error.code})`, {
    data: { method, rpcCode: error.code, rpcMessage: error.message, rpcData: error.data },
  });
}
