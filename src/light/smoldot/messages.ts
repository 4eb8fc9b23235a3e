/**
 * What page and worker say to each other: one union per direction, plain data that structured-clones. No transferables:
 * JSON-RPC is text.
 */
import type { LogLine, PipeChain, PipeCrash } from './pipe.ts';

export type ToWorker =
  /** First and once. */
  | { readonly type: 'open'; readonly chain: PipeChain }
  /** After `ready`. */
  | { readonly type: 'send'; readonly text: string }
  /** Last. Answered with `closed`. */
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'log'; readonly line: LogLine }
  | { readonly type: 'crash'; readonly crash: PipeCrash }
  | { readonly type: 'closed' };

/** The half of a Worker, of its global scope, or of a MessagePort that is needed to talk. */
export interface MessageEnd<Out, In> {
  postMessage(message: Out): void;
  onmessage: ((event: { readonly data: In }) => void) | null;
}
