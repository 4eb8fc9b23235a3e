/**
 * Buffers by role, reused from job to job and freed together.
 *
 * A role's buffer grows when more is asked for. Jobs of one kind come again and again, so it stays when a job is over;
 * only what is far larger than recent jobs needed is given back.
 */

/** GPUBufferUsage, as WebGPU fixes it; Node has no such global. */
export const USAGE = { MAP_READ: 0x1, COPY_SRC: 0x4, COPY_DST: 0x8, STORAGE: 0x80, QUERY_RESOLVE: 0x200 } as const;

/** Bindings must not be empty; this holds one element of any kind. */
export const MIN_BUFFER_BYTES = 256;

/** A page alternates between few kinds of jobs: what none of so many needed is not needed soon. */
const RECENT_JOBS = 8;
/** A buffer may be so many times larger than recent jobs needed … */
const MAX_EXCESS = 4;
/** … or of this size: giving back less is not worth an allocation. */
const SMALL_BYTES = 2 ** 20;

interface Held {
  readonly buffer: GPUBuffer;
  /** The most that each recent job asked for, newest last; the last one is the job under way. */
  readonly needs: number[];
}

export class BufferPool {
  readonly #device: GPUDevice;
  readonly #maxBytes: number;
  readonly #held = new Map<string, Held>();

  /** @param maxBytes what the device allows for one buffer */
  constructor(device: GPUDevice, maxBytes: number) {
    this.#device = device;
    this.#maxBytes = maxBytes;
  }

  /** Of all buffers. */
  get bytes(): number {
    return [...this.#held.values()].reduce((sum, { buffer }) => sum + buffer.size, 0);
  }

  /** A buffer of at least `bytes`, with whatever an earlier job left in it. Valid until the role is asked for again. */
  take(role: string, bytes: number, usage: number): GPUBuffer {
    const held = this.#held.get(role);
    const needs = held?.needs ?? [0];
    needs.push(Math.max(needs.pop()!, bytes));
    if (held && held.buffer.size >= bytes) return held.buffer;
    // Not both at once; and if the new one cannot be made there is none.
    held?.buffer.destroy();
    this.#held.delete(role);
    const buffer = this.#device.createBuffer({ label: role, size: this.#capacity(bytes), usage });
    this.#held.set(role, { buffer, needs });
    return buffer;
  }

  /** The job is over: gives back what is far larger than recent jobs needed. */
  endJob(): void {
    for (const [role, { buffer, needs }] of this.#held) {
      if (buffer.size > Math.max(SMALL_BYTES, MAX_EXCESS * Math.max(...needs))) {
        buffer.destroy();
        this.#held.delete(role);
      }
      needs.push(0);
      if (needs.length > RECENT_JOBS) needs.shift();
    }
  }

  close(): void {
    for (const { buffer } of this.#held.values()) buffer.destroy();
    this.#held.clear();
  }

  /** A quarter more than asked for, so that slightly larger jobs do not allocate again; a multiple of 4. */
  #capacity(bytes: number): number {
    const roomy = Math.max(MIN_BUFFER_BYTES, Math.ceil((bytes * 1.25) / 4) * 4);
    return Math.max(bytes, Math.min(roomy, this.#maxBytes));
  }
}
