import { describe, expect, it } from 'vitest';
import { storage } from '../../../src/chain/schema/index.ts';
import { addNetwork, TAO, testBlock } from '../execution.fixture.ts';
import { updatePrices } from './prices.ts';

const subtensor = storage.SubtensorModule;
/** I96F32 and U96F32 bits. */
const ONE = 1n << 32n;

function begin() {
  const block = testBlock();
  addNetwork(block, 1, { taoRao: 20_000n * TAO });
  block.state.put(subtensor.SubnetMovingAlpha, ONE / 2n);
  // Block 100 of a subnet that began at block 1: a hundred blocks, so half of the moving alpha.
  block.state.put(subtensor.EMAPriceHalvingBlocks, 1, 100n);
  return block;
}

describe('the moving price', () => {
  it('goes toward the spot price, which counts as one TAO at most', () => {
    const { state, ...block } = begin();
    updatePrices({ ...block, state });
    expect(state.get(subtensor.SubnetMovingPrice, 1)).toBe(ONE / 4n);
    state.put(subtensor.SubnetTAO, 1, 5_000n * TAO);
    updatePrices({ ...block, state });
    expect(state.get(subtensor.SubnetMovingPrice, 1)).toBe(ONE / 8n + ((ONE / 4n) * 3n) / 4n);
  });

  it('is one where the pool is stable', () => {
    const { state, ...block } = begin();
    state.put(subtensor.SubnetMechanism, 1, 0);
    state.put(subtensor.SubnetTAO, 1, 5_000n * TAO);
    updatePrices({ ...block, state });
    expect(state.get(subtensor.SubnetMovingPrice, 1)).toBe(ONE);
  });

  it('stands still before the first emission', () => {
    const { state, ...block } = begin();
    state.kill(subtensor.FirstEmissionBlockNumber, 1);
    updatePrices({ ...block, state });
    expect(state.has(subtensor.SubnetMovingPrice, 1)).toBe(false);
    expect(state.has(subtensor.RootProp, 1)).toBe(false);
  });
});

describe('the root proportion', () => {
  it('is the weight of root’s TAO beside all alpha of the subnet', () => {
    const { state, ...block } = begin();
    state.put(subtensor.SubnetTAO, 0, 15_000n * TAO);
    state.put(subtensor.TaoWeight, (1n << 64n) - 1n);
    state.put(subtensor.SubnetAlphaOut, 1, 5_000n * TAO);
    updatePrices({ ...block, state });
    // The weight is one, as near as its reading is.
    const proportion = state.get(subtensor.RootProp, 1);
    expect(ONE / 2n - proportion).toBeLessThanOrEqual(1n);
    expect(proportion).toBeLessThanOrEqual(ONE / 2n);
  });
});
