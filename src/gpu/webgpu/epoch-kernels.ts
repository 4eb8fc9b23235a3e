/** The kernels of an epoch on one device: compiled once, and encoded as steps over the buffers of a stretch. */

import type { GpuClock } from './gpu-clock.ts';
import { PAIR_BYTES, TILE_BYTES } from './layout.ts';
import type { DeviceLimits } from './limits.ts';
import { compileKernel, type KernelSource, storageLayout } from './pipelines.ts';
import type { Dispatch, WorkStep } from './program.ts';
import { EPOCH_KERNELS, type EpochKernel } from './shaders.ts';
import type { EpochBuffers } from './stretch-buffers.ts';

/** WebGPU's default limit is eight storage buffers. */
const BUFFERS = 8;
const READ_ONLY = 4;

export class EpochKernels {
  readonly #device: GPUDevice;
  readonly #maxWorkgroups: number;
  readonly #layout: GPUBindGroupLayout;
  readonly #pipelines: ReadonlyMap<EpochKernel, GPUComputePipeline>;

  private constructor(
    device: GPUDevice,
    maxWorkgroups: number,
    layout: GPUBindGroupLayout,
    pipelines: ReadonlyMap<EpochKernel, GPUComputePipeline>,
  ) {
    this.#device = device;
    this.#maxWorkgroups = maxWorkgroups;
    this.#layout = layout;
    this.#pipelines = pipelines;
  }

  /** @throws ComputeError `gpu/compile-failed` */
  static async compile(source: KernelSource, limits: DeviceLimits): Promise<EpochKernels> {
    const layout = storageLayout(source.device, BUFFERS, READ_ONLY);
    const names = Object.keys(EPOCH_KERNELS) as EpochKernel[];
    const pipelines = await Promise.all(
      names.map(async (name) => [name, await compileKernel(source, name, EPOCH_KERNELS[name], layout)] as const),
    );
    return new EpochKernels(source.device, limits.maxComputeWorkgroupsPerDimension, layout, new Map(pipelines));
  }

  /** Adds the steps to `encoder`. Dispatches between two copies are one pass; the clock measures from first to last. */
  encode(
    encoder: GPUCommandEncoder,
    steps: readonly WorkStep[],
    buffers: EpochBuffers,
    clock: GpuClock | undefined,
  ): void {
    const dispatches = steps.filter(({ kind }) => kind === 'dispatch');
    let pass: GPUComputePassEncoder | undefined;
    let left = dispatches.length;
    const endPass = () => {
      pass?.end();
      pass = undefined;
    };
    for (const [k, step] of steps.entries()) {
      if (step.kind === 'clear') {
        endPass();
        const { buffer, size } = buffers[step.buffer];
        encoder.clearBuffer(buffer, 0, size);
      } else if (step.kind === 'epoch-end') {
        if (!step.copy) continue;
        endPass();
        const { firstSlot, slots, at } = step.copy;
        if (slots === 0) continue;
        const bytes = slots * PAIR_BYTES;
        encoder.copyBufferToBuffer(
          buffers.results.buffer,
          firstSlot * PAIR_BYTES,
          buffers.history,
          at * PAIR_BYTES,
          bytes,
        );
      } else {
        if (!pass) {
          const isLast = left === lengthOfPass(steps, k);
          const timestampWrites = clock?.passWrites(left === dispatches.length, isLast);
          pass = encoder.beginComputePass(timestampWrites && { timestampWrites });
        }
        left -= 1;
        this.#dispatch(pass, step, buffers);
      }
    }
    endPass();
    if (dispatches.length > 0) clock?.resolve(encoder);
  }

  #dispatch(pass: GPUComputePassEncoder, dispatch: Dispatch, buffers: EpochBuffers): void {
    pass.setPipeline(this.#pipelines.get(dispatch.kernel)!);
    pass.setBindGroup(0, this.#bind(dispatch, buffers));
    pass.dispatchWorkgroups(...this.#grid(dispatch.count));
  }

  /** A dispatch sees exactly its own tiles, so that `arrayLength(&tiles)` is their number. */
  #bind({ kernel, offset, count }: Dispatch, buffers: EpochBuffers): GPUBindGroup {
    const isStart = kernel === 'bonds-start';
    const key = `${offset} ${count} ${isStart}`;
    const known = buffers.groups.get(key);
    if (known) return known;
    const bindings: GPUBufferBinding[] = [
      { buffer: buffers.tiles, offset, size: count * TILE_BYTES },
      buffers.tasks,
      buffers.rows,
      isStart ? buffers.bondEntries : buffers.entries,
      buffers.weights,
      buffers.bonds,
      buffers.shares,
      buffers.results,
    ];
    const entries = bindings.map((resource, binding) => ({ binding, resource }));
    const group = this.#device.createBindGroup({ layout: this.#layout, entries });
    buffers.groups.set(key, group);
    return group;
  }

  /** Two dimensions where one has too few workgroups; the kernels skip what is beyond the last tile. */
  #grid(count: number): [number, number] {
    const height = Math.ceil(count / this.#maxWorkgroups);
    return [Math.ceil(count / height), height];
  }
}

/** How many dispatches there are from step `from` on until a step that ends their pass. */
function lengthOfPass(steps: readonly WorkStep[], from: number): number {
  let length = 0;
  for (const step of steps.slice(from)) {
    if (step.kind === 'dispatch') length += 1;
    else if (step.kind === 'clear' || step.copy) break;
  }
  return length;
}
