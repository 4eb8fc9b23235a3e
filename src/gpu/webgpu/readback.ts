/** Getting results from the device: copied into one mappable buffer in the same submission that makes them. */
import { type BufferPool, USAGE } from './buffers.ts';
import { ignoreUnlessAwaited } from './scopes.ts';

/** GPUMapMode.READ; Node has no such global. */
const MAP_READ = 1;

export interface ReadbackSource {
  readonly buffer: GPUBuffer;
  /** Multiples of 4. */
  readonly offset?: number;
  readonly bytes: number;
}

/** Results under way. Exactly one of `words()` and `drop()` must be called. */
export interface Readback {
  /** Waits for the submission and gives the sources one after the other, in memory of our own. */
  words(): Promise<Uint32Array<ArrayBuffer>>;
  /** Gives the buffer free unread. */
  drop(): void;
}

/** Adds the copies to `encoder`, submits it and asks for the result. Sources must not all be empty. */
export function submitWithReadback(
  device: GPUDevice,
  pool: BufferPool,
  encoder: GPUCommandEncoder,
  sources: readonly ReadbackSource[],
): Readback {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const staging = pool.take('readback', total, USAGE.MAP_READ | USAGE.COPY_DST);
  let at = 0;
  for (const { buffer, offset = 0, bytes } of sources) {
    if (bytes > 0) encoder.copyBufferToBuffer(buffer, offset, staging, at, bytes);
    at += bytes;
  }
  device.queue.submit([encoder.finish()]);
  const mapped = staging.mapAsync(MAP_READ, 0, total);
  mapped.catch(ignoreUnlessAwaited);
  return {
    async words() {
      await mapped;
      const words = new Uint32Array(staging.getMappedRange(0, total)).slice();
      staging.unmap();
      return words;
    },
    drop: () => staging.unmap(),
  };
}
