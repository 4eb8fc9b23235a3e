import { describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import { account, nextBlock, stakeFromNowhere, TAO } from '../../execution.fixture.ts';
import { stakeOf } from '../ledger.ts';
import { alice, bob, call, eventsNamed, hotkey, stakingBlock } from './staking.fixture.ts';

const subtensor = storage.SubtensorModule;

function staked() {
  const block = stakingBlock();
  for (const netuid of [0, 1, 2]) block.state.put(subtensor.SubnetOwner, netuid, alice);
  stakeFromNowhere(block, hotkey, alice, 1, 100n * TAO);
  return block;
}

describe.each(['recycle_alpha', 'burn_alpha'] as const)('%s', (name) => {
  const event = name === 'burn_alpha' ? 'AlphaBurned' : 'AlphaRecycled';
  const destroy = (block: ReturnType<typeof staked>, amount: bigint, netuid = 1, on = hotkey) =>
    call(block, alice, name, { hotkey: on, amount, netuid });

  it('takes alpha from the coldkey, at most all of it', () => {
    const block = staked();
    expect(destroy(block, 30n * TAO)).toBe('ok');
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(70n * TAO);
    expect(destroy(block, 1_000n * TAO)).toBe('ok');
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(0n);
    expect(eventsNamed(block, event)).toEqual([
      [alice, hotkey, 30n * TAO, 1],
      [alice, hotkey, 70n * TAO, 1],
    ]);
    expect(block.state.get(subtensor.SubnetAlphaOut, 1)).toBe(name === 'burn_alpha' ? 100n * TAO : 0n);
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO);
  });

  it('names what is wrong', () => {
    const block = staked();
    expect(destroy(block, TAO, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(destroy(block, TAO, 0)).toBe('SubtensorModule.CannotBurnOrRecycleOnRootSubnet');
    expect(destroy(block, TAO, 1, account('unknown'))).toBe('SubtensorModule.HotKeyAccountNotExists');
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 60n * TAO });
    expect(destroy(block, 40n * TAO + 1n)).toBe('SubtensorModule.StakeUnavailable');
    block.state.put(subtensor.SubnetAlphaOut, 1, TAO);
    expect(destroy(block, TAO + 1n)).toBe('SubtensorModule.InsufficientLiquidity');
    block.state.put(subtensor.SubtokenEnabled, 1, false);
    expect(destroy(block, TAO)).toBe('SubtensorModule.SubtokenDisabled');
  });
});

describe('add_stake_burn', () => {
  const buyAndBurn = (block: ReturnType<typeof staked>, who = alice, limit?: bigint, netuid = 1) =>
    call(block, who, 'add_stake_burn', { hotkey, netuid, amount: 10n * TAO, limit });

  it('buys alpha and leaves it to nobody', () => {
    const block = staked();
    expect(buyAndBurn(block)).toBe('ok');
    const out = block.state.get(subtensor.SubnetAlphaOut, 1) - 100n * TAO;
    expect(out > 9n * TAO && out < 10n * TAO).toBe(true);
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(100n * TAO);
    expect(freeBalance(block.state, alice)).toBe(990n * TAO);
    expect(eventsNamed(block, 'AddStakeBurn')).toEqual([{ netuid: 1, hotkey, amount: 10n * TAO, alpha: out }]);
    expect(eventsNamed(block, 'AlphaBurned')).toEqual([[alice, hotkey, out, 1]]);
  });

  it('happens once per tempo and subnet', () => {
    const block = staked();
    expect(buyAndBurn(block)).toBe('ok');
    const before = nextBlock(block, block.number + 359);
    expect(buyAndBurn(before)).toBe('SubtensorModule.AddStakeBurnRateLimitExceeded');
    expect(buyAndBurn(before, alice, undefined, 2)).toBe('ok');
    expect(buyAndBurn(nextBlock(before))).toBe('ok');
  });

  it('is for the owner of the subnet', () => {
    const block = staked();
    expect(buyAndBurn(block, bob)).toBe('BadOrigin');
    expect(buyAndBurn(block, alice, undefined, 9)).toBe('BadOrigin');
  });

  it('fails as a whole', () => {
    const block = staked();
    expect(buyAndBurn(block, alice, 1_000_100_000n)).toBe('SubtensorModule.SlippageTooHigh');
    expect(buyAndBurn(block, alice, undefined, 0)).toBe('SubtensorModule.CannotBurnOrRecycleOnRootSubnet');
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO);
    expect(buyAndBurn(block, alice, 1_100_000_000n)).toBe('ok');
  });

  it('cannot burn in place of what is locked', () => {
    const block = staked();
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 100n * TAO });
    expect(buyAndBurn(block)).toBe('ok');
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(100n * TAO);
  });
});
