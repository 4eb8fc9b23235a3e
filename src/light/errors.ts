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
 *   light/unsupported        a full node speaks no JSON-RPC
 *   light/schema-changed     the chain runs a runtime in which an item is another type (data: specVersion, items)
 *   light/incompatible-runtime  the light client cannot follow this chain's runtime; the proof engine can
 *   proof/forced-change      the voters are replaced without being voted for (data: at); only a new checkpoint helps
 *   proof/other-history      every server contradicts what is final here; a status, never thrown
 *   proof/lagging            a server is far behind what is final, or on a branch that lost
 *   checkpoint/malformed        text that is no checkpoint, or one that contradicts itself
 *   checkpoint/other-version    a checkpoint of a newer version of this format (data: version)
 *   checkpoint/other-chain      a checkpoint, a specification or a server of another chain (data: expected, got)
 *   checkpoint/bad-spec         a chain specification from which no genesis block can be made
 *   checkpoint/servers-differ   servers contradict each other (data: answers)
 *   checkpoint/too-few-servers  not enough servers answered, or not enough of them rightly (data: answers, minimum)
 *   checkpoint/servers-behind   the newest block that servers agree on is an old one (data: number, takenAtMs)
 *   transaction/unknown-runtime     the chain runs a runtime that this version does not know (data: specVersion)
 *   transaction/bad-period          a validity in blocks that the chain does not allow (data: periodBlocks, most)
 *   transaction/not-following       no finalized block is known yet that a transaction could be built on
 *   transaction/too-many-in-flight  as many transactions of an account wait as a pool keeps (data: most)
 *   transaction/discarded           a draft that was given up, or is too old to be signed
 *   transaction/not-trackable       a transaction whose length or time cannot be followed, or that was signed as another than is said
 *   transaction/too-many-open       more transactions at once than are followed (data: most)
 *   transaction/not-saved           it could not be written down, so it was not handed over
 *   transaction/bad-record          what storage gave back is no transaction that was followed (data: field)
 *   signer/rejected                 the person or the extension did not sign
 *   signer/timeout                  the signer did not answer in time (data: afterMs)
 *   signer/unavailable              the extension is not there, or not one that can sign
 *   signer/bad-answer               an extension or a text that says something else than it should (data: field)
 *   signer/other-scheme             a key or signature that is not sr25519
 *   signer/bad-signature            a signature that is not of this transaction by this account
 */
import type { Failure } from '../chain/failure.ts';

export type LightErrorCode =
  | `light/${string}`
  | `proof/${string}`
  | `checkpoint/${string}`
  | `transaction/${string}`
  | `signer/${string}`;

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
