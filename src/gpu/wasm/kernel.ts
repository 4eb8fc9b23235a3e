/**
 * The epoch kernel as a function of one job (assembly/epoch.ts). Synchronous: it computes in the calling thread.
 *
 * Memory grows to what a job needs and is refused above 4 GiB. WebAssembly memory never shrinks, so an instance that had to
 * grow very large is left to the garbage collector after its job, and a new one opened.
 */
import { ComputeError } from '../error.ts';
import { AREAS, H_AREAS, H_BYTES, H_MAGIC, H_MEMORY, H_OUTCOME, JOB_MAGIC } from './assembly/layout.ts';
import { MAX_MEMORY_BYTES } from './job.ts';

export interface WasmKernel {
  readonly isSimd: boolean;
  /**
   * The outcome of a job that `packJob` packed; `unpackOutcome` reads it. The job stays as it is.
   * @throws ComputeError `compute/too-large` where the machine has not got the memory
   */
  run(job: ArrayBuffer): ArrayBuffer;
}

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  /** Computes the job in memory; gives the bytes of its outcome. */
  run(): number;
}

const PAGE_BYTES = 65_536;
/** Memory up to this stays from job to job: several times what a subnet of 256 × 4096 takes. */
const KEPT_BYTES = 256 * 2 ** 20;
const HEADER_BYTES = H_AREAS + AREAS * Uint32Array.BYTES_PER_ELEMENT;

export async function openKernel(module: WebAssembly.Module, isSimd: boolean): Promise<WasmKernel> {
  let kernel = exportsOf(await WebAssembly.instantiate(module));
  return {
    isSimd,
    run(job) {
      const { memory, outcome } = readHeader(job);
      grow(kernel.memory, memory);
      new Uint8Array(kernel.memory.buffer).set(new Uint8Array(job));
      const bytes = kernel.run() >>> 0;
      const result = kernel.memory.buffer.slice(outcome, outcome + bytes);
      if (kernel.memory.buffer.byteLength > KEPT_BYTES) kernel = exportsOf(new WebAssembly.Instance(module));
      return result;
    },
  };
}

/** @throws ComputeError `wasm/worker-failed` for what no `packJob` gives */
function readHeader(job: ArrayBuffer): { readonly memory: number; readonly outcome: number } {
  if (job.byteLength >= HEADER_BYTES) {
    const word = (offset: number) => header[offset / Uint32Array.BYTES_PER_ELEMENT]!;
    const header = new Uint32Array(job, 0, HEADER_BYTES / Uint32Array.BYTES_PER_ELEMENT);
    const memory = word(H_MEMORY);
    const fits = word(H_BYTES) <= job.byteLength && job.byteLength <= memory && memory <= MAX_MEMORY_BYTES;
    if (word(H_MAGIC) === JOB_MAGIC && fits) return { memory, outcome: word(H_OUTCOME) };
  }
  throw new ComputeError('wasm/worker-failed', 'The kernel was given something that is no job.');
}

function grow(memory: WebAssembly.Memory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (pages <= 0) return;
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new ComputeError(
      'compute/too-large',
      `The kernel got no ${Math.ceil(bytes / 2 ** 20)} MiB of memory.`,
      cause,
    );
  }
}

function exportsOf({ exports }: WebAssembly.Instance): KernelExports {
  return exports as unknown as KernelExports;
}
