import { describe, expect, it } from 'vitest';
import { type SeededRandom, seededRandom } from '../random.ts';
import { checkMatrixProduct, createScoringTwin, type ProductClaim, type Residues, residuesOf } from './index.ts';
import { openNodeScoringWasm } from './scoring.node.ts';
import { randomResidues } from './testing/random-scores.ts';

const P = 2 ** 31 - 1;
const twin = createScoringTwin();
const all = [twin, await openNodeScoringWasm('simd'), await openNodeScoringWasm('scalar')];

/** The product by its definition, in bigints. */
function product(a: Residues, b: Residues, n: number): Residues {
  const c = new Uint32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0n;
      for (let k = 0; k < n; k++) sum += BigInt(a[i * n + k]!) * BigInt(b[k * n + j]!);
      c[i * n + j] = Number(sum % BigInt(P));
    }
  }
  return c;
}

function trueClaim(random: SeededRandom, n: number): ProductClaim {
  const a = randomResidues(random, n * n);
  const b = randomResidues(random, n * n);
  return { n, a, b, c: product(a, b, n) };
}

const options = (seed: number, rounds = 1) => ({ rounds, randomU32: seededRandom(seed).u32 });

describe('multiplying modulo 2^31 − 1', () => {
  it.each([1, 7, 8, 9, 33, 100])('gives the remainder that bigints give, on every engine, n = %i', (n) => {
    const matrix = randomResidues(seededRandom(n), n * n);
    const vectors = randomResidues(seededRandom(n + 1), 3 * n);
    const expected = Uint32Array.from({ length: 3 * n }, (_, at) => {
      let sum = 0n;
      for (let k = 0; k < n; k++) {
        sum += BigInt(matrix[(at % n) * n + k]!) * BigInt(vectors[Math.floor(at / n) * n + k]!);
      }
      return Number(sum % BigInt(P));
    });
    for (const engine of all) expect(engine.multiplyModP(matrix, n, vectors)).toEqual(expected);
  });

  it('does not overflow where every number is the largest', () => {
    for (const n of [3, 64, 1000]) {
      const matrix = new Uint32Array(n * n).fill(P - 1);
      const vector = new Uint32Array(n).fill(P - 1);
      // (−1) · (−1) n times
      for (const engine of all) expect(engine.multiplyModP(matrix, n, vector)).toEqual(new Uint32Array(n).fill(n));
    }
  });

  it('gives the same on every engine where the matrix takes several strips', () => {
    const n = 600;
    const matrix = randomResidues(seededRandom(2), n * n);
    const vectors = randomResidues(seededRandom(3), 2 * n);
    const [expected, ...others] = all.map((engine) => engine.multiplyModP(matrix, n, vectors));
    for (const other of others) expect(other).toEqual(expected);
  });

  it.each([P, 2 ** 31, 2 ** 32 - 1])('refuses the entry %d, which is no residue', (entry) => {
    for (const engine of all) {
      for (let place = 0; place < 9; place++) {
        const bad = new Uint32Array(9);
        bad[place] = entry;
        const refusal = expect.objectContaining({ code: 'compute/bad-scores' });
        expect(() => engine.multiplyModP(bad, 3, new Uint32Array(3))).toThrow(refusal);
        expect(() => engine.multiplyModP(new Uint32Array(9), 3, bad)).toThrow(refusal);
      }
    }
  });

  it.each([
    ['compute/bad-scores', 0, 0, 0],
    ['compute/bad-scores', 2, 3, 2],
    ['compute/bad-scores', 2, 4, 0],
    ['compute/bad-scores', 2, 4, 3],
    ['compute/too-large', 2, 4, 130],
    ['compute/too-large', 8193, 0, 0],
  ])('refuses with %s a matrix of order %i with %i entries and %i in vectors', (code, n, entries, inVectors) => {
    for (const engine of all) {
      expect(() => engine.multiplyModP(new Uint32Array(entries), n, new Uint32Array(inVectors))).toThrow(
        expect.objectContaining({ code }),
      );
    }
  });
});

describe('checking a matrix product', () => {
  it('accepts true products', () => {
    for (let seed = 0; seed < 20; seed++) {
      const claim = trueClaim(seededRandom(seed), 1 + seed);
      for (const engine of all) expect(checkMatrixProduct(engine, claim, options(seed, 2))).toBe(true);
    }
  });

  it('rejects a product with one wrong entry, in one round', () => {
    const n = 12;
    const claim = trueClaim(seededRandom(1), n);
    for (let seed = 0; seed < 150; seed++) {
      const random = seededRandom(seed);
      const c = claim.c.slice();
      const place = random.below(n * n);
      c[place] = (c[place]! + 1 + random.below(P - 1)) % P;
      for (const engine of all) expect(checkMatrixProduct(engine, { ...claim, c }, options(seed))).toBe(false);
    }
  });

  it('is blind to errors only where the random vector is 0, so the vector must not be known', () => {
    const claim = trueClaim(seededRandom(4), 2);
    const c = claim.c.map((value, at) => (at % 2 === 0 ? (value + 1) % P : value));
    const known = { rounds: 1, randomU32: () => 0 };
    expect(checkMatrixProduct(twin, { ...claim, c }, known)).toBe(true);
    expect(checkMatrixProduct(twin, { ...claim, c }, options(5))).toBe(false);
  });

  it('checks products of signed integers', () => {
    const a = Int32Array.of(-3, 2, 0, -(2 ** 31));
    const b = Int32Array.of(5, -1, -7, 4);
    const c = [-3 * 5 + 2 * -7, 3 + 8, 2 ** 31 * 7, -(2 ** 31) * 4].map((x) => ((x % P) + P) % P);
    const claim = { n: 2, a: residuesOf(a), b: residuesOf(b), c: Uint32Array.from(c) };
    expect(checkMatrixProduct(twin, claim, options(1))).toBe(true);
  });

  it('maps every signed integer to its residue', () => {
    const signed = Int32Array.of(0, 1, -1, 2 ** 31 - 1, 2 ** 31 - 2, -(2 ** 31), -(2 ** 31) + 1);
    expect([...residuesOf(signed)]).toEqual([0, 1, P - 1, 0, P - 1, P - 1, 0]);
  });

  it('refuses claims and sources that make no sense', () => {
    const claim = trueClaim(seededRandom(1), 3);
    const refusal = expect.objectContaining({ code: 'compute/bad-scores' });
    for (const change of [{ a: new Uint32Array(8) }, { b: new Uint32Array(10) }, { c: new Uint32Array() }, { n: 0 }]) {
      expect(() => checkMatrixProduct(twin, { ...claim, ...change }, options(1))).toThrow(refusal);
    }
    expect(() => checkMatrixProduct(twin, claim, { rounds: 0, randomU32: () => 1 })).toThrow(refusal);
    expect(() => checkMatrixProduct(twin, claim, { rounds: 1, randomU32: () => 2 ** 32 - 1 })).toThrow(refusal);
    expect(() => checkMatrixProduct(twin, { ...claim, c: claim.c.fill(P) }, options(1))).toThrow(refusal);
  });
});
