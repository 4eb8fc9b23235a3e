import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../../src/chain/fixed/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import {
  canPay,
  depositBalance,
  destroy,
  EXISTENTIAL_DEPOSIT,
  freeBalance,
  mint,
  reserve,
  spendableBalance,
  transfer,
  unreserve,
  usableBalance,
  withdraw,
} from './balances.ts';
import type { BlockExecution } from './block-execution.ts';
import { account, eventNames, outcomeName, ROOT_ORIGIN, run, TAO, testBlock } from './execution.fixture.ts';

const { Balances, System } = storage;
const SEED = 20_261_120;
const alice = account('alice');
const bob = account('bob');
const ED = EXISTENTIAL_DEPOSIT;

function begin(): BlockExecution {
  const block = testBlock();
  mint(block, alice, 10n * TAO);
  block.events.length = 0;
  return block;
}

const issuance = ({ state }: BlockExecution): bigint => state.get(Balances.TotalIssuance);
const everything = ({ state }: BlockExecution): bigint =>
  state.entriesOf(System.Account).reduce((sum, [, { data }]) => sum + data.free + data.reserved, 0n);
const freeze = (block: BlockExecution, frozen: bigint): void =>
  block.state.change(System.Account, alice, (info) => ({ ...info, data: { ...info.data, frozen } }));

describe('a transfer', () => {
  it('moves money and makes the account that receives it', () => {
    const block = begin();
    expect(transfer(block, alice, bob, 3n * TAO)).toBeUndefined();
    expect([alice, bob].map((who) => freeBalance(block.state, who))).toEqual([7n * TAO, 3n * TAO]);
    expect(eventNames(block)).toEqual(['System.NewAccount', 'Balances.Endowed', 'Balances.Transfer']);
    expect(block.state.get(System.Account, bob).providers).toBe(1);
  });

  it('keeps the sender alive unless it may die', () => {
    const block = begin();
    const all = 10n * TAO;
    expect(outcomeName(transfer(block, alice, bob, all - ED + 1n))).toContain('NotExpendable');
    expect(transfer(block, alice, bob, all - ED)).toBeUndefined();
    expect(transfer(block, alice, bob, 1n, 'allow-death')).toBeUndefined();
    expect(block.state.has(System.Account, alice)).toBe(false);
    expect(eventNames(block)).toContain('Balances.DustLost');
    expect(issuance(block)).toBe(everything(block));
  });

  it('names what is wrong and changes nothing', () => {
    const block = begin();
    expect(outcomeName(transfer(block, alice, bob, 10n * TAO + 1n))).toContain('FundsUnavailable');
    expect(outcomeName(transfer(block, alice, bob, ED - 1n))).toContain('BelowMinimum');
    freeze(block, 8n * TAO);
    expect(outcomeName(transfer(block, alice, bob, 3n * TAO))).toContain('Frozen');
    expect(freeBalance(block.state, alice)).toBe(10n * TAO);
    expect(block.events).toEqual([]);
  });

  it('to oneself changes nothing', () => {
    const block = begin();
    expect(transfer(block, alice, alice, 3n * TAO)).toBeUndefined();
    expect(freeBalance(block.state, alice)).toBe(10n * TAO);
    expect(block.events).toEqual([]);
    expect(outcomeName(transfer(block, alice, alice, 11n * TAO))).toContain('FundsUnavailable');
  });

  it('does not let an account die that holds reserves', () => {
    const block = begin();
    reserve(block, alice, TAO / 2n);
    reserve(block, alice, TAO / 2n);
    expect(block.state.get(System.Account, alice).consumers).toBe(1);
    expect(outcomeName(transfer(block, alice, bob, 9n * TAO, 'allow-death'))).toContain('Frozen');
    const all = { dest: { type: 'Id', value: [bob] }, keep_alive: false } as const;
    expect(run(block, alice, { type: 'Balances', value: [{ type: 'transfer_all', value: all }] })).toBe('ok');
    expect(freeBalance(block.state, alice)).toBe(ED);
    unreserve(block, alice, TAO);
    expect(transfer(block, alice, bob, TAO + ED, 'allow-death')).toBeUndefined();
    expect(block.state.has(System.Account, alice)).toBe(false);
  });

  it('gives nobody more than a balance can hold', () => {
    const block = begin();
    mint(block, bob, U64_MAX - TAO);
    expect(outcomeName(transfer(block, alice, bob, 2n * TAO))).toContain('Overflow');
    expect(transfer(block, alice, bob, TAO)).toBeUndefined();
    expect(freeBalance(block.state, bob)).toBe(U64_MAX);
    depositBalance(block, bob, 1n);
    expect(freeBalance(block.state, bob)).toBe(U64_MAX);
  });

  it('is not what a burn is', () => {
    const block = begin();
    const burn = (value: bigint, keepAlive: boolean) =>
      run(block, alice, { type: 'Balances', value: [{ type: 'burn', value: { value, keep_alive: keepAlive } }] });
    expect(burn(10n * TAO, true)).toContain('FundsUnavailable');
    expect(burn(4n * TAO, true)).toBe('ok');
    expect([freeBalance(block.state, alice), issuance(block)]).toEqual([6n * TAO, everything(block)]);
    expect(eventNames(block)).toEqual(['Balances.Burned']);
    expect(burn(6n * TAO, false)).toBe('ok');
    expect(block.state.has(System.Account, alice)).toBe(false);
    expect(issuance(block)).toBe(everything(block));
  });

  it('works whatever root says the issuance is', () => {
    const block = begin();
    const adjust = (type: 'Increase' | 'Decrease', delta: bigint) =>
      run(block, ROOT_ORIGIN, {
        type: 'Balances',
        value: [{ type: 'force_adjust_total_issuance', value: { direction: { type, value: undefined }, delta } }],
      });
    expect(adjust('Increase', U64_MAX)).toBe('ok');
    expect(issuance(block)).toBe(U64_MAX);
    mint(block, alice, TAO);
    expect(adjust('Decrease', U64_MAX)).toBe('ok');
    destroy(block, alice, TAO);
    expect(issuance(block)).toBe(0n);
    expect(adjust('Decrease', 0n)).toBe('Balances.DeltaZero');
  });
});

