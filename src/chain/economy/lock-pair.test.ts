import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64F64 } from '../fixed/index.ts';
import { emptyLock, type LockKind, type LockPair, lockLess, lockMore, replaceOwn, rollPair } from './index.ts';

const SEED = 20_261_120;
const RATES = { unlock: 934_866n, maturity: 934_866n };
const DECAYING: LockKind = { owner: false, perpetual: false };
const OWNER: LockKind = { owner: true, perpetual: true };
const TAO = 1_000_000_000n;

const emptyPair = (kind: LockKind): LockPair => ({ own: emptyLock(0n), sum: emptyLock(0n), kind });
/** A pair whose sum has others' locks of `rao` beside the own one. */
const beside = (pair: LockPair, rao: bigint): LockPair => ({
  ...pair,
  sum: { ...pair.sum, locked_mass: pair.sum.locked_mass + rao },
});

describe('a lock and its sum', () => {
  it('grow and shrink together', () => {
    const more = lockMore(beside(emptyPair(DECAYING), 5n * TAO), 2n * TAO);
    expect([more.own.locked_mass, more.sum.locked_mass]).toEqual([2n * TAO, 7n * TAO]);
    const less = lockLess(more, TAO);
    expect([less.own.locked_mass, less.sum.locked_mass]).toEqual([TAO, 6n * TAO]);
    const none = lockLess(less, 9n * TAO);
    expect([none.own.locked_mass, none.sum.locked_mass]).toEqual([0n, 5n * TAO]);
  });

  it('lose conviction in proportion', () => {
    const grown = rollPair(lockMore(emptyPair(DECAYING), 8n * TAO), 100_000n, RATES);
    const less = lockLess(grown, grown.own.locked_mass / 4n);
    const rest = (grown.own.conviction * 3n) / 4n;
    expect(less.own.conviction - rest < U64F64.one && rest - less.own.conviction < U64F64.one).toBe(true);
    expect(less.sum.conviction).toBe(less.own.conviction);
  });

  it('have mass as conviction on the owner’s hotkey', () => {
    const { own, sum } = lockMore(emptyPair(OWNER), 3n * TAO);
    expect([own.conviction, sum.conviction]).toEqual([U64F64.fromInteger(3n * TAO), U64F64.fromInteger(3n * TAO)]);
  });

  it('drop what has become dust', () => {
    expect(lockMore(emptyPair(DECAYING), 99n)).toMatchObject({ own: { locked_mass: 0n }, sum: { locked_mass: 0n } });
    const decayed = rollPair(lockMore(emptyPair(DECAYING), TAO), 40n * RATES.unlock, RATES);
    expect(decayed.own).toEqual(emptyLock(40n * RATES.unlock));
    expect(decayed.sum).toEqual(emptyLock(40n * RATES.unlock));
  });

  it('never go below zero where they disagree', () => {
    const pair = {
      own: { locked_mass: 9n, conviction: U64F64.one, last_update: 0n },
      sum: emptyLock(0n),
      kind: DECAYING,
    };
    expect(replaceOwn(pair, emptyLock(0n)).sum).toEqual(emptyLock(0n));
  });

  it('stay equal where there is only one lock', () => {
    const step = fc.record({ more: fc.boolean(), rao: fc.bigInt({ min: 0n, max: TAO }), blocks: fc.nat(200_000) });
    const kind = fc.record({ owner: fc.boolean(), perpetual: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), kind, (steps, of) => {
        let pair = emptyPair(of);
        let block = 0n;
        for (const { more, rao, blocks } of steps) {
          block += BigInt(blocks);
          pair = rollPair(pair, block, RATES);
          pair = more ? lockMore(pair, rao) : lockLess(pair, rao);
          expect(pair.sum).toEqual(pair.own);
        }
      }),
      { seed: SEED },
    );
  });
});
