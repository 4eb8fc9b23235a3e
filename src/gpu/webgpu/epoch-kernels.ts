/**
 * The eight kernels of an epoch on one device: from packed tasks to what is left in `results` and `bonds`.
 */
import { type BufferPool, MIN_BUFFER_BYTES, USAGE } from './buffers.ts';
import { RECORD_BYTES, SHARE_BYTES, TILE_BYTES, WORD_BYTES } from './layout.ts';
import type { Dispatch, PackedTasks } from './pack.ts';
import { compileKernel, type KernelSource, storageLayout } from './pipelines.ts';
import { submitWithReadback } from './readback.ts';
import { scoped } from './scopes.ts';
import { EPOCH_KERNELS, type EpochKernel } from './shaders.ts';

/** WebGPU's default limit is eight storage buffers. */
const BUFFERS = 8;
const READ_ONLY = 4;

/** In the order of their bindings in kernels/epoch.wgsl. */
interface EpochBuffers {
  readonly tiles: GPUBuffer;
  readonly tasks: GPUBufferBinding;
  readonly rows: GPUBufferBinding;
  readonly entries: GPUBufferBinding;
  readonly weights: GPUBufferBinding;
  readonly bonds: GPUBufferBinding;
  readonly shares: GPUBufferBinding;
  readonly results: GPUBufferBinding;
}

export class EpochKernels {
  readonly #device: GPUDevice;
  readonly #pool: BufferPool;
  readonly #layout: GPUBindGroupLayout;
  readonly #pipelines: ReadonlyMap<EpochKernel, GPUComputePipeline>;

  private constructor(
    device: GPUDevice,
    pool: BufferPool,
    layout: GPUBindGroupLayout,
    pipelines: ReadonlyMap<EpochKernel, GPUComputePipeline>,
  ) {
    this.#device = device;
    this.#pool = pool;
    this.#layout = layout;
    this.#pipelines = pipelines;
  }

  /** @throws ComputeError `gpu/compile-failed` */
  static async compile(source: KernelSource, pool: BufferPool): Promise<EpochKernels> {
    const layout = storageLayout(source.device, BUFFERS, READ_ONLY);
    const names = Object.keys(EPOCH_KERNELS) as EpochKernel[];
    const pipelines = await Promise.all(
      names.map(async (name) => [name, await compileKernel(source, name, EPOCH_KERNELS[name], layout)] as const),
    );
    return new EpochKernels(source.device, pool, layout, new Map(pipelines));
  }

  /**
   * Runs the tasks and reads their results back, `RECORD_BYTES` per record and a word per cell.
   * @param split one submission per kernel, because all of them take too long for one
   * @throws ComputeError `gpu/out-of-memory`, `gpu/validation-failed`; the signal's reason between submissions
   */
  async run(packed: PackedTasks, split: boolean, signal: AbortSignal | undefined) {
    const device = this.#device;
    const { made: buffers, verdict } = scoped(device, 'the buffers of an epoch', () => this.#upload(packed));
    const groups = split ? packed.dispatches.map((dispatch) => [dispatch]) : [packed.dispatches];
    for (const early of groups.slice(0, -1)) {
      const submitted = scoped(device, 'a part of an epoch', () => {
        const encoder = device.createCommandEncoder();
        this.#encode(encoder, early, buffers);
        device.queue.submit([encoder.finish()]);
      });
      await Promise.all([verdict, submitted.verdict, device.queue.onSubmittedWorkDone()]);
      signal?.throwIfAborted();
    }
    const recordBytes = packed.records * RECORD_BYTES;
    const submitted = scoped(device, 'an epoch', () => {
      const encoder = device.createCommandEncoder();
      this.#encode(encoder, groups.at(-1) ?? [], buffers);
      return submitWithReadback(device, this.#pool, encoder, [
        { buffer: buffers.results.buffer, bytes: recordBytes },
        { buffer: buffers.bonds.buffer, bytes: packed.cells * WORD_BYTES },
      ]);
    });
    try {
      await Promise.all([verdict, submitted.verdict]);
    } catch (error) {
      submitted.made.drop();
      throw error;
    }
    const words = await submitted.made.words();
    return { records: words.subarray(0, recordBytes / WORD_BYTES), bonds: words.subarray(recordBytes / WORD_BYTES) };
  }

  #upload(packed: PackedTasks): EpochBuffers {
    const storage = USAGE.STORAGE | USAGE.COPY_DST | USAGE.COPY_SRC;
    const empty = (role: string, bytes: number): GPUBufferBinding => ({
      buffer: this.#pool.take(role, bytes, storage),
      size: Math.max(bytes, MIN_BUFFER_BYTES),
    });
    const filled = (role: string, data: ArrayBuffer | Uint32Array<ArrayBuffer>): GPUBufferBinding => {
      const binding = empty(role, data.byteLength);
      this.#device.queue.writeBuffer(binding.buffer, 0, data);
      return binding;
    };
    return {
      tiles: filled('tiles', packed.tiles).buffer,
      tasks: filled('tasks', packed.tasks),
      rows: filled('rows', packed.rows),
      entries: filled('entries', packed.entries),
      weights: empty('weights', packed.cells * WORD_BYTES),
      bonds: filled('bonds', packed.bonds),
      shares: empty('shares', packed.cells * SHARE_BYTES),
      results: empty('results', packed.records * RECORD_BYTES),
    };
  }

  #encode(encoder: GPUCommandEncoder, dispatches: readonly Dispatch[], buffers: EpochBuffers): void {
    // The first kernel writes weights only where a row has an entry; everything else is written before it is read.
    if (dispatches.some(({ kernel }) => kernel === 'weights')) {
      encoder.clearBuffer(buffers.weights.buffer, 0, buffers.weights.size);
    }
    const pass = encoder.beginComputePass();
    for (const dispatch of dispatches) {
      pass.setPipeline(this.#pipelines.get(dispatch.kernel)!);
      pass.setBindGroup(0, this.#bind(dispatch, buffers));
      pass.dispatchWorkgroups(...this.#grid(dispatch.count));
    }
    pass.end();
  }

  /** A dispatch sees exactly its own tiles, so that `arrayLength(&tiles)` is their number. */
  #bind({ offset, count }: Dispatch, { tiles, ...rest }: EpochBuffers): GPUBindGroup {
    const bindings = [{ buffer: tiles, offset, size: count * TILE_BYTES }, ...Object.values(rest)];
    return this.#device.createBindGroup({
      layout: this.#layout,
      entries: bindings.map((resource, binding) => ({ binding, resource })),
    });
  }

  /** Two dimensions where one has too few workgroups; the kernels skip what is beyond the last tile. */
  #grid(count: number): [number, number] {
    const height = Math.ceil(count / this.#device.limits.maxComputeWorkgroupsPerDimension);
    return [Math.ceil(count / height), height];
  }
}
