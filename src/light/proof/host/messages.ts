/**
 * What the page and the proof engine's worker say to each other: one union per direction, plain data that structured-clones.
 *
 *   page ── open ─▶ worker ── status* ─▶ page        page ── call ─▶ worker ── answer | failed ─▶ page
 */
import type { BlockHash, BlockRef } from '../../../chain/block-ref.ts';
import type { Bytes } from '../../../chain/bytes.ts';
import type { ChainSource, EngineStatus } from '../../types.ts';
import type { AgreeProgress } from '../agree-checkpoint.ts';
import type { PlainError } from './plain-error.ts';

/** What can be asked of the engine, and what it answers. */
export interface Calls {
  readonly readStorage: {
    readonly args: readonly [keys: readonly Bytes[], at: BlockHash];
    readonly result: readonly (Bytes | undefined)[];
  };
  readonly readBody: { readonly args: readonly [at: BlockRef]; readonly result: readonly Bytes[] };
  readonly submit: { readonly args: readonly [extrinsic: Bytes]; readonly result: undefined };
  readonly request: { readonly args: readonly [method: string, params: readonly unknown[]]; readonly result: unknown };
  /** Notifications follow under the call's id. */
  readonly subscribe: {
    readonly args: readonly [method: string, params: readonly unknown[]];
    readonly result: string | number;
  };
  readonly exportDatabase: { readonly args: readonly []; readonly result: string | undefined };
  readonly compare: { readonly args: readonly []; readonly result: undefined };
}
export type CallName = keyof Calls;

export type Call = {
  readonly [Name in CallName]: {
    readonly type: 'call';
    readonly id: number;
    readonly name: Name;
    readonly args: Calls[Name]['args'];
  };
}[CallName];

export type ToProofWorker =
  /** First and once. */
  | {
      readonly type: 'open';
      readonly source: ChainSource;
      readonly checkpointText: string | undefined;
      readonly shippedText: string | undefined;
    }
  | Call
  /** Nobody waits for the answer any more. */
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'unsubscribe'; readonly id: number; readonly method: string }
  | { readonly type: 'wake' }
  /** Last. Answered with `closed`. */
  | { readonly type: 'close' };

export type FromProofWorker =
  | { readonly type: 'status'; readonly status: EngineStatus }
  | { readonly type: 'search'; readonly progress: AgreeProgress }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: PlainError }
  | { readonly type: 'notification'; readonly id: number; readonly result: unknown }
  | { readonly type: 'ended'; readonly error: PlainError }
  | { readonly type: 'closed' };
