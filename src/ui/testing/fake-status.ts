/** What a scenario says of this device: whether anything can be kept, and who recomputes epochs. */
import type { ComputeStatus } from '../../roles/index.ts';
import type { Scenario } from './scenarios.ts';

export function storageOf(scenario: Scenario) {
  if (scenario.storage === 'ready') return { state: 'ready', failure: undefined } as const;
  const reason = 'This browser refused to open a database for this page (private window).';
  return {
    state: 'none',
    failure: { code: 'store/unavailable', reason, next: 'Open the page in a normal window to keep what it verified.' },
  } as const;
}

export function computeOf(scenario: Scenario): ComputeStatus {
  const common = { setting: 'auto', opening: undefined } as const;
  const wasm = { engine: 'wasm', ms: 0.9 } as const;
  if (scenario.gpu) {
    const expected = [{ engine: 'gpu', ms: 0.42 } as const, wasm];
    return { ...common, engine: 'gpu', device: 'Radeon RX 6600', failures: [], expected };
  }
  const reason = 'This browser offers no WebGPU adapter.';
  const next = 'Epochs are recomputed on the CPU instead; the results are the same.';
  return {
    ...common,
    engine: 'wasm',
    device: 'CPU, WebAssembly with SIMD, 2 threads',
    failures: [{ code: 'gpu/no-adapter', reason, next }],
    expected: [wasm],
  };
}
