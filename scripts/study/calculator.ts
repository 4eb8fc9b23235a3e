/**
 * The engines that a study can be computed with, in the calling thread. Their results are equal to the bit. Taken from
 * their own files: the face of `src/gpu` for Node loads a GPU driver, which a worker has no use for.
 */
import { createReferenceCalculator } from '../../src/gpu/reference.ts';
import type { EpochCalculator } from '../../src/gpu/types.ts';

export const STUDY_ENGINES = ['wasm', 'reference'] as const;
export type StudyEngine = (typeof STUDY_ENGINES)[number];

/** @throws where WebAssembly or its file is missing: nothing slower takes its place unasked */
export async function openCalculator(engine: StudyEngine): Promise<EpochCalculator> {
  if (engine === 'reference') return createReferenceCalculator();
  const [{ loadEpochModule }, { openKernel }, { createWasmCalculator }] = await Promise.all([
    import('../../src/gpu/wasm/module.node.ts'),
    import('../../src/gpu/wasm/kernel.ts'),
    import('../../src/gpu/wasm/calculator.ts'),
  ]);
  const { module, isSimd } = await loadEpochModule();
  return createWasmCalculator(await openKernel(module, isSimd));
}
