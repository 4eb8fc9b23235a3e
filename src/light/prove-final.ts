/**
 * Whether a block that was not followed is final: its number from its header, and at that number its hash in the state
 * of the finalized head (`System.BlockHash`).
 *
 *   hash ──header──▶ number ──System.BlockHash(number) at head──▶ the same hash?
 *
 * Whoever tells the number checks that the header hashes to the hash. A block of a fork has a true header and true proofs too,
 * but another hash stands in the state of the head.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { equalBytes, fromHex, toHex } from '../chain/bytes.ts';
import { storage, storageKey } from '../chain/schema/index.ts';
import { isLightError, LightError } from './errors.ts';

/**
 * @param head the finalized head; undefined before there is one.
 * @param numberOf the number in the header that hashes to a hash, or `light/unavailable`.
 * @param readAtHead one proved read at the head.
 * @throws LightError `light/unknown-block` if the block is not proved to be final, and what requests and reads throw.
 */
export async function proveFinal(
  at: BlockHash,
  head: BlockRef | undefined,
  numberOf: (hash: BlockHash) => Promise<number>,
  readAtHead: (key: Bytes) => Promise<Bytes | undefined>,
): Promise<BlockRef> {
  const unknown = (why: string, cause?: unknown) =>
    new LightError('light/unknown-block', `Block ${at} cannot be read: ${why}.`, { data: { at }, cause });
  if (!head) throw unknown('the light client has not reached a finalized block yet');
  const number = await numberOf(at).catch((error: unknown) => {
    throw isLightError(error, 'light/unavailable') ? unknown('no peer has its header', error) : error;
  });
  if (!Number.isSafeInteger(number) || number < 0) throw unknown('its header has no number');
  if (number >= head.number) throw unknown(`it is not final, the finalized block is ${head.number}`);
  const hash = await readAtHead(storageKey(storage.System.BlockHash, number));
  if (hash === undefined) throw unknown(`the state of block ${head.number} does not reach back to block ${number}`);
  if (!equalBytes(hash, fromHex(at))) throw unknown(`the final block ${number} is ${toHex(hash)}`);
  return { number, hash: at };
}
