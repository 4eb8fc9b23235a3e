/**
 * As much JSON-RPC over WebSocket as an export needs: one question at a time, each with a deadline, answers bounded.
 */
import { WebSocket } from 'ws';
import { snapshotError } from './format.ts';

/** A page of a thousand values; the largest single one is a runtime, 4 MiB twice over in hex. */
const MAX_ANSWER_BYTES = 64 << 20;
const DEADLINE_MS = 60_000;
const MAX_REASON_LENGTH = 300;

export interface RpcClient {
  /** @throws LocalnetError `snapshot/refused` if the node says no, `snapshot/unreachable` if it says nothing. */
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>;
  close(): void;
}

/** @throws LocalnetError `snapshot/unreachable` */
export async function connectRpc(url: string): Promise<RpcClient> {
  const socket = new WebSocket(url, { maxPayload: MAX_ANSWER_BYTES, handshakeTimeout: DEADLINE_MS });
  const unreachable = (reason: string) => snapshotError('unreachable', `${url}: ${reason}`);
  let waiting: { readonly id: number; settle(answer: unknown): void; fail(error: Error): void } | undefined;
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve).once('error', (error) => reject(unreachable(error.message)));
  });
  socket.on('error', (error) => waiting?.fail(unreachable(error.message)));
  socket.on('close', (code) => waiting?.fail(unreachable(`the connection was closed with ${code}`)));
  socket.on('message', (data) => {
    const message = parse(String(data));
    if (!waiting || message?.id !== waiting.id) return;
    if (message.error === undefined) waiting.settle(message.result);
    else waiting.fail(snapshotError('refused', JSON.stringify(message.error).slice(0, MAX_REASON_LENGTH)));
  });
  let lastId = 0;
  return {
    ask: async (method, ...params) => {
      const id = ++lastId;
      let late: NodeJS.Timeout | undefined;
      try {
        return await new Promise<unknown>((settle, fail) => {
          if (socket.readyState !== WebSocket.OPEN) throw unreachable('the connection is closed');
          waiting = { id, settle, fail };
          late = setTimeout(() => fail(unreachable(`no answer to ${method} within ${DEADLINE_MS} ms`)), DEADLINE_MS);
          socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
        });
      } finally {
        clearTimeout(late);
        waiting = undefined;
      }
    },
    close: () => socket.close(),
  };
}

function parse(text: string): { id?: unknown; result?: unknown; error?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
