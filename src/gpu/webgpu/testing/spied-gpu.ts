/** Node's GPU, watched: for tests that break a device from outside, and for tests of what an engine holds and sends. */
import { nodeGpu } from '../engine.node.ts';

export interface SpiedGpu {
  readonly gpu: GPU;
  readonly devices: GPUDevice[];
  /** Bytes of the buffers that were made and not destroyed. */
  heldBytes: number;
  /** Bytes that were written to buffers. */
  sentBytes: number;
}

/** @param features what the adapter says that it has; default: what it has */
export async function spiedGpu(features?: ReadonlySet<string>): Promise<SpiedGpu> {
  const real = await nodeGpu();
  const devices: GPUDevice[] = [];
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await real.requestAdapter(options);
    if (!adapter) return null;
    const requestDevice = async (descriptor?: GPUDeviceDescriptor) => {
      const device = await adapter.requestDevice(descriptor);
      watchBuffers(device, spied);
      devices.push(device);
      return device;
    };
    return { info: adapter.info, limits: adapter.limits, features: features ?? adapter.features, requestDevice };
  };
  const spied: SpiedGpu = { gpu: { requestAdapter } as unknown as GPU, devices, heldBytes: 0, sentBytes: 0 };
  return spied;
}

function watchBuffers(device: GPUDevice, spied: SpiedGpu): void {
  const { queue } = device;
  Object.defineProperty(device, 'queue', { value: queue });
  const write = queue.writeBuffer.bind(queue);
  queue.writeBuffer = (buffer: GPUBuffer, offset: number, data: ArrayBuffer) => {
    spied.sentBytes += data.byteLength;
    write(buffer, offset, data);
  };
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    let isHeld = true;
    spied.heldBytes += buffer.size;
    buffer.destroy = () => {
      if (isHeld) spied.heldBytes -= buffer.size;
      isHeld = false;
      destroy();
    };
    return buffer;
  };
}
