import { describe, expect, it, vi } from 'vitest';
import { ChainError } from '../../src/chain/error.ts';
import { seededRandom } from '../../src/gpu/random.ts';
import { fuzzDecoders, fuzzTargets } from './decoders.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget } from './target.ts';
import { insist, unlessRefused } from './target.ts';

const SEED = 20_261_120;

function fuzzOf(tryOne: FuzzTarget['tryOne'], cases = 100) {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    const target = { name: 'it', share: 1, tryOne };
    const totals = fuzzDecoders({ cases, seed: SEED, only: undefined, targets: [target], log: () => undefined });
    return { ...totals, said: errors.mock.calls.flat().join('\n') };
  } finally {
    errors.mockRestore();
  }
}

describe('the fuzzer of decoders', () => {
  it.each(fuzzTargets().map((target) => [target.name, target] as const))(
    'finds that %s are refused by name or read as they are',
    (_, target) => {
      const lines: string[] = [];
      const options = {
        cases: 300,
        seed: SEED,
        only: undefined,
        targets: [target],
        log: (line: string) => void lines.push(line),
      };
      expect(fuzzDecoders(options)).toEqual({ passed: 300, failed: 0 });
      expect(lines[0]).toMatch(/^.+: 300 inputs, [1-9]\d* refused, /);
    },
  );

  it('counts a wrong truth and names the case that shows it', () => {
    const { failed, said } = fuzzOf((random) => {
      insist(!random.oneIn(10), 'two and two are five');
      return 'read';
    });
    expect(failed).toBeGreaterThan(0);
    expect(said).toMatch(/^case 'it:\d+': Error: two and two are five/);
  });

  it('counts errors that nobody named, and not those that have a name', () => {
    const throwing = (error: Error) => () => (unlessRefused(() => thrown(error)) ? 'read' : 'refused') as 'refused';
    expect(fuzzOf(throwing(new RangeError('Maximum call stack size exceeded'))).failed).toBe(100);
    expect(fuzzOf(throwing(new ChainError('scale/truncated', 'too short'))).failed).toBe(0);
  });

  it('counts a case that takes too long', () => {
    const now = vi.spyOn(performance, 'now');
    let ms = 0;
    now.mockImplementation(() => (ms += 3000));
    try {
      expect(fuzzOf(() => 'read', 2)).toMatchObject({ failed: 2, said: expect.stringContaining('took 3000 ms') });
    } finally {
      now.mockRestore();
    }
  });

  it('makes the same input of the same seed', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
    const inputs = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 50 }, () => mutate(bytes, random, bytes));
    };
    expect(inputs(3)).toEqual(inputs(3));
    expect(inputs(3)).not.toEqual(inputs(4));
  });
});

function thrown(error: Error): never {
  throw error;
}
