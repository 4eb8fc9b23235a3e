/**
 * Node's GPU with one device for all who open it, which compiles no kernel twice: for tests that open many engines whose
 * kernels are nearly the same. Engines that close it do not destroy it.
 */
import { nodeGpu } from '../engine.node.ts';

export interface SharedDevice {
  readonly gpu: GPU;
  close(): void;
}

export async function shareDevice(): Promise<SharedDevice> {
  const adapter = await (await nodeGpu()).requestAdapter();
  if (!adapter) return { gpu: { requestAdapter: async () => null } as unknown as GPU, close: () => undefined };
  const device = await adapter.requestDevice();
  const destroy = device.destroy.bind(device);
  const compile = device.createComputePipelineAsync.bind(device);
  const create = device.createShaderModule.bind(device);
  const modules = new Map<string, GPUShaderModule>();
  const pipelines = new Map<GPUShaderModule, Promise<GPUComputePipeline>>();
  device.createShaderModule = (descriptor) => {
    const module = modules.get(descriptor.code) ?? create(descriptor);
    modules.set(descriptor.code, module);
    return module;
  };
  // Kernels of one text have layouts of one kind, so their pipelines fit each other's bind groups.
  device.createComputePipelineAsync = (descriptor) => {
    const pipeline = pipelines.get(descriptor.compute.module) ?? compile(descriptor);
    pipelines.set(descriptor.compute.module, pipeline);
    return pipeline;
  };
  device.destroy = () => undefined;
  const { info, limits, features } = adapter;
  const shared = { info, limits, features, requestDevice: async () => device };
  return { gpu: { requestAdapter: async () => shared } as unknown as GPU, close: destroy };
}
