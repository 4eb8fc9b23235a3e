/**
 * Points of BLS12-381 from bytes that somebody else chose, and elements of its target group to bytes.
 *
 * Signatures are points of G1 (48 bytes), keys points of G2 (96 bytes), compressed with the flags of ZCash. A point
 * that is read is on its curve and in the subgroup of prime order; the point at infinity is refused, since a pairing
 * with it says nothing about the other side.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';

export type G1Point = ReturnType<typeof bls12_381.G1.Point.fromBytes>;
export type G2Point = ReturnType<typeof bls12_381.G2.Point.fromBytes>;
export type TargetElement = ReturnType<typeof bls12_381.pairing>;

export const G1_BYTES = 48;
export const G2_BYTES = 96;
/** Bytes of one coefficient in the base field (381 bits). */
const COEFFICIENT_BYTES = 48;

/** @throws ChainError `timelock/bad-point` */
export function decodeG1(bytes: Uint8Array, field: string): G1Point {
  return decodePoint(bytes, G1_BYTES, field, () => bls12_381.G1.Point.fromBytes(bytes));
}

/** @throws ChainError `timelock/bad-point` */
export function decodeG2(bytes: Uint8Array, field: string): G2Point {
  return decodePoint(bytes, G2_BYTES, field, () => bls12_381.G2.Point.fromBytes(bytes));
}

/** The library reads longer, uncompressed forms as well, so the length comes first. It throws plain errors. */
function decodePoint<P extends { is0(): boolean }>(bytes: Uint8Array, length: number, field: string, read: () => P): P {
  if (bytes.length !== length) {
    throw new ChainError('timelock/bad-point', `expected ${length} bytes, got ${bytes.length}`, { field });
  }
  let point: P;
  try {
    point = read();
  } catch (cause) {
    throw new ChainError('timelock/bad-point', 'these bytes are no point of the group', { field, cause });
  }
  if (point.is0()) throw new ChainError('timelock/bad-point', 'the point at infinity is refused', { field });
  return point;
}

/**
 * 576 bytes: the twelve coefficients, each **little-endian**, lowest first, as arkworks serializes them
 * (Fp2 = Fp[u]/(u²+1), Fp6 = Fp2[v]/(v³−(u+1)), Fp12 = Fp6[w]/(w²−v)). The library's own form is big-endian.
 */
export function targetBytes({ c0, c1 }: TargetElement): Bytes {
  const coefficients = [c0, c1].flatMap((half) => [half.c0, half.c1, half.c2]).flatMap((pair) => [pair.c0, pair.c1]);
  const bytes = new Uint8Array(coefficients.length * COEFFICIENT_BYTES);
  coefficients.forEach((coefficient, i) => {
    let rest = coefficient;
    for (let at = i * COEFFICIENT_BYTES; rest > 0n; at++, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  });
  return bytes;
}
