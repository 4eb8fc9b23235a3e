/**
 * What may come back over a JSON-RPC 2.0 text pipe, told apart from everything else.
 *
 *   response      {"jsonrpc":"2.0","id":7,"result":…}  or  "error":{"code":…,"message":…}
 *   notification  {"jsonrpc":"2.0","method":…,"params":{"subscription":…,"result":…}}
 *
 * The text is hostile until it has passed here: it may come from a browser extension.
 */
import { LightError } from './errors.ts';
import { whyImmodest } from './json-bounds.ts';

/** Our longest answer is a proof's values as hex: twice the 16 MiB that a peer may send, and room for keys. */
export const MAX_MESSAGE_CHARS = 64 * 1024 * 1024;
/** How much of a foreign text goes into an error message. */
const QUOTED_CHARS = 80;
/** How much of an error's own words is kept; Substrate's longest is a dispatch error with a trace. */
export const MAX_ERROR_CHARS = 4096;

export interface RpcErrorBody {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

export type SubscriptionId = string | number;

export type RpcMessage =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: RpcErrorBody }
  | { readonly kind: 'notification'; readonly subscription: SubscriptionId; readonly result: unknown };

/** True for `{…}`; arrays and null are not. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws LightError `light/bad-message` on anything that is neither a response with a numeric id nor a notification. */
export function parseRpcMessage(text: string): RpcMessage {
  if (text.length > MAX_MESSAGE_CHARS) throw bad(`${text.length} characters, at most ${MAX_MESSAGE_CHARS} are read`);
  const immodest = whyImmodest(text);
  if (immodest) throw bad(immodest);
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (cause) {
    throw bad(`no JSON: ${text.slice(0, QUOTED_CHARS)}`, cause);
  }
  if (!isRecord(message)) throw bad(`no object: ${text.slice(0, QUOTED_CHARS)}`);
  const { id, params } = message;
  if (typeof id === 'number' && Number.isSafeInteger(id)) {
    if (message.error !== undefined && message.error !== null) {
      return { kind: 'error', id, error: readErrorBody(message.error) };
    }
    if ('result' in message) return { kind: 'result', id, result: message.result };
  } else if (isRecord(params) && (typeof params.subscription === 'string' || typeof params.subscription === 'number')) {
    return { kind: 'notification', subscription: params.subscription, result: params.result };
  }
  throw bad(`neither a response nor a notification: ${text.slice(0, QUOTED_CHARS)}`);
}

function readErrorBody(error: unknown): RpcErrorBody {
  if (!isRecord(error)) {
    return { code: 0, message: typeof error === 'string' ? error.slice(0, MAX_ERROR_CHARS) : '', data: undefined };
  }
  const { code, message, data } = error;
  return {
    code: typeof code === 'number' ? code : 0,
    message: typeof message === 'string' ? message.slice(0, MAX_ERROR_CHARS) : '',
    data: typeof data === 'string' ? data.slice(0, MAX_ERROR_CHARS) : data,
  };
}

function bad(reason: string, cause?: unknown): LightError {
  return new LightError('light/bad-message', `The light client sent ${reason}`, { cause });
}
