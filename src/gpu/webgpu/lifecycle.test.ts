/**
 * Opening and closing the engine again and again, as a page does that recovers from lost devices. The kernels are replaced
 * by empty ones, because compiling the real ones twenty times would only measure the compiler.
 */
import { expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { sampleCore } from '../sample-core.ts';
import { EPOCH_KERNELS } from './shaders.ts';
import { openTestEngine, textsWithout } from './testing/open-engine.ts';

const CYCLES = 20;
/** An engine's buffers, with the readback and its copy, are then some 35 MiB. */
const SHAPE = { n: 1_024, validators: 1_024, density: 1 };
/** Allocators keep some of what was freed, and level off; buffers that are never freed would be 600 MiB. */
const MAX_GROWTH_BYTES = 256 * 2 ** 20;

it('opens, computes and closes twenty times without growing', async () => {
  const texts = textsWithout([...Object.keys(EPOCH_KERNELS), 'operations']);
  const core = sampleCore(seededRandom(1), SHAPE);
  const cycle = async () => {
    const engine = await openTestEngine({ texts });
    await engine.computeCores([core]);
    await engine.answer([{ operation: 'add', numbers: [1n, 2n] }]);
    engine.close();
  };

  for (let k = 0; k < 3; k++) await cycle();
  const before = process.memoryUsage().rss;
  for (let k = 3; k < CYCLES; k++) await cycle();
  expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
});
