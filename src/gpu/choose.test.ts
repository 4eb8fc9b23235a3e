import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { computeCore } from '../chain/yuma/index.ts';
import { CHOICE_TIMEOUT_MS, chooseEngine } from './choose.ts';
import { ComputeError } from './error.ts';
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
    isClosed: false,
    answer: async (questions: readonly Question[]) => BigInt64Array.from(questions, answer),
    computeSeries: () => Promise.reject(new Error('not asked for')),
    computeCores: async (cores) => cores.map(computeCore),
    runFunction: () => undefined,
    close() {
      this.isClosed = true;
    },
  };
}

describe('chooseEngine', () => {
  it('takes the GPU where it passes the known-answer test', async () => {
    const choice = await chooseEngine({ open: openTestEngine, allowSoftware: true });
    try {
      expect(choice).toMatchObject({ engine: { name: 'gpu' }, failure: undefined });
    } finally {
      choice.engine.close();
    }
  });

  it('asks for a software adapter only where that is allowed', async () => {
    const open = vi.fn(async () => fakeEngine());
    await chooseEngine({ open });
    await chooseEngine({ open, allowSoftware: true });
    expect(open.mock.calls).toEqual([[{ allowSoftware: false }], [{ allowSoftware: true }]]);
  });

  it('takes the reference where the GPU is turned off, without touching it', async () => {
    const open = vi.fn(async () => fakeEngine());
    expect(await chooseEngine({ gpu: false, open })).toMatchObject({
      engine: { name: 'reference' },
      failure: { code: 'gpu/turned-off' },
    });
    expect(open).not.toHaveBeenCalled();
  });

  it('takes the reference where the GPU cannot be opened, with the reason', async () => {
    const open = () => Promise.reject(new ComputeError('gpu/no-adapter', 'WebGPU found none.'));
    expect(await chooseEngine({ open })).toMatchObject({
      engine: { name: 'reference' },
      failure: { code: 'gpu/no-adapter', reason: 'WebGPU found none.' },
    });
  });

  it('takes the reference where the GPU miscalculates, and closes the GPU', async () => {
    const engine = fakeEngine((question) => expectedAnswer(question) + (question.operation === 'mul' ? 1n : 0n));
    expect(await chooseEngine({ open: async () => engine })).toMatchObject({
      engine: { name: 'reference' },
      failure: { code: 'gpu/known-answer-failed', reason: expect.stringContaining('mul(') },
    });
    expect(engine.isClosed).toBe(true);
  });

  it('gives a reason also for what nobody foresaw', async () => {
    const open = () => Promise.reject(new Error('a bug'));
    expect(await chooseEngine({ open })).toMatchObject({
      failure: { code: 'gpu/unexpected', reason: expect.stringContaining('a bug') },
    });
  });

  describe('with a GPU that takes forever', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('does not wait forever, and closes it should it open after all', async () => {
      const engine = fakeEngine();
      const { promise, resolve } = Promise.withResolvers<GpuEpochEngine>();
      const choosing = chooseEngine({ open: () => promise });
      await vi.advanceTimersByTimeAsync(CHOICE_TIMEOUT_MS);
      expect(await choosing).toMatchObject({ engine: { name: 'reference' }, failure: { code: 'gpu/timeout' } });
      resolve(engine);
      await vi.advanceTimersByTimeAsync(0);
      expect(engine.isClosed).toBe(true);
    });
  });
});
