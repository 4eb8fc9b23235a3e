import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountDecimals,
  asSentence,
  formatAge,
  formatBlockCount,
  formatBlocksAsTime,
  formatBytes,
  formatCount,
  formatDuration,
  formatExactRao,
  formatFractionU16,
  formatMilliseconds,
  formatPlainRao,
  formatRao,
  formatTauPrice,
  shortHash,
  shortKey,
  unbroken,
} from './index.ts';
import { GROUP_SEPARATOR } from './number.ts';

/** The separator is invisible in a test: write a plain space and compare with the real one. */
const thin = (text: string) => text.replaceAll('_', GROUP_SEPARATOR);
const SEED = 20260725;

describe('reasons', () => {
  it('end with one full stop, wherever they come from', () => {
    expect(asSentence('Failed to parse chain spec')).toBe('Failed to parse chain spec.');
    expect(asSentence('It was lost: Device was destroyed..')).toBe('It was lost: Device was destroyed.');
    expect(asSentence('It lets nothing be kept (The user denied it.).')).toBe(
      'It lets nothing be kept (The user denied it).',
    );
    expect(asSentence('Is anybody there?')).toBe('Is anybody there?');
  });
});

describe('counts', () => {
  it('groups digits in threes from the right', () => {
    expect(formatCount(4_769_998)).toBe(thin('4_769_998'));
    expect(formatCount(999)).toBe('999');
    expect(formatCount(1000n)).toBe(thin('1_000'));
  });

  it('keeps every digit of integers beyond 2^53', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (count) => {
        expect(formatCount(count).replaceAll(GROUP_SEPARATOR, '')).toBe(String(count));
      }),
      { seed: SEED },
    );
  });

  it('can be kept from breaking within a sentence', () => {
    expect(unbroken(formatCount(4_769_998))).toBe('4\u202f769\u202f998');
  });

  it('writes a minus sign, not a hyphen', () => {
    expect(formatCount(-1234)).toBe(thin('−1_234'));
  });
});

describe('amounts', () => {
  it('shows exactly the places asked for and groups them from the point on', () => {
    expect(formatRao(12_408_000n, 6)).toBe(thin('0.012_408'));
    expect(formatRao(12_345_678_000_000_000n, 1)).toBe(thin('12_345_678.0'));
    expect(formatRao(5_999_999_999n, 0)).toBe('5');
  });

  it('never shows more than what is there', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 0, max: 9 }), (rao, decimals) => {
        const shown = formatRao(rao, decimals).replaceAll(GROUP_SEPARATOR, '');
        const [whole, places = ''] = shown.split('.');
        const shownRao = BigInt(whole! + places.padEnd(9, '0'));
        expect(shownRao).toBeLessThanOrEqual(rao);
        expect(rao - shownRao).toBeLessThan(10n ** BigInt(9 - decimals));
      }),
      { seed: SEED },
    );
  });

  it('has no negative zero', () => {
    expect(formatRao(-1n, 4)).toBe('0.0000');
    expect(formatRao(-1_500_000_000n, 1)).toBe('−1.5');
  });

  it('refuses more places than rao have', () => {
    expect(() => formatRao(1n, 10)).toThrow(RangeError);
  });

  it('writes the full value as other tools read it', () => {
    expect(formatPlainRao(12_000_000_001n)).toBe('12.000000001');
    expect(formatPlainRao(12_000_000_000n)).toBe('12');
    expect(formatPlainRao(-1n)).toBe('-0.000000001');
  });

  it('writes every digit that matters and no more', () => {
    expect(formatExactRao(137_000_001n)).toBe(thin('0.137_000_001'));
    expect(formatExactRao(500_000n)).toBe('0.0005');
    expect(formatExactRao(-1_000_000_000_000n)).toBe(thin('−1_000'));
  });

  it('takes fewer places where the column holds bigger amounts', () => {
    expect([1n, 500n, 2_400_000n].map((tao) => amountDecimals(tao * 10n ** 9n))).toEqual([4, 2, 1]);
  });

  it('shows prices with six places', () => {
    expect(formatTauPrice(12_408_999n)).toBe(thin('0.012_408'));
    expect(formatTauPrice(10n ** 9n)).toBe(thin('1.000_000'));
  });
});

describe('fractions', () => {
  it('divides by 65535 and keeps four places', () => {
    expect(formatFractionU16(65535)).toBe('1.0000');
    expect(formatFractionU16(32768)).toBe('0.5000');
  });

  it('tells exactly zero from very little', () => {
    expect(formatFractionU16(0)).toBe('0');
    expect(formatFractionU16(1)).toBe('0.0000');
  });
});

describe('sizes and times', () => {
  it('scales bytes by thousands', () => {
    expect([0, 999, 1000, 1_250_000, 7_000_000_000_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.3 MB',
      '7000.0 GB',
    ]);
  });

  it('says a computing time in the unit that fits', () => {
    expect([0, 0.42, 3, 3.24, 38.2, 1234].map(formatMilliseconds)).toEqual([
      'under 1 ms',
      '0.42 ms',
      '3 ms',
      '3.2 ms',
      '38 ms',
      '1.2 s',
    ]);
  });

  it('says spans in at most two units', () => {
    const minute = 60_000;
    expect([36_400, 42 * minute, 72 * minute, 120 * minute, 76 * 60 * minute].map(formatDuration)).toEqual([
      '36 s',
      '42 min',
      '1 h 12 min',
      '2 h',
      '3 d 4 h',
    ]);
  });

  it('says now within the first second, also when the clock was set back', () => {
    expect([-5000, 0, 999, 2000].map(formatAge)).toEqual(['now', 'now', 'now', '2 s ago']);
  });

  it('turns blocks into time by the block time of the chain', () => {
    expect(formatBlocksAsTime(214, 12_000)).toBe('42 min');
    expect(formatBlocksAsTime(36, 1000)).toBe('36 s');
    expect([1, 214].map(formatBlockCount)).toEqual(['1 block', '214 blocks']);
  });
});

describe('identifiers', () => {
  it('shortens in the middle and leaves short ones alone', () => {
    expect(shortHash('0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03')).toBe('0x2f0555…b36c03');
    expect(shortKey('5vHDjXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaLkkY')).toBe('5vHDjX…LkkY');
    expect(shortHash('0x1234')).toBe('0x1234');
  });
});
