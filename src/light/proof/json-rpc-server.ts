/**
 * A chain's server over JSON-RPC (`wss`/`ws`), behind the interface that libp2p has too: see `server.ts`.
 *
 *   socket open ─→ genesis hash, finalized head ─→ onOpen ─→ subscriptions: onHeader, onFinalized, onVotes
 *
 * Questions become Substrate's methods (`chain_*`, `state_getReadProof`, `grandpa_proveFinality`, `author_*`), answers
 * are taken apart in `json-rpc/answers.ts`. A server that sends junk, too much or too often is let go; `json-rpc/limits.ts`
 * has the bounds. Addresses may hold a key of the person's: errors name only the host.
 */

import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { callListener } from '../call-listener.ts';
import type { Clock } from '../clock.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import type { LightError } from '../errors.ts';
import { isLightError } from '../errors.ts';
import { openJsonRpc } from '../json-rpc.ts';
import {
  extrinsicsOf,
  hashesOf,
  hashOrNone,
  headerBytesOf,
  present,
  reading,
  votesOfBlock,
} from './json-rpc/answers.ts';
import { finalitySince } from './json-rpc/finality.ts';
import { openForeignSubscriptions } from './json-rpc/foreign-subscriptions.ts';
import { startHeartbeat } from './json-rpc/heartbeat.ts';
import { followNews, greetingOf } from './json-rpc/hello.ts';
import {
  HEADERS_AT_ONCE,
  HEARTBEAT_MS,
  HELLO_DEADLINE_MS,
  MAX_HEADERS,
  MAX_MESSAGE_CHARS,
  MAX_NEWS_CHARS,
  QUESTION_DEADLINE_MS,
  REQUEST_DEADLINE_MS,
} from './json-rpc/limits.ts';
import type { AskOptions } from './json-rpc/question.ts';
import { openReadProof } from './json-rpc/read-proof.ts';
import { isComplaint, serverError, toServerError } from './json-rpc/server-error.ts';
import type { OpenSocket } from './json-rpc/socket.ts';
import { openWebSocket } from './json-rpc/socket.ts';
import { openNewsMeter } from './news-meter.ts';
import type { ChainServer, OpenServer, ServerEvents } from './server.ts';

export const openJsonRpcServer: OpenServer = (address, events) =>
  openJsonRpcServerOver({ clock: SYSTEM_CLOCK, openSocket: openWebSocket }, address, events);

