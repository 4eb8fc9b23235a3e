import { describe, expect, it } from 'vitest';
import type { ComputeStatus } from '../../roles/index.ts';
import { describeComputer, ENGINE_CHOICES, explainComputer } from './compute-words.ts';

const STATUS: ComputeStatus = {
  setting: 'auto',
  engine: 'wasm',
  device: 'CPU, WebAssembly with SIMD, 2 threads',
  opening: undefined,
  failures: [],
  expected: [{ engine: 'wasm', ms: 0.3 }],
};
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('who recomputes', () => {
  it('is named with its device', () => {
    expect(describeComputer(STATUS)).toBe('CPU, WebAssembly with SIMD, 2 threads');
    expect(describeComputer({ ...STATUS, engine: 'gpu', device: 'Radeon RX 6600' })).toBe('GPU (Radeon RX 6600)');
    expect(describeComputer({ ...STATUS, engine: 'reference', device: '' })).toBe('CPU, reference engine');
  });

  it('is not known before the first audit, and on its way while it opens', () => {
    expect(describeComputer(undefined)).toBe('chosen at the first audit');
    expect(describeComputer({ ...STATUS, engine: undefined })).toBe('chosen at the first audit');
    expect(describeComputer({ ...STATUS, opening: 'gpu' })).toBe('testing the GPU');
  });
});

describe('why it is that engine', () => {
  it('is what was measured, where it is chosen by itself', () => {
    const both = { ...STATUS, expected: [...STATUS.expected, { engine: 'gpu', ms: 4 } as const] };
    expect(plain(explainComputer(both))).toMatch(
      /^Automatic: .* about 0\.30? ms in WebAssembly, 4(\.0+)? ms on the GPU\.$/,
    );
  });

  it('says when the GPU would be tried, unless it was', () => {
    expect(explainComputer(STATUS)).toMatch(/The GPU is tried for large work\.$/);
    const failure = { code: 'gpu/no-adapter', reason: 'None.', next: 'So be it.' };
    expect(explainComputer({ ...STATUS, failures: [failure] })).not.toMatch(/tried/);
  });

  it('is the person, where one is forced', () => {
    expect(explainComputer({ ...STATUS, setting: 'reference' })).toBe('Reference is forced.');
  });

  it('is nothing before anything was measured', () => {
    expect(explainComputer({ ...STATUS, expected: [] })).toBe('');
    expect(explainComputer(undefined)).toBe('');
  });
});

describe('the choices', () => {
  it('are one per setting, each with a name and what it means', () => {
    expect(ENGINE_CHOICES.map(({ setting }) => setting)).toEqual(['auto', 'gpu', 'wasm', 'reference']);
    for (const { name, help } of ENGINE_CHOICES) expect(Math.min(name.length, help.length)).toBeGreaterThan(2);
  });
});
