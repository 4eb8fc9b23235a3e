/**
 * The operator's HTTP server, on the loopback address only: small, slow clients are let go, nothing large is read.
 *
 *   GET  /metrics   Prometheus text
 *   GET  /health    200 while blocks are made
 *   POST /faucet    {"address":"5…","tao":"10"} ─▶ {"hash":"0x…"}      application/json only
 *   POST /upgrade?spec=425   a new runtime in the next block         application/json only, no body needed
 *
 * A page of another origin cannot post this type without asking first, and is not answered when it asks; a name that was
 * bent to this machine (DNS rebinding) is refused by its Host header.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROMETHEUS_TYPE } from './prometheus.ts';

/** Prometheus' own default for an exporter of a Substrate node. */
export const DEFAULT_OPS_PORT = 9615;
const LOOPBACK = '127.0.0.1';
const MAX_CONNECTIONS = 16;
/** A faucet request has an address and an amount. */
const MAX_BODY_BYTES = 1024;
const MAX_HEADER_BYTES = 8192;
/** For headers, body and answer together. */
const REQUEST_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 5_000;
/** How often Node looks for requests that took too long. */
const CHECK_INTERVAL_MS = 1_000;
const JSON_TYPE = 'application/json';

/** What a faucet says to a request. */
export type FaucetAnswer =
  | { readonly ok: true; readonly hash: string }
  | { readonly ok: false; readonly code: string; readonly reason: string };

export interface OpsServerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly metrics: () => Promise<string>;
  readonly faucet: (request: unknown) => FaucetAnswer;
  /** Replaces the runtime; rejects with an error with a `code` if it does not. */
  readonly upgrade?: (query: URLSearchParams) => Promise<void>;
  /** False once the chain makes no more blocks. */
  readonly isHealthy: () => boolean;
}

export interface OpsServer {
  /** `http://127.0.0.1:9615` */
  readonly url: string;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const plain = (status: number, text: string): Reply => ({ status, type: 'text/plain', text: `${text}\n` });
const json = (status: number, value: unknown): Reply => ({ status, type: JSON_TYPE, text: JSON.stringify(value) });

export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
  };
  const server = createServer(limits, (request, response) => {
    answer(request, options).then(
      (reply) => send(response, reply),
      () => send(response, plain(500, 'this went wrong')),
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, options: OpsServerOptions): Promise<Reply> {
  if (!isLocalName(request.headers.host)) return plain(421, 'this server answers to 127.0.0.1 and localhost');
  const url = URL.parse(request.url ?? '', `http://${LOOPBACK}`);
  const route = `${request.method} ${url?.pathname}`;
  switch (route) {
    case 'GET /metrics':
      return { status: 200, type: PROMETHEUS_TYPE, text: await options.metrics() };
    case 'GET /health':
      return options.isHealthy() ? plain(200, 'ok') : plain(503, 'no more blocks are made');
    case 'POST /faucet':
      return answerFaucet(request, options);
    case 'POST /upgrade':
      return answerUpgrade(request, url!.searchParams, options);
    default:
      return plain(404, 'GET /metrics, GET /health, POST /faucet, POST /upgrade');
  }
}

async function answerFaucet(request: IncomingMessage, { faucet }: OpsServerOptions): Promise<Reply> {
  if (!request.headers['content-type']?.startsWith(JSON_TYPE)) return plain(415, `expected ${JSON_TYPE}`);
  const body = await readBody(request);
  if (body === undefined) return plain(413, `at most ${MAX_BODY_BYTES} bytes`);
  const value = parseJson(body);
  if (value === undefined) return json(400, { ok: false, code: 'faucet/not-json', reason: 'the request is not JSON' });
  const given = faucet(value);
  if (given.ok) return json(200, given);
  return json(given.code === 'faucet/too-much' ? 429 : 400, given);
}

async function answerUpgrade(
  request: IncomingMessage,
  query: URLSearchParams,
  { upgrade }: OpsServerOptions,
): Promise<Reply> {
  if (!request.headers['content-type']?.startsWith(JSON_TYPE)) return plain(415, `expected ${JSON_TYPE}`);
  if (!upgrade) return plain(404, 'this chain is not upgraded from here');
  try {
    await upgrade(query);
    return json(200, { ok: true });
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    if (typeof code !== 'string' || !code.startsWith('upgrade/')) throw error;
    return json(400, { ok: false, code, reason: message });
  }
}

/** The body, or undefined if it is longer than any request is. @throws if the client goes away */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The answer needs the connection, so leaving early may not close it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isLocalName(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '');
  return name === LOOPBACK || name === 'localhost';
}

function send(response: ServerResponse, { status, type, text }: Reply): void {
  if (response.destroyed) return;
  // What is left of a refused request is not read.
  const connection = status === 200 ? {} : { connection: 'close' };
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...connection }).end(text);
}
