/**
 * JSON-RPC 2.0: text in, text out. Knows requests, batches and errors, not what the methods do. (jsonrpc.org/specification)
 */
import {
  errorToSend,
  internalError,
  invalidRequest,
  methodNotFound,
  parseError,
  type RpcError,
  tooBigBatch,
  tooBigResponse,
} from './error.ts';
import { MAX_BATCH, MAX_RESPONSE_CHARACTERS } from './limits.ts';
import { Params } from './params.ts';
import type { Subscriptions } from './subscriptions.ts';

/** A method: its result is sent as JSON. Throws `RpcError`, `ChainError` or `RuntimeError` to refuse. */
export type Method = (params: Params, subscriptions: Subscriptions) => unknown;
export type Methods = Readonly<Record<string, Method>>;

type Id = string | number | null;

interface Response {
  readonly jsonrpc: '2.0';
  readonly id: Id;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string };
}

/**
 * Answers one text message. Undefined if nothing is to be answered (notifications only). Never throws.
 * @param log told about exceptions that are mistakes of ours.
 */
export function answerText(
  text: string,
  methods: Methods,
  subscriptions: Subscriptions,
  log: (line: string) => void,
): string | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return JSON.stringify(failure(null, parseError()));
  }
  let room = MAX_RESPONSE_CHARACTERS;
  const answerIn = (request: unknown): string | undefined => {
    const response = answer(request, methods, subscriptions, log, room < 0);
    if (!response) return undefined;
    const answered = textOf(response);
    room = answered === undefined ? -1 : room - answered.length;
    return room >= 0 ? answered : JSON.stringify(failure(response.id, tooBigResponse(MAX_RESPONSE_CHARACTERS)));
  };
  if (!Array.isArray(message)) return answerIn(message);
  if (message.length === 0) return JSON.stringify(failure(null, invalidRequest('an empty batch')));
  if (message.length > MAX_BATCH) return JSON.stringify(failure(null, tooBigBatch(MAX_BATCH)));
  const answers = message.flatMap((request) => answerIn(request) ?? []);
  return answers.length > 0 ? `[${answers.join(',')}]` : undefined;
}

/** Undefined for an answer that is longer than any text can be. */
function textOf(response: Response): string | undefined {
  try {
    return JSON.stringify(response);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `isSpent`: what may be sent has been sent, so nothing is run any more. */
function answer(
  request: unknown,
  methods: Methods,
  subscriptions: Subscriptions,
  log: (line: string) => void,
  isSpent: boolean,
): Response | undefined {
  if (typeof request !== 'object' || request === null) return failure(null, invalidRequest('expected an object'));
  const { jsonrpc, id, method, params } = request as Readonly<Record<string, unknown>>;
  if (!isId(id)) return failure(null, invalidRequest('id must be a string or a number'));
  const isNotification = id === undefined;
  const respond = (response: (id: Id) => Response) => (isNotification ? undefined : response(id));
  if (jsonrpc !== '2.0' || typeof method !== 'string') {
    return failure(id ?? null, invalidRequest('expected jsonrpc "2.0" and a method'));
  }
  try {
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!run) throw methodNotFound();
    if (isSpent) throw tooBigResponse(MAX_RESPONSE_CHARACTERS);
    const result = run(new Params(params), subscriptions) ?? null;
    return respond((known) => ({ jsonrpc: '2.0', id: known, result }));
  } catch (error) {
    const known = errorToSend(error);
    if (!known) log(`${method}: ${error instanceof Error ? error.stack : error}`);
    return respond((to) => failure(to, known ?? internalError()));
  }
}

function isId(id: unknown): id is Id | undefined {
  return id === undefined || id === null || typeof id === 'string' || typeof id === 'number';
}

function failure(id: Id, { code, message, data }: RpcError): Response {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}
