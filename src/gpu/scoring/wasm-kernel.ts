/**
 * One instance of the WebAssembly kernels (assembly/scoring.ts) and its memory.
 *
 * WebAssembly memory grows and never shrinks, so an instance that a large call has blown up is let go afterwards and the
 * next call gets a new one; that costs less than a tenth of a millisecond. Calls do not overlap: they are synchronous.
 */
import { ComputeError } from '../error.ts';

/** What assembly/scoring.ts exports. Addresses and counts are u32. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  base(): number;
  similarityInt8(
    codes: number,
    norms: number,
    stride: number,
    first: number,
    count: number,
    rows: number,
    out: number,
  ): void;
  similarityF32(units: number, stride: number, first: number, count: number, rows: number, out: number): void;
  crps(values: number, observations: number, cells: number, paths: number, scratch: number, out: number): void;
  multiplyModP(
    matrix: number,
    rows: number,
    n: number,
    vectors: number,
    count: number,
    out: number,
    outStride: number,
  ): void;
  largest(words: number, count: number): number;
}

/** Where the arrays of a call are. */
export interface KernelCall {
  readonly kernel: KernelExports;
  readonly memory: ArrayBuffer;
  /** One address per size, in order. */
  readonly places: readonly number[];
}

/** WebAssembly's own. */
const PAGE_BYTES = 65_536;
/** Kept between calls; what strips of forecasts and matrices and a subnet's embeddings take. */
const KEPT_BYTES = 16 * 2 ** 20;
/** For vector loads. */
const ALIGNMENT = 16;

export class WasmKernel {
  readonly #module: WebAssembly.Module;
  #instance: KernelExports | undefined;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /**
   * Makes room for arrays of these sizes in bytes, with whatever an earlier call left there, and does `work`.
   * @throws ComputeError `compute/too-large` where the machine has not that much memory
   */
  call<T>(sizes: readonly number[], work: (call: KernelCall) => T): T {
    this.#instance ??= new WebAssembly.Instance(this.#module).exports as unknown as KernelExports;
    const kernel = this.#instance;
    try {
      let end = aligned(kernel.base());
      const places = sizes.map((bytes) => {
        const place = end;
        end = aligned(end + bytes);
        return place;
      });
      growTo(kernel.memory, end);
      return work({ kernel, memory: kernel.memory.buffer, places });
    } finally {
      if (kernel.memory.buffer.byteLength > KEPT_BYTES) this.#instance = undefined;
    }
  }
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (error) {
    const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
    throw new ComputeError('compute/too-large', `WebAssembly got no memory of ${size} for scoring.`, error);
  }
}
