/**
 * One WebGPU device for scoring: dispatches one kernel, reads its output back, frees what it made.
 *
 *   open ──run()*──▶ open ──close()──▶ closed
 *           └─ device lost ─▶ lost (every run rejects; open another)
 */
import { withDeadline } from '../deadline.ts';
import { ComputeError } from '../error.ts';
import type { OpenedDevice } from '../webgpu/device.ts';
import { storageLayout } from '../webgpu/pipelines.ts';
import { ignoreUnlessAwaited, scoped } from '../webgpu/scopes.ts';
import { compileScoringKernel, type ScoringShader, type ScoringShaders } from './shaders.ts';

/** GPUBufferUsage and GPUMapMode, as WebGPU fixes them; Node has no such globals. */
const MAP_READ = 0x1;
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const STORAGE = 0x80;
const MAP_MODE_READ = 1;

/** A submission is sized for a tenth of a second; this long means that the driver hangs. */
const RUN_TIMEOUT_MS = 30_000;

export interface ScoringKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export interface Dispatch {
  readonly kernel: ScoringKernel;
  /** Its first binding. */
  readonly shape: Uint32Array<ArrayBuffer>;
  /** The bindings after it, all read-only. */
  readonly inputs: readonly GPUBuffer[];
  /** Of the last binding; a multiple of 4. */
  readonly outputBytes: number;
  readonly grid: readonly [x: number, y: number];
}

export class ScoringDevice {
  readonly words: string;
  readonly isSoftware: boolean;
  readonly limits: GPUSupportedLimits;
  readonly #device: GPUDevice;
  readonly #texts: ScoringShaders;
  readonly #kernels = new Map<string, Promise<ScoringKernel>>();
  #stopped: ComputeError | undefined;

  constructor({ device, words, isSoftware }: OpenedDevice, texts: ScoringShaders) {
    this.words = words;
    this.isSoftware = isSoftware;
    this.limits = device.limits;
    this.#device = device;
    this.#texts = texts;
    device.lost.then((info) => {
      this.#stopped ??= new ComputeError('gpu/device-lost', `${words} was lost: ${info.message || info.reason}.`);
    });
  }

  /**
   * Compiled once.
   * @param inputs read-only buffers after the shape
   * @throws ComputeError `gpu/compile-failed`, `gpu/closed`, `gpu/device-lost`
   */
  async kernel(
    files: readonly ScoringShader[],
    constants: Readonly<Record<string, number>>,
    inputs: number,
  ): Promise<ScoringKernel> {
    if (this.#stopped) throw this.#stopped;
    const key = JSON.stringify([files, constants]);
    const compile = async () => {
      const layout = storageLayout(this.#device, inputs + 2, inputs + 1);
      return { layout, pipeline: await compileScoringKernel(this.#device, this.#texts, files, constants, layout) };
    };
    const kernel = this.#kernels.get(key) ?? compile();
    this.#kernels.set(key, kernel);
    try {
      return await kernel;
    } catch (error) {
      throw this.#stopped ?? error;
    }
  }

  /**
   * Gives `work` a way to make buffers and frees them when it ends, however it ends.
   * @throws ComputeError `gpu/closed`, `gpu/device-lost`, and what the work throws
   */
  async withBuffers<T>(work: (upload: (data: ArrayBufferView<ArrayBuffer>) => GPUBuffer) => Promise<T>): Promise<T> {
    const buffers: GPUBuffer[] = [];
    try {
      if (this.#stopped) throw this.#stopped;
      return await work((data) => {
        const buffer = this.#device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_DST });
        buffers.push(buffer);
        this.#device.queue.writeBuffer(buffer, 0, data);
        return buffer;
      });
    } catch (error) {
      if (this.#stopped) throw this.#stopped;
      throw error;
    } finally {
      for (const buffer of buffers) buffer.destroy();
    }
  }

  /**
   * The kernel's output, in memory of our own.
   * @param dispatch called once, at once; a failure of the buffers that it uploads is a failure of this run
   * @throws ComputeError `gpu/out-of-memory`, `gpu/validation-failed`, `gpu/timeout`, `gpu/unexpected`
   */
  async run(dispatch: () => Dispatch): Promise<ArrayBuffer> {
    const device = this.#device;
    const temporary: GPUBuffer[] = [];
    const make = (size: number, usage: number): GPUBuffer => {
      const buffer = device.createBuffer({ size, usage });
      temporary.push(buffer);
      return buffer;
    };
    try {
      const { made: staging, verdict } = scoped(device, 'scoring', () => {
        const { kernel, shape, inputs, outputBytes, grid } = dispatch();
        const shapeBuffer = make(shape.byteLength, STORAGE | COPY_DST);
        device.queue.writeBuffer(shapeBuffer, 0, shape);
        const output = make(outputBytes, STORAGE | COPY_SRC);
        const readback = make(outputBytes, MAP_READ | COPY_DST);
        const bound = [shapeBuffer, ...inputs, output];
        const group = device.createBindGroup({
          layout: kernel.layout,
          entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
        });
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(kernel.pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...grid);
        pass.end();
        encoder.copyBufferToBuffer(output, 0, readback, 0, outputBytes);
        device.queue.submit([encoder.finish()]);
        return readback;
      });
      const mapped = staging.mapAsync(MAP_MODE_READ);
      mapped.catch(ignoreUnlessAwaited);
      const late = () => new ComputeError('gpu/timeout', `${this.words} did not answer in ${RUN_TIMEOUT_MS / 1000} s.`);
      await verdict;
      await withDeadline(mapped, RUN_TIMEOUT_MS, late);
      return staging.getMappedRange().slice(0);
    } catch (error) {
      if (this.#stopped || error instanceof ComputeError) throw this.#stopped ?? error;
      const why = error instanceof Error ? error.message : String(error);
      throw new ComputeError('gpu/unexpected', `${this.words} failed while scoring: ${why}`, error);
    } finally {
      for (const buffer of temporary) buffer.destroy();
    }
  }

  close(): void {
    this.#stopped ??= new ComputeError('gpu/closed', 'The scoring device was closed.');
    this.#device.destroy();
  }
}
