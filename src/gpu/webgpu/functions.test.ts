import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS_ONLY, useTestEngine } from './testing/open-engine.ts';

interface FunctionVector {
  readonly id: string;
  readonly fn: string;
  readonly in: unknown;
  readonly out: unknown;
}

const FILES = ['functions-random.json', 'functions-from-unit-tests.json'];
const vectors = FILES.flatMap((file): readonly FunctionVector[] => {
  const path = new URL(`../../../test/vectors/yuma/${file}`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')).cases;
});
const ON_GPU = [
  'mul',
  'div',
  'saturating_div',
  'to_u16',
  'proportion_to_u16',
  'u16_ratio',
  'exp_safe',
  'alpha_sigmoid',
];
const VECTORS_ON_GPU = ['vec_mul', 'normalize_using_sum'];

const engine = useTestEngine(OPERATIONS_ONLY);

describe('runFunction', () => {
  it.each([...ON_GPU, ...VECTORS_ON_GPU])('%s equals all its vectors', async (fn) => {
    const cases = vectors.filter((vector) => vector.fn === fn);
    expect(cases.length).toBeGreaterThan(10);
    for (const { id, in: input, out } of cases) expect(await engine().runFunction(fn, input), id).toEqual(out);
  });

  it('has no answer for functions that the GPU does not have', () => {
    expect(engine().runFunction('weighted_median', {})).toBeUndefined();
    expect(engine().runFunction('toString', {})).toBeUndefined();
  });

  it('refuses inputs that are not the function’s', () => {
    for (const input of [null, 7, {}, { a: '1' }, { a: '1', b: 2 }, { a: '1', b: '9223372036854775808' }]) {
      expect(() => engine().runFunction('mul', input)).toThrow(TypeError);
    }
    expect(() => engine().runFunction('vec_mul', { a: ['1'], b: 'x' })).toThrow(TypeError);
    expect(() => engine().runFunction('mul', { a: 'one', b: '1' })).toThrow(TypeError);
  });
});
