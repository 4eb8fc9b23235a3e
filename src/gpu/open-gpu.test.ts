import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { computeCore } from '../chain/yuma/index.ts';
import { ComputeError } from './error.ts';
import { OPENING_TIMEOUT_MS, openTestedGpu } from './open-gpu.ts';
import { createReferenceCalculator } from './reference.ts';
import { expectedAnswer, type Question } from './webgpu/operations.ts';
import { openTestEngine } from './webgpu/testing/open-engine.ts';
import type { GpuEpochEngine } from './webgpu/types.ts';

/** An engine that answers rightly unless told otherwise. */
function fakeEngine(answer = expectedAnswer): GpuEpochEngine & { isClosed: boolean } {
  return {
    name: 'gpu',
    device: 'a fake',
    isSoftware: false,
    lost: new Promise(() => undefined),
    lastRun: undefined,
    isClosed: false,
    answer: async (questions: readonly Question[]) => BigInt64Array.from(questions, answer),
    computeSeries: async (series, options) => createReferenceCalculator().computeSeries(series, options),
    computeCores: async (cores) => cores.map(computeCore),
    runFunction: () => undefined,
    close() {
      this.isClosed = true;
    },
  };
}

describe('opening a GPU', () => {
  it('gives one that passes the known-answer test', async () => {
    const engine = await openTestedGpu(openTestEngine);
    expect(engine.name).toBe('gpu');
    engine.close();
  });

  it('passes on why there is none', async () => {
    const open = () => Promise.reject(new ComputeError('gpu/no-adapter', 'WebGPU found none.'));
    await expect(openTestedGpu(open)).rejects.toMatchObject({ code: 'gpu/no-adapter', message: 'WebGPU found none.' });
  });

  it('refuses one that miscalculates, and closes it', async () => {
    const engine = fakeEngine((question) => expectedAnswer(question) + (question.operation === 'mul' ? 1n : 0n));
    await expect(openTestedGpu(async () => engine)).rejects.toMatchObject({
      code: 'gpu/known-answer-failed',
      message: expect.stringContaining('mul('),
    });
    expect(engine.isClosed).toBe(true);
  });

  it('gives a code also to what nobody foresaw', async () => {
    const open = () => Promise.reject(new Error('a bug'));
    await expect(openTestedGpu(open)).rejects.toMatchObject({
      code: 'gpu/unexpected',
      message: expect.stringContaining('a bug'),
    });
  });

  describe('that takes forever', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('ends, and closes the GPU should it open after all', async () => {
      const engine = fakeEngine();
      const { promise, resolve } = Promise.withResolvers<GpuEpochEngine>();
      const refused = expect(openTestedGpu(() => promise)).rejects.toMatchObject({ code: 'gpu/timeout' });
      await vi.advanceTimersByTimeAsync(OPENING_TIMEOUT_MS);
      await refused;
      resolve(engine);
      await vi.advanceTimersByTimeAsync(0);
      expect(engine.isClosed).toBe(true);
    });
  });
});
