import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { eraBirth, eraDeath } from '../../chain/schema/index.ts';
import { isLightError } from '../errors.ts';
import { blockRef } from '../testing/fake-state.ts';
import { encodedEra, eraFrom, lastValidBlock, periodFor } from './era.ts';
import { remark } from './transactions.fixture.ts';

const shielded: RuntimeCall = {
  type: 'MevShield',
  value: [{ type: 'submit_encrypted', value: { ciphertext: new Uint8Array(4) } }],
};
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return isLightError(error) ? error.code : 'another error';
  }
};

describe('the validity of a transaction', () => {
  it('is 64 blocks unless somebody says otherwise, and 8 for an encrypted one', () => {
    expect(periodFor(remark(1))).toBe(64);
    expect(periodFor(remark(1), 2400)).toBe(2400);
    expect(periodFor(shielded)).toBe(8);
    expect(periodFor(shielded, 4)).toBe(4);
  });

  it.each([3, 2401, 4.5, Number.NaN, -8])('is never %s blocks', (period) => {
    expect(codeOf(() => periodFor(remark(1), period))).toBe('transaction/bad-period');
  });

  it('is at most 8 blocks for an encrypted one', () => {
    expect(codeOf(() => periodFor(shielded, 9))).toBe('transaction/bad-period');
  });

  it('begins with the block that it is built on and ends as the chain counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 4, max: 2400 }), (number, period) => {
        const era = eraFrom(blockRef(number), period);
        const encoded = encodedEra(era);
        expect(eraBirth(encoded, number)).toBe(number);
        expect(era.periodBlocks).toBeGreaterThanOrEqual(period);
        expect(lastValidBlock(era)).toBe(Math.min(eraDeath(encoded, number) - 1, number + 2401));
      }),
      { seed: 7 },
    );
  });
});
