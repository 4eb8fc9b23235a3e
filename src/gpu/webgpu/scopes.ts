/** Error scopes: what WebGPU reports about some calls, as typed errors instead of console messages. */
import { ComputeError } from '../error.ts';

export interface Scoped<T> {
  readonly made: T;
  /** Resolves once the device has accepted the calls; rejects with `gpu/out-of-memory` or `gpu/validation-failed`. */
  readonly verdict: Promise<void>;
}

/**
 * Makes WebGPU calls, synchronously. The verdict comes later and can be awaited together with other work.
 * @param what names the calls in the error: `the epoch's buffers`
 */
export function scoped<T>(device: GPUDevice, what: string, calls: () => T): Scoped<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let made: T;
  let scopes: readonly [Promise<GPUError | null>, Promise<GPUError | null>];
  try {
    made = calls();
  } finally {
    // Scopes are a stack of the device: they are popped before anything else can push its own.
    scopes = [device.popErrorScope(), device.popErrorScope()];
    for (const scope of scopes) scope.catch(ignoreUnlessAwaited);
  }
  const verdict = Promise.all(scopes).then(([memory, validation]) => {
    if (memory) throw new ComputeError('gpu/out-of-memory', `The device has no memory for ${what}: ${memory.message}`);
    if (validation) throw new ComputeError('gpu/validation-failed', `WebGPU refused ${what}: ${validation.message}`);
  });
  verdict.catch(ignoreUnlessAwaited);
  return { made, verdict };
}

/** For promises that are awaited only if nothing fails before: their rejection is then not an unhandled one. */
export function ignoreUnlessAwaited(): void {}
