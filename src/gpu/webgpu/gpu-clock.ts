/**
 * How long the device itself works on a submission, by timestamp queries at its first and last compute pass. Only where
 * the device has the feature 'timestamp-query'; everything works without.
 */
import { USAGE } from './buffers.ts';
import { ignoreUnlessAwaited } from './scopes.ts';

export const TIMESTAMPS = 'timestamp-query';

/** GPUMapMode.READ; Node has no such global. */
const MAP_READ = 1;
/** Two u64, in nanoseconds. */
const BYTES = 16;
const NS_PER_MS = 1e6;

export class GpuClock {
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;

  constructor(device: GPUDevice) {
    this.#queries = device.createQuerySet({ label: 'clock', type: 'timestamp', count: 2 });
    const usage = USAGE.QUERY_RESOLVE | USAGE.COPY_SRC;
    this.#resolved = device.createBuffer({ label: 'clock', size: BYTES, usage });
    const staging = USAGE.MAP_READ | USAGE.COPY_DST;
    this.#staging = device.createBuffer({ label: 'clock readback', size: BYTES, usage: staging });
  }

  /** What the first and the last pass of a submission are made with. */
  passWrites(isFirst: boolean, isLast: boolean): GPUComputePassTimestampWrites | undefined {
    if (!isFirst && !isLast) return undefined;
    return {
      querySet: this.#queries,
      ...(isFirst && { beginningOfPassWriteIndex: 0 }),
      ...(isLast && { endOfPassWriteIndex: 1 }),
    };
  }

  /** To be encoded after the last pass. */
  resolve(encoder: GPUCommandEncoder): void {
    encoder.resolveQuerySet(this.#queries, 0, 2, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, BYTES);
  }

  /**
   * Called once right after the submission: waits for it. Undefined where the device says nothing sensible, which
   * WebGPU allows (a counter that was reset in between).
   */
  async ms(): Promise<number | undefined> {
    const mapped = this.#staging.mapAsync(MAP_READ);
    mapped.catch(ignoreUnlessAwaited);
    await mapped;
    const [begin, end] = new BigUint64Array(this.#staging.getMappedRange());
    const ns = Number(BigInt.asIntN(64, end! - begin!));
    this.#staging.unmap();
    return ns > 0 ? ns / NS_PER_MS : undefined;
  }

  close(): void {
    this.#queries.destroy();
    this.#resolved.destroy();
    this.#staging.destroy();
  }
}
