import { describe, expect, it } from 'vitest';
import { decode } from '../scale/index.ts';
import { describeDispatchError, dispatchError, moduleErrorIndex, moduleErrorName, pallets } from './index.ts';

const read = (...bytes: number[]) => describeDispatchError(decode(dispatchError, Uint8Array.from(bytes)));

describe('dispatch errors', () => {
  it('of pallets have a name and a sentence', () => {
    expect(read(3, 7, 29, 0, 0, 0)).toEqual({
      name: 'SubtensorModule.SettingWeightsTooFast',
      sentence: 'Weights were set too recently.',
    });
    expect(moduleErrorName(28, 3)).toBe('Swap.PriceLimitExceeded');
  });

  it('of the runtime have one, too', () => {
    expect(read(2)).toEqual({ name: 'BadOrigin', sentence: 'The sender may not make this call.' });
    expect(read(7, 5).name).toBe('Token.Frozen');
  });

  it('that are not known are still told apart', () => {
    expect(read(3, 99, 1, 0, 0, 0).name).toBe('Pallet99.Error1');
    expect(moduleErrorName(7, 147)).toBeUndefined();
    expect(moduleErrorName(8, 0)).toBeUndefined();
  });

  it('are found by name, for those who raise them', () => {
    expect(moduleErrorIndex('SubtensorModule', 'AccountRejectsLockedAlpha')).toEqual({ pallet: 7, error: 146 });
    expect(() => moduleErrorIndex('SubtensorModule', 'Nonsense')).toThrow(RangeError);
  });

  it('of this house end in a full stop, every one that a user can meet', () => {
    const sentences = pallets.flatMap((pallet) => ('errors' in pallet ? Object.values(pallet.errors.sentences) : []));
    expect(sentences.filter((sentence) => sentence !== '' && !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
  });
});
