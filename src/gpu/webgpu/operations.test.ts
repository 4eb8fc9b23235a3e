import { describe, expect, it } from 'vitest';
import { I32F32 } from '../../chain/fixed/index.ts';
import { seededRandom } from '../random.ts';
import { expectedAnswer, OPERATIONS, type Operation, type Question } from './operations.ts';
import { OPERATIONS_ONLY, useTestEngine } from './testing/open-engine.ts';

const SEED = 20_260;
const RANDOM_EACH = 20_000;
/** Bigint series are slow to expect. */
const RANDOM_EXP = 4_000;

const { one, min, max } = I32F32;
const EDGES = [
  0n,
  1n,
  2n,
  3n,
  0x7fffn,
  0xffffn,
  0x1_0000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_0000n,
  one - 1n,
  one,
  one + 1n,
]
  .concat([2n * one - 1n, 100n * one, 65_535n * one, 0x8000_0001_0000n, 0xffff_ffff_0000n, 1n << 62n, max - 1n, max])
  .flatMap((x) => [x, -x])
  .concat(min);

const engine = useTestEngine(OPERATIONS_ONLY);

/** The first question that the GPU answers otherwise than its CPU twin. */
async function firstWrong(questions: readonly Question[]): Promise<string | undefined> {
  const answers = await engine().answer(questions);
  const wrong = questions.findIndex((question, k) => answers[k] !== expectedAnswer(question));
  if (wrong < 0) return undefined;
  const { operation, numbers } = questions[wrong]!;
  return `${operation}(${numbers.join(', ')}) = ${answers[wrong]}, not ${expectedAnswer(questions[wrong]!)}`;
}

/** Numbers that the operation takes: its own edges are left to the caller. */
function legal(operation: Operation, numbers: readonly bigint[]): readonly bigint[] {
  const [a = 0n, b = 0n] = numbers;
  if (operation === 'sdiv') return [a, b === 0n ? 1n : b];
  if (operation === 'divide-small') return [a, 1n + (BigInt.asUintN(64, b) % 65_535n)];
  if (operation === 'ratio') return [BigInt.asUintN(16, a)];
  return numbers;
}

