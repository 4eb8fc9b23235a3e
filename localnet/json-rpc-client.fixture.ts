/**
 * A JSON-RPC client for tests, over anything that carries texts: a light client in this process, or a WebSocket.
 */
import { WebSocket } from 'ws';

export class JsonRpcFailure extends Error {
  override readonly name = 'JsonRpcFailure';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface JsonRpcClient {
  /** @throws JsonRpcFailure */
  request<T>(method: string, params?: readonly unknown[]): Promise<T>;
  /** Calls `listener` for every notification; resolves with the subscription's id. */
  subscribe<T>(method: string, params: readonly unknown[], listener: (result: T) => void): Promise<string>;
  close(): Promise<void>;
}

/** Texts there and back. */
export interface Transport {
  send(message: string): void;
  next(): Promise<string>;
  close(): Promise<void>;
}

interface Response {
  readonly id?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly params?: { readonly subscription: string; readonly result: unknown };
}

export function connect(transport: Transport): JsonRpcClient {
  let lastId = 0;
  let isClosed = false;
  const waiting = new Map<string, { resolve(result: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, (result: unknown) => void>();
  /** Notifications that came before the answer that names their subscription was looked at. */
  const early = new Map<string, unknown[]>();

  const handle = ({ id, result, error, params }: Response) => {
    if (params) {
      const listener = listeners.get(params.subscription);
      if (listener) listener(params.result);
      else early.set(params.subscription, [...(early.get(params.subscription) ?? []), params.result]);
    } else if (id !== undefined) {
      const request = waiting.get(id);
      waiting.delete(id);
      if (error) request?.reject(new JsonRpcFailure(error.code, `${error.message} ${error.data ?? ''}`.trim()));
      else request?.resolve(result);
    }
  };
  const pull = async () => {
    while (!isClosed) handle(JSON.parse(await transport.next()) as Response);
  };
  let failure: Error | undefined;
  void pull().catch((error: Error) => {
    failure = error;
    for (const { reject } of waiting.values()) reject(error);
  });

  const request = <T>(method: string, params: readonly unknown[] = []): Promise<T> =>
    new Promise((resolve, reject) => {
      if (failure) {
        reject(failure);
        return;
      }
      const id = String(++lastId);
      waiting.set(id, { resolve: (result) => resolve(result as T), reject });
      transport.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  return {
    request,
    async subscribe(method, params, listener) {
      const subscription = await request<string>(method, params);
      listeners.set(subscription, listener as (result: unknown) => void);
      for (const result of early.get(subscription) ?? []) handle({ params: { subscription, result } });
      early.delete(subscription);
      return subscription;
    },
    close() {
      isClosed = true;
      return transport.close();
    },
  };
}

/** Connects to a JSON-RPC server. */
export async function connectWebSocket(url: string): Promise<JsonRpcClient> {
  const socket = new WebSocket(url);
  const arrived: string[] = [];
  let wake: (() => void) | undefined;
  let failure: Error | undefined;
  socket.on('message', (data) => {
    arrived.push(data.toString());
    wake?.();
  });
  socket.on('close', (code) => {
    failure = new Error(`the server closed the connection with ${code}`);
    wake?.();
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return connect({
    send: (message) => socket.send(message),
    async next() {
      for (;;) {
        const text = arrived.shift();
        if (text !== undefined) return text;
        if (failure) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    async close() {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.close();
      await closed;
    },
  });
}
