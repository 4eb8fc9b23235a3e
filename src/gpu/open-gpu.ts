/** Opening a GPU that can be trusted: there, real or allowed software, and past the known-answer test, within a deadline. */
import { withDeadline } from './deadline.ts';
import { ComputeError } from './error.ts';
import { knownAnswerTest } from './webgpu/known-answer.ts';
import type { GpuEpochEngine } from './webgpu/types.ts';

/** Opening, compiling and testing together; about two seconds on slow machines. */
export const OPENING_TIMEOUT_MS = 60_000;

/** @throws ComputeError `gpu/…` with the reason why this GPU is not used */
export async function openTestedGpu(open: () => Promise<GpuEpochEngine>): Promise<GpuEpochEngine> {
  const opening = open();
  try {
    return await withDeadline(tested(opening), OPENING_TIMEOUT_MS, late);
  } catch (error) {
    // Also an engine that opens only after the deadline.
    opening.then(
      (engine) => engine.close(),
      () => undefined,
    );
    if (error instanceof ComputeError) throw error;
    const unexpected = error instanceof Error ? error.message : String(error);
    throw new ComputeError('gpu/unexpected', `The GPU engine failed: ${unexpected}`, error);
  }
}

async function tested(opening: Promise<GpuEpochEngine>): Promise<GpuEpochEngine> {
  const engine = await opening;
  const failure = await knownAnswerTest(engine);
  if (failure) throw failure;
  return engine;
}

function late(): ComputeError {
  const seconds = OPENING_TIMEOUT_MS / 1000;
  return new ComputeError('gpu/timeout', `The graphics processor was not ready within ${seconds} s.`);
}
