/**
 * The operations of the GPU's arithmetic library, and what each must answer: the CPU twin of kernels/operations.wgsl.
 *
 * Numbers and answers are 64-bit integers, signed, mostly I32F32 bits. The twins are the chain's arithmetic in bigints.
 */
import { I32F32, quantise, toU16, u16Ratio } from '../../chain/fixed/index.ts';
import { alphaSigmoid, expSafe } from '../../chain/yuma/index.ts';

/** In the order of their codes. */
export const OPERATIONS = [
  'add',
  'sub',
  'mul',
  'cmul',
  'div',
  'sdiv',
  'wrapping-add',
  'less',
  'clamp',
  'divide-small',
  'to-u16',
  'quantise',
  'ratio',
  'exp',
  'alpha-sigmoid',
  'share',
] as const;

export type Operation = (typeof OPERATIONS)[number];

/** An operation with its numbers, i64; missing ones are 0. */
export interface Question {
  readonly operation: Operation;
  readonly numbers: readonly bigint[];
}

/** What the chain's arithmetic answers. The divisor of `sdiv` must not be 0; that of `divide-small` is 1…65535. */
export function expectedAnswer({
  operation,
  numbers: [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n],
}: Question): bigint {
  switch (operation) {
    case 'add':
      return I32F32.add(a, b);
    case 'sub':
      return I32F32.sub(a, b);
    case 'mul':
      return I32F32.mul(a, b);
    case 'cmul':
      return I32F32.cmul(a, b);
    case 'div':
    // The same by a reciprocal.
    case 'share':
      return I32F32.div(a, b);
    case 'sdiv':
      return I32F32.sdiv(a, b);
    case 'wrapping-add':
      return I32F32.wrappingSum([a, b]);
    case 'less':
      // Low word: signed; high word: unsigned.
      return BigInt(a < b) | (BigInt(BigInt.asUintN(64, a) < BigInt.asUintN(64, b)) << 32n);
    case 'clamp': {
      const capped = a < c ? a : c;
      return capped > b ? capped : b;
    }
    case 'divide-small':
      return BigInt.asIntN(64, BigInt.asUintN(64, a) / b);
    case 'to-u16':
      return BigInt(toU16(a));
    case 'quantise':
      return BigInt(quantise(a));
    case 'ratio':
      return u16Ratio(Number(a));
    case 'exp':
      return expSafe(a);
    case 'alpha-sigmoid':
      return alphaSigmoid({ low: d, high: e, steepness: f })(b, c, a);
  }
}