describe('balances', () => {
  it('can be spent down to the existential deposit or to what is frozen', () => {
    const block = begin();
    expect(spendableBalance(block.state, alice)).toBe(10n * TAO - ED);
    freeze(block, 4n * TAO);
    expect([usableBalance, spendableBalance].map((of) => of(block.state, alice))).toEqual([6n * TAO, 6n * TAO]);
    freeze(block, 11n * TAO);
    expect([usableBalance, spendableBalance].map((of) => of(block.state, alice))).toEqual([0n, 0n]);
    expect(spendableBalance(block.state, bob)).toBe(0n);
  });

  it('pay fees as long as they live', () => {
    const { state } = begin();
    expect(canPay(state, alice, 10n * TAO - ED)).toBe(true);
    expect(canPay(state, alice, 10n * TAO - ED + 1n)).toBe(false);
    expect(canPay(state, bob, 0n)).toBe(true);
  });

  it('are lost where a deposit is too small to make an account', () => {
    const block = begin();
    withdraw(block, alice, ED - 1n);
    depositBalance(block, bob, ED - 1n);
    expect(block.state.has(System.Account, bob)).toBe(false);
    expect(issuance(block)).toBe(everything(block));
  });

  it('are reserved and freed, at most what there is', () => {
    const block = begin();
    expect(outcomeName(reserve(block, alice, 10n * TAO))).toBe('Balances.InsufficientBalance');
    expect(reserve(block, alice, 4n * TAO)).toBeUndefined();
    expect(freeBalance(block.state, alice)).toBe(6n * TAO);
    unreserve(block, alice, 9n * TAO);
    expect(freeBalance(block.state, alice)).toBe(10n * TAO);
    expect(eventNames(block)).toEqual(['Balances.Reserved', 'Balances.Unreserved']);
  });

  it('always add up to the issuance', () => {
    const step = fc.record({
      kind: fc.nat(5),
      from: fc.nat(2),
      to: fc.nat(2),
      rao: fc.oneof(fc.bigInt({ min: 0n, max: 1_000n }), fc.bigInt({ min: 0n, max: 12n * TAO })),
    });
    const people = ['alice', 'bob', 'carol'].map(account);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const block = begin();
        for (const { kind, from, to, rao } of steps) {
          const [a, b] = [people[from]!, people[to]!];
          const isThere = freeBalance(block.state, a) >= rao;
          if (kind === 0) transfer(block, a, b, rao);
          else if (kind === 1) transfer(block, a, b, rao, 'allow-death');
          else if (kind === 2) mint(block, a, rao);
          else if (kind === 3 && isThere) destroy(block, a, rao);
          else if (kind === 4) reserve(block, a, rao);
          else unreserve(block, a, rao);
          expect(everything(block)).toBe(issuance(block));
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
