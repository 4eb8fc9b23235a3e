/**
 * The one error class of `src/gpu`: everything that can keep an engine from computing.
 *
 * `code` is stable and namespaced; callers match on it. `failure` is the same for a person: the reason and what happens.
 */
import type { Failure } from '../chain/failure.ts';

/** What a person can expect after each failure: GPU → WebAssembly → reference, and it is said (`computer.ts`). */
const NEXT = {
  /** The browser or the process has no WebGPU at all. */
  'gpu/no-webgpu':
    'Epochs are computed on the CPU, in WebAssembly; a browser with WebGPU could use the graphics processor.',
  /** WebGPU is there, but no graphics processor or driver for it. */
  'gpu/no-adapter': 'Epochs are computed on the CPU, in WebAssembly; an up-to-date graphics driver may help.',
  /** The only adapter is a program on the CPU. */
  'gpu/software-adapter': 'Epochs are computed in WebAssembly, which is faster than an imitated graphics processor.',
  /** The adapter gave no device. */
  'gpu/no-device':
    'Epochs are computed on the CPU, in WebAssembly; choosing the GPU again or reloading the page tries again.',
  'gpu/compile-failed':
    'Epochs are computed on the CPU, in WebAssembly; please report the message with the name of the device.',
  'gpu/known-answer-failed':
    'Epochs are computed on the CPU, in WebAssembly, because this device or its driver miscalculates.',
  'gpu/device-lost':
    'What it had not finished is computed on the CPU, in WebAssembly; choosing the GPU again opens it anew.',
  'gpu/out-of-memory': 'This work is computed on the CPU, in WebAssembly.',
  'gpu/validation-failed': 'Epochs are computed on the CPU, in WebAssembly; please report the message.',
  /** One random result of a submission was computed on the CPU as well, and differed. */
  'gpu/recheck-failed':
    'What this device had not passed on is computed on the CPU, in WebAssembly; the device is not used again.',
  /** The device answers nothing. */
  'gpu/timeout':
    'Epochs are computed on the CPU, in WebAssembly; choosing the GPU again or reloading the page tries again.',
  /** A fault that no other code names. */
  'gpu/unexpected': 'Epochs are computed on the CPU, in WebAssembly; please report the message.',
  'gpu/closed': 'Nothing; the engine was closed on purpose.',
  /** The browser or the process runs no WebAssembly, or the kernels did not load. */
  'wasm/unavailable': 'The reference engine computes instead, slower.',
  /** A worker of the pool died or answered what it should not. */
  'wasm/worker-failed': 'The calling thread computes instead.',
  'wasm/unexpected': 'The reference engine computes instead, slower; please report the message.',
  /** Work that an engine does not take: refused before anything is allocated. */
  'compute/too-large': 'Ask for less at once: fewer neurons, scenarios or epochs.',
  'compute/duplicate-column': 'The reference engine computes such epochs.',
  'compute/bad-series': 'Every series needs epochs, all of the same number of neurons.',
  /** Embeddings, forecasts or matrices that contradict their own shape, or numbers that no score can be made of. */
  'compute/bad-scores': 'Nothing was scored; what the reason names must be put right first.',
  'compute/closed': 'Nothing; the engine was closed on purpose.',
} as const;

export type ComputeErrorCode = keyof typeof NEXT;

export class ComputeError extends Error {
  override readonly name = 'ComputeError';
  readonly code: ComputeErrorCode;

  constructor(code: ComputeErrorCode, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }

  get failure(): Failure {
    return { code: this.code, reason: this.message, next: NEXT[this.code] };
  }
}
