/** The WGSL of the scoring kernels, and how its files are made into modules. WGSL has no imports. */
import { ComputeError } from '../error.ts';
import { scoped } from '../webgpu/scopes.ts';

export const SCORING_SHADERS = ['crps', 'dot-packed', 'dot-shifts', 'similarity-int8'] as const;

export type ScoringShader = (typeof SCORING_SHADERS)[number];

export type ScoringShaders = Readonly<Record<ScoringShader, string>>;

/**
 * @param constants put in front of the files, as u32
 * @param files their texts one after the other
 * @throws ComputeError `gpu/compile-failed` with the compiler's messages
 */
export async function compileScoringKernel(
  device: GPUDevice,
  texts: ScoringShaders,
  files: readonly ScoringShader[],
  constants: Readonly<Record<string, number>>,
  layout: GPUBindGroupLayout,
): Promise<GPUComputePipeline> {
  const label = files.join(' + ');
  const declared = Object.entries(constants).map(([name, value]) => `const ${name} = ${value}u;`);
  const code = [...declared, ...files.map((file) => texts[file])].join('\n');
  const { made: module, verdict } = scoped(device, `the kernel ${label}`, () =>
    device.createShaderModule({ label, code }),
  );
  try {
    await verdict;
    return await device.createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const lines = messages
      .filter(({ type }) => type === 'error')
      .map(({ lineNum, message }) => `${lineNum}: ${message}`);
    if (lines.length === 0) lines.push(error instanceof Error ? error.message : String(error));
    throw new ComputeError('gpu/compile-failed', `The kernel ${label} did not compile: ${lines.join('; ')}`, error);
  }
}
