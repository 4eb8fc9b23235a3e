/**
 * The hashes of a Substrate chain: BLAKE2b for content, xxHash64 ("twox") for names.
 * xxHash64 follows the published algorithm (github.com/Cyan4973/xxHash, doc/xxhash_spec.md); it is not collision
 * resistant and is used only where the chain uses it: storage prefixes and "twox" map hashers.
 */
import { blake2b } from '@noble/hashes/blake2.js';
import type { Bytes } from './bytes.ts';
import { concatBytes } from './bytes.ts';

/** BLAKE2b-256: block, header, extrinsic and trie-node hashes. 32 bytes. */
export const blake2b256 = (data: Uint8Array): Bytes => blake2b(data, { dkLen: 32 }) as Bytes;
/** BLAKE2b-128: the `Blake2_128(Concat)` map hasher. 16 bytes. */
export const blake2b128 = (data: Uint8Array): Bytes => blake2b(data, { dkLen: 16 }) as Bytes;
/** BLAKE2b-512: the SS58 checksum. 64 bytes. */
export const blake2b512 = (data: Uint8Array): Bytes => blake2b(data, { dkLen: 64 }) as Bytes;
/** BLAKE2b-64: identifiers of runtime APIs in a runtime version. 8 bytes. */
export const blake2b64 = (data: Uint8Array): Bytes => blake2b(data, { dkLen: 8 }) as Bytes;

const MASK = (1n << 64n) - 1n;
const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;
/** A stripe is four lanes of eight bytes. */
const STRIPE_BYTES = 32;

const rotateLeft = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & MASK;
const round = (lane: bigint, input: bigint): bigint =>
  (rotateLeft((lane + input * PRIME_2) & MASK, 31n) * PRIME_1) & MASK;
const mergeLane = (hash: bigint, lane: bigint): bigint => ((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4) & MASK;

/** xxHash64 of `data` with a 64-bit `seed`, as an unsigned integer. */
export function xxh64(data: Uint8Array, seed: bigint): bigint {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  let hash: bigint;
  if (data.length >= STRIPE_BYTES) {
    const lanes = [seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1].map((lane) => lane & MASK);
    for (; at + STRIPE_BYTES <= data.length; at += STRIPE_BYTES) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, view.getBigUint64(at + 8 * lane, true));
    }
    const [a, b, c, d] = lanes as [bigint, bigint, bigint, bigint];
    hash = (rotateLeft(a, 1n) + rotateLeft(b, 7n) + rotateLeft(c, 12n) + rotateLeft(d, 18n)) & MASK;
    for (const lane of lanes) hash = mergeLane(hash, lane);
  } else {
    hash = (seed + PRIME_5) & MASK;
  }
  hash = (hash + BigInt(data.length)) & MASK;
  for (; at + 8 <= data.length; at += 8) {
    hash = (rotateLeft(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * PRIME_1 + PRIME_4) & MASK;
  }
  for (; at + 4 <= data.length; at += 4) {
    hash = (rotateLeft(hash ^ ((BigInt(view.getUint32(at, true)) * PRIME_1) & MASK), 23n) * PRIME_2 + PRIME_3) & MASK;
  }
  for (; at < data.length; at++)
    hash = (rotateLeft(hash ^ ((BigInt(data[at]!) * PRIME_5) & MASK), 11n) * PRIME_1) & MASK;
  hash ^= hash >> 33n;
  hash = (hash * PRIME_2) & MASK;
  hash ^= hash >> 29n;
  hash = (hash * PRIME_3) & MASK;
  return hash ^ (hash >> 32n);
}

/** Concatenated little-endian xxHash64 of `data` under seeds 0, 1, … until `bits` are filled. */
function twox(data: Uint8Array, bits: 64 | 128): Bytes {
  const words = Array.from({ length: bits / 64 }, (_, seed) => {
    const word = new Uint8Array(8);
    new DataView(word.buffer).setBigUint64(0, xxh64(data, BigInt(seed)), true);
    return word;
  });
  return concatBytes(...words);
}

/** The `Twox64Concat` map hasher without its "concat". 8 bytes. */
export const twox64 = (data: Uint8Array): Bytes => twox(data, 64);
/** Pallet and storage-item prefixes. 16 bytes. */
export const twox128 = (data: Uint8Array): Bytes => twox(data, 128);
