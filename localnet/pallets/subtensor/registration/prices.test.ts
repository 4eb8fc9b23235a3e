import { describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import { addNetwork, nextBlock, TAO, testBlock } from '../../execution.fixture.ts';
import { decayRegistrationPrices } from './prices.ts';

const subtensor = storage.SubtensorModule;

describe('at the beginning of a block', () => {
  it('prices fall to a half in their half-life, and the registrations of the last block are forgotten', () => {
    let block = testBlock(100);
    addNetwork(block, 0);
    addNetwork(block, 3);
    block.state.put(subtensor.Burn, 3, 8n * TAO);
    block.state.put(subtensor.BurnHalfLife, 3, 5);
    block.state.put(subtensor.RegistrationsThisBlock, 3, 4);
    for (let i = 0; i < 5; i++) {
      block = nextBlock(block);
      decayRegistrationPrices(block);
    }
    const price = block.state.get(subtensor.Burn, 3);
    expect(price).toBeLessThanOrEqual(4n * TAO);
    expect(price).toBeGreaterThan(4n * TAO - 50n);
    expect(block.state.get(subtensor.RegistrationsThisBlock, 3)).toBe(0);
  });

  it('a price at its floor is not written again', () => {
    const block = testBlock(100);
    addNetwork(block, 0);
    addNetwork(block, 3);
    for (const netuid of [0, 3]) block.state.put(subtensor.Burn, netuid, 500_000n);
    const next = nextBlock(block);
    decayRegistrationPrices(next);
    expect(next.state.changes()).toEqual([[expect.anything(), expect.anything()]]);
  });
});
