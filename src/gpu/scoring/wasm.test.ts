import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { seededRandom } from '../random.ts';
import { quantiseRows } from './index.ts';
import { randomEmbeddings } from './testing/random-scores.ts';
import { createScoringWasm } from './wasm.ts';
import { WasmKernel } from './wasm-kernel.ts';

const file = (variant: string) => new URL(`../built/scoring.${variant}.wasm`, import.meta.url);
const compile = async (variant: string) => WebAssembly.compile(await readFile(file(variant)));

/** The page loads it; budgets are part of the design. */
const MOST_BYTES = 12_000;

describe('the WebAssembly of the scoring kernels', () => {
  it.each(['simd', 'scalar'])('is small: %s', async (variant) => {
    expect((await stat(file(variant))).size).toBeLessThan(MOST_BYTES);
  });

  it('is one module with vector instructions and one without', async () => {
    const { readWasm } = await wabt();
    const validate = async (variant: string) => readWasm(await readFile(file(variant)), { simd: false }).validate();
    await expect(validate('scalar')).resolves.toBeUndefined();
    // v128 is no type without SIMD.
    await expect(validate('simd')).rejects.toThrow(/local type/);
  });

  it('computes small calls after large ones', async () => {
    const kernels = createScoringWasm(await compile('simd'));
    const small = quantiseRows(randomEmbeddings(seededRandom(1), 9, 20));
    const before = kernels.similarityInt8(small);
    kernels.similarityInt8(quantiseRows(randomEmbeddings(seededRandom(2), 40, 500)));
    expect(kernels.similarityInt8(small)).toEqual(before);
  });

  it('keeps its memory from call to call, but lets go of a large one', async () => {
    const kernel = new WasmKernel(await compile('simd'));
    const memory = (bytes: number) => kernel.call([bytes], ({ kernel: { memory } }) => memory);
    const first = memory(1000);
    expect(memory(100_000)).toBe(first);
    const large = memory(2 ** 25);
    expect(large).toBe(first);
    expect(memory(1000)).not.toBe(first);
  });

  it('refuses memory that it does not get, and works on', async () => {
    const kernel = new WasmKernel(await compile('scalar'));
    expect(() => kernel.call([2 ** 33], () => 0)).toThrow(expect.objectContaining({ code: 'compute/too-large' }));
    expect(kernel.call([16], ({ places }) => places.length)).toBe(1);
  });
});
