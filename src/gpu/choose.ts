/**
 * Which engine computes: the GPU if it is wanted, there, real and passes the known-answer test; else the CPU, with the
 * reason. The choice is never silent: `failure` says why the GPU is not used.
 */
import type { Failure } from '../chain/failure.ts';
import { withDeadline } from './deadline.ts';
import { ComputeError } from './error.ts';
import { createReferenceEngine } from './reference.ts';
import type { EpochEngine } from './types.ts';
import { createBrowserGpuEngine } from './webgpu/engine.browser.ts';
import { knownAnswerTest } from './webgpu/known-answer.ts';
import type { GpuEpochEngine } from './webgpu/types.ts';

/** Opening, compiling and testing together; about two seconds on slow machines. */
export const CHOICE_TIMEOUT_MS = 60_000;

export interface EngineChoice {
  readonly engine: EpochEngine;
  /** Why the GPU is not used; undefined while it is. */
  readonly failure: Failure | undefined;
}

export interface ChooseOptions {
  /** The user's setting: try the GPU at all. Default true. */
  readonly gpu?: boolean;
  /** Take an adapter that is a program on the CPU. Default false. */
  readonly allowSoftware?: boolean;
  /** How to open the GPU on this platform. Default: the browser's. */
  readonly open?: (options: { readonly allowSoftware: boolean }) => Promise<GpuEpochEngine>;
}

/** Always gives an engine that can compute. */
export async function chooseEngine(options: ChooseOptions = {}): Promise<EngineChoice> {
  const { gpu = true, allowSoftware = false, open = createBrowserGpuEngine } = options;
  if (!gpu) return onCpu(new ComputeError('gpu/turned-off', 'The graphics processor is turned off in the settings.'));
  const opening = open({ allowSoftware });
  try {
    const engine = await withDeadline(openTested(opening), CHOICE_TIMEOUT_MS, late);
    return { engine, failure: undefined };
  } catch (error) {
    // Also an engine that opens only after the deadline.
    opening.then(
      (engine) => engine.close(),
      () => undefined,
    );
    const unexpected = error instanceof Error ? error.message : String(error);
    return onCpu(
      error instanceof ComputeError
        ? error
        : new ComputeError('gpu/unexpected', `The GPU engine failed: ${unexpected}`, error),
    );
  }
}

async function openTested(opening: Promise<GpuEpochEngine>): Promise<GpuEpochEngine> {
  const engine = await opening;
  const failure = await knownAnswerTest(engine);
  if (failure) throw failure;
  return engine;
}

function late(): ComputeError {
  return new ComputeError('gpu/timeout', `The graphics processor was not ready within ${CHOICE_TIMEOUT_MS / 1000} s.`);
}

function onCpu(reason: ComputeError): EngineChoice {
  return { engine: createReferenceEngine(), failure: reason.failure };
}
