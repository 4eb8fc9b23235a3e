/**
 * The body of a finalized block, checked: the header hashes to the block's hash, and the extrinsics are those whose root
 * is in the header. The light client checks the same; what people are shown as proved is worth checking here, where the
 * rule can be read.
 */
import type { BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { equalBytes, fromHex, toHex } from '../chain/bytes.ts';
import { ChainError } from '../chain/error.ts';
import type { Header } from '../chain/header.ts';
import { digestItem, headerHash } from '../chain/header.ts';
import { decode } from '../chain/scale/index.ts';
import { orderedTrieRoot } from '../chain/trie/index.ts';
import { LightError } from './errors.ts';
import { isRecord } from './json-rpc-message.ts';
import type { ChainEngine, ReadOptions } from './types.ts';

/** More than a block of Bittensor can weigh (10 MB) has room for. */
export const MAX_EXTRINSICS = 10_000;

/**
 * Opaque extrinsics with their length prefixes, in order.
 * @throws LightError `light/bad-proof` if header or body are not the block's, `light/unexpected-answer`, and what
 *   requests throw.
 */
export async function readBlockBody(
  engine: ChainEngine,
  at: BlockRef,
  options: ReadOptions = {},
): Promise<readonly Bytes[]> {
  return checkBlockBody(await engine.request('chain_getBlock', [at.hash], options), at);
}

export function checkBlockBody(answer: unknown, at: BlockRef): readonly Bytes[] {
  const block = isRecord(answer) ? answer.block : undefined;
  if (!isRecord(block) || !isRecord(block.header) || !Array.isArray(block.extrinsics)) throw unexpected('no block');
  if (block.extrinsics.length > MAX_EXTRINSICS) throw unexpected(`${block.extrinsics.length} extrinsics`);
  try {
    const header = readHeader(block.header);
    if (toHex(headerHash(header)) !== at.hash) throw wrong(at, 'the header is of another block');
    const extrinsics = block.extrinsics.map(hexBytes);
    if (!equalBytes(orderedTrieRoot(extrinsics), header.extrinsicsRoot)) {
      throw wrong(at, 'the extrinsics are not those of the header');
    }
    return extrinsics;
  } catch (error) {
    if (error instanceof ChainError || error instanceof RangeError) throw unexpected('an undecodable header', error);
    throw error;
  }
}

/** The header as JSON-RPC writes it: hex text, the digest as SCALE items. */
function readHeader(json: Readonly<Record<string, unknown>>): Header {
  const { parentHash, number, stateRoot, extrinsicsRoot, digest } = json;
  const logs: readonly unknown[] = isRecord(digest) && Array.isArray(digest.logs) ? digest.logs : [];
  return {
    parentHash: hexBytes(parentHash),
    number: typeof number === 'string' ? Number(number) : Number.NaN,
    stateRoot: hexBytes(stateRoot),
    extrinsicsRoot: hexBytes(extrinsicsRoot),
    digest: logs.map((log) => decode(digestItem, hexBytes(log), 'header.digest')),
  };
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
