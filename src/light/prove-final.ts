/**
 * Whether a block that was not followed is final: its number from its header, and at that number its hash in the state
 * of the finalized head (`System.BlockHash`).
 *
 *   hash ──header──▶ number ──System.BlockHash(number) at head──▶ the same hash?
 *
 * The light client checks that the header hashes to the hash. A block of a fork has a true header and true proofs too,
 * but another hash stands in the state of the head.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { equalBytes, fromHex, toHex } from '../chain/bytes.ts';
import { storage, storageKey } from '../chain/schema/index.ts';
import { isLightError, LightError } from './errors.ts';
import type { JsonRpc } from './json-rpc.ts';
import { isRecord } from './json-rpc-message.ts';

/**
 * @param head the finalized head; undefined before there is one.
 * @param readAtHead one proved read at it.
 * @throws LightError `light/unknown-block` if the block is not proved to be final, and what requests and reads throw.
 */
export async function proveFinal(
  rpc: JsonRpc,
  at: BlockHash,
  head: BlockRef | undefined,
  readAtHead: (key: Bytes) => Promise<Bytes | undefined>,
  signal: AbortSignal | undefined,
): Promise<BlockRef> {
  const unknown = (why: string, cause?: unknown) =>
    new LightError('light/unknown-block', `Block ${at} cannot be read: ${why}.`, { data: { at }, cause });
  if (!head) throw unknown('the light client has not reached a finalized block yet');
  const header = await rpc.request('chain_getHeader', [at], { signal }).catch((error: unknown) => {
    throw isLightError(error, 'light/rpc-refused') ? unknown('no peer has its header', error) : error;
  });
  const number = isRecord(header) ? Number(header.number) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < 0) throw unknown('its header has no number');
  if (number >= head.number) throw unknown(`it is not final, the finalized block is ${head.number}`);
  const hash = await readAtHead(storageKey(storage.System.BlockHash, number));
  if (hash === undefined) throw unknown(`the state of block ${head.number} does not reach back to block ${number}`);
  if (!equalBytes(hash, fromHex(at))) throw unknown(`the final block ${number} is ${toHex(hash)}`);
  return { number, hash: at };
}
