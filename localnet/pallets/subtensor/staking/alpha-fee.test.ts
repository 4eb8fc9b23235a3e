import { describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import { account, stakeFromNowhere, TAO } from '../../execution.fixture.ts';
import { stakeOf } from '../ledger.ts';
import { alphaFeePosition, canPayInAlpha, payFeeInAlpha } from './index.ts';
import { alice, bob, eventsNamed, hotkey, otherHotkey, stakingBlock, subtensorCall } from './staking.fixture.ts';

const subtensor = storage.SubtensorModule;
const FEE = 200_000n;
const MOVE = { origin_netuid: 1, destination_netuid: 2, alpha_amount: TAO };
const removal = subtensorCall('remove_stake', { hotkey, netuid: 1, amount_unstaked: TAO });

function staked() {
  const block = stakingBlock();
  stakeFromNowhere(block, hotkey, alice, 1, 100n * TAO);
  return block;
}

describe('the position that pays', () => {
  const { state } = staked();

  it.each([
    removal,
    subtensorCall('remove_stake_limit', {
      hotkey,
      netuid: 1,
      amount_unstaked: TAO,
      limit_price: 1n,
      allow_partial: true,
    }),
    subtensorCall('remove_stake_full_limit', { hotkey, netuid: 1, limit_price: undefined }),
    subtensorCall('recycle_alpha', { hotkey, netuid: 1, amount: TAO }),
    subtensorCall('burn_alpha', { hotkey, netuid: 1, amount: TAO }),
    subtensorCall('move_stake', { ...MOVE, origin_hotkey: hotkey, destination_hotkey: otherHotkey }),
    subtensorCall('transfer_stake', { ...MOVE, hotkey, destination_coldkey: bob }),
    subtensorCall('swap_stake', { ...MOVE, hotkey }),
    subtensorCall('swap_stake_limit', { ...MOVE, hotkey, limit_price: 1n, allow_partial: true }),
    subtensorCall('unstake_all', { hotkey }),
    subtensorCall('unstake_all_alpha', { hotkey }),
  ])('is the one that the call takes from: $value.0.type', (call) => {
    expect(alphaFeePosition(state, alice, call)).toEqual({ hotkey, netuid: 1 });
  });

  it('does not exist for other calls', () => {
    const staking = subtensorCall('add_stake', { hotkey, netuid: 1, amount_staked: TAO });
    expect(alphaFeePosition(state, alice, staking)).toBeUndefined();
    const remark = { type: 'System', value: [{ type: 'remark', value: { remark: new Uint8Array() } }] } as const;
    expect(alphaFeePosition(state, alice, remark)).toBeUndefined();
  });

  it('is unique: unstake_all from two subnets or from none has to pay in TAO', () => {
    const block = staked();
    const all = subtensorCall('unstake_all', { hotkey });
    expect(alphaFeePosition(block.state, bob, all)).toBeUndefined();
    stakeFromNowhere(block, hotkey, alice, 2, TAO);
    expect(alphaFeePosition(block.state, alice, all)).toBeUndefined();
    block.state.put(subtensor.SubtokenEnabled, 2, false);
    expect(alphaFeePosition(block.state, alice, all)).toEqual({ hotkey, netuid: 1 });
  });
});

describe('a fee in alpha', () => {
  it('is sold for the author, free of fee', () => {
    const block = staked();
    block.state.put(subtensor.SubnetAlphaIn, 1, 20_000n * TAO);
    const author = freeBalance(block.state, block.author);
    expect(canPayInAlpha(block.state, alice, removal, FEE)).toBe(true);
    expect(payFeeInAlpha(block, alice, removal, FEE)).toBe(true);
    const alphaFee = 2n * FEE;
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(100n * TAO - alphaFee);
    const tao = freeBalance(block.state, block.author) - author;
    expect(FEE - tao).toBeLessThan(10n);
    expect(eventsNamed(block, 'TransactionFeePaidWithAlpha')).toEqual([
      { who: alice, netuid: 1, alpha_fee: alphaFee, tao_amount: tao },
    ]);
    expect(eventsNamed(block, 'StakeRemoved')).toEqual([[alice, hotkey, tao, alphaFee, 1, 0n]]);
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO);
  });

  it('comes one for one from root', () => {
    const block = stakingBlock();
    stakeFromNowhere(block, hotkey, alice, 0, TAO);
    const call = subtensorCall('remove_stake', { hotkey, netuid: 0, amount_unstaked: TAO });
    expect(payFeeInAlpha(block, alice, call, FEE)).toBe(true);
    expect(stakeOf(block.state, hotkey, alice, 0)).toBe(TAO - FEE);
  });

  it('has to be covered by the position', () => {
    const block = stakingBlock();
    stakeFromNowhere(block, hotkey, alice, 1, FEE - 1n);
    expect(canPayInAlpha(block.state, alice, removal, FEE)).toBe(false);
    expect(canPayInAlpha(block.state, alice, removal, FEE - 1n)).toBe(true);
    expect(payFeeInAlpha(block, alice, removal, FEE)).toBe(true);
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(0n);
  });

  it('changes nothing where it cannot be sold', () => {
    const block = staked();
    block.state.put(subtensor.SubnetTAO, 1, 999_999n);
    expect(canPayInAlpha(block.state, alice, removal, FEE)).toBe(false);
    expect(payFeeInAlpha(block, alice, removal, FEE)).toBe(false);
    expect(payFeeInAlpha({ ...block, author: account('unborn') }, alice, removal, 1n)).toBe(false);
    expect(payFeeInAlpha(block, bob, removal, FEE)).toBe(false);
    expect(payFeeInAlpha(block, alice, removal, 0n)).toBe(false);
    expect(stakeOf(block.state, hotkey, alice, 1)).toBe(100n * TAO);
    expect(eventsNamed(block, 'StakeRemoved')).toEqual([]);
  });
});
