/**
 * The events of a `chainHead_v1_follow` subscription that tell where the head is
 * (JSON-RPC interface specification of Polkadot, "chainHead").
 *
 *   initialized → (newBlock | bestBlockChanged | finalized)* → stop → follow anew
 *
 * Every hash in `finalizedBlockHashes` is the child of the one before it.
 */
import type { BlockHash } from '../chain/block-ref.ts';
import { LightError } from './errors.ts';
import { isRecord } from './json-rpc-message.ts';

/** smoldot reports at most a few hundred blocks at once, after a long sleep; more is no head but an attack on memory. */
export const MAX_HASHES_PER_EVENT = 4096;

export type HeadEvent =
  | { readonly type: 'initialized'; readonly finalized: readonly BlockHash[] }
  | { readonly type: 'newBlock'; readonly hash: BlockHash; readonly parent: BlockHash }
  | { readonly type: 'bestBlockChanged'; readonly hash: BlockHash }
  | { readonly type: 'finalized'; readonly finalized: readonly BlockHash[]; readonly pruned: readonly BlockHash[] }
  | { readonly type: 'stop' };

/**
 * Reads one notification; undefined for the kinds that do not concern the head (results of operations, future ones).
 * @throws LightError `light/unexpected-answer` if a part is missing or is no block hash.
 */
export function decodeHeadEvent(result: unknown): HeadEvent | undefined {
  if (!isRecord(result)) throw unexpected('an event that is no object');
  switch (result.event) {
    case 'initialized':
      return { type: 'initialized', finalized: readHashes(result, 'finalizedBlockHashes', 1) };
    case 'newBlock':
      return { type: 'newBlock', hash: readHash(result, 'blockHash'), parent: readHash(result, 'parentBlockHash') };
    case 'bestBlockChanged':
      return { type: 'bestBlockChanged', hash: readHash(result, 'bestBlockHash') };
    case 'finalized':
      return {
        type: 'finalized',
        finalized: readHashes(result, 'finalizedBlockHashes', 1),
        pruned: readHashes(result, 'prunedBlockHashes', 0),
      };
    case 'stop':
      return { type: 'stop' };
    default:
      return undefined;
  }
}

/** True for `0x` and 64 lower-case hex digits. */
export function isBlockHash(value: unknown): value is BlockHash {
  return typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value);
}

function readHash(event: Readonly<Record<string, unknown>>, field: string): BlockHash {
  const value = event[field];
  if (!isBlockHash(value)) throw unexpected(`${event.event}.${field} that is no block hash`);
  return value;
}

function readHashes(event: Readonly<Record<string, unknown>>, field: string, atLeast: number): readonly BlockHash[] {
  const values = event[field];
  if (!Array.isArray(values) || values.length < atLeast || values.length > MAX_HASHES_PER_EVENT) {
    throw unexpected(`${event.event}.${field} that is no list of ${atLeast}…${MAX_HASHES_PER_EVENT} block hashes`);
  }
  if (!values.every(isBlockHash)) throw unexpected(`${event.event}.${field} with something that is no block hash`);
  return values;
}

function unexpected(what: string): LightError {
  return new LightError('light/unexpected-answer', `chainHead_v1_follow sent ${what}`);
}
