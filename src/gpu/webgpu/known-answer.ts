/**
 * The known-answer test: before a device may compute epochs it computes some whose answers are known, on the user's own
 * machine with its own driver. Nothing else can show a fault in a shader compiler that no test ever ran on.
 *
 * Some thousand single operations, with the edges of every operation, small epochs of every kind and short series of them
 * are computed on the GPU and by the reference, and must agree in every bit.
 */
import { I32F32 } from '../../chain/fixed/index.ts';
import { computeCore } from '../../chain/yuma/index.ts';
import { firstDifference, seriesDifference } from '../difference.ts';
import { ComputeError } from '../error.ts';
import { knownCores } from '../known-cores.ts';
import { type SeededRandom, seededRandom } from '../random.ts';
import { createReferenceCalculator } from '../reference.ts';
import { knownSeries } from './known-series.ts';
import { expectedAnswer, type Operation, type Question } from './operations.ts';
import type { GpuEpochEngine } from './types.ts';

const SEED = 0x59_75_6d_61;

/** Every pair of them goes through every operation of two numbers. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  -1n,
  I32F32.one / 2n,
  I32F32.one - 1n,
  I32F32.one,
  I32F32.one + 1n,
  -I32F32.one,
  -I32F32.one + 1n,
  65_535n,
  65_535n * I32F32.one,
  0x1_0001_0000_0001n,
  -0x8000_8000_ffff_ffffn >> 1n,
  I32F32.max,
  I32F32.max - 1n,
  I32F32.min,
  I32F32.min + 1n,
];

const BINARY = [
  'add',
  'sub',
  'mul',
  'cmul',
  'div',
  'sdiv',
  'share',
  'wrapping-add',
  'less',
] as const satisfies Operation[];
const UNARY = ['to-u16', 'quantise'] as const satisfies Operation[];
/** Hundredths: gentle, hitting exp(1) exactly, fractional, negative, extreme. */
const STEEPNESSES = [0, 1_000, 200, -200, 777, -300, 32_767, -32_768];
const RANDOM_EACH = 120;

/** The same questions every time. */
export function knownQuestions(random: SeededRandom = seededRandom(SEED)): readonly Question[] {
  const questions: Question[] = [];
  const ask = (operation: Operation, ...numbers: bigint[]) => questions.push({ operation, numbers });
  const share = () => BigInt(random.u32()) + BigInt(random.below(2));
  const repeat = (times: number, make: () => void) => {
    for (let k = 0; k < times; k++) make();
  };

  for (const operation of BINARY) {
    const pair = (a: bigint, b: bigint) => ask(operation, a, operation === 'sdiv' && b === 0n ? 1n : b);
    for (const a of EDGES) for (const b of EDGES) pair(a, b);
    repeat(RANDOM_EACH, () => pair(random.i64(), random.i64()));
    repeat(RANDOM_EACH, () => pair(share(), share()));
  }
  for (const operation of UNARY) {
    for (const a of EDGES) ask(operation, a);
    repeat(RANDOM_EACH, () => ask(operation, random.i64()));
    repeat(RANDOM_EACH, () => ask(operation, share()));
  }
  for (const x of [0, 1, 32_767, 32_768, 65_534, 65_535]) ask('ratio', BigInt(x));
  repeat(RANDOM_EACH, () => ask('ratio', BigInt(random.below(0x1_0000))));
  repeat(RANDOM_EACH, () => ask('clamp', random.i64(), random.i64(), random.i64()));
  repeat(RANDOM_EACH, () => ask('divide-small', random.i64(), BigInt(1 + random.below(65_535))));

  for (const a of [...EDGES, 20n * I32F32.one, -20n * I32F32.one, 20n * I32F32.one + 1n]) ask('exp', a);
  repeat(RANDOM_EACH, () => ask('exp', share() * BigInt(random.below(42) - 21)));
  const one = () => random.pick([0n, I32F32.one, share(), share()]);
  const alpha = (steepness: bigint) => ask('alpha-sigmoid', one(), one(), one(), one(), one(), steepness);
  for (const steepness of STEEPNESSES) repeat(RANDOM_EACH / 4, () => alpha(BigInt(steepness) * I32F32.one));
  // Nothing to buy with a slope of -2 makes the exponent exactly one.
  ask('alpha-sigmoid', 0n, 0n, 0n, 0n, I32F32.one, 200n * I32F32.one);
  return questions;
}

/**
 * Undefined if the device answers everything right; else `gpu/known-answer-failed`, naming what was asked.
 * @throws ComputeError if the device fails to answer at all
 */
export async function knownAnswerTest(engine: GpuEpochEngine): Promise<ComputeError | undefined> {
  const questions = knownQuestions();
  const answers = await engine.answer(questions);
  for (const [k, question] of questions.entries()) {
    const expected = expectedAnswer(question);
    if (answers[k] === expected) continue;
    const asked = `${question.operation}(${question.numbers.join(', ')})`;
    return refusal(engine, `${asked} gave ${answers[k]}, not ${expected}`);
  }
  const cores = knownCores();
  const results = await engine.computeCores(cores);
  for (const [k, core] of cores.entries()) {
    const difference = firstDifference(computeCore(core), results[k]!);
    if (difference) return refusal(engine, `known epoch ${k}: ${difference}`);
  }
  const series = knownSeries();
  const expected = createReferenceCalculator().computeSeries(series, { bonds: true });
  const got = await engine.computeSeries(series, { bonds: true });
  for (const [k, result] of expected.entries()) {
    const difference = seriesDifference(result, got[k]!);
    if (difference) return refusal(engine, `known series ${k}, ${difference}`);
  }
  return undefined;
}

function refusal(engine: GpuEpochEngine, what: string): ComputeError {
  return new ComputeError('gpu/known-answer-failed', `${engine.device} failed the known-answer test: ${what}.`);
}
