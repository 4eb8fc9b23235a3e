/**
 * A key for a round: Boneh–Franklin FullIdent, where the identity is a round and its secret the beacon's signature.
 *
 *   Q = message(round)     r = SHA-256(sigma ++ K) as a big-endian integer mod group order
 *   U = r·G2               V = sigma ⊕ SHA-256( e(Q, PK)^r )          W = K ⊕ SHA-256(sigma)
 *
 * Opening takes e(signature, U) for e(Q, PK)^r: both are e(Q, G2)^(r·secret). The check U = r·G2 at the end refuses
 * every other signature and every change of U, V or W. Source: spec participation §5.4 (ideal-lab5/timelock,
 * `ibe/fullident.rs`, as subtensor pins it).
 */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import type { Beacon } from './beacon.ts';
import { hashRound } from './beacon.ts';
import { decodeG2, type G1Point, type G2Point, type TargetElement, targetBytes } from './points.ts';

/** Of `K`, `sigma`, `V` and `W`. */
export const IBE_BYTES = 32;
const { pairing, fields, G2 } = bls12_381;

export interface LockedKey {
  /** Compressed point of G2, 96 bytes. */
  readonly U: Bytes;
  readonly V: Bytes;
  readonly W: Bytes;
}

/** Locks `K` until the beacon signs `round`. `K`, `sigma`: 32 secret random bytes each, new for every message. */
export function lockKey(beacon: Beacon, round: bigint, K: Uint8Array, sigma: Uint8Array): LockedKey {
  const r = exponent(sigma, K);
  // e(Q, PK)^r = e(r·Q, PK), and multiplying a point costs a fifth of a power in the target group.
  const shared = pairing(hashRound(round).multiply(r), decodeG2(beacon.publicKey, 'publicKey'));
  return {
    U: G2.Point.BASE.multiply(r).toBytes() as Bytes,
    V: xor(sigma, mask(shared)),
    W: xor(K, sha256(sigma)),
  };
}

/** The key; undefined if this signature does not open it. `V`, `W`: 32 bytes each. */
export function unlockKey(U: G2Point, V: Uint8Array, W: Uint8Array, signature: G1Point): Bytes | undefined {
  const sigma = xor(V, mask(pairing(signature, U)));
  const K = xor(W, sha256(sigma));
  const r = exponent(sigma, K);
  // The locked key is public by now, so the faster multiplication gives nothing away.
  return G2.Point.BASE.multiplyUnsafe(r).equals(U) ? K : undefined;
}

function exponent(sigma: Uint8Array, K: Uint8Array): bigint {
  const number = sha256(concatBytes(sigma, K)).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return fields.Fr.create(number);
}

const mask = (shared: TargetElement): Uint8Array => sha256(targetBytes(shared));

function xor(a: Uint8Array, b: Uint8Array): Bytes {
  return Uint8Array.from(a, (byte, i) => byte ^ b[i]!);
}
