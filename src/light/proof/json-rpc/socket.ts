/**
 * The platform's WebSocket (browser worker, Node) as a pipe of texts.
 *
 *   opened ── onOpen ──→ onText* ──→ onClosed, or close()
 *
 * UNKNOWN: how much a compressed message may become. Platforms inflate by themselves, and pages have no say in it: Node
 * hangs up beyond some hundred megabytes, Chromium hands out 200 and more. Whoever sends that is let go when it arrives.
 *
 * No event comes before the opening call has returned, none after `onClosed` (at most once) or `close()`.
 */
import type { Clock } from '../../clock.ts';
import type { LightError } from '../../errors.ts';
import { closeError, serverError } from './server-error.ts';

export interface Socket {
  /** Only after `onOpen`. */
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  onOpen(): void;
  onText(text: string): void;
  onClosed(reason: LightError): void;
}

/** `name`: what errors call the server. */
export type OpenSocket = (address: string, name: string, clock: Clock, events: SocketEvents) => Socket;

/** Bytes that wait to be sent; a server that does not read is none. A question is 200 KB at most. */
const MAX_BACKLOG_BYTES = 16 << 20;
/** `close` follows `error` at once where platforms keep to the standard, and tells more. */
const CLOSE_AFTER_ERROR_MS = 500;

export const openWebSocket: OpenSocket = (address, name, clock, events) => {
  let isOver = false;
  let socket: WebSocket | undefined;
  let cancelGrace: (() => void) | undefined;

  const end = (reason: LightError | undefined) => {
    if (isOver) return;
    isOver = true;
    cancelGrace?.();
    socket?.close();
    if (reason) events.onClosed(reason);
  };

  try {
    socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      if (!isOver) events.onOpen();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isOver) return;
      if (typeof data === 'string') events.onText(data);
      else end(serverError('proof/malformed', name, 'sent bytes where JSON-RPC is text'));
    });
    socket.addEventListener('close', ({ code, reason }) => end(closeError(name, code, reason)));
    socket.addEventListener('error', () => {
      cancelGrace ??= clock.after(CLOSE_AFTER_ERROR_MS, () => {
        end(serverError('proof/unreachable', name, 'cannot be connected to'));
      });
    });
  } catch (cause) {
    // No URL of a WebSocket, or one that this page may not use (`ws` from a page of https).
    // The platform's words may quote the address, which may hold a key.
    const words = cause instanceof Error ? cause.message : '';
    const why = words === '' || words.includes(address) ? 'the address cannot be used' : words;
    queueMicrotask(() => end(serverError('proof/unreachable', name, `cannot be connected to: ${why}`, { cause })));
  }

  return {
    send(text) {
      if (isOver || !socket) return;
      if (socket.bufferedAmount > MAX_BACKLOG_BYTES) {
        end(serverError('proof/unreachable', name, 'does not read what is sent to it'));
      } else {
        socket.send(text);
      }
    },
    close: () => end(undefined),
  };
};
