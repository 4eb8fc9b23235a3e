import { describe, expect, it } from 'vitest';
import { blockEmission, TOTAL_SUPPLY_RAO } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import { addNetwork, TAO, testBlock } from '../execution.fixture.ts';
import { runCoinbase } from './coinbase.ts';
import { subnetAccount } from './treasury.ts';

const { Balances, SubtensorModule: subtensor, Swap } = storage;
const POOL = 10_000n * TAO;

/** Two subnets at a price of one TAO, and as much TAO on root as alpha in each of them. */
function begin() {
  const block = testBlock();
  const { state } = block;
  for (const netuid of [0, 1, 2]) addNetwork(block, netuid);
  state.put(subtensor.SubnetTAO, 0, POOL);
  state.put(subtensor.TaoWeight, (1n << 64n) - 1n);
  for (const netuid of [1, 2]) {
    state.put(subtensor.SubnetMovingPrice, netuid, 1n << 31n);
    state.put(subtensor.SubnetEmissionEnabled, netuid, true);
  }
  return block;
}

type Block = ReturnType<typeof begin>;
const issuance = ({ state }: Block) => [state.get(Balances.TotalIssuance), state.get(subtensor.TotalIssuance)];
const of = ({ state }: Block, netuid: number) => ({
  tao: state.get(subtensor.SubnetTAO, netuid),
  alphaIn: state.get(subtensor.SubnetAlphaIn, netuid),
  alphaOut: state.get(subtensor.SubnetAlphaOut, netuid),
  taoIn: state.get(subtensor.SubnetTaoInEmission, netuid),
  bought: state.get(subtensor.SubnetExcessTao, netuid),
  protocol: state.get(subtensor.SubnetProtocolAlpha, netuid),
});

describe('the coinbase', () => {
  it('injects what keeps the price, as far as root’s proportion lets it, and buys with the rest', () => {
    const block = begin();
    const before = issuance(block);
    runCoinbase(block);
    const { taoIn, bought, protocol, tao, alphaIn, alphaOut } = of(block, 1);
    // Half a TAO each; with a proportion of one half the cap is half an alpha, which is just not exceeded.
    expect(taoIn + bought).toBeGreaterThanOrEqual(TAO / 2n - 1n);
    expect(taoIn + bought).toBeLessThanOrEqual(TAO / 2n);
    expect(tao).toBe(POOL + taoIn + bought);
    expect(alphaIn).toBe(POOL + block.state.get(subtensor.SubnetAlphaInEmission, 1) - protocol);
    expect(alphaOut).toBeGreaterThan(protocol);
    expect(freeBalance(block.state, subnetAccount(1))).toBe(tao);
    expect(block.state.get(subtensor.SubnetProtocolFlow, 1)).toBe(taoIn + bought);
    const minted = [1, 2].reduce((sum, netuid) => sum + of(block, netuid).tao - POOL, 0n);
    expect(issuance(block)).toEqual(before.map((rao) => rao + minted));
  });

  it('buys with nearly all where root has next to nothing', () => {
    const block = begin();
    block.state.put(subtensor.SubnetTAO, 0, 0n);
    runCoinbase(block);
    const { taoIn, bought, protocol } = of(block, 1);
    // Spec 424 weighs the shares with the root proportion; where all of it is zero the price shares stand.
    expect([taoIn, bought]).toEqual([0n, TAO / 2n]);
    expect(protocol).toBe(POOL - (POOL * POOL + POOL + TAO / 2n - 1n) / (POOL + TAO / 2n));
  });

  it('pays participants, and recycles root’s part where prices sum to one TAO or less', () => {
    const block = begin();
    runCoinbase(block);
    const { state } = block;
    const pending = [subtensor.PendingOwnerCut, subtensor.PendingServerEmission, subtensor.PendingValidatorEmission];
    const paid = pending.reduce((sum, item) => sum + state.get(item, 1), 0n);
    expect(state.get(subtensor.PendingRootAlphaDivs, 1)).toBe(0n);
    const unassigned = of(block, 1).alphaOut - of(block, 1).protocol - paid;
    expect(unassigned >= 0n && unassigned < 4n).toBe(true);

    const rich = begin();
    rich.state.put(subtensor.SubnetMovingPrice, 1, (1n << 31n) + 1n);
    runCoinbase(rich);
    expect(rich.state.get(subtensor.PendingRootAlphaDivs, 1)).toBeGreaterThan(0n);
    expect(rich.state.get(subtensor.SubnetAlphaOutEmission, 1)).toBe(TAO);
  });

  it('mints nothing for a pool whose weights would leave their range and that is too small to buy from', () => {
    const block = begin();
    // At this price the alpha that could be injected is not worth a rao, so the weight of TAO would fall below one per cent.
    const quote = 10n ** 16n;
    block.state.put(Swap.SwapBalancer, 1, { quote });
    block.state.put(subtensor.SubnetTAO, 1, 1n);
    const account = freeBalance(block.state, subnetAccount(1));
    runCoinbase(block);
    expect(block.state.get(Swap.SwapBalancer, 1).quote).toBe(quote);
    expect(of(block, 1)).toMatchObject({ tao: 1n, alphaIn: POOL, taoIn: 0n, bought: 0n, protocol: 0n });
    expect(freeBalance(block.state, subnetAccount(1))).toBe(account);
    expect(of(block, 1).alphaOut).toBeGreaterThan(0n);
    expect(of(block, 2).taoIn).toBeGreaterThan(0n);
  });

  it('injects TAO without alpha into an empty pool, which has no price', () => {
    const block = begin();
    block.state.put(subtensor.SubnetAlphaIn, 1, 0n);
    runCoinbase(block);
    const { alphaIn, bought, taoIn } = of(block, 1);
    expect([alphaIn, bought]).toEqual([0n, 0n]);
    expect(taoIn).toBeGreaterThan(0n);
  });

  it('mints up to the hard cap and nothing beyond', () => {
    const block = begin();
    block.state.put(Balances.TotalIssuance, TOTAL_SUPPLY_RAO - 1_000n);
    runCoinbase(block);
    expect(block.state.get(Balances.TotalIssuance)).toBeLessThanOrEqual(TOTAL_SUPPLY_RAO);
    expect(TOTAL_SUPPLY_RAO - block.state.get(Balances.TotalIssuance)).toBeLessThan(4n);
    block.state.put(subtensor.TotalIssuance, TOTAL_SUPPLY_RAO);
    const before = [1, 2].map((netuid) => of(block, netuid).tao);
    runCoinbase(block);
    expect([1, 2].map((netuid) => of(block, netuid).tao)).toEqual(before);
    expect(of(block, 1).taoIn).toBe(0n);
  });

  it('leaves the emission of the last alpha that was asked about where a block’s emission should be', () => {
    const block = begin();
    block.state.put(subtensor.SubnetAlphaOut, 2, 11_000_000n * TAO);
    runCoinbase(block);
    expect(block.state.get(subtensor.BlockEmission)).toBe(blockEmission(11_000_000n * TAO + POOL));
  });
});
