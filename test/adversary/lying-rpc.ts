/**
 * A JSON-RPC server that misbehaves as such: a proxy before an honest one, which forwards everything and does one thing
 * to what comes back.
 *
 *   client ⇄ proxy ⇄ honest server
 *             └ lie: answers, notifications, the connection itself
 */
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

export interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What the honest server says, parsed; the lie may hand out another object or any text. */
export type Json = Readonly<Record<string, unknown>>;
export type Told = Json | string | Uint8Array | undefined;

export interface RpcConnection {
  /** 0 for the first connection of the client. */
  readonly index: number;
  /** Ms since it was opened. */
  readonly ageMs: number;
  send(text: string | Uint8Array): void;
  /** Sends a text in pieces, a byte every so many ms. */
  drip(text: string, everyMs: number): void;
  close(code: number, reason: string): void;
  /** Cuts the connection without a word. */
  cut(): void;
}

export interface RpcLie {
  /** A WebSocket is being opened: an HTTP status with which it is refused. */
  readonly refuseWith?: number;
  /** A client is there. */
  connected?(connection: RpcConnection): void;
  /** A request, before it is forwarded; true if it has been dealt with. */
  asked?(request: RpcRequest, connection: RpcConnection): boolean;
  /** The answer to a request; undefined: nothing is said. */
  answered?(answer: Json, request: RpcRequest, connection: RpcConnection): Told;
  /** A notification. */
  noticed?(notice: Json, connection: RpcConnection): Told;
}

export interface LyingRpc {
  readonly url: string;
  close(): Promise<void>;
}

export async function startLyingRpc(honestUrl: string, lie: RpcLie): Promise<LyingRpc> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 << 20 });
  let opened = 0;
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (lie.refuseWith !== undefined) {
      socket.end(`HTTP/1.1 ${lie.refuseWith} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => between(client, honestUrl, lie, opened++));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () => closeAll(http, sockets),
  };
}

function between(client: WebSocket, honestUrl: string, lie: RpcLie, index: number): void {
  const honest = new WebSocket(honestUrl, { maxPayload: 128 << 20 });
  const asked = new Map<number, RpcRequest>();
  const waiting: string[] = [];
  const drips = new Set<NodeJS.Timeout>();
  const openedAtMs = Date.now();
  const end = () => {
    for (const drip of drips) clearInterval(drip);
    honest.close();
    client.terminate();
  };
  const connection: RpcConnection = {
    index,
    get ageMs() {
      return Date.now() - openedAtMs;
    },
    send: (text) => client.readyState === WebSocket.OPEN && client.send(text),
    drip(text, everyMs) {
      let at = 0;
      const drip = setInterval(() => {
        const isLast = at >= text.length - 1;
        if (client.readyState === WebSocket.OPEN) client.send(text.slice(at, ++at), { fin: isLast });
        if (isLast) clearInterval(drip);
      }, everyMs);
      drips.add(drip);
    },
    close: (code, reason) => client.close(code, reason),
    cut: () => client.terminate(),
  };
  const tell = (told: Told) => {
    if (told !== undefined)
      connection.send(typeof told === 'string' || told instanceof Uint8Array ? told : JSON.stringify(told));
  };

  honest.on('error', end).on('close', end);
  honest.on('open', () => {
    for (const text of waiting.splice(0)) honest.send(text);
  });
  honest.on('message', (data) => {
    const message = JSON.parse(String(data)) as Json;
    const request = asked.get(message.id as number);
    asked.delete(message.id as number);
    if (request) tell(lie.answered ? lie.answered(message, request, connection) : message);
    else tell(lie.noticed ? lie.noticed(message, connection) : message);
  });
  client.on('error', end).on('close', end);
  client.on('message', (data) => {
    const text = String(data);
    const request = JSON.parse(text) as RpcRequest;
    if (lie.asked?.(request, connection)) return;
    asked.set(request.id, request);
    if (honest.readyState === WebSocket.OPEN) honest.send(text);
    else waiting.push(text);
  });
  lie.connected?.(connection);
}

async function closeAll(http: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
}
