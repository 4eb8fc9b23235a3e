import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import {
  createScoringTwin,
  duplicateGroups,
  type Embeddings,
  packRows,
  quantiseRows,
  type Similarity,
  similarityF32Tolerance,
  unitRows,
} from './index.ts';
import { openNodeScoringWasm } from './scoring.node.ts';
import { randomEmbeddings } from './testing/random-scores.ts';

const twin = createScoringTwin();
const engines = [await openNodeScoringWasm('simd'), await openNodeScoringWasm('scalar')];

/** Sizes around every padding and strip: 4 rows, 16 rows, 4 and 16 elements. */
const SHAPES = [
  [1, 1],
  [2, 3],
  [3, 16],
  [5, 17],
  [16, 64],
  [17, 31],
  [35, 100],
  [70, 129],
] as const;

/** Cosines in doubles, by the definition. */
function cosines({ values, rows, dimensions }: Embeddings): Float64Array {
  const dot = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < dimensions; k++) sum += values[i * dimensions + k]! * values[j * dimensions + k]!;
    return sum;
  };
  return Float64Array.from({ length: rows * rows }, (_, at) => {
    const i = Math.floor(at / rows);
    const j = at % rows;
    return dot(i, j) / Math.sqrt(dot(i, i) * dot(j, j));
  });
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

function permuted({ values, rows, dimensions }: Embeddings, order: readonly number[]): Embeddings {
  const moved = order.flatMap((row) => [...values.subarray(row * dimensions, (row + 1) * dimensions)]);
  return { values: Float32Array.from(moved), rows, dimensions };
}

describe('similarity of embeddings', () => {
  it.each(SHAPES)('gives the same bits on every engine for %i rows of %i', (rows, dimensions) => {
    const embeddings = randomEmbeddings(seededRandom(rows * 1000 + dimensions), rows, dimensions);
    const quantised = quantiseRows(embeddings);
    const units = unitRows(embeddings);
    for (const engine of engines) {
      expect(engine.similarityInt8(quantised)).toEqual(twin.similarityInt8(quantised));
      expect(engine.similarityF32(units)).toEqual(twin.similarityF32(units));
    }
  });

  it.each([64, 384, 1024])('stays near the cosine in %i dimensions, in both forms', (dimensions) => {
    const embeddings = randomEmbeddings(seededRandom(dimensions), 24, dimensions);
    const exact = cosines(embeddings);
    const int8 = twin.similarityInt8(quantiseRows(embeddings)).scores;
    expect(largestDifference(int8, exact)).toBeLessThan(0.05 / Math.sqrt(dimensions));
    const f32 = twin.similarityF32(unitRows(embeddings)).scores;
    expect(largestDifference(f32, exact)).toBeLessThan(similarityF32Tolerance(dimensions));
  });

  it('commutes with a permutation of the rows', () => {
    const embeddings = randomEmbeddings(seededRandom(7), 6, 40);
    const order = [3, 0, 5, 1, 4, 2];
    for (const score of [
      (e: Embeddings) => twin.similarityInt8(quantiseRows(e)),
      (e: Embeddings) => twin.similarityF32(unitRows(e)),
    ]) {
      const before = score(embeddings).scores;
      const after = score(permuted(embeddings, order)).scores;
      const expected = order.flatMap((i) => order.map((j) => before[i * 6 + j]!));
      expect([...after]).toEqual(expected);
    }
  });

  it('does not see the length of a row', () => {
    const embeddings = randomEmbeddings(seededRandom(8), 8, 96);
    const before = twin.similarityInt8(quantiseRows(embeddings)).scores;
    const scaled = (factor: number) =>
      twin.similarityInt8(quantiseRows({ ...embeddings, values: embeddings.values.map((x) => x * factor) })).scores;
    expect(scaled(2 ** -20)).toEqual(before);
    expect(largestDifference(scaled(0.3), before)).toBeLessThan(2 / 127 / Math.sqrt(96));
  });

  it('gives 1 to copies and −1 to opposites, exactly in the integer form', () => {
    const row = [0.3, -0.2, 0.9, 0.01];
    const values = packRows([row, row.map((x) => 4 * x), row.map((x) => -x)], 4);
    const { scores } = twin.similarityInt8(quantiseRows({ values, rows: 3, dimensions: 4 }));
    expect([...scores]).toEqual([1, 1, -1, 1, 1, -1, -1, -1, 1]);
  });

  it('quantises by the largest magnitude of a row, halves to even', () => {
    const values = Float32Array.of(127, -127, 0.5, 1.5, -1.5, 2.4999);
    expect([...quantiseRows({ values, rows: 1, dimensions: 6 }).codes]).toEqual([127, -127, 0, 2, -2, 2]);
  });

  it('takes the smallest and the largest float32', () => {
    const values = Float32Array.of(2 ** -149, 0, 2 ** -149, 3.4e38, 0, 3.4e38);
    const embeddings = { values, rows: 2, dimensions: 3 };
    expect([...twin.similarityInt8(quantiseRows(embeddings)).scores]).toEqual([1, 1, 1, 1]);
    expect(largestDifference(twin.similarityF32(unitRows(embeddings)).scores, [1, 1, 1, 1])).toBeLessThan(1e-6);
  });

  it('gives no similarity to rows that are zero, not numbers or missing, and names them', () => {
    const good = [1, 2, 3];
    const responses = [good, [0, 0, 0], [1, Number.NaN, 0], good, [1, 2], undefined, [1e39, 0, 0], good];
    const embeddings = { values: packRows(responses, 3), rows: responses.length, dimensions: 3 };
    const expectedGroup = [Uint32Array.of(0, 3, 7)];
    for (const engine of [twin, ...engines]) {
      for (const result of [
        engine.similarityInt8(quantiseRows(embeddings)),
        engine.similarityF32(unitRows(embeddings)),
      ]) {
        expect([...result.invalid]).toEqual([1, 2, 4, 5, 6]);
        for (const row of result.invalid) {
          for (let other = 0; other < result.rows; other++) {
            expect(result.scores[row * result.rows + other]).toBe(0);
            expect(result.scores[other * result.rows + row]).toBe(0);
          }
        }
        expect(duplicateGroups(result, 0.99)).toEqual(expectedGroup);
      }
    }
  });

  it.each([
    ['compute/bad-scores', { rows: 0, dimensions: 4, values: new Float32Array() }],
    ['compute/bad-scores', { rows: 4, dimensions: 0, values: new Float32Array() }],
    ['compute/bad-scores', { rows: 1.5, dimensions: 2, values: new Float32Array(3) }],
    ['compute/bad-scores', { rows: 2, dimensions: 2, values: new Float32Array(3) }],
    ['compute/too-large', { rows: 8193, dimensions: 1, values: new Float32Array() }],
    ['compute/too-large', { rows: 1, dimensions: 32_769, values: new Float32Array() }],
    ['compute/too-large', { rows: 8192, dimensions: 32_768, values: new Float32Array() }],
  ])('is refused with %s for a shape that makes no sense', (code, embeddings) => {
    expect(() => quantiseRows(embeddings)).toThrow(expect.objectContaining({ code }));
    expect(() => unitRows(embeddings)).toThrow(expect.objectContaining({ code }));
    for (const engine of [twin, ...engines]) {
      const { rows, dimensions, values } = embeddings;
      const invalid = new Uint32Array();
      const codes = new Int8Array(values.length);
      const norms = new Uint32Array(Math.floor(rows));
      expect(() => engine.similarityInt8({ rows, dimensions, codes, norms, invalid })).toThrow(
        expect.objectContaining({ code }),
      );
      expect(() => engine.similarityF32({ rows, dimensions, values, invalid })).toThrow(
        expect.objectContaining({ code }),
      );
    }
  });
});

