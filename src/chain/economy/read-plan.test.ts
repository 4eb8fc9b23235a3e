import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import type { ReadPlan } from './index.ts';
import { drivePlan, drivePlanNow, together } from './index.ts';

const key = (byte: number): Bytes => Uint8Array.of(byte);
/** Asks for one key per round and gives the sum of the values' first bytes. */
function* sumPlan(...rounds: readonly number[]): ReadPlan<number> {
  let sum = 0;
  for (const byte of rounds) {
    const [value] = yield [key(byte)];
    sum += value?.[0] ?? 0;
  }
  return sum;
}
/** Says what it was asked, and answers each key with itself. */
function recorder() {
  const asked: number[][] = [];
  const read = async (keys: readonly Bytes[]) => {
    asked.push(keys.map(([byte]) => byte!));
    return keys;
  };
  return { asked, read };
}

describe('plans', () => {
  it('side by side share their rounds, and each gets its own values', async () => {
    const { asked, read } = recorder();
    const results = await drivePlan(together(sumPlan(1, 2, 3), sumPlan(), sumPlan(10, 20)), read);
    expect(results).toEqual([6, 0, 30]);
    expect(asked).toEqual([[1, 10], [2, 20], [3]]);
  });

  it('of nothing ask nothing', async () => {
    const { asked, read } = recorder();
    expect(await drivePlan(together(), read)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('come to the same over a reader that answers at once', () => {
    expect(drivePlanNow(sumPlan(4, 5), (bytes) => bytes)).toBe(9);
    expect(drivePlanNow(sumPlan(4, 5), () => undefined)).toBe(0);
  });

  it('end with the reader’s error', async () => {
    const broken = async () => Promise.reject(new Error('no peer'));
    await expect(drivePlan(sumPlan(1), broken)).rejects.toThrowError('no peer');
  });
});
