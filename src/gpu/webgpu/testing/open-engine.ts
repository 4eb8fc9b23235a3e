/**
 * The GPU engine for tests, on whatever adapter this machine has, software included. A test that needs it fails where
 * there is none; it never skips, because then nothing would show that the kernels still compute what they should.
 */
import { afterAll, beforeAll } from 'vitest';
import { ComputeError } from '../../error.ts';
import { nodeGpu } from '../engine.node.ts';
import { createGpuEngine, type GpuEngineOptions } from '../engine.ts';
import { loadShaderTexts } from '../shaders.node.ts';
import { EPOCH_KERNELS, type ShaderTexts } from '../shaders.ts';
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
export function useTestEngine(texts?: ShaderTexts): () => GpuEpochEngine {
  let engine: GpuEpochEngine | undefined;
  let failure: unknown;
  beforeAll(async () => {
    try {
      engine = await openTestEngine(texts && { texts });
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

const EMPTY_MAIN = '@compute @workgroup_size(WORKGROUP_SIZE) fn main() {}\n';
const EMPTY_TILE = 'fn run_tile(tile: vec2u, lane: u32) {}\n';

/** The shaders with kernels that do nothing in place of some, for tests that need no results: compiling takes long. */
export function textsWithout(kernels: readonly string[]): ShaderTexts {
  // The entry point of an epoch's kernels is in a file that they share.
  const empty = (kernel: string) => (kernel in EPOCH_KERNELS ? EMPTY_TILE : EMPTY_MAIN);
  return { ...loadShaderTexts(), ...Object.fromEntries(kernels.map((kernel) => [kernel, empty(kernel)])) };
}

/** For tests that ask for no single operations, and for those that ask for nothing else. */
export const EPOCHS_ONLY = textsWithout(['operations']);
export const OPERATIONS_ONLY = textsWithout(Object.keys(EPOCH_KERNELS));
