/**
 * What a JSON-RPC client is told when something does not work: Substrate's codes, so that its tools understand them.
 */
import { ChainError } from '../../src/chain/error.ts';
import { RuntimeError } from '../runtime/index.ts';
import type { PoolRefusal } from '../types.ts';

export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  readonly data: string | undefined;

  constructor(code: number, message: string, data?: string) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export const parseError = () => new RpcError(-32700, 'Parse error');
export const invalidRequest = (reason: string) => new RpcError(-32600, 'Invalid request', reason);
export const methodNotFound = () => new RpcError(-32601, 'Method not found');
export const invalidParams = (reason: string) => new RpcError(-32602, 'Invalid params', reason);
export const tooManySubscriptions = (limit: number) =>
  new RpcError(-32006, 'Too many subscriptions on the connection', `Exceeded max limit of ${limit}`);
export const tooBigBatch = (limit: number) =>
  new RpcError(-32010, 'The batch request was too large', `Exceeded max limit of ${limit}`);
export const tooBigResponse = (limit: number) =>
  new RpcError(-32008, 'Response is too big', `Exceeded max limit of ${limit}`);
/** Anything about blocks and their state. */
export const clientError = (reason: string) => new RpcError(4003, `Client error: ${reason}`);

/** Codes of the new JSON-RPC interface (`chainHead_v1_*`). */
export const reachedLimits = (limit: number) =>
  new RpcError(-32800, 'Maximum number of chainHead_follow has been reached', `at most ${limit}`);
export const invalidBlock = () => new RpcError(-32801, 'Invalid block hash', 'not reported, or not pinned any more');
export const withoutRuntime = () => new RpcError(-32802, 'Subscription was made without runtime', 'withRuntime: false');
export const invalidContinue = () => new RpcError(-32803, 'Wait for the storage continue event');
export const duplicateHashes = () => new RpcError(-32804, 'Received duplicate hashes');

/** Codes of `sc_rpc_api::author`; everything else is 1010, `Invalid Transaction`. */
const POOL_ERRORS: Readonly<Record<string, readonly [code: number, message: string]>> = {
  'pool/undecodable': [1001, 'Extrinsic has invalid format'],
  'pool/no-unsigned': [1011, 'Unknown Transaction Validity'],
  'pool/cannot-lookup': [1011, 'Unknown Transaction Validity'],
  'pool/already-imported': [1013, 'Transaction Already Imported'],
  'pool/priority-too-low': [1014, 'Priority is too low'],
  'pool/full': [1016, 'Immediately Dropped'],
};

export function poolError({ code, message, custom }: PoolRefusal): RpcError {
  const [number, text] = POOL_ERRORS[code] ?? [1010, 'Invalid Transaction'];
  return new RpcError(number, text, custom === undefined ? message : `Custom error: ${custom}`);
}

/** The error to send for anything that was thrown; undefined for what only a mistake of ours can throw. */
export function errorToSend(error: unknown): RpcError | undefined {
  if (error instanceof RpcError) return error;
  if (error instanceof ChainError) return invalidParams(error.message);
  if (error instanceof RuntimeError) return clientError(`Execution failed: ${error.message}`);
  return undefined;
}

export const internalError = () => new RpcError(-32603, 'Internal error');

/** The same in one sentence, for an event. `log` is told about mistakes of ours. */
export function explanation(error: unknown, log: (line: string) => void): string {
  const known = errorToSend(error);
  if (!known) log(error instanceof Error ? String(error.stack) : String(error));
  const { message, data } = known ?? internalError();
  return data === undefined ? message : `${message}: ${data}`;
}
