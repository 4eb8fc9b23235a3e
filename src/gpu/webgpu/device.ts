/**
 * Opening a WebGPU device: the adapter in words, whether it is a real one, and typed failures for all that can go wrong.
 *
 * No limit is requested, so the kernels run within the defaults that every WebGPU device has; and no feature but
 * timestamps, which only measure.
 */
import { withDeadline } from '../deadline.ts';
import { ComputeError } from '../error.ts';
import { TIMESTAMPS } from './gpu-clock.ts';

/** A stuck driver must not keep the page waiting for its first epoch. Opening takes milliseconds. */
export const OPEN_TIMEOUT_MS = 15_000;

/** Adapters that imitate a graphics processor on the CPU: SwiftShader, Mesa's rasterisers, Direct3D's. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

export interface OpenedDevice {
  readonly device: GPUDevice;
  readonly words: string;
  readonly isSoftware: boolean;
}

/**
 * @param gpu `navigator.gpu` or its twin in Node; undefined = there is none
 * @param allowSoftware take an imitated adapter; for tests and for people who ask for it
 * @throws ComputeError `gpu/no-webgpu`, `gpu/no-adapter`, `gpu/software-adapter`, `gpu/no-device`
 */
export async function openDevice(gpu: GPU | undefined, allowSoftware: boolean): Promise<OpenedDevice> {
  if (!gpu) throw new ComputeError('gpu/no-webgpu', 'This browser offers no WebGPU here.');
  const adapter = await inTime(gpu.requestAdapter(), 'gpu/no-adapter', 'The graphics driver could not be asked');
  if (!adapter) throw new ComputeError('gpu/no-adapter', 'WebGPU found no graphics processor that it can use.');

  const words = adapterWords(adapter.info);
  const isSoftware = adapter.info.isFallbackAdapter === true || SOFTWARE.test(words);
  if (isSoftware && !allowSoftware) {
    throw new ComputeError('gpu/software-adapter', `The only adapter, ${words}, is a program on the CPU.`);
  }
  const requiredFeatures: GPUFeatureName[] = adapter.features.has(TIMESTAMPS) ? [TIMESTAMPS] : [];
  const opening = adapter.requestDevice({ requiredFeatures });
  const device = await inTime(opening, 'gpu/no-device', `${words} could not be opened`);
  return { device, words, isSoftware };
}

function adapterWords(info: GPUAdapterInfo): string {
  const words = [info.vendor, info.architecture, info.description].filter((word) => word !== '');
  return words.length > 0 ? words.join(' ') : 'unnamed adapter';
}

async function inTime<T>(work: Promise<T>, code: 'gpu/no-adapter' | 'gpu/no-device', what: string): Promise<T> {
  try {
    const late = () => new ComputeError(code, `${what}: no answer in ${OPEN_TIMEOUT_MS / 1000} s.`);
    return await withDeadline(work, OPEN_TIMEOUT_MS, late);
  } catch (error) {
    if (error instanceof ComputeError) throw error;
    throw new ComputeError(code, `${what}: ${error instanceof Error ? error.message : String(error)}.`, error);
  }
}
