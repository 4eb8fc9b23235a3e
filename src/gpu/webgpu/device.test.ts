import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OPEN_TIMEOUT_MS, openDevice } from './device.ts';

const DEVICE = {} as GPUDevice;
const REAL = {
  vendor: 'acme',
  architecture: 'road-1',
  device: '',
  description: 'Roadrunner 9',
  isFallbackAdapter: false,
};
const SWIFTSHADER = {
  ...REAL,
  vendor: 'google',
  architecture: 'swiftshader',
  description: '',
  isFallbackAdapter: true,
};

/** A GPU that obeys the contract and can be told to fail. */
function fakeGpu(info: object | null, requestDevice: () => Promise<GPUDevice> = async () => DEVICE): GPU {
  return { requestAdapter: async () => info && { info, features: new Set(), requestDevice } } as unknown as GPU;
}

describe('openDevice', () => {
  it('gives the device of a real adapter, in words', async () => {
    expect(await openDevice(fakeGpu(REAL), false)).toEqual({
      device: DEVICE,
      words: 'acme road-1 Roadrunner 9',
      isSoftware: false,
    });
  });

  it('asks for timestamps where they are offered, and for nothing else', async () => {
    for (const offered of [['timestamp-query', 'shader-f16'], ['shader-f16']]) {
      const requestDevice = vi.fn(async (_: GPUDeviceDescriptor) => DEVICE);
      const adapter = { info: REAL, features: new Set(offered), requestDevice };
      await openDevice({ requestAdapter: async () => adapter } as unknown as GPU, false);
      const requiredFeatures = offered.filter((feature) => feature === 'timestamp-query');
      expect(requestDevice.mock.calls).toEqual([[{ requiredFeatures }]]);
    }
  });

  it('says so where there is no WebGPU', async () => {
    await expect(openDevice(undefined, true)).rejects.toMatchObject({ code: 'gpu/no-webgpu' });
  });

  it('says so where there is no adapter', async () => {
    await expect(openDevice(fakeGpu(null), true)).rejects.toMatchObject({ code: 'gpu/no-adapter' });
  });

  it('refuses a software adapter unless it is allowed', async () => {
    await expect(openDevice(fakeGpu(SWIFTSHADER), false)).rejects.toMatchObject({ code: 'gpu/software-adapter' });
    await expect(openDevice(fakeGpu(SWIFTSHADER), true)).resolves.toMatchObject({ isSoftware: true });
  });

  it('knows software adapters by name too', async () => {
    for (const description of ['SwiftShader driver', 'llvmpipe (LLVM 15)', 'Microsoft Basic Render Driver']) {
      await expect(openDevice(fakeGpu({ ...REAL, description }), false)).rejects.toMatchObject({
        code: 'gpu/software-adapter',
      });
    }
  });

  it('keeps the cause when the device is refused', async () => {
    const cause = new Error('out of contexts');
    const gpu = fakeGpu(REAL, () => Promise.reject(cause));
    await expect(openDevice(gpu, false)).rejects.toMatchObject({ code: 'gpu/no-device', cause });
  });

  it('names an adapter that tells nothing about itself', async () => {
    const silent = { vendor: '', architecture: '', device: '', description: '' };
    expect(await openDevice(fakeGpu(silent), false)).toMatchObject({ words: 'unnamed adapter' });
  });

  describe('with a driver that never answers', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('gives up after a while', async () => {
      const never = new Promise<never>(() => undefined);
      const checks = [
        expect(openDevice({ requestAdapter: () => never } as unknown as GPU, false)).rejects.toMatchObject({
          code: 'gpu/no-adapter',
        }),
        expect(
          openDevice(
            fakeGpu(REAL, () => never),
            false,
          ),
        ).rejects.toMatchObject({ code: 'gpu/no-device' }),
      ];
      await vi.advanceTimersByTimeAsync(OPEN_TIMEOUT_MS);
      await Promise.all(checks);
    });
  });
});
