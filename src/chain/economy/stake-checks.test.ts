import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../fixed/index.ts';
import {
  type AddStake,
  checkAddStake,
  checkMoveStake,
  checkRemoveStake,
  EVEN_QUOTE_PARTS,
  isOverInputCap,
  isWorthMoving,
  type MoveStake,
  type RemoveStake,
  STABLE,
  type StakeMarket,
  valueAtPrice,
} from './index.ts';

const SEED = 20_261_120;
const TAO = 1_000_000_000n;
const market: StakeMarket = {
  exists: true,
  subtokenEnabled: true,
  pool: { taoRao: 1_000n * TAO, alphaRao: 1_000n * TAO, quoteParts: EVEN_QUOTE_PARTS },
  feeRate: 33,
};
const closed: StakeMarket = { ...market, exists: false, subtokenEnabled: false };
const root: StakeMarket = { ...market, pool: STABLE, feeRate: 0 };
const atMost = (amountRao: bigint, allowPartial: boolean) => ({ max: { ok: true, amountRao }, allowPartial }) as const;
const noPrice = { max: { ok: false, code: 'PriceLimitExceeded' }, allowPartial: true } as const;
const refused = (refusal: string) => ({ ok: false, refusal });
const allowed = (amountRao: bigint) => ({ ok: true, amountRao });

describe('adding stake', () => {
  const add: AddStake = { market, amountRao: 10n * TAO, balanceRao: 100n * TAO, hotkeyExists: true };

  it('is refused for the first reason in the chain’s order', () => {
    const everything: AddStake = {
      market: closed,
      amountRao: 1n,
      balanceRao: 0n,
      hotkeyExists: false,
      limit: atMost(0n, false),
    };
    const steps: [Partial<AddStake>, string][] = [
      [{ amountRao: U64_MAX }, 'InsufficientLiquidity'],
      [{}, 'SubnetNotExists'],
      [{ market: { ...market, subtokenEnabled: false } }, 'SubtokenDisabled'],
      [{ market }, 'AmountTooLow'],
      [{ market, amountRao: TAO }, 'SlippageTooHigh'],
      [{ market, amountRao: TAO, limit: atMost(TAO, false) }, 'NotEnoughBalanceToStake'],
      [{ market, amountRao: TAO, limit: atMost(TAO, false), balanceRao: TAO }, 'HotKeyAccountNotExists'],
    ];
    for (const [change, refusal] of steps)
      expect(checkAddStake({ ...everything, ...change })).toEqual(refused(refusal));
    expect(checkAddStake({ ...everything, limit: noPrice })).toEqual({ ok: false, swapError: 'PriceLimitExceeded' });
  });

  it('takes what fits under the limit', () => {
    expect(checkAddStake(add)).toEqual(allowed(10n * TAO));
    expect(checkAddStake({ ...add, limit: atMost(3n * TAO, true) })).toEqual(allowed(3n * TAO));
    expect(checkAddStake({ ...add, limit: atMost(1_999_999n, true) })).toEqual(refused('AmountTooLow'));
    expect(checkAddStake({ ...add, balanceRao: 3n * TAO, limit: atMost(3n * TAO, true) })).toEqual(allowed(3n * TAO));
  });

  it('needs a pool that can swap, but on root none', () => {
    const empty = { ...market, pool: { taoRao: 10n * TAO, alphaRao: 999_999n, quoteParts: EVEN_QUOTE_PARTS } };
    expect(checkAddStake({ ...add, market: empty })).toEqual(refused('InsufficientLiquidity'));
    expect(checkAddStake({ ...add, market: root, amountRao: 2_000_000n })).toEqual(allowed(2_000_000n));
  });
});

