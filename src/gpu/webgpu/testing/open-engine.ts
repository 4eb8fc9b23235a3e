/**
 * The GPU engine for tests, on whatever adapter this machine has, software included. A test that needs it fails where
 * there is none; it never skips, because then nothing would show that the kernels still compute what they should.
 */
import { afterAll, beforeAll } from 'vitest';
import { ComputeError } from '../../error.ts';
import { nodeGpu } from '../engine.node.ts';
import { createGpuEngine, type GpuEngineOptions } from '../engine.ts';
import { loadShaderTexts } from '../shaders.node.ts';
import type { ShaderTexts } from '../shaders.ts';
import type { GpuEpochEngine } from '../types.ts';

const HELP =
  'These tests need a WebGPU adapter. On Linux without a graphics processor, SwiftShader from Chromium serves: start the ' +
  'process with LD_LIBRARY_PATH=/usr/lib/chromium and VK_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json ' +
  '(`npm test` does).';

export async function openTestEngine(
  options: GpuEngineOptions & { readonly gpu?: GPU; readonly texts?: ShaderTexts } = {},
): Promise<GpuEpochEngine> {
  const { gpu, texts, ...rest } = options;
  try {
    return await createGpuEngine(gpu ?? (await nodeGpu()), texts ?? loadShaderTexts(), {
      allowSoftware: true,
      ...rest,
    });
  } catch (error) {
    if (!(error instanceof ComputeError) || !['gpu/no-webgpu', 'gpu/no-adapter'].includes(error.code)) throw error;
    throw new Error(`${error.message} ${HELP}`, { cause: error });
  }
}

/**
 * One engine for all tests of a file. Where it cannot be opened every test that asks for it fails with the reason; a
 * failing hook would only skip them.
 */
export function useTestEngine(): () => GpuEpochEngine {
  let engine: GpuEpochEngine | undefined;
  let failure: unknown;
  beforeAll(async () => {
    try {
      engine = await openTestEngine();
    } catch (error) {
      failure = error;
    }
  });
  afterAll(() => engine?.close());
  return () => {
    if (!engine) throw failure;
    return engine;
  };
}

/** Node's GPU, and the devices that were opened through it: for tests that break a device from outside. */
export async function spiedGpu(): Promise<{ readonly gpu: GPU; readonly devices: GPUDevice[] }> {
  const real = await nodeGpu();
  const devices: GPUDevice[] = [];
  const gpu = {
    requestAdapter: async (options?: GPURequestAdapterOptions) => {
      const adapter = await real.requestAdapter(options);
      if (!adapter) return null;
      const requestDevice = async (descriptor?: GPUDeviceDescriptor) => {
        const device = await adapter.requestDevice(descriptor);
        devices.push(device);
        return device;
      };
      return { info: adapter.info, limits: adapter.limits, features: adapter.features, requestDevice };
    },
  };
  return { gpu: gpu as unknown as GPU, devices };
}
