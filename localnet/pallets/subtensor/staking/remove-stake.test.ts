import { describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import { account, stakeFromNowhere, TAO } from '../../execution.fixture.ts';
import { stakeOf } from '../ledger.ts';
import { alice, bob, call, eventsNamed, hotkey, ownHotkey, stakingBlock } from './staking.fixture.ts';

const subtensor = storage.SubtensorModule;
const POOL = 10_000n * TAO;

function staked() {
  const block = stakingBlock();
  stakeFromNowhere(block, hotkey, alice, 1, 100n * TAO);
  stakeFromNowhere(block, hotkey, alice, 0, 50n * TAO);
  return block;
}

type Block = ReturnType<typeof staked>;
const stake = (block: Block, netuid = 1) => stakeOf(block.state, hotkey, alice, netuid);
const remove = (block: Block, amount: bigint, netuid = 1, from = hotkey) =>
  call(block, alice, 'remove_stake', { hotkey: from, netuid, amount_unstaked: amount });
const removeLimit = (block: Block, amount: bigint, limit: bigint, partial: boolean, netuid = 1) =>
  call(block, alice, 'remove_stake_limit', {
    hotkey,
    netuid,
    amount_unstaked: amount,
    limit_price: limit,
    allow_partial: partial,
  });

describe('remove_stake', () => {
  it('sells alpha for TAO of the coldkey, and the fee for TAO of the author', () => {
    const block = staked();
    const author = freeBalance(block.state, block.author);
    expect(remove(block, 10n * TAO)).toBe('ok');
    const fee = 5_035_477n; // ⌊10^10 · 33/65535⌋
    const net = 10n * TAO - fee;
    const tao = freeBalance(block.state, alice) - 1_000n * TAO;
    expect(tao - (POOL * net) / (POOL + net)).toBeLessThanOrEqual(1n);
    expect(stake(block)).toBe(90n * TAO);
    expect(eventsNamed(block, 'StakeRemoved')).toEqual([[alice, hotkey, tao, net, 1, fee]]);
    const feeTao = freeBalance(block.state, block.author) - author;
    expect(feeTao).toBeGreaterThan((fee * 997n) / 1_000n);
    expect(feeTao).toBeLessThan(fee);
    expect(block.state.get(subtensor.SubnetTAO, 1)).toBe(POOL - tao - feeTao);
    expect(block.state.get(subtensor.SubnetTaoFlow, 1)).toBe(-tao - feeTao);
    expect(block.state.get(subtensor.SubnetAlphaOut, 1)).toBe(90n * TAO);
    expect(block.state.get(subtensor.SubnetAlphaIn, 1)).toBe(POOL + 10n * TAO);
  });

  it('takes no more than there is', () => {
    const block = staked();
    expect(remove(block, 1_000n * TAO)).toBe('ok');
    expect(stake(block)).toBe(0n);
  });

  it('gives root stake back one for one', () => {
    const block = staked();
    expect(remove(block, 20n * TAO, 0)).toBe('ok');
    expect(freeBalance(block.state, alice)).toBe(1_020n * TAO);
    expect(eventsNamed(block, 'StakeRemoved')).toEqual([[alice, hotkey, 20n * TAO, 20n * TAO, 0, 0n]]);
  });

  it('takes less than the minimum only as a whole position', () => {
    const block = stakingBlock();
    stakeFromNowhere(block, hotkey, alice, 1, 1_500_000n);
    expect(remove(block, 1_499_999n)).toBe('SubtensorModule.AmountTooLow');
    expect(remove(block, 1_500_000n)).toBe('ok');
  });

  it('fails where the fee is worth less than a rao', () => {
    const block = stakingBlock();
    block.state.put(subtensor.SubnetTAO, 1, POOL / 1_000n);
    stakeFromNowhere(block, hotkey, alice, 1, 10_000n);
    // A fee of 5 rao at a price of 0.001; below 1 986 rao there is none.
    expect(remove(block, 10_000n)).toBe('Swap.ReservesTooLow');
    stakeFromNowhere(block, hotkey, bob, 1, 1_985n);
    expect(call(block, bob, 'remove_stake', { hotkey, netuid: 1, amount_unstaked: 1_985n })).toBe('ok');
  });

  it('names what is wrong', () => {
    const block = staked();
    expect(remove(block, TAO, 9)).toBe('SubtensorModule.SubtokenDisabled');
    expect(removeLimit(block, TAO, 1n, false, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(remove(block, 0n)).toBe('SubtensorModule.AmountTooLow');
    expect(remove(block, TAO, 1, account('unknown'))).toBe('SubtensorModule.AmountTooLow');
    stakeFromNowhere(block, account('unknown'), alice, 1, TAO);
    expect(remove(block, TAO, 1, account('unknown'))).toBe('SubtensorModule.HotKeyAccountNotExists');
    expect(removeLimit(block, 101n * TAO, 1n, false)).toBe('SubtensorModule.NotEnoughStakeToWithdraw');
    block.state.put(subtensor.SubnetTAO, 1, 999_999n);
    expect(remove(block, TAO)).toBe('SubtensorModule.InsufficientLiquidity');
    block.state.put(subtensor.SubnetAlphaIn, 1, 1n);
    expect(remove(block, 1_001n)).toBe('SubtensorModule.InsufficientLiquidity');
    block.state.put(subtensor.SubtokenEnabled, 1, false);
    expect(remove(block, TAO)).toBe('SubtensorModule.SubtokenDisabled');
  });

  it('does not touch what is locked', () => {
    const block = staked();
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 60n * TAO });
    expect(remove(block, 40n * TAO + 1n)).toBe('SubtensorModule.StakeUnavailable');
    expect(remove(block, 40n * TAO)).toBe('ok');
    expect(remove(block, 20n * TAO, 0)).toBe('ok');
  });

  it('pays out a nomination that has become too small, but not the stake of the hotkey’s owner', () => {
    const block = staked();
    block.state.put(subtensor.NominatorMinRequiredStake, 1_000_000_000n); // 2 TAO
    stakeFromNowhere(block, ownHotkey, alice, 1, 100n * TAO);
    expect(remove(block, 99n * TAO, 1, ownHotkey)).toBe('ok');
    expect(stakeOf(block.state, ownHotkey, alice, 1)).toBe(TAO);
    expect(remove(block, 90n * TAO)).toBe('ok');
    expect(stake(block)).toBe(10n * TAO);
    expect(remove(block, 9n * TAO)).toBe('ok');
    expect(stake(block)).toBe(0n);
    expect(eventsNamed(block, 'StakeRemoved').length).toBe(4);
  });

  it('takes the lock of a small nomination with it', () => {
    const block = staked();
    block.state.put(subtensor.NominatorMinRequiredStake, 1_000_000_000n);
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: TAO });
    expect(remove(block, 99n * TAO)).toBe('ok');
    expect(stake(block)).toBe(0n);
    expect(block.state.keysOf(subtensor.Lock, alice)).toEqual([]);
    expect(block.state.keysOf(subtensor.DecayingHotkeyLock, 1)).toEqual([]);
  });

  it('makes a hotkey forget its pending children where its stake falls below the threshold', () => {
    const block = staked();
    block.state.put(subtensor.StakeThreshold, 100n * TAO);
    for (const netuid of [1, 2]) block.state.put(subtensor.PendingChildKeys, netuid, hotkey, [[[1n, ownHotkey]], 9n]);
    expect(remove(block, 40n * TAO)).toBe('ok');
    expect(block.state.keysOf(subtensor.PendingChildKeys).length).toBe(2);
    expect(remove(block, 40n * TAO)).toBe('ok');
    expect(block.state.keysOf(subtensor.PendingChildKeys)).toEqual([]);
  });
});