describe('removing stake', () => {
  const remove: RemoveStake = {
    market,
    alphaRao: 10n * TAO,
    ownedRao: 20n * TAO,
    availableRao: 20n * TAO,
    hotkeyExists: true,
  };

  it('is refused for the first reason in the chain’s order', () => {
    const limit = atMost(1n, false);
    const steps: [Partial<RemoveStake>, string][] = [
      [{ market: closed }, 'SubtokenDisabled'],
      [{ market: { ...market, exists: false } }, 'SubnetNotExists'],
      [{ alphaRao: U64_MAX, limit }, 'InsufficientLiquidity'],
      [{ market: closed, limit }, 'SubnetNotExists'],
      [{ alphaRao: 0n, limit }, 'AmountTooLow'],
      [{ alphaRao: 21n * TAO, limit }, 'NotEnoughStakeToWithdraw'],
      [{ alphaRao: 2_000_000n, limit }, 'AmountTooLow'],
      [{ limit }, 'SlippageTooHigh'],
      [{ hotkeyExists: false, availableRao: 0n }, 'HotKeyAccountNotExists'],
      [{ availableRao: 10n * TAO - 1n }, 'StakeUnavailable'],
    ];
    for (const [change, refusal] of steps) expect(checkRemoveStake({ ...remove, ...change })).toEqual(refused(refusal));
    expect(checkRemoveStake({ ...remove, limit: noPrice })).toEqual({ ok: false, swapError: 'PriceLimitExceeded' });
  });

  it('takes at most what is owned, and the dust as a whole', () => {
    expect(checkRemoveStake({ ...remove, alphaRao: U64_MAX })).toEqual(allowed(20n * TAO));
    expect(checkRemoveStake({ ...remove, ownedRao: 5n })).toEqual(allowed(5n));
    expect(checkRemoveStake({ ...remove, limit: atMost(TAO, true) })).toEqual(allowed(TAO));
  });
});

describe('moving stake', () => {
  const move: MoveStake = {
    origin: market,
    destination: market,
    sameSubnet: false,
    sameKeys: true,
    hotkeysExist: true,
    alphaRao: 10n * TAO,
    ownedRao: 20n * TAO,
    availableRao: 20n * TAO,
  };

  it('is refused for the first reason in the chain’s order', () => {
    const steps: [Partial<MoveStake>, string][] = [
      [{ sameSubnet: true, origin: closed }, 'SameNetuid'],
      [{ destination: closed, hotkeysExist: false }, 'SubnetNotExists'],
      [{ destination: { ...market, subtokenEnabled: false }, hotkeysExist: false }, 'SubtokenDisabled'],
      [{ hotkeysExist: false, alphaRao: 0n }, 'HotKeyAccountNotExists'],
      [{ alphaRao: 2_000_000n, transferAllowed: false }, 'AmountTooLow'],
      [{ limit: atMost(1n, false), transferAllowed: false }, 'SlippageTooHigh'],
      [{ transferAllowed: false, availableRao: 0n }, 'TransferDisallowed'],
      [{ availableRao: 10n * TAO - 1n }, 'StakeUnavailable'],
    ];
    for (const [change, refusal] of steps) expect(checkMoveStake({ ...move, ...change })).toEqual(refused(refusal));
    expect(checkMoveStake({ ...move, limit: noPrice })).toEqual({ ok: false, swapError: 'PriceLimitExceeded' });
  });

  it('asks neither pool nor locks nor limits within a subnet', () => {
    const within = { ...move, sameSubnet: true, sameKeys: false, availableRao: 0n, limit: noPrice };
    expect(checkMoveStake(within)).toEqual(allowed(10n * TAO));
    expect(checkMoveStake({ ...within, alphaRao: U64_MAX })).toEqual(allowed(20n * TAO));
  });

  it('takes what fits under the limit', () => {
    expect(checkMoveStake({ ...move, limit: atMost(TAO, true), transferAllowed: true })).toEqual(allowed(TAO));
  });

  it('is worth what the price says', () => {
    expect(valueAtPrice(5n, 3n << 63n)).toBe(7n);
    expect([1_999_999n, 2_000_000n].map(isWorthMoving)).toEqual([false, true]);
  });
});

describe('every check', () => {
  it('answers for any amount, and never with more than asked for', () => {
    const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
    const markets = fc.constantFrom(market, closed, root);
    fc.assert(
      fc.property(markets, markets, u64, u64, u64, u64, (of, other, amount, owned, available, max) => {
        const limit = atMost(max, true);
        const asked = { alphaRao: amount, ownedRao: owned, availableRao: available, limit };
        const decisions = [
          checkAddStake({ market: of, amountRao: amount, balanceRao: owned, hotkeyExists: true, limit }),
          checkRemoveStake({ market: of, hotkeyExists: true, ...asked }),
          checkMoveStake({
            origin: of,
            destination: other,
            sameSubnet: false,
            sameKeys: true,
            hotkeysExist: true,
            ...asked,
          }),
        ];
        for (const decision of decisions) {
          if (decision.ok) expect(decision.amountRao <= amount && decision.amountRao <= max).toBe(true);
        }
      }),
      { seed: SEED },
    );
  });

  it('knows the cap of a thousand reserves', () => {
    expect(isOverInputCap(market, 'buy', 1_000_000n * TAO)).toBe(false);
    expect(isOverInputCap(market, 'sell', 1_000_000n * TAO + 1n)).toBe(true);
    expect(isOverInputCap(root, 'buy', U64_MAX)).toBe(false);
  });
});