/** The same with another clock and another way to connect. */
export function openJsonRpcServerOver(
  { clock, openSocket }: { readonly clock: Clock; readonly openSocket: OpenSocket },
  address: string,
  events: ServerEvents,
): ChainServer {
  const name = hostOf(address);
  const meter = openNewsMeter(clock.now());
  let isOpen = false;
  let over: LightError | undefined;
  let inFlight = 0;
  /** Questions that nobody waits for any more; their answers may still come, and be long. */
  let abandoned = 0;
  /** The text that is being read. */
  let text = '';

  const rpc = openJsonRpc(
    (request) => {
      meter.expect();
      socket.send(request);
    },
    {
      clock,
      onJunk(error) {
        if (isComplaint(text)) end(serverError('proof/limited', name, 'asks us to come less often'), true);
        else endMalformed(error);
      },
    },
  );
  const cancelHello = clock.after(HELLO_DEADLINE_MS, () => {
    end(serverError('proof/timeout', name, `did not greet within ${HELLO_DEADLINE_MS / 1000} s`), true);
  });
  const heartbeat = startHeartbeat(
    clock,
    () => ask('system_health', [], () => undefined, { deadlineMs: HEARTBEAT_MS }),
    () => end(serverError('proof/unreachable', name, 'is silent'), true),
  );
  const socket = openSocket(address, name, clock, {
    onOpen() {
      isOpen = true;
      greet().catch((error: unknown) => end(error as LightError, true));
    },
    onText: receive,
    onClosed: (reason) => end(reason, true),
  });
  const readProof = openReadProof(ask);
  const countSubscription = openForeignSubscriptions();

  function end(reason: LightError, isTold: boolean): void {
    if (over) return;
    over = reason;
    cancelHello();
    heartbeat.stop();
    rpc.close(reason);
    socket.close();
    if (isTold) events.onClosed(reason);
  }

  const endMalformed = (error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    end(serverError('proof/malformed', name, `sent what it should not: ${why}`, { cause: error }), true);
  };

  async function greet(): Promise<void> {
    const greeting = await greetingOf(ask);
    if (over) return;
    cancelHello();
    events.onOpen(greeting);
    await followNews(follow, events);
  }

  function receive(message: string): void {
    if (over) return;
    events.onReceived(message.length);
    heartbeat.heard();
    const isAnswer = message.length > MAX_NEWS_CHARS && inFlight === 0 && abandoned > 0;
    if (isAnswer) abandoned -= 1;
    const maxChars = inFlight > 0 || isAnswer ? MAX_MESSAGE_CHARS : MAX_NEWS_CHARS;
    if (message.length > maxChars) {
      endMalformed(`${message.length} characters at once`);
    } else if (!meter.take(clock.now())) {
      endMalformed('more messages than anybody asked for');
    } else {
      text = message;
      rpc.receive(message);
    }
    text = '';
  }

  /** Runs a request of `rpc`, and says in our codes why it failed. */
  async function inOurWords<T>(signal: AbortSignal | undefined, request: () => Promise<T>): Promise<T> {
    if (over) throw over;
    if (!isOpen) throw serverError('proof/unreachable', name, 'is not connected yet');
    inFlight += 1;
    try {
      return await request();
    } catch (error) {
      if (signal?.aborted || isLightError(error, 'light/timeout')) abandoned += 1;
      throw signal?.aborted ? error : toServerError(error, name);
    } finally {
      inFlight -= 1;
    }
  }

  function ask<T>(
    method: string,
    params: readonly unknown[],
    read: (answer: unknown) => T,
    { signal, deadlineMs = QUESTION_DEADLINE_MS }: AskOptions = {},
  ): Promise<T> {
    return inOurWords(signal, async () => {
      const answer = await rpc.request(method, params, { signal, deadlineMs });
      return reading(() => read(answer));
    });
  }

  function follow(method: string, take: (notice: unknown) => void) {
    const listener = (notice: unknown) => {
      try {
        reading(() => take(notice));
      } catch (error) {
        if (!isLightError(error, 'light/unexpected-answer')) throw error;
        endMalformed(error);
      }
    };
    return inOurWords(undefined, () => rpc.subscribe(method, [], listener, { deadlineMs: QUESTION_DEADLINE_MS }));
  }

  const headerOf: ChainServer['header'] = (hash, options) =>
    ask('chain_getHeader', [hash], (json) => headerBytesOf(present(json, `block ${hash}`)), options);

  const blockHash: ChainServer['blockHash'] = (number, options) =>
    ask('chain_getBlockHash', [number], (answer) => present(hashOrNone(answer), `block ${number}`), options);

  async function headers(...[from, count, options]: Parameters<ChainServer['headers']>): Promise<readonly Bytes[]> {
    if (count > MAX_HEADERS) throw new RangeError(`at most ${MAX_HEADERS} headers are asked for, got ${count}`);
    const numbers = Array.from({ length: count }, (_, i) => from + i);
    if (count === 0) return [];
    const hashes = await ask('chain_getBlockHash', [numbers], (answer) => hashesOf(answer, count), options);
    const found: Bytes[] = [];
    for (let first = 0; first < hashes.length; first += HEADERS_AT_ONCE) {
      const batch = hashes.slice(first, first + HEADERS_AT_ONCE);
      found.push(...(await Promise.all(batch.map((hash) => headerOf(hash, options)))));
    }
    return found;
  }

  return {
    address,
    transport: 'json-rpc',
    blockHash,
    header: headerOf,
    headers,
    async finalityOf(number, options) {
      const hash = await blockHash(number, options);
      const read = (json: unknown) => votesOfBlock(present(json, `block ${hash}`));
      const { headerBytes, justification } = await ask('chain_getBlock', [hash], read, options);
      return justification && { headerBytes, justification };
    },
    finalitySince: (from, options = {}) => finalitySince(ask, from, options),
    readProof,
    body: (at, options) => ask('chain_getBlock', [at], (json) => extrinsicsOf(present(json, `block ${at}`)), options),
    submit: (extrinsic, options) => ask('author_submitExtrinsic', [toHex(extrinsic)], () => undefined, options),
    request: (method, params, options) =>
      ask(method, params, (answer) => answer, { ...options, deadlineMs: REQUEST_DEADLINE_MS }),
    subscribe(method, params, listener, { signal } = {}) {
      const heard = (notice: unknown) => callListener(listener, notice);
      const options = { signal, deadlineMs: REQUEST_DEADLINE_MS };
      return countSubscription(() => inOurWords(signal, () => rpc.subscribe(method, params, heard, options)));
    },
    close: () => end(serverError('proof/unreachable', name, 'was closed'), false),
  };
}

/** The part of an address that people may see. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : 'the server';
}
