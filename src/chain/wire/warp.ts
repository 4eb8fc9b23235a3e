/**
 * `sync/warp`: from a block that the client trusts straight to the finalized head.
 *
 *   request  = hash 32 of the client's finalized block
 *   response = C(n) · (header · justification)* · is finished u8
 *
 * Fragments ascend; all but the last are blocks that change the voters, the last one of a finished proof is the finalized
 * head. Layout from `sc_consensus_grandpa::warp_proof`. Nothing is verified here.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { justificationCodec } from '../grandpa-codec.ts';
import { headerCodec } from '../header.ts';
import { bool, readCompactLength, ScaleReader, within, writeCompact } from '../scale/index.ts';
import { HASH_BYTES, MAX_WARP_FRAGMENTS } from './limits.ts';

/** A block and the votes for it. */
export interface WarpFragment {
  readonly headerBytes: Bytes;
  /** SCALE justification. */
  readonly justification: Bytes;
}

export interface WarpProof {
  readonly fragments: readonly WarpFragment[];
  /** False: ask again from the last fragment's block. */
  readonly isFinished: boolean;
}

/** The hash that the client warps from. @throws ChainError `wire/bad-request`. */
export function decodeWarpRequest(request: Uint8Array): Bytes {
  if (request.length !== HASH_BYTES) {
    throw new ChainError('wire/bad-request', `expected a hash of ${HASH_BYTES} bytes, got ${request.length}`);
  }
  return Uint8Array.from(request);
}

export function encodeWarpResponse({ fragments, isFinished }: WarpProof): Bytes {
  const count: Uint8Array[] = [];
  writeCompact(fragments.length, count);
  const parts = fragments.flatMap(({ headerBytes, justification }) => [headerBytes, justification]);
  return concatBytes(...count, ...parts, Uint8Array.of(isFinished ? 1 : 0));
}

/** @throws ChainError `wire/bad-response`, `header/…`, `scale/…`. */
export function decodeWarpResponse(response: Uint8Array): WarpProof {
  const input = new ScaleReader(response);
  /** The bytes that `read` takes from the input. */
  const bytesOf = (read: () => unknown): Bytes => {
    const from = input.offset;
    read();
    return Uint8Array.from(response.subarray(from, input.offset));
  };
  return within('warp', () => {
    const count = readCompactLength(input, headerCodec.minBytes + justificationCodec.minBytes);
    if (count > MAX_WARP_FRAGMENTS) {
      throw new ChainError('wire/bad-response', `${count} fragments, at most ${MAX_WARP_FRAGMENTS}`);
    }
    const fragments = Array.from({ length: count }, (_, i) =>
      within(`[${i}]`, () => ({
        headerBytes: bytesOf(() => headerCodec.read(input)),
        justification: bytesOf(() => justificationCodec.read(input)),
      })),
    );
    const isFinished = bool.read(input);
    input.expectEnd();
    return { fragments, isFinished };
  });
}
