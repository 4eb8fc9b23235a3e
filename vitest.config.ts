/**
 * Unit and vector tests: pure code and view models in Node, components rendered to text. The browser's part is in e2e/.
 */
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { vulkanEnvironment } from './scripts/vulkan.mjs';
import { buildWasmKernels } from './scripts/wasm-kernels.ts';

// The GPU engine's tests run on Vulkan, whose driver must be named before a worker process starts.
Object.assign(process.env, vulkanEnvironment());

await buildWasmKernels();

export default defineConfig({
  // Components are compiled for `renderToString`: there is no DOM here on purpose.
  plugins: [solid({ ssr: true, hot: false })],
  test: {
    environment: 'node',
    pool: 'forks',
    // Many tests wait for blocks, sockets and light clients: two at a time also on machines with two cores.
    maxWorkers: 2,
    include: ['{src,localnet,scripts,test}/**/*.test.{ts,tsx}'],
    // Proofs, epochs and networks on loopback, on machines with two cores that others use too. Only what hangs waits so long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The default of a second is less than a busy machine may take for what takes no time at all.
    expect: { poll: { timeout: 10_000 } },
  },
});
