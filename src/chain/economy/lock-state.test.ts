import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX, U64F64 } from '../fixed/index.ts';
import { exponentialDecay, isLockDust, type LockState, rollLock, settledLock } from './index.ts';

const SEED = 20_261_120;
const U = 934_866n;
const RATES = { unlock: U, maturity: U };
const TAO = 1_000_000_000n;
const DECAYING = { owner: false, perpetual: false };
const PERPETUAL = { owner: false, perpetual: true };
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);
const lockOf = (mass: bigint, conviction = 0n): LockState => ({ locked_mass: mass, conviction, last_update: 0n });
const convictionRao = (lock: LockState): bigint => U64F64.floor(lock.conviction);
/** Parts of a million of 1 000 TAO, rounded: what e^(−t/τ) formulas are easily checked against. */
const perMillion = (rao: bigint): number => Math.round(Number(rao) / 1e6);

describe('exponential decay', () => {
  /** ⌊2^64·e^(−t/τ)⌋ by Python's `decimal` with 60 digits. */
  it.each([
    [1n, 18_446_724_341_754_161_506n],
    [7_200n, 18_305_219_603_617_754_198n],
    [U / 2n, 11_188_515_852_577_165_299n],
    [U, 6_786_177_901_268_885_274n],
    [5n * U, 124_293_183_874_348_897n],
    [20n * U, 38_021_573_369n],
    [40n * U, 78n],
  ])('over %d blocks is exact to a few units of 2^−64', (elapsed, expected) => {
    expect(distance(exponentialDecay(elapsed, U), expected)).toBeLessThan(8n);
  });

  it('ends at forty time constants, at once without one, and has not begun at 0', () => {
    expect(exponentialDecay(U64_MAX, U)).toBe(exponentialDecay(40n * U, U));
    expect(exponentialDecay(U64_MAX, U64_MAX)).toBeLessThan(U64F64.one);
    expect(exponentialDecay(1n, 0n)).toBe(0n);
    expect(exponentialDecay(0n, 0n)).toBe(U64F64.one);
  });

  it('falls', () => {
    const blocks = fc.bigInt({ min: 0n, max: 20n * U });
    fc.assert(
      fc.property(blocks, fc.bigInt({ min: 1n, max: U }), (elapsed, more) => {
        expect(exponentialDecay(elapsed + more, U)).toBeLessThan(exponentialDecay(elapsed, U));
      }),
      { seed: SEED },
    );
  });
});

describe('a lock', () => {
  it('that decays loses mass and first gains, then loses conviction', () => {
    const aged = (blocks: bigint) => rollLock(lockOf(1_000n * TAO), blocks, RATES, DECAYING);
    expect(perMillion(aged(U).locked_mass)).toBe(367_879); // e^−1
    expect(perMillion(convictionRao(aged(U)))).toBe(367_879); // 1·e^−1
    expect(perMillion(convictionRao(aged(3n * U)))).toBe(149_361); // 3·e^−3
    expect(aged(U).last_update).toBe(U);
  });

  it('that is perpetual keeps its mass, and conviction grows towards it', () => {
    const aged = (blocks: bigint) => rollLock(lockOf(1_000n * TAO), blocks, RATES, PERPETUAL);
    expect(aged(U).locked_mass).toBe(1_000n * TAO);
    expect(perMillion(convictionRao(aged(U)))).toBe(632_121); // 1 − e^−1
    expect(perMillion(convictionRao(aged(30n * U)))).toBe(1_000_000);
  });

  it('gains by the difference of two decays where the rates differ', () => {
    const aged = (unlock: bigint, maturity: bigint, kind = DECAYING) =>
      rollLock(lockOf(1_000n * TAO), U, { unlock, maturity }, kind);
    // U = 2M: 2·(e^−0.5 − e^−1); 2U = M: (e^−1 − e^−0.5)/(1 − 2)
    expect(perMillion(convictionRao(aged(2n * U, U)))).toBe(477_302);
    expect(perMillion(convictionRao(aged(U, 2n * U)))).toBe(238_651);
    expect(convictionRao(aged(0n, U))).toBe(0n);
    expect(convictionRao(aged(U, 0n))).toBe(0n);
    expect(aged(0n, 0n)).toMatchObject({ locked_mass: 0n, conviction: 0n });
    expect(convictionRao(aged(U, 0n, PERPETUAL))).toBe(1_000n * TAO);
  });

  it('on the owner’s hotkey has its mass as conviction', () => {
    const rolled = rollLock(lockOf(1_000n * TAO), U, RATES, { owner: true, perpetual: false });
    expect(rolled.conviction).toBe(U64F64.fromInteger(rolled.locked_mass));
    const still = rollLock(lockOf(7n * TAO), 0n, RATES, { owner: true, perpetual: true });
    expect(convictionRao(still)).toBe(7n * TAO);
  });

  it('is the same whether it is carried forward at once or in steps', () => {
    const mass = fc.bigInt({ min: 10n ** 6n, max: 21n * 10n ** 15n });
    const blocks = fc.bigInt({ min: 0n, max: 3n * U });
    const kinds = fc.constantFrom(DECAYING, PERPETUAL);
    fc.assert(
      fc.property(mass, blocks, blocks, kinds, (rao, first, second, kind) => {
        const start = lockOf(rao, U64F64.fromInteger(rao / 3n));
        const direct = rollLock(start, first + second, RATES, kind);
        const stepped = rollLock(rollLock(start, first, RATES, kind), first + second, RATES, kind);
        const tolerance = 2n + rao / 10n ** 15n;
        expect(distance(direct.locked_mass, stepped.locked_mass)).toBeLessThanOrEqual(tolerance);
        // The mass between is floored to a rao, and conviction comes of it.
        expect(distance(convictionRao(direct), convictionRao(stepped))).toBeLessThanOrEqual(3n + tolerance);
      }),
      { seed: SEED },
    );
  });

  it('from the future stays', () => {
    const lock = { ...lockOf(TAO), last_update: 100n };
    expect(rollLock(lock, 99n, RATES, DECAYING)).toEqual(lock);
  });

  it('is dust only where both mass and conviction are below a hundred rao', () => {
    expect(isLockDust(lockOf(99n))).toBe(true);
    expect(isLockDust(lockOf(100n))).toBe(false);
    expect(isLockDust(lockOf(0n, U64F64.fromInteger(100n)))).toBe(false);
    expect(settledLock(lockOf(99n), 5n, RATES, PERPETUAL)).toEqual({
      locked_mass: 0n,
      conviction: 0n,
      last_update: 5n,
    });
    expect(settledLock(lockOf(100n), 5n, RATES, PERPETUAL).locked_mass).toBe(100n);
  });

  it('never leaves its formats, whatever is stored', () => {
    const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
    const state = fc.record({
      locked_mass: u64,
      conviction: fc.bigInt({ min: 0n, max: U64F64.max }),
      last_update: u64,
    });
    const kind = fc.record({ owner: fc.boolean(), perpetual: fc.boolean() });
    fc.assert(
      fc.property(state, u64, u64, u64, kind, (lock, block, unlock, maturity, of) => {
        const { locked_mass: mass, conviction } = rollLock(lock, block, { unlock, maturity }, of);
        expect(mass >= 0n && mass <= lock.locked_mass).toBe(true);
        expect(conviction >= 0n && conviction <= U64F64.max).toBe(true);
      }),
      { seed: SEED },
    );
  });
});
