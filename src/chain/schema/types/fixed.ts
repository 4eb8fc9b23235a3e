/**
 * Fixed-point numbers as the chain stores them: the raw little-endian integer ("bits"), value = bits / 2^fraction.
 *
 * They read and write as that bigint; the arithmetic is elsewhere. The registry names the number of fraction bits by a
 * binary number made of types (crate `typenum`: 64 is `UInt<… UInt<UInt<UTerm, B1>, B0> …, B0>`), and so do we, since
 * that is the only thing that tells a U64F64 from a U96F32.
 */
import type { Codec, TypeShape } from '../../scale/index.ts';
import { i64, i128, struct, u128 } from '../../scale/index.ts';

const UINT_TERM = struct(['substrate_typenum', 'uint', 'UTerm'], {});
const BITS = [struct(['substrate_typenum', 'bit', 'B0'], {}), struct(['substrate_typenum', 'bit', 'B1'], {})] as const;

/** The type that stands for the number `value`. */
function typeNumber(value: number): Codec<unknown> {
  if (value === 0) return UINT_TERM;
  const msb = typeNumber(value >> 1);
  const lsb = value & 1 ? BITS[1] : BITS[0];
  return struct(['substrate_typenum', 'uint', 'UInt'], { msb, lsb }, [
    { name: 'U', codec: msb },
    { name: 'B', codec: lsb },
  ]);
}

function fixed(name: string, bits: Codec<bigint>, fractionBits: number): Codec<bigint> {
  const shape = (): TypeShape => ({
    kind: 'composite',
    path: ['substrate_fixed', name],
    fields: [{ name: 'bits', codec: bits }],
    parameters: [{ name: 'Frac', codec: typeNumber(fractionBits) }],
  });
  return { ...bits, shape };
}

export const i32f32 = fixed('FixedI64', i64, 32);
export const i64f64 = fixed('FixedI128', i128, 64);
export const i96f32 = fixed('FixedI128', i128, 32);
export const u64f64 = fixed('FixedU128', u128, 64);
export const u96f32 = fixed('FixedU128', u128, 32);
