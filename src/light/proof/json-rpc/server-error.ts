/**
 * What goes wrong with a JSON-RPC server, in the codes of `ChainServer`.
 *
 * Servers refuse in many ways; the codes are Substrate's (`sc-rpc-api`), jsonrpsee's and those of gateways in front:
 *   1010…1016          the transaction pool's verdict on an extrinsic: the extrinsic's fault, not the server's
 *   4003               `Client error`: an unknown block, or one whose state is discarded
 *   -32601             no such method
 *   -32005 -32029 429  come less often (also -32999 of Substrate's own limiter, and by words)
 */
import { isLightError, LightError, type LightErrorCode } from '../../errors.ts';

/** Pool verdicts; `sc_rpc_api::author`. */
const POOL_VERDICTS = { first: 1010, last: 1016 } as const;
const LIMITED_CODES: readonly unknown[] = [429, -32_005, -32_029, -32_999];
const LIMITED_WORDS = /rate.?limit|too many requests|\b429\b/i;
/** `sc_rpc_api::state`: what the client library said, which is always about a block or its state. */
const CLIENT_ERROR = 4003;
const UNAVAILABLE_WORDS = /unknown ?block|state already discarded|discarded already|header was not found|pruned/i;
const NO_SUCH_METHOD = -32_601;
/** WebSocket close codes with which servers and gateways send us away (RFC 6455: policy, try again later). */
const LIMITED_CLOSE_CODES: readonly number[] = [1008, 1013];
/** How much of a server's words goes into a reason. */
const QUOTED_CHARS = 120;

type ProofCode = Extract<LightErrorCode, `proof/${string}`>;

export function serverError(
  code: ProofCode,
  address: string,
  reason: string,
  details: { readonly data?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
): LightError {
  return new LightError(code, `${address} ${reason}`, details);
}

/** Anything that a question to this server rejected with, as a LightError of the contract; other errors are returned as they are. */
export function toServerError(error: unknown, address: string): unknown {
  if (!isLightError(error)) return error;
  switch (error.code) {
    case 'light/rpc-refused':
      return refusal(error, address);
    case 'light/timeout':
      return serverError('proof/timeout', address, `did not answer: ${error.message}`, {
        data: error.data,
        cause: error,
      });
    case 'light/unexpected-answer':
    case 'light/bad-message':
      return serverError('proof/malformed', address, `gave an answer that is none: ${error.message}`, { cause: error });
    default:
      return error;
  }
}

function refusal(error: LightError, address: string): LightError {
  const { data } = error;
  const { rpcCode, rpcMessage, rpcData } = data;
  const words = quote(`${String(rpcMessage)}${typeof rpcData === 'string' ? `: ${rpcData}` : ''}`);
  const as = (code: ProofCode, what: string) => serverError(code, address, `${what}: ${words}`, { data, cause: error });
  const isVerdict = typeof rpcCode === 'number' && rpcCode >= POOL_VERDICTS.first && rpcCode <= POOL_VERDICTS.last;
  if (isVerdict) return as('proof/refused', 'refuses the extrinsic');
  if (LIMITED_CODES.includes(rpcCode) || LIMITED_WORDS.test(words))
    return as('proof/limited', 'asks us to come less often');
  if (rpcCode === CLIENT_ERROR || UNAVAILABLE_WORDS.test(words)) return as('proof/unavailable', 'does not have it');
  return as('proof/refused', 'refuses');
}

/** True if the server does not know the method, rather than disliking the question. */
export function isUnknownMethod(error: unknown): boolean {
  return isLightError(error, 'proof/refused') && error.data.rpcCode === NO_SUCH_METHOD;
}

/**
 * Why a socket is over. UNKNOWN: a handshake that was refused with HTTP 429 looks like any other failure to a page, so
 * it is `proof/unreachable`. Code 1009 may be the server's word about a message of ours, and is no lie either.
 */
export function closeError(address: string, code: number, reason: string): LightError {
  const words = reason === '' ? `code ${code}` : `code ${code}, ${quote(reason)}`;
  if (LIMITED_CLOSE_CODES.includes(code) || LIMITED_WORDS.test(reason)) {
    return serverError('proof/limited', address, `has sent us away (${words})`);
  }
  return serverError('proof/unreachable', address, `is not connected (${words})`);
}

/** True for a complaint about our haste that answers no question: an error without an id. */
export function isComplaint(text: string): boolean {
  return text.length <= MAX_COMPLAINT_CHARS && LIMITED_WORDS.test(text);
}
/** A complaint is a sentence. */
const MAX_COMPLAINT_CHARS = 1000;

/** Foreign words, one line, bounded. */
function quote(words: string): string {
  const line = words.replace(/[^\x20-\x7e]+/g, ' ');
  return line.length > QUOTED_CHARS ? `${line.slice(0, QUOTED_CHARS)}…` : line;
}
