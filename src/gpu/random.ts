/** Random numbers that are the same everywhere for the same seed: for known-answer tests, never for secrets. */

export interface SeededRandom {
  /** 0 … 2^32−1. */
  u32(): number;
  /** 0 … limit−1, limit up to 2^32. */
  below(limit: number): number;
  /** True once in `every` times. */
  oneIn(every: number): boolean;
  /** One of the values. */
  pick<T>(values: readonly T[]): T;
  /** A signed 64-bit integer; every magnitude is about equally likely. */
  i64(): bigint;
}

/** The generator "mulberry32" (public domain): 32 bits of state, good enough to vary test inputs. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const u32 = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => Math.floor((u32() / 2 ** 32) * limit);
  return {
    u32,
    below,
    oneIn: (every) => below(every) === 0,
    pick: (values) => values[below(values.length)]!,
    i64: () => BigInt.asIntN(64, (BigInt(u32()) << 32n) | BigInt(u32())) >> BigInt(below(64)),
  };
}
