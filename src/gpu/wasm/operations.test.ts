/** The kernel's operations on edges and random numbers, against bigints. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernel } from '../../../scripts/wasm-kernels.ts';
import { I32F32, quantise, smaller } from '../../chain/fixed/index.ts';
import { alphaSigmoid, expSafe } from '../../chain/yuma/index.ts';
import { type SeededRandom, seededRandom } from '../random.ts';
import { sampleCore } from '../sample-core.ts';
import { packJob } from './job.ts';

interface Operations {
  readonly memory: WebAssembly.Memory;
  shareAll(at: number, count: number): void;
  smallShareAll(at: number, count: number): void;
  productAll(at: number, count: number): void;
  vectorProductAll(at: number, count: number, to: number): void;
  seriesAll(at: number, count: number): void;
  alphaAll(at: number, count: number, steepness: number, low: bigint, high: bigint): void;
}

const { one } = I32F32;
const FREE = 65_536;
const PAGES = 32;
const SEED = 20_260_701;

/** Numbers near every power of two up to 2^bits, and random ones of every magnitude. */
function interesting(random: SeededRandom, bits: number, count: number): bigint[] {
  const limit = 1n << BigInt(bits);
  const edges = Array.from({ length: bits + 1 }, (_, k) => [-2n, -1n, 0n, 1n, 2n].map((d) => (1n << BigInt(k)) + d));
  const others = Array.from({ length: count }, () => BigInt.asUintN(random.below(bits) + 1, random.i64()));
  return [...edges.flat(), ...others].filter((x) => x >= 0n && x <= limit);
}