describe('operations on the GPU', () => {
  const binary = OPERATIONS.filter((operation) => !['exp', 'alpha-sigmoid', 'clamp'].includes(operation));

  it.each(binary)('%s equals its bigint twin on all pairs of edges', async (operation) => {
    const questions = EDGES.flatMap((a) => EDGES.map((b) => ({ operation, numbers: legal(operation, [a, b]) })));
    expect(await firstWrong(questions)).toBeUndefined();
  });

  it.each(binary)('%s equals its bigint twin on random numbers of all sizes', async (operation) => {
    const random = seededRandom(SEED);
    const questions = Array.from({ length: RANDOM_EACH }, () => ({
      operation,
      numbers: legal(operation, [random.i64(), random.i64()]),
    }));
    expect(await firstWrong(questions)).toBeUndefined();
  });

  it.each(['mul', 'div', 'sdiv', 'quantise'] as const)('%s equals its twin on random shares', async (operation) => {
    const random = seededRandom(SEED + 1);
    const share = () => BigInt(random.u32()) >> BigInt(random.below(32));
    const questions = Array.from({ length: RANDOM_EACH }, () => ({
      operation,
      numbers: legal(operation, [share(), share() + BigInt(random.below(2))]),
    }));
    expect(await firstWrong(questions)).toBeUndefined();
  });

  it('div is exact next to every kind of divisor: near powers of two, and near the dividend', async () => {
    const questions: Question[] = [];
    for (let bit = 0n; bit < 63n; bit++) {
      for (const b of [(1n << bit) - 1n, 1n << bit, (1n << bit) + 1n]) {
        for (const a of [b - 1n, b, b + 1n, 2n * b - 1n, max, min, 0xffff_ffff_ffffn]) {
          if (a > max) continue;
          questions.push({ operation: 'div', numbers: [a, b] }, { operation: 'div', numbers: [I32F32.clamp(-a), b] });
        }
      }
    }
    expect(await firstWrong(questions)).toBeUndefined();
  });

  it('share is exact for every kind of word in the divisor and the dividend', async () => {
    const random = seededRandom(SEED + 4);
    const words = [
      0,
      1,
      2,
      0x7fff_ffff,
      0x8000_0000,
      0x8000_0001,
      0xffff_fffe,
      0xffff_ffff,
      random.u32(),
      random.u32(),
    ];
    const pairs = words.flatMap((high) =>
      words.map((low) => BigInt.asIntN(64, (BigInt(high >>> 1) << 32n) | BigInt(low))),
    );
    const questions = pairs.flatMap((b) => pairs.map((a) => ({ operation: 'share' as const, numbers: [a, b] })));
    const near = pairs.flatMap((b) =>
      [b - 1n, b / 2n, b - (b >> 32n)].map((a) => ({ operation: 'share' as const, numbers: [a, b] })),
    );
    expect(await firstWrong([...questions, ...near])).toBeUndefined();
  });

  it('clamp gives the lower bound where the bounds are crossed', async () => {
    const triples = EDGES.slice(0, 12).flatMap((a) => EDGES.flatMap((b) => EDGES.slice(6, 16).map((c) => [a, b, c])));
    expect(await firstWrong(triples.map((numbers) => ({ operation: 'clamp', numbers })))).toBeUndefined();
    expect(await engine().answer([{ operation: 'clamp', numbers: [5n, 9n, 2n] }])).toEqual(BigInt64Array.of(9n));
  });

  it('ratio equals its twin for every u16', async () => {
    const questions = Array.from({ length: 65_536 }, (_, x) => ({ operation: 'ratio' as const, numbers: [BigInt(x)] }));
    expect(await firstWrong(questions)).toBeUndefined();
  });

  it('exp jumps at exactly one, is clamped at ±20 and equals the series everywhere else', async () => {
    const random = seededRandom(SEED + 2);
    const limit = 20n * one;
    const near = [0n, one, -one, limit, -limit].flatMap((x) => [x - 2n, x - 1n, x, x + 1n, x + 2n]);
    const numbers = Array.from({ length: RANDOM_EXP }, () => random.i64() % (21n * one));
    const questions = [...near, ...numbers, ...EDGES].map((x) => ({ operation: 'exp' as const, numbers: [x] }));
    expect(await firstWrong(questions)).toBeUndefined();
    expect([
      ...(await engine().answer([one - 1n, one, one + 1n].map((x) => ({ operation: 'exp', numbers: [x] })))),
    ]).toEqual(
      // spec yuma §5
      [11_674_931_544n, 11_674_931_200n, 11_674_931_552n],
    );
  });

  it('alpha-sigmoid equals its twin for every kind of steepness', async () => {
    const random = seededRandom(SEED + 3);
    const share = () => random.pick([0n, one, one / 2n, BigInt(random.u32()), BigInt(random.u32() >>> 20)]);
    const questions = [0, 1, 100, 200, -200, 777, -777, 1_000, 32_767, -32_768].flatMap((steepness) =>
      Array.from({ length: RANDOM_EXP / 10 }, () => ({
        operation: 'alpha-sigmoid' as const,
        numbers: [share(), share(), share(), share(), share(), BigInt(steepness) * one],
      })),
    );
    expect(await firstWrong(questions)).toBeUndefined();
  });

  it('answers more questions than fit one submission, in order', async () => {
    const questions = Array.from({ length: 70_000 }, (_, k) => ({
      operation: 'add' as const,
      numbers: [BigInt(k), 1n],
    }));
    const answers = await engine().answer(questions);
    expect(answers.every((answer, k) => answer === BigInt(k + 1))).toBe(true);
  });
});
