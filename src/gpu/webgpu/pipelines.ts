/** Compiling kernels, each once per device, with errors that name the file and line of the WGSL. */
import { ComputeError } from '../error.ts';
import { scoped } from './scopes.ts';
import { moduleText, type ShaderFile, type ShaderTexts } from './shaders.ts';

/** GPUShaderStage.COMPUTE; Node has no such global. */
const COMPUTE_STAGE = 4;

/** Where and from what kernels are made. */
export interface KernelSource {
  readonly device: GPUDevice;
  readonly texts: ShaderTexts;
  /** Invocations per workgroup, 1…256. */
  readonly workgroupSize: number;
}

/** A layout with this many storage buffers, the first `readOnly` of them read-only. */
export function storageLayout(device: GPUDevice, buffers: number, readOnly: number): GPUBindGroupLayout {
  return device.createBindGroupLayout({
    entries: Array.from({ length: buffers }, (_, binding) => ({
      binding,
      visibility: COMPUTE_STAGE,
      buffer: { type: binding < readOnly ? 'read-only-storage' : 'storage' },
    })),
  });
}

/** @throws ComputeError `gpu/compile-failed` */
export async function compileKernel(
  { device, texts, workgroupSize }: KernelSource,
  name: string,
  files: readonly ShaderFile[],
  layout: GPUBindGroupLayout,
): Promise<GPUComputePipeline> {
  const { text, locate } = moduleText(texts, files, workgroupSize);
  const { made: module, verdict } = scoped(device, `the kernel ${name}`, () =>
    device.createShaderModule({ label: name, code: text }),
  );
  try {
    await verdict;
    return await device.createComputePipelineAsync({
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const details = messages
      .filter((message) => message.type === 'error')
      .map((message) => `${locate(message.lineNum)}: ${message.message}`);
    if (details.length === 0) details.push(error instanceof Error ? error.message : String(error));
    throw new ComputeError('gpu/compile-failed', `The kernel ${name} did not compile: ${details.join('; ')}`, error);
  }
}
