/**
 * Block headers and their digests.
 *
 *   header = parent hash 32 · compact number · state root 32 · extrinsics root 32 · digest items
 *   hash   = blake2b-256 of those bytes
 *
 * A digest item is what the consensus engines add to a header: Aura's slot (`PreRuntime`), GRANDPA's authority changes
 * (`Consensus`), the author's signature (`Seal`). Layout as in Substrate's `sp_runtime::generic::{Header, Digest}`.
 * What the items mean is told in `aura.ts` and `grandpa.ts`.
 */
import type { Bytes } from './bytes.ts';
import { ChainError } from './error.ts';
import { blake2b256 } from './hash.ts';
import type { Codec, Value } from './scale/index.ts';
import {
  bytes,
  compact,
  decode,
  encode,
  fixedBytes,
  readCompactLength,
  struct,
  u32,
  variant,
  vec,
  within,
} from './scale/index.ts';

/** The longest header we look at: what fits in one block announcement (1 MiB). Real ones stay below 2 KB. */
export const MAX_HEADER_BYTES = 1 << 20;
/** Real headers have two to four items (Aura, GRANDPA, Frontier, the seal). */
export const MAX_DIGEST_ITEMS = 64;

/** `[engine, data]` of an item that belongs to a consensus engine; an engine is named by four ASCII bytes. */
const engineData = [fixedBytes(4), bytes] as const;

export const digestItem = variant(['sp_runtime', 'generic', 'digest', 'DigestItem'], {
  PreRuntime: [6, engineData],
  Consensus: [4, engineData],
  Seal: [5, engineData],
  Other: [0, [bytes]],
  RuntimeEnvironmentUpdated: [8, []],
});
export type DigestItem = Value<typeof digestItem>;

export interface Header {
  /** 32 bytes; zero in the genesis header. */
  readonly parentHash: Bytes;
  /** 0…2³²−1. */
  readonly number: number;
  /** Root of the state trie after the block. 32 bytes. */
  readonly stateRoot: Bytes;
  /** Root of the trie of the block's extrinsics. 32 bytes. */
  readonly extrinsicsRoot: Bytes;
  /** In the order in which they were added; a sealed header ends with its seal. */
  readonly digest: readonly DigestItem[];
}

const hash = fixedBytes(32);
const digestItems = vec(digestItem);

/** Digest items, refused beyond `MAX_DIGEST_ITEMS` before any is read: a megabyte can announce as many empty ones. */
const digest: Codec<readonly DigestItem[]> = {
  ...digestItems,
  read(input) {
    const offset = input.offset;
    const length = readCompactLength(input, digestItem.minBytes);
    if (length > MAX_DIGEST_ITEMS) {
      throw new ChainError('header/too-many-digest-items', `expected at most ${MAX_DIGEST_ITEMS}, got ${length}`, {
        offset,
      });
    }
    return Array.from({ length }, (_, i) => within(`[${i}]`, () => digestItem.read(input)));
  },
};

export const headerCodec: Codec<Header> = struct(['sp_runtime', 'generic', 'header', 'Header'], {
  parentHash: hash,
  number: compact(u32),
  stateRoot: hash,
  extrinsicsRoot: hash,
  digest,
});

/** The bytes that are hashed, signed and sent. */
export function encodeHeader(header: Header): Bytes {
  return encode(headerCodec, header);
}

/** @throws ChainError `header/too-long`, `header/too-many-digest-items`, `scale/…` with the field under `header`. */
export function decodeHeader(headerBytes: Uint8Array): Header {
  if (headerBytes.length > MAX_HEADER_BYTES) {
    throw new ChainError('header/too-long', `expected at most ${MAX_HEADER_BYTES} bytes, got ${headerBytes.length}`, {
      field: 'header',
    });
  }
  return decode(headerCodec, headerBytes, 'header');
}

/** The block's hash, from a header or from its bytes. */
export function headerHash(header: Header | Uint8Array): Bytes {
  return blake2b256(header instanceof Uint8Array ? header : encodeHeader(header));
}
