import { describe, expect, it } from 'vitest';
import { STABLE } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, addNetwork, endow, outcomeName, TAO, testBlock } from '../execution.fixture.ts';
import { buyAlpha, poolOf, sellAlpha, simulateSwap } from './pools.ts';
import { subnetAccount } from './treasury.ts';

const subtensor = storage.SubtensorModule;
const alice = account('alice');
const POOL = 10_000n * TAO;
const FEE = 50_354_772n; // ⌊10^11 · 33/65535⌋

function begin(): BlockExecution {
  const block = testBlock();
  addNetwork(block, 0);
  addNetwork(block, 1);
  endow(block, alice, 1_000n * TAO);
  block.state.put(subtensor.SubnetAlphaOut, 1, 1_000n * TAO);
  return block;
}

const books = ({ state }: BlockExecution, netuid = 1) => ({
  tao: state.get(subtensor.SubnetTAO, netuid),
  alphaIn: state.get(subtensor.SubnetAlphaIn, netuid),
  alphaOut: state.get(subtensor.SubnetAlphaOut, netuid),
  total: state.get(subtensor.TotalStake),
  volume: state.get(subtensor.SubnetVolume, netuid),
});
const errorOf = (result: ReturnType<typeof buyAlpha>) => (result.ok ? 'ok' : outcomeName(result.error));

describe('a pool', () => {
  it('is stable on root and where the mechanism says so', () => {
    const { state } = begin();
    expect(poolOf(state, 0)).toBe(STABLE);
    expect(poolOf(state, 9)).toBe(STABLE);
    expect(poolOf(state, 1)).toEqual({ taoRao: POOL, alphaRao: POOL, quoteParts: 500_000_000_000_000_000n });
  });

  it('books a buy: the fee counts in the totals and goes to the author', () => {
    const block = begin();
    const author = freeBalance(block.state, block.author);
    const simulated = simulateSwap(block.state, 1, 'buy', 100n * TAO);
    const bought = buyAlpha(block, alice, 1, 100n * TAO);
    expect(bought).toEqual(simulated);
    if (!bought.ok) throw new Error('expected a swap');
    expect(bought.feeRao).toBe(FEE);
    expect(books(block)).toEqual({
      tao: POOL + 100n * TAO - FEE,
      alphaIn: POOL - bought.outRao,
      alphaOut: 1_000n * TAO + bought.outRao,
      total: POOL + 100n * TAO,
      volume: 100n * TAO,
    });
    expect(freeBalance(block.state, alice)).toBe(900n * TAO);
    expect(freeBalance(block.state, block.author)).toBe(author + FEE);
    expect(freeBalance(block.state, subnetAccount(1))).toBe(books(block).tao);
  });

  it('books a sell: the fee is alpha, sold for the author', () => {
    const block = begin();
    const author = freeBalance(block.state, block.author);
    const sold = sellAlpha(block, alice, 1, 100n * TAO);
    if (!sold.ok) throw new Error('expected a swap');
    const feeTao = freeBalance(block.state, block.author) - author;
    expect(sold.feeRao).toBe(FEE);
    expect(feeTao > (FEE * 98n) / 100n && feeTao < FEE).toBe(true);
    expect(books(block)).toEqual({
      tao: POOL - sold.outRao - feeTao,
      alphaIn: POOL + 100n * TAO,
      alphaOut: 900n * TAO,
      total: POOL - sold.outRao - feeTao,
      volume: sold.outRao + feeTao,
    });
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO + sold.outRao);
    expect(freeBalance(block.state, subnetAccount(1))).toBe(books(block).tao);
  });

  it('swaps free of fee where it is told so', () => {
    const block = begin();
    const author = freeBalance(block.state, block.author);
    expect(buyAlpha(block, alice, 1, 100n * TAO, { feeFree: true })).toMatchObject({
      feeRao: 0n,
      netInRao: 100n * TAO,
    });
    expect(sellAlpha(block, alice, 1, 100n * TAO, { feeFree: true })).toMatchObject({ feeRao: 0n });
    expect(freeBalance(block.state, block.author)).toBe(author);
  });

  it('takes only what the limit lets through', () => {
    const block = begin();
    const bought = buyAlpha(block, alice, 1, 900n * TAO, { limitRao: 1_020_100_000n });
    if (!bought.ok) throw new Error('expected a swap');
    expect(bought.wholeInputUsed).toBe(false);
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO - bought.netInRao - bought.feeRao);
    expect(errorOf(buyAlpha(block, alice, 1, TAO, { limitRao: TAO }))).toBe('Swap.PriceLimitExceeded');
    expect(errorOf(sellAlpha(block, alice, 1, TAO, { limitRao: 2n * TAO }))).toBe('Swap.PriceLimitExceeded');
  });

  it('keeps the payer alive', () => {
    const block = begin();
    expect(errorOf(buyAlpha(block, alice, 1, 1_000n * TAO))).toContain('NotExpendable');
    expect(errorOf(buyAlpha(block, alice, 1, 1_001n * TAO))).toContain('FundsUnavailable');
  });

  it('keeps a fee that its author is too young to receive', () => {
    const block = { ...begin(), author: account('unborn') };
    // The fee of 100 000 rao is 50, below the existential deposit.
    expect(errorOf(buyAlpha(block, alice, 1, 100_000n))).toBe('ok');
    expect(errorOf(sellAlpha(block, alice, 1, 100_000n))).toBe('ok');
    expect(block.state.has(storage.System.Account, block.author)).toBe(false);
    expect(freeBalance(block.state, subnetAccount(1))).toBe(books(block).tao + 50n);
  });

  it('on root is one for one, and pays out no more than it has', () => {
    const block = begin();
    expect(buyAlpha(block, alice, 0, 100n * TAO)).toMatchObject({ outRao: 100n * TAO, feeRao: 0n });
    expect(books(block, 0)).toMatchObject({ tao: 100n * TAO, alphaOut: 100n * TAO });
    expect(sellAlpha(block, alice, 0, 60n * TAO)).toMatchObject({ outRao: 60n * TAO, feeRao: 0n });
    expect(books(block, 0)).toMatchObject({ tao: 40n * TAO, alphaIn: 60n * TAO, alphaOut: 40n * TAO });
    expect(buyAlpha(block, alice, 0, 70n * TAO)).toMatchObject({ outRao: 70n * TAO });
    expect(books(block, 0)).toMatchObject({ tao: 110n * TAO, alphaIn: 0n, alphaOut: 110n * TAO });
    expect(errorOf(sellAlpha(block, alice, 0, 111n * TAO))).toContain('FundsUnavailable');
  });
});
