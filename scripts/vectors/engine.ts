/** The engines that vectors run on, behind one face. */
import { computeCore, type EpochCore, type EpochCoreResult } from '../../src/chain/yuma/index.ts';
import { buildWasmKernels } from '../wasm-kernels.ts';

export const ENGINE_NAMES = ['reference', 'wasm', 'gpu'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export interface VectorEngine {
  readonly name: EngineName;
  /** Adapter or CPU in words. */
  readonly device: string;
  computeCores(cores: readonly EpochCore[]): Promise<readonly EpochCoreResult[]>;
  /** The `out` of a function case, computed by this engine; undefined if it has no such function of its own. */
  runFunction(fn: string, input: unknown): Promise<unknown> | undefined;
  close(): void;
}

/** Opens an engine. Rejects with the reason if it cannot run here. */
export async function openEngine(name: EngineName): Promise<VectorEngine> {
  switch (name) {
    case 'reference':
      return {
        name,
        device: 'bigint arithmetic on the CPU',
        computeCores: async (cores) => cores.map(computeCore),
        runFunction: () => undefined,
        close: () => {},
      };
    case 'wasm': {
      await buildWasmKernels();
      const { createNodeWasmEngine } = await import('../../src/gpu/node.ts');
      const engine = await createNodeWasmEngine({ threads: 0 });
      return {
        name,
        device: engine.device,
        computeCores: (cores) => engine.computeCores(cores),
        runFunction: () => undefined,
        close: () => engine.close(),
      };
    }
    case 'gpu': {
      const { createNodeGpuEngine } = await import('../../src/gpu/node.ts');
      // Vectors ask whether the kernels are right, not whether they are fast.
      return createNodeGpuEngine({ allowSoftware: true });
    }
  }
}
