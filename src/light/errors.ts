/**
 * The one error class of `src/light`: why a question to the chain was not answered.
 *
 * `code` is stable and is what callers match on. The codes:
 *
 *   light/closed             the engine was closed
 *   light/timeout            no answer within the deadline (data: method, afterMs)
 *   light/unavailable        no peer could or would answer
 *   light/bad-proof          peers answered with proofs that do not lead to the state root
 *   light/unknown-block      the block is not known to be finalized
 *   light/rpc-refused        the light client refused a request (data: method, rpcCode)
 *   light/too-many-requests  more requests at once than the engine keeps
 *   light/bad-message        text that is no JSON-RPC message
 *   light/unexpected-answer  an answer whose shape is not the method's
 *   light/unexpected-state   proved state that contradicts itself (data: item)
 *   light/bad-spec           the chain specification was not accepted
 *   light/client-crashed     the light client ended by itself
 *   light/client-silent      the light client does not answer any more
 *   light/no-finality        no finalized block is proved yet, though there was time; a status, never thrown
 *   light/worker-failed      the worker could not be loaded or died
 */
import type { Failure } from '../chain/failure.ts';

export type LightErrorCode = `light/${string}`;

export class LightError extends Error {
  override readonly name = 'LightError';
  readonly code: LightErrorCode;
  /** What the code's line above promises, for people and logs. */
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: LightErrorCode,
    reason: string,
    details: { readonly data?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(reason, { cause: details.cause });
    this.code = code;
    this.data = details.data ?? {};
  }
}

/** True for a LightError with one of these codes. Works on errors of another bundle too: it looks at name and code. */
export function isLightError(error: unknown, ...codes: readonly LightErrorCode[]): error is LightError {
  if (!(error instanceof Error) || error.name !== 'LightError') return false;
  return codes.length === 0 || codes.includes((error as LightError).code);
}

/** What a person is told about an error: its own code if it has one, and what happens `next`. */
export function toFailure(error: unknown, next: string): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return { code: typeof code === 'string' ? code : 'light/unexpected', reason, next };
}
