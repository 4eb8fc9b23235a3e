/**
 * JSON-RPC over WebSocket, and over HTTP POST for a quick question from the command line; one port for both.
 *
 * For tools of this machine: it listens on the loopback address unless told otherwise, and offers nothing that could
 * harm the node. Whoever reads too slowly or does not answer a ping is let go.
 */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Trie } from '../../src/chain/trie/index.ts';
import { HONEST } from '../p2p/index.ts';
import type { ChainView, Lies } from '../types.ts';
import type { NodeIdentity, RpcContext, RuntimeDescription } from './context.ts';
import { stateOf } from './context.ts';
import { answerPost } from './http.ts';
import type { Methods } from './json-rpc.ts';
import { answerText } from './json-rpc.ts';
import {
  CLOSE_DEADLINE_MS,
  HEARTBEAT_MS,
  MAX_BACKLOG_BYTES,
  MAX_CONNECTIONS,
  MAX_REQUEST_BYTES,
  MAX_SOCKETS,
} from './limits.ts';
import { allMethods } from './methods.ts';
import { Subscriptions } from './subscriptions.ts';

export interface RpcServerOptions {
  readonly chain: ChainView;
  readonly chainName: string;
  /** Address to listen on; the loopback address if left out. */
  readonly host?: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** What the runtime in a state says of itself: the same object as long as it is the same runtime. */
  readonly describeRuntime: (state: Trie) => RuntimeDescription;
  /** Left out: all votes are given away. */
  readonly votes?: RpcContext['votes'];
  readonly node: NodeIdentity;
  readonly lies?: Lies;
  readonly log: (line: string) => void;
}

export interface RpcServer {
  /** `ws://127.0.0.1:9944` */
  readonly url: string;
  /** WebSocket clients connected now. */
  connections(): number;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Close code: the client is not to blame, but has to go (RFC 6455 §7.4.1). */
const TRY_AGAIN_LATER = 1013;
const GOING_AWAY = 1001;

export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const { host = LOOPBACK, port, lies = HONEST, votes = 'all', log } = options;
  const runtimeAt: RpcContext['runtimeAt'] = (block) => options.describeRuntime(stateOf(block));
  const methods = allMethods({ ...options, runtimeAt, lies, votes });
  const http = createServer((request, response) => answerPost(request, response, methods, log));
  http.maxConnections = MAX_SOCKETS;
  const sockets = new WebSocketServer({ server: http, maxPayload: MAX_REQUEST_BYTES });
  sockets.on('connection', (socket) => serve(socket, sockets.clients.size, methods, log));
  await listen(http, sockets, host, port);
  sockets.on('error', (error) => log(`json-rpc server: ${error.message}`));
  return {
    url: `ws://${host}:${(http.address() as AddressInfo).port}`,
    connections: () => sockets.clients.size,
    async close() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY);
      // Whoever does not say goodbye must not keep us.
      const late = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, CLOSE_DEADLINE_MS);
      await Promise.all([closed(sockets), closed(http, () => http.closeAllConnections())]);
      clearTimeout(late);
    },
  };
}

function listen(http: Server, sockets: WebSocketServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // The WebSocket server repeats the errors of the HTTP server.
    sockets.once('error', reject);
    http.listen(port, host, () => {
      sockets.off('error', reject);
      resolve();
    });
  });
}

function closed(server: { close(done: () => void): unknown }, hurry?: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    hurry?.();
  });
}

function serve(socket: WebSocket, connections: number, methods: Methods, log: (line: string) => void): void {
  // Before anybody is turned away: those may still send nonsense, and an error that nobody hears ends the process.
  socket.on('error', (error) => log(`json-rpc client: ${error.message}`));
  if (connections > MAX_CONNECTIONS) {
    socket.close(TRY_AGAIN_LATER);
    return;
  }
  const send = (text: string) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MAX_BACKLOG_BYTES) socket.terminate();
    else socket.send(text);
  };
  const subscriptions = new Subscriptions(send);
  const stopHeartbeat = heartbeat(socket);
  socket.on('message', (data) => {
    const answer = answerText(data.toString(), methods, subscriptions, log);
    if (answer !== undefined) send(answer);
    subscriptions.begin();
  });
  socket.on('close', () => {
    stopHeartbeat();
    subscriptions.closeAll();
  });
}

function heartbeat(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, HEARTBEAT_MS).unref();
  return () => clearInterval(timer);
}
