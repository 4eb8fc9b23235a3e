/** Random pools and orders for the tests of this folder: shallow to the whole supply, even and extreme weights. */
import fc from 'fast-check';
import { smaller } from '../../fixed/index.ts';
import { EVEN_QUOTE_PARTS } from '../pool-price.ts';
import { PERQUINTILL } from './perquintill.ts';
import { MIN_WEIGHT_PARTS, reservesOf, type SwapPool, type SwapSide } from './pool.ts';
import { MAX_INPUT_RESERVES, MINIMUM_RESERVE_RAO } from './swap.ts';

/** More than all TAO, and all alpha of a subnet, that can ever exist. */
const DEEPEST_RAO = 2n ** 55n;

/** Reserve and input together stay below 2^64. */
const MOST_RAO = 2n ** 63n;

/** A bigint in min…max with every order of magnitude about equally likely. */
export function magnitude(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  const bits = (x: bigint): number => x.toString(2).length;
  return fc
    .integer({ min: bits(min), max: bits(max) })
    .chain((n) => fc.bigInt({ min: 2n ** BigInt(n - 1), max: 2n ** BigInt(n) - 1n }))
    .map((x) => (x < min ? min : x > max ? max : x));
}

export const arbitrarySide: fc.Arbitrary<SwapSide> = fc.constantFrom('buy', 'sell');

const arbitraryWeight = fc.oneof(
  fc.constantFrom(EVEN_QUOTE_PARTS, MIN_WEIGHT_PARTS, PERQUINTILL - MIN_WEIGHT_PARTS, PERQUINTILL / 5n),
  fc.bigInt({ min: PERQUINTILL / 3n, max: (2n * PERQUINTILL) / 3n }),
  fc.bigInt({ min: MIN_WEIGHT_PARTS, max: PERQUINTILL - MIN_WEIGHT_PARTS }),
);

export const arbitraryPool: fc.Arbitrary<SwapPool> = fc.record({
  taoRao: magnitude(MINIMUM_RESERVE_RAO, DEEPEST_RAO),
  alphaRao: magnitude(MINIMUM_RESERVE_RAO, DEEPEST_RAO),
  quoteParts: arbitraryWeight,
});

/** A pool, a side, and an input that the pool accepts: 0 … 1000 reserves. */
export const arbitraryTrade = fc.tuple(arbitraryPool, arbitrarySide).chain(([pool, side]) =>
  fc.record({
    pool: fc.constant(pool),
    side: fc.constant(side),
    amountRao: fc.oneof(
      fc.constant(0n),
      magnitude(1n, smaller(reservesOf(pool, side).in * MAX_INPUT_RESERVES, MOST_RAO)),
    ),
  }),
);