describe('groups of near-duplicates', () => {
  /** Scores of 1 on the diagonal and for the pairs, else 0. */
  const linked = (rows: number, pairs: readonly (readonly [number, number])[]): Similarity => {
    const scores = new Float32Array(rows * rows);
    for (let row = 0; row < rows; row++) scores[row * rows + row] = 1;
    for (const [a, b] of pairs) {
      scores[a * rows + b] = 0.9;
      scores[b * rows + a] = 0.9;
    }
    return { scores, rows, invalid: new Uint32Array() };
  };

  it('are connected components in ascending order', () => {
    const pairs = [
      [7, 5],
      [1, 6],
      [6, 3],
      [5, 0],
    ] as const;
    expect(duplicateGroups(linked(9, pairs), 0.9)).toEqual([Uint32Array.of(0, 5, 7), Uint32Array.of(1, 3, 6)]);
    expect(duplicateGroups(linked(9, pairs), 0.91)).toEqual([]);
  });

  it('agree with a flood fill for random pairs', () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = seededRandom(seed);
      const rows = 1 + random.below(40);
      const pairs = Array.from({ length: random.below(rows) }, () => [random.below(rows), random.below(rows)] as const);
      const similarity = linked(rows, pairs);
      const seen = new Set<number>();
      const expected: number[][] = [];
      for (let start = 0; start < rows; start++) {
        if (seen.has(start)) continue;
        const group = new Set([start]);
        for (const row of group) {
          for (let other = 0; other < rows; other++) {
            if (similarity.scores[row * rows + other]! >= 0.5) group.add(other);
          }
        }
        for (const row of group) seen.add(row);
        if (group.size > 1) expected.push([...group].sort((a, b) => a - b));
      }
      expect(duplicateGroups(similarity, 0.5).map((group) => [...group])).toEqual(expected);
    }
  });

  it.each([0, 1e-50, -1, 1.01, Number.NaN])('need a threshold above 0 and up to 1, not %d', (threshold) => {
    expect(() => duplicateGroups(linked(2, []), threshold)).toThrow(
      expect.objectContaining({ code: 'compute/bad-scores' }),
    );
  });
});