describe('remove_stake_limit', () => {
  /** From 1 to 1/1.0201 the alpha reserve grows by one per cent. */
  const LIMIT = 980_296_048n;

  it('sells what brings the price to the limit, or nothing', () => {
    const block = stakingBlock();
    stakeFromNowhere(block, hotkey, alice, 1, 500n * TAO);
    expect(removeLimit(block, 500n * TAO, LIMIT, false)).toBe('SubtensorModule.SlippageTooHigh');
    expect(removeLimit(block, 500n * TAO, LIMIT, true)).toBe('ok');
    const left = stake(block);
    expect(left > 399n * TAO && left < 400n * TAO).toBe(true);
    expect(removeLimit(block, TAO, LIMIT, true)).toBe('Swap.PriceLimitExceeded');
  });

  it('knows only one price on root', () => {
    const block = staked();
    expect(removeLimit(block, TAO, 1_000_000_001n, false, 0)).toBe('SubtensorModule.SlippageTooHigh');
    expect(removeLimit(block, TAO, 1_000_000_000n, false, 0)).toBe('ok');
  });
});

describe('remove_stake_full_limit', () => {
  const removeFull = (block: Block, limit?: bigint, netuid = 1) =>
    call(block, alice, 'remove_stake_full_limit', { hotkey, netuid, limit_price: limit });

  it('sells the whole position, with or without a limit', () => {
    const [without, within] = [staked(), staked()];
    expect(removeFull(without)).toBe('ok');
    expect(removeFull(within, 900_000_000n)).toBe('ok');
    expect([stake(without), stake(within)]).toEqual([0n, 0n]);
  });

  it('sells nothing where the limit would stop it', () => {
    const block = staked();
    expect(removeFull(block, 999_000_000n)).toBe('SubtensorModule.SlippageTooHigh');
    expect(removeFull(block, undefined, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(removeFull(block, undefined, 2)).toBe('SubtensorModule.AmountTooLow');
  });
});

describe('unstake_all', () => {
  it('unstakes from every started subnet, root too', () => {
    const block = staked();
    stakeFromNowhere(block, hotkey, alice, 2, 10n * TAO);
    block.state.put(subtensor.SubtokenEnabled, 2, false);
    expect(call(block, alice, 'unstake_all', { hotkey })).toBe('ok');
    expect([0, 1, 2].map((netuid) => stake(block, netuid))).toEqual([0n, 0n, 10n * TAO]);
    expect(freeBalance(block.state, alice)).toBeGreaterThan(1_148n * TAO);
  });

  it('leaves positions that are locked, and succeeds with nothing to do', () => {
    const block = staked();
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: TAO });
    expect(call(block, alice, 'unstake_all', { hotkey })).toBe('ok');
    expect(stake(block)).toBe(100n * TAO);
    expect(call(block, bob, 'unstake_all', { hotkey })).toBe('ok');
    expect(call(block, bob, 'unstake_all', { hotkey: account('unknown') })).toBe(
      'SubtensorModule.HotKeyAccountNotExists',
    );
  });
});

describe('unstake_all_alpha', () => {
  it('turns all alpha into root stake', () => {
    const block = staked();
    stakeFromNowhere(block, hotkey, alice, 2, 10n * TAO);
    expect(call(block, alice, 'unstake_all_alpha', { hotkey })).toBe('ok');
    expect([1, 2].map((netuid) => stake(block, netuid))).toEqual([0n, 0n]);
    expect(stake(block, 0)).toBeGreaterThan(158n * TAO);
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO);
  });

  it('fails where there is no alpha', () => {
    const block = staked();
    expect(call(block, bob, 'unstake_all_alpha', { hotkey })).toBe('SubtensorModule.AmountTooLow');
    expect(call(block, bob, 'unstake_all_alpha', { hotkey: account('unknown') })).toBe(
      'SubtensorModule.HotKeyAccountNotExists',
    );
  });
});
