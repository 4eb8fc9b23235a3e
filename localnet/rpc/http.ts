/**
 * JSON-RPC over HTTP POST: a question, an answer, no subscriptions.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Methods } from './json-rpc.ts';
import { answerText } from './json-rpc.ts';
import { MAX_REQUEST_BYTES } from './limits.ts';
import { NoSubscriptions } from './subscriptions.ts';

const JSON_TYPE = 'application/json';

export function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  methods: Methods,
  log: (line: string) => void,
): void {
  const reply = (status: number, type: string, text: string) => {
    if (response.writableEnded) return;
    response.writeHead(status, { 'content-type': type }).end(text);
    // What is left of a refused request is not read.
    if (status !== 200) response.once('finish', () => request.destroy());
  };
  if (request.method !== 'POST') {
    reply(405, 'text/plain', 'JSON-RPC takes POST or a WebSocket\n');
    return;
  }
  // A page of another origin cannot send this type without asking first, and is not answered when it asks.
  if (!request.headers['content-type']?.startsWith(JSON_TYPE)) {
    reply(415, 'text/plain', `expected ${JSON_TYPE}\n`);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) reply(413, 'text/plain', `at most ${MAX_REQUEST_BYTES} bytes\n`);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (response.writableEnded) return;
    const answer = answerText(Buffer.concat(chunks).toString(), methods, new NoSubscriptions(), log);
    reply(200, JSON_TYPE, answer ?? '');
  });
}