describe.each(['simd', 'scalar'] as const)('operations of the %s kernel', (variant) => {
  let operations: Operations;
  let longs: BigUint64Array;

  beforeAll(async () => {
    const toggle = variant === 'simd' ? '--enable' : '--disable';
    const binary = await compileKernel('src/gpu/wasm/assembly/testing/operations.ts', [toggle, 'simd']);
    const { instance } = await WebAssembly.instantiate(binary as BufferSource);
    operations = instance.exports as unknown as Operations;
    operations.memory.grow(PAGES);
    // Constants that a job's header brings.
    const job = packJob([{ steps: [{ core: sampleCore(seededRandom(1), { n: 1, validators: 0 }) }] }]);
    new Uint8Array(operations.memory.buffer).set(new Uint8Array(job));
    longs = new BigUint64Array(operations.memory.buffer, FREE);
  });

  it('give shares as exact division does', () => {
    const random = seededRandom(SEED);
    // Column sums of Yuma3 reach 2^47.
    const divisors = interesting(random, 47, 300).filter((b) => b > 0n);
    const pairs = divisors.flatMap((b) => {
      const most = smaller(b, one);
      const near = [0n, 1n, most - 1n, most, most / 2n, most / 3n, (most * 2n) / 3n].filter((a) => a >= 0n);
      return [...near, ...interesting(random, 32, 12)].filter((a) => a <= most).map((a) => [a, b] as const);
    });
    // The quotient is closest to an integer where a is a rounded multiple of b.
    for (const b of divisors.filter((x) => x < one)) {
      const quotient = BigInt(random.u32());
      const a = (quotient * b) / one;
      for (const c of [a, a + 1n]) if (c <= b) pairs.push([c, b]);
    }
    pairs.push([0n, 0n]);
    if (pairs.length % 2 === 1) pairs.push([1n, 1n]);
    expect(pairs.length).toBeGreaterThan(10_000);
    const CHUNK = 50_000;
    for (let from = 0; from < pairs.length; from += CHUNK) {
      const chunk = pairs.slice(from, from + CHUNK);
      longs.set(chunk.flat());
      operations.shareAll(FREE, chunk.length);
      for (const [k, [a, b]] of chunk.entries()) {
        const expected = b === 0n ? 0n : (a << 32n) / b;
        if (longs[2 * k] !== expected) expect([a, b, longs[2 * k]]).toEqual([a, b, expected]);
        if (variant === 'simd' && longs[2 * k + 1] !== expected)
          expect([a, b, longs[2 * k + 1]]).toEqual([a, b, expected]);
      }
    }
  });

  // The scalar build has no vectors.
  it.each(variant === 'simd' ? [31] : [])('give shares of vectors of less than 2^%i as exact division does', (bits) => {
    const random = seededRandom(SEED);
    const divisors = interesting(random, bits, 300).filter((b) => b > 0n && b < 1n << BigInt(bits));
    const pairs = divisors.flatMap((b) => {
      // Next to where the quotient is an integer, and at both ends.
      const near = Array.from({ length: 20 }, () => (BigInt(random.u32()) * b) / one);
      return [0n, 1n, b - 1n, b, ...near, ...near.map((a) => a + 1n)].filter((a) => a <= b).map((a) => [a, b] as const);
    });
    pairs.push([0n, 0n], [0n, 1n]);
    if (pairs.length % 2 === 1) pairs.push([1n, 1n]);
    expect(pairs.length).toBeGreaterThan(10_000);
    longs.set(pairs.flat());
    operations.smallShareAll(FREE, pairs.length);
    for (const [k, [a, b]] of pairs.entries()) {
      const expected = b === 0n ? 0n : (a << 32n) / b;
      if (longs[2 * k + 1] !== expected) expect([a, b, longs[2 * k + 1]]).toEqual([a, b, expected]);
    }
  });

  it('give products and quantised shares as bigints do', () => {
    const random = seededRandom(SEED);
    const shares = interesting(random, 32, 100);
    const pairs = shares.flatMap((a) => shares.map((b) => [a, b] as const));
    longs.set(pairs.flat());
    operations.productAll(FREE, pairs.length);
    for (const [k, [a, b]] of pairs.entries()) {
      const expected = [(a * b) >> 32n, BigInt(quantise(a))];
      if (longs[2 * k] !== expected[0] || longs[2 * k + 1] !== expected[1]) {
        expect([a, b, longs[2 * k], longs[2 * k + 1]]).toEqual([a, b, ...expected]);
      }
    }
  });

  // The scalar build has no vectors.
  it.each(variant === 'simd' ? ['unsigned words'] : [])('give products of vectors of %s as bigints do', () => {
    const random = seededRandom(SEED);
    const words = interesting(random, 32, 100).filter((x) => x < one);
    const pairs = words.flatMap((a) => words.map((b) => [Number(a), Number(b)] as const));
    const u32 = new Uint32Array(operations.memory.buffer);
    u32.set(pairs.flat(), FREE / 4);
    const to = FREE + pairs.length * 8;
    operations.vectorProductAll(FREE, pairs.length, to);
    for (const [k, [a, b]] of pairs.entries()) {
      const exact = BigInt(a) * BigInt(b);
      const expected = [Number(exact >> 32n), Number((exact + one - 1n) >> 32n), quantise(BigInt(a))];
      const got = [u32[FREE / 4 + 2 * k], u32[FREE / 4 + 2 * k + 1], u32[to / 4 + k]];
      if (got.some((x, i) => x !== expected[i])) expect([a, b, ...got]).toEqual([a, b, ...expected]);
    }
  });

  it('sum the series for e^x as the reference does', () => {
    const random = seededRandom(SEED);
    // e^1 is a constant, not the series; liquid-alpha.ts takes care of it.
    const limit = 20n * one;
    const xs = [...interesting(random, 36, 3_000), limit, limit - 1n].filter((x) => x <= limit && x !== one);
    longs.set(xs);
    operations.seriesAll(FREE, xs.length);
    for (const [k, x] of xs.entries()) if (longs[k] !== expSafe(x)) expect([x, longs[k]]).toEqual([x, expSafe(x)]);
  });

  it.each([0, 1, -1, 100, 200, -200, 777, 1_000, -1_000, 1_200, 3_333, 4_000, 9_999, 32_767, -32_768])(
    'find liquid alphas for steepness %i as the reference does',
    (steepness) => {
      const random = seededRandom(SEED + steepness);
      const parameters = [
        [3_006_449_528n, 3_865_446_220n],
        [0n, one],
        [0n, 1n],
        [one - 1n, one],
        [one, 0n],
        [one, one],
      ] as const;
      const distances = [...interesting(random, 32, 1_000), one / 2n, one / 2n + 429_496_730n, one / 2n - 429_496_730n];
      for (const [low, high] of parameters) {
        const alpha = alphaSigmoid({ low, high, steepness: I32F32.fromInteger(BigInt(steepness)) });
        longs.set(distances);
        operations.alphaAll(FREE, distances.length, steepness, low, high);
        for (const [k, d] of distances.entries()) {
          // Without consensus and bond the distance is the weight.
          const expected = alpha(d, 0n, 0n);
          if (longs[k] !== expected) expect([d, low, high, longs[k]]).toEqual([d, low, high, expected]);
        }
      }
    },
  );
});
