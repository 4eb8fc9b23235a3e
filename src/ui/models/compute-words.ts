/**
 * What is said about recomputing: who does it on this device, why, and what a person can choose instead.
 */
import type { ComputeEngineName, ComputeStatus, EngineSetting } from '../../roles/index.ts';
import { formatMilliseconds } from '../format/index.ts';

export interface EngineChoice {
  readonly setting: EngineSetting;
  readonly name: string;
  readonly help: string;
}

export const ENGINE_CHOICES: readonly EngineChoice[] = [
  { setting: 'auto', name: 'Automatic', help: 'The one that should be done first, by what was measured here.' },
  { setting: 'gpu', name: 'GPU', help: 'The graphics processor, once it has passed a test.' },
  { setting: 'wasm', name: 'WebAssembly', help: 'The CPU, on several threads where the work is large.' },
  { setting: 'reference', name: 'Reference', help: 'The CPU in plain integers: slow, and what the others must equal.' },
];

const OPENING_WORDS: Readonly<Record<ComputeEngineName, string>> = {
  gpu: 'testing the GPU',
  wasm: 'loading WebAssembly',
  reference: 'loading',
};

/** Who recomputes epochs: `GPU (Radeon RX 6600)`. */
export function describeComputer(status: ComputeStatus | undefined): string {
  if (status?.opening) return OPENING_WORDS[status.opening];
  if (status?.engine === undefined) return 'chosen at the first audit';
  if (status.engine === 'gpu') return `GPU (${status.device})`;
  return status.engine === 'wasm' ? status.device : 'CPU, reference engine';
}

const WHERE: Readonly<Record<ComputeEngineName, string>> = {
  gpu: 'on the GPU',
  wasm: 'in WebAssembly',
  reference: 'by the reference engine',
};

/** Why it is that engine: the setting, and what was measured. Empty before anything was. */
export function explainComputer(status: ComputeStatus | undefined): string {
  if (!status) return '';
  const { setting, expected } = status;
  if (setting !== 'auto') {
    const name = ENGINE_CHOICES.find((choice) => choice.setting === setting)?.name ?? setting;
    return `${name} is forced.`;
  }
  if (expected.length === 0) return '';
  const times = expected.map(({ engine, ms }) => `${formatMilliseconds(ms)} ${WHERE[engine]}`);
  const isOpen = expected.some(({ engine }) => engine === 'gpu') || status.failures.length > 0;
  return `Automatic: a usual epoch takes about ${times.join(', ')}.${isOpen ? '' : ' The GPU is tried for large work.'}`;
}
