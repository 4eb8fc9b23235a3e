/**
 * Seeded streams of a study: uniform and normal numbers that depend on the description's seed and on the place in the
 * study they are for, and on nothing else. So it does not matter which shard, thread or browser computes a point.
 */
import { type SeededRandom, seededRandom } from '../random.ts';
import { circlePoint, ln } from './portable-math.ts';

export interface Stream {
  /** 0 … 1 (excluded), 32 bits. */
  uniform(): number;
  /** Standard normal, by Box and Muller's transform; two uniforms give two. */
  normal(): number;
  /** max(0, 1 + spread·z) for a standard normal z: a quantity of mean one with a Gaussian spread. */
  spread(spread: number): number;
}

/** A stream of its own for each sequence of places, each 0 … 2^32−1. */
export function streamOf(seed: number, ...places: readonly number[]): Stream {
  return createStream(seededRandom(places.reduce(mix, mix(STREAM_SALT, seed))));
}

/** Keeps streams of seed s apart from `seededRandom(s)`, which other made-up inputs use: ASCII "yuma". */
const STREAM_SALT = 0x79756d61;

/** 32 bits of both; the final steps of the hash "MurmurHash3" (public domain), which change every bit with every bit. */
function mix(hash: number, value: number): number {
  let mixed = (Math.imul(hash, 0x9e3779b1) ^ value) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function createStream(random: SeededRandom): Stream {
  let spare: number | undefined;
  const normal = () => {
    if (spare !== undefined) {
      const second = spare;
      spare = undefined;
      return second;
    }
    // 1 … 2^32 of 2^32: never ln 0.
    const radius = Math.sqrt(-2 * ln((random.u32() + 1) / 2 ** 32));
    const [cos, sin] = circlePoint(random.u32() / 2 ** 32);
    spare = radius * sin;
    return radius * cos;
  };
  return {
    uniform: () => random.u32() / 2 ** 32,
    normal,
    spread: (spread) => Math.max(0, 1 + spread * normal()),
  };
}
