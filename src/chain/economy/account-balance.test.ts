import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTransfer, EXISTENTIAL_DEPOSIT_RAO, spendableRao, usableRao } from './account-balance.ts';

const account = (free: bigint, frozen = 0n, consumers = 0) => ({ consumers, data: { free, frozen } });
const transfer = { from: account(10_000n), receiverRao: 1000n, amountRao: 5000n, keepAlive: true, toItself: false };

describe('what an account can give away', () => {
  it('is what is not frozen, and all but the existential deposit if it stays', () => {
    expect(usableRao(account(10_000n))).toBe(10_000n);
    expect(spendableRao(account(10_000n))).toBe(9_500n);
    expect(usableRao(account(10_000n, 4_000n))).toBe(6_000n);
    expect(spendableRao(account(10_000n, 100n))).toBe(9_500n);
  });

  it('keeps the deposit where something counts on the account', () => {
    expect(usableRao(account(10_000n, 0n, 1))).toBe(9_500n);
    expect(usableRao(account(100n, 0n, 1))).toBe(0n);
  });

  it('is never more than there is, and never negative', () => {
    const rao = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(rao, rao, fc.nat(3), (free, frozen, consumers) => {
        const of = account(free, frozen, consumers);
        expect(spendableRao(of) >= 0n && spendableRao(of) <= usableRao(of) && usableRao(of) <= free).toBe(true);
        const leaves = free - spendableRao(of);
        expect(spendableRao(of) === 0n || leaves >= EXISTENTIAL_DEPOSIT_RAO).toBe(true);
      }),
      { seed: 3 },
    );
  });
});

describe('a transfer', () => {
  it.each([
    [{}, undefined],
    [{ amountRao: 10_001n }, 'FundsUnavailable'],
    [{ from: account(10_000n, 6_000n) }, 'Frozen'],
    [{ amountRao: 9_501n }, 'NotExpendable'],
    [{ amountRao: 9_501n, keepAlive: false }, undefined],
    [{ receiverRao: 0n, amountRao: 499n }, 'BelowMinimum'],
    [{ receiverRao: 0n, amountRao: 500n }, undefined],
    [{ receiverRao: 0n, amountRao: 499n, toItself: true }, undefined],
    [{ receiverRao: 2n ** 64n - 1n }, 'Overflow'],
    [{ amountRao: 0n, from: account(0n), receiverRao: 0n }, undefined],
  ])('%o comes to %s', (patch, expected) => {
    expect(checkTransfer({ ...transfer, ...patch })).toBe(expected);
  });
});
