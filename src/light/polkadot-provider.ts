/**
 * polkadot-js' idea of a provider over an engine: its requests and legacy subscriptions go through the same light client.
 *
 * The provider is connected from the start and until the engine ends; it does not reconnect, a new engine gets a new one.
 */
import type { ProviderInterface, ProviderInterfaceCallback } from '@polkadot/rpc-provider/types';
import type { ChainEngine, RpcSubscription } from './types.ts';

type Emitted = Parameters<ProviderInterface['on']>[0];
type Listener = Parameters<ProviderInterface['on']>[1];

export class EngineProvider implements ProviderInterface {
  readonly hasSubscriptions = true;
  readonly isClonable = false;
  readonly #engine: ChainEngine;
  /** By numbers of ours: two servers may give two subscriptions the same id. */
  readonly #subscriptions = new Map<number | string, { readonly method: string; readonly opened: RpcSubscription }>();
  #lastSubscription = 0;
  readonly #listeners = new Map<Emitted, Set<Listener>>();

  constructor(engine: ChainEngine) {
    this.#engine = engine;
    engine.ended.addEventListener('abort', () => this.#emit('disconnected'), { once: true });
  }

  get isConnected(): boolean {
    return !this.#engine.ended.aborted;
  }

  clone(): ProviderInterface {
    return new EngineProvider(this.#engine);
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  /** Ends the subscriptions. The engine is its owner's to close. */
  disconnect(): Promise<void> {
    for (const { method, opened } of this.#subscriptions.values()) opened.close(unsubscribeMethod(method));
    this.#subscriptions.clear();
    return Promise.resolve();
  }

  on(type: Emitted, listener: Listener): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    // Whoever listens has not been told yet; never within the call.
    if (type === 'connected' && this.isConnected) queueMicrotask(() => listener());
    return () => void listeners.delete(listener);
  }

  send<T>(method: string, params: unknown[]): Promise<T> {
    return this.#engine.request(method, params) as Promise<T>;
  }

  async subscribe(
    _type: string,
    method: string,
    params: unknown[],
    callback: ProviderInterfaceCallback,
  ): Promise<number> {
    const opened = await this.#engine.subscribeRpc(method, params, (result) => callback(null, result));
    const id = ++this.#lastSubscription;
    this.#subscriptions.set(id, { method, opened });
    return id;
  }

  unsubscribe(_type: string, method: string, id: number | string): Promise<boolean> {
    const subscription = this.#subscriptions.get(id);
    this.#subscriptions.delete(id);
    subscription?.opened.close(method);
    return Promise.resolve(subscription !== undefined);
  }

  #emit(type: Emitted): void {
    for (const listener of this.#listeners.get(type) ?? []) listener();
  }
}

/** The legacy API names its pairs alike, but for watching an extrinsic. */
function unsubscribeMethod(method: string): string {
  return method === 'author_submitAndWatchExtrinsic'
    ? 'author_unwatchExtrinsic'
    : method.replace('_subscribe', '_unsubscribe');
}
