/**
 * The text pipe to a light client that follows one chain: JSON-RPC in, JSON-RPC out.
 *
 *   opened ── onReady ──→ (send, onMessage)* ──→ onCrash, or close()
 *
 * `send` is called after `onReady` only. No event comes before the opening call has returned; `onCrash` comes at most
 * once; nothing is called after it or after `close()`. A pipe is one light client: it is not restarted, a new one is
 * opened.
 */
import type { LightErrorCode } from '../errors.ts';

/** What the light client is given to start from. */
export interface PipeChain {
  readonly specText: string;
  /** What `chainHead_unstable_finalizedDatabase` gave in an earlier session. */
  readonly databaseText?: string | undefined;
}

/** As smoldot reports it: 1 = error, 2 = warning, 3 = information, 4 = debug. Only what `log-hints.ts` reads is passed on. */
export interface LogLine {
  readonly level: number;
  /** The part of the light client that speaks: `sync-service-localnet`. */
  readonly target: string;
  readonly text: string;
}

/** Why a pipe ended by itself. Plain data: it crosses from worker to page. */
export interface PipeCrash {
  readonly code: LightErrorCode;
  readonly message: string;
}

export interface PipeEvents {
  /** The chain specification was accepted and connections are being opened. */
  onReady(): void;
  onMessage(text: string): void;
  onLog(line: LogLine): void;
  onCrash(crash: PipeCrash): void;
}

export interface SmoldotPipe {
  send(text: string): void;
  /** Ends the light client. Idempotent; resolves when it is gone, never rejects. */
  close(): Promise<void>;
}

export type OpenPipe = (chain: PipeChain, events: PipeEvents) => SmoldotPipe;
