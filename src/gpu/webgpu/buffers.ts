/**
 * Buffers by role, reused from call to call and freed together.
 *
 * A role's buffer grows when more is asked for and never shrinks: epochs of the same subnets come again and again.
 */

/** GPUBufferUsage, as WebGPU fixes it; Node has no such global. */
export const USAGE = { MAP_READ: 0x1, COPY_SRC: 0x4, COPY_DST: 0x8, STORAGE: 0x80 } as const;

/** Bindings must not be empty; this holds one element of any kind. */
export const MIN_BUFFER_BYTES = 256;

export class BufferPool {
  readonly #device: GPUDevice;
  readonly #buffers = new Map<string, GPUBuffer>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** A buffer of at least `bytes`, with whatever an earlier call left in it. Valid until the role is asked for again. */
  take(role: string, bytes: number, usage: number): GPUBuffer {
    const held = this.#buffers.get(role);
    if (held && held.size >= bytes) return held;
    held?.destroy();
    const buffer = this.#device.createBuffer({ label: role, size: capacity(bytes), usage });
    this.#buffers.set(role, buffer);
    return buffer;
  }

  close(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#buffers.clear();
  }
}

/** A quarter more than asked for, so that slightly larger epochs do not allocate again; a multiple of 4. */
function capacity(bytes: number): number {
  return Math.max(MIN_BUFFER_BYTES, Math.ceil((bytes * 1.25) / 4) * 4);
}
