/** Bytes that look like points and are none: for hostile tests. */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import type { Bytes } from '../bytes.ts';

const { G1, G2, fields } = bls12_381;
const COMPRESSED = 0x80;
const INFINITY = 0xc0;

/** On the curve of G1, compressed, but outside the subgroup. */
export function g1OutsideSubgroup(): Bytes {
  const { Fp } = fields;
  for (let x = 1n; ; x++) {
    const y = root(() => Fp.sqrt(Fp.add(Fp.pow(x, 3n), 4n)));
    if (y === undefined) continue;
    const point = G1.Point.fromAffine({ x, y });
    if (!point.isTorsionFree()) return compressed(Fp.toBytes(x));
  }
}

/** On the curve of G2, compressed, but outside the subgroup. */
export function g2OutsideSubgroup(): Bytes {
  const { Fp, Fp2 } = fields;
  const b = Fp2.fromBigTuple([4n, 4n]);
  for (let real = 1n; ; real++) {
    const x = Fp2.fromBigTuple([real, 0n]);
    const y = root(() => Fp2.sqrt(Fp2.add(Fp2.pow(x, 3n), b)));
    if (y === undefined) continue;
    const point = G2.Point.fromAffine({ x, y });
    if (!point.isTorsionFree()) return compressed(Fp.toBytes(x.c1), Fp.toBytes(x.c0));
  }
}

/** The point at infinity, which is in every subgroup. */
export function infinity(length: number): Bytes {
  const bytes = new Uint8Array(length);
  bytes[0] = INFINITY;
  return bytes;
}

/** A coordinate as large as the bits allow, beyond the field's prime. */
export function beyondPrime(length: number): Bytes {
  const bytes = new Uint8Array(length).fill(0xff);
  bytes[0] = COMPRESSED | 0x1f;
  return bytes;
}

function compressed(...coordinates: readonly Uint8Array[]): Bytes {
  const bytes = Uint8Array.from(coordinates.flatMap((coordinate) => [...coordinate]));
  bytes[0]! |= COMPRESSED;
  return bytes;
}

function root<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
