/**
 * The body of a finalized block, checked: the header hashes to the block's hash, and the extrinsics are those whose root
 * is in the header. The light client checks the same; what people are shown as proved is worth checking here, where the
 * rule can be read.
 */
import type { BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { equalBytes, fromHex, toHex } from '../chain/bytes.ts';
import { ChainError } from '../chain/error.ts';
import { headerHash } from '../chain/header.ts';
import { orderedTrieRoot } from '../chain/trie/index.ts';
import { LightError } from './errors.ts';
import { decodeHeaderJson } from './header-json.ts';
import { isRecord } from './json-rpc-message.ts';

/** More than a block of Bittensor can weigh (10 MB) has room for. */
export const MAX_EXTRINSICS = 10_000;

/**
 * Opaque extrinsics with their length prefixes, in order.
 * @throws LightError `light/bad-proof` if header or body are not the block's, `light/unexpected-answer`.
 */
export function checkBlockBody(answer: unknown, at: BlockRef): readonly Bytes[] {
  const block = isRecord(answer) ? answer.block : undefined;
  if (!isRecord(block) || !Array.isArray(block.extrinsics)) throw unexpected('no block');
  if (block.extrinsics.length > MAX_EXTRINSICS) throw unexpected(`${block.extrinsics.length} extrinsics`);
  try {
    const header = decodeHeaderJson(block.header);
    if (toHex(headerHash(header)) !== at.hash) throw wrong(at, 'the header is of another block');
    const extrinsics = block.extrinsics.map(hexBytes);
    if (!equalBytes(orderedTrieRoot(extrinsics), header.extrinsicsRoot)) {
      throw wrong(at, 'the extrinsics are not those of the header');
    }
    return extrinsics;
  } catch (error) {
    if (error instanceof ChainError) throw unexpected('an undecodable body', error);
    throw error;
  }
}

function hexBytes(value: unknown): Bytes {
  if (typeof value !== 'string') throw unexpected('something that is no hex text');
  return fromHex(value);
}

function wrong(at: BlockRef, why: string): LightError {
  return new LightError('light/bad-proof', `The body of block ${at.number} is not to be believed: ${why}.`, {
    data: { at: at.hash },
  });
}

function unexpected(what: string, cause?: unknown): LightError {
  return new LightError('light/unexpected-answer', `chain_getBlock answered with ${what}`, { cause });
}
