import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../bytes.ts';
import { ChainError } from '../../error.ts';
import { decode, encode } from '../../scale/index.ts';
import { era, eraBirth, eraDeath, IMMORTAL, mortalEra } from './era.ts';

const SEED = 64;

describe('eras', () => {
  it('are written as the chain writes them', () => {
    expect(encode(era, IMMORTAL)).toEqual(fromHex('0x00'));
    expect(encode(era, { type: 'Mortal', periodBlocks: 64, phase: 40 })).toEqual(fromHex('0x8502'));
    expect(decode(era, fromHex('0x8502'))).toEqual({ type: 'Mortal', periodBlocks: 64, phase: 40 });
  });

  it('contain the block that they were made at, and last as long as asked', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.integer({ min: 1, max: 70_000 }), (current, period) => {
        const made = mortalEra(current, period);
        const [birth, death] = [eraBirth(made, current), eraDeath(made, current)];
        expect(birth).toBeLessThanOrEqual(current);
        expect(death).toBeGreaterThan(current);
        expect(current - birth).toBeLessThan(16);
        expect(death - birth).toBeGreaterThanOrEqual(Math.min(period, 65_536));
        expect(decode(era, encode(era, made))).toEqual(made);
      }),
      { seed: SEED },
    );
  });

  it('keep their birth as the chain grows', () => {
    const made = mortalEra(1000, 64);
    for (const current of [1000, 1030, 1063]) expect(eraBirth(made, current)).toBe(1000);
    expect(eraBirth(made, 1064)).toBe(1064);
  });

  it('are another era or a refusal for any two bytes', () => {
    // Every seventh: all periods, many phases.
    for (let encoded = 0; encoded <= 0xffff; encoded += 7) {
      const bytes = Uint8Array.of(encoded & 0xff, encoded >> 8);
      if (bytes[0] === 0) continue;
      try {
        expect(encode(era, decode(era, bytes))).toEqual(bytes);
      } catch (error) {
        if (!(error instanceof ChainError)) throw error;
        expect(error.code).toBe('scale/bad-era');
      }
    }
  });

  it('cannot be written with a period that there is not', () => {
    for (const [periodBlocks, phase] of [
      [63, 1],
      [2, 0],
      [64, 64],
      [8192, 1],
      [131_072, 0],
    ] as const) {
      expect(() => encode(era, { type: 'Mortal', periodBlocks, phase })).toThrow(RangeError);
    }
  });
});
