import { describe, expect, it } from 'vitest';
import type { Hyperparameter } from '../../light/types.ts';
import { describeHyperparameter } from './hyperparameter.ts';

const BLOCK_TIME_MS = 12_000;
const shown = (value: Hyperparameter['value'], unit: string) => {
  const { value: text, unit: behind } = describeHyperparameter({ name: 'X', value, unit, docs: '' }, BLOCK_TIME_MS);
  return `${text} ${behind}`.trim().replace(/\u2009/g, ' ');
};

describe('a hyperparameter in words', () => {
  it('scales fractions by the denominator in their unit', () => {
    expect(shown(32767n, '/65535')).toBe('0.5');
    expect(shown(900_000n, '/10^6')).toBe('0.9');
    expect(shown(13_889n, '/1000 tempo')).toBe('13.889 tempo');
    expect(shown(2n ** 65n, '/2^64')).toBe('2');
    expect(shown(-1000n, '/100')).toBe('−10');
  });

  it('says amounts in τ and keeps every digit that is not zero', () => {
    expect(shown(137_000_001n, 'rao')).toBe('0.137 000 001 τ');
    expect(shown(100_000_000_000n, 'rao')).toBe('100 τ');
    expect(shown(1_000_000_000_000n, 'rao')).toBe('1 000 τ');
  });

  it('says blocks and how long they take', () => {
    expect(shown(360n, 'blocks')).toBe('360 blocks, 1 h 12 min');
  });

  it('says switches as on and off, lists as from … to', () => {
    expect(shown(true, '')).toBe('on');
    expect(shown([45875, 58982], '/65535')).toBe('0.7 … 0.9');
  });

  it('shows a unit it does not know beside the number', () => {
    expect(shown(7n, 'epochs')).toBe('7 epochs');
    expect(shown(1n, 'epochs')).toBe('1 epoch');
    expect(shown(7n, '/0')).toBe('7 /0');
  });

  it('keeps the stored value for whoever wants it', () => {
    expect(describeHyperparameter({ name: 'Kappa', value: 32767n, unit: '/65535', docs: '' }, 1).stored).toBe(
      '32767 /65535',
    );
  });
});
