import { describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import { account, stakeFromNowhere, TAO } from '../../execution.fixture.ts';
import { stakeOf } from '../ledger.ts';
import { setAcceptsLockedAlpha } from '../locks/index.ts';
import { alice, bob, call, eventsNamed, hotkey, otherHotkey, stakingBlock } from './staking.fixture.ts';

const subtensor = storage.SubtensorModule;
const unknown = account('unknown');

function staked() {
  const block = stakingBlock();
  stakeFromNowhere(block, hotkey, alice, 1, 100n * TAO);
  stakeFromNowhere(block, hotkey, alice, 0, 50n * TAO);
  return block;
}

type Block = ReturnType<typeof staked>;
const stake = (block: Block, netuid: number, coldkey = alice, on = hotkey) => stakeOf(block.state, on, coldkey, netuid);
const move = (block: Block, amount: bigint, from = 1, to = 1, toHotkey = otherHotkey, fromHotkey = hotkey) =>
  call(block, alice, 'move_stake', {
    origin_hotkey: fromHotkey,
    destination_hotkey: toHotkey,
    origin_netuid: from,
    destination_netuid: to,
    alpha_amount: amount,
  });
const swapStake = (block: Block, amount: bigint, from = 1, to = 2) =>
  call(block, alice, 'swap_stake', { hotkey, origin_netuid: from, destination_netuid: to, alpha_amount: amount });
const swapLimit = (block: Block, amount: bigint, limit: bigint, partial: boolean, from = 1, to = 2) =>
  call(block, alice, 'swap_stake_limit', {
    hotkey,
    origin_netuid: from,
    destination_netuid: to,
    alpha_amount: amount,
    limit_price: limit,
    allow_partial: partial,
  });
const transferStake = (block: Block, amount: bigint, from = 1, to = 1, receiver = bob, on = hotkey) =>
  call(block, alice, 'transfer_stake', {
    destination_coldkey: receiver,
    hotkey: on,
    origin_netuid: from,
    destination_netuid: to,
    alpha_amount: amount,
  });

describe('within a subnet', () => {
  it('move_stake changes the hotkey without swap or fee', () => {
    const block = staked();
    const author = freeBalance(block.state, block.author);
    expect(move(block, 10n * TAO)).toBe('ok');
    expect(stake(block, 1)).toBe(90n * TAO);
    expect(stake(block, 1, alice, otherHotkey)).toBe(10n * TAO);
    expect(freeBalance(block.state, block.author)).toBe(author);
    expect(block.state.get(subtensor.SubnetTAO, 1)).toBe(10_000n * TAO);
    expect(eventsNamed(block, 'StakeMoved')).toEqual([[alice, hotkey, 1, otherHotkey, 1, 10n * TAO]]);
    expect(eventsNamed(block, 'StakeRemoved')).toEqual([[alice, hotkey, 10n * TAO, 10n * TAO, 1, 0n]]);
    expect(eventsNamed(block, 'StakeAdded')).toEqual([[alice, otherHotkey, 10n * TAO, 10n * TAO, 1, 0n]]);
  });

  it('moves no more than there is, and no less than the minimum', () => {
    const block = staked();
    expect(move(block, 1_999_999n)).toBe('SubtensorModule.AmountTooLow');
    expect(move(block, 0n)).toBe('SubtensorModule.AmountTooLow');
    expect(move(block, 1_000n * TAO)).toBe('ok');
    expect(stake(block, 1, alice, otherHotkey)).toBe(100n * TAO);
  });

  it('transfer_stake changes the coldkey', () => {
    const block = staked();
    expect(transferStake(block, 10n * TAO)).toBe('ok');
    expect(stake(block, 1, bob)).toBe(10n * TAO);
    expect(eventsNamed(block, 'StakeTransferred')).toEqual([[alice, bob, hotkey, 1, 1, 10n * TAO]]);
  });

  it('a transfer takes the lock of the locked part along, if the receiver accepts it', () => {
    const block = staked();
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 60n * TAO });
    expect(transferStake(block, 40n * TAO)).toBe('ok');
    expect(block.state.keysOf(subtensor.Lock, bob)).toEqual([]);
    expect(transferStake(block, 20n * TAO)).toBe('SubtensorModule.AccountRejectsLockedAlpha');
    setAcceptsLockedAlpha(block.state, bob, true);
    expect(transferStake(block, 20n * TAO)).toBe('ok');
    expect(block.state.get(subtensor.Lock, bob, 1, hotkey)?.locked_mass).toBe(20n * TAO);
    expect(block.state.get(subtensor.Lock, alice, 1, hotkey)?.locked_mass).toBe(40n * TAO);
  });

  it('a lock stays on its hotkey, whatever hotkey the alpha is on', () => {
    const block = staked();
    setAcceptsLockedAlpha(block.state, bob, true);
    call(block, alice, 'lock_stake', { hotkey: otherHotkey, netuid: 1, amount: 60n * TAO });
    expect(transferStake(block, 50n * TAO)).toBe('ok');
    expect(block.state.get(subtensor.Lock, bob, 1, otherHotkey)?.locked_mass).toBe(10n * TAO);
    expect(transferStake(block, 10n * TAO)).toBe('ok');
    expect(block.state.get(subtensor.Lock, bob, 1, otherHotkey)?.locked_mass).toBe(20n * TAO);
    expect(block.state.keysOf(subtensor.Lock, bob).length).toBe(1);
  });

  it('a locked part does not go where the receiver has locked on another hotkey', () => {
    const block = staked();
    setAcceptsLockedAlpha(block.state, bob, true);
    stakeFromNowhere(block, otherHotkey, bob, 1, TAO);
    call(block, bob, 'lock_stake', { hotkey: otherHotkey, netuid: 1, amount: TAO });
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 60n * TAO });
    expect(transferStake(block, 50n * TAO)).toBe('SubtensorModule.LockHotkeyMismatch');
    expect(transferStake(block, 40n * TAO)).toBe('ok');
  });

  it('moving locked alpha to another hotkey leaves the lock alone', () => {
    const block = staked();
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 60n * TAO });
    expect(move(block, 100n * TAO)).toBe('ok');
    expect(block.state.get(subtensor.Lock, alice, 1, hotkey)?.locked_mass).toBe(60n * TAO);
  });
});

describe('across subnets', () => {
  it('only the origin pays a fee', () => {
    const block = staked();
    expect(swapStake(block, 10n * TAO)).toBe('ok');
    const [removed] = eventsNamed(block, 'StakeRemoved') as [[unknown, unknown, bigint, bigint, number, bigint]];
    const [added] = eventsNamed(block, 'StakeAdded') as [[unknown, unknown, bigint, bigint, number, bigint]];
    expect(removed[5]).toBe(5_035_477n);
    expect([added[2], added[4], added[5]]).toEqual([removed[2], 2, 0n]);
    expect(stake(block, 2)).toBe(added[3]);
    expect(eventsNamed(block, 'StakeSwapped')).toEqual([[alice, hotkey, 1, 2, removed[2]]]);
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO);
  });

  it('from root the destination pays it', () => {
    const block = staked();
    expect(swapStake(block, 10n * TAO, 0, 1)).toBe('ok');
    const [removed] = eventsNamed(block, 'StakeRemoved') as [[unknown, unknown, bigint, bigint, number, bigint]];
    const [added] = eventsNamed(block, 'StakeAdded') as [[unknown, unknown, bigint, bigint, number, bigint]];
    expect([removed[5], added[5]]).toEqual([0n, 5_035_477n]);
  });

  it('hotkey and subnet may change at once', () => {
    const block = staked();
    expect(move(block, 10n * TAO, 1, 2)).toBe('ok');
    expect(stake(block, 2, alice, otherHotkey)).toBeGreaterThan(9n * TAO);
    expect(block.state.has(subtensor.Delegates, otherHotkey)).toBe(true);
  });

  it('a transfer stakes for a coldkey that had no account, down to its existential deposit', () => {
    const block = staked();
    const carol = account('carol');
    expect(transferStake(block, 10n * TAO, 1, 2, carol)).toBe('ok');
    expect(stake(block, 2, carol)).toBeGreaterThan(9n * TAO);
    expect(freeBalance(block.state, carol)).toBe(500n);
    expect(freeBalance(block.state, alice)).toBe(1_000n * TAO);
  });

  it('what is too little to be staked again stays as balance', () => {
    const block = staked();
    // The check sees the whole amount, the limit lets little through.
    expect(swapLimit(block, 50n * TAO, 999_999_900n, true)).toBe('ok');
    expect(stake(block, 2)).toBe(0n);
    const got = freeBalance(block.state, alice) - 1_000n * TAO;
    expect(got > 0n && got < 2_000_000n).toBe(true);
    expect(eventsNamed(block, 'StakeSwapped')).toEqual([[alice, hotkey, 1, 2, got]]);
  });

  it('does not move what is locked', () => {
    const block = staked();
    call(block, alice, 'lock_stake', { hotkey, netuid: 1, amount: 60n * TAO });
    expect(swapStake(block, 40n * TAO + 1n)).toBe('SubtensorModule.StakeUnavailable');
    expect(swapStake(block, 40n * TAO)).toBe('ok');
  });
});

describe('swap_stake_limit', () => {
  it('moves all, part or nothing, as the ratio of prices allows', () => {
    const block = staked();
    expect(swapLimit(block, 100n * TAO, 995_000_000n, false)).toBe('SubtensorModule.SlippageTooHigh');
    expect(swapLimit(block, 10n * TAO, 995_000_000n, false)).toBe('ok');
    expect(swapLimit(block, 90n * TAO, 995_000_000n, true)).toBe('ok');
    const left = stake(block, 1);
    expect(left > 0n && left < 90n * TAO).toBe(true);
  });

  it('moves nothing where the ratio is below the limit already', () => {
    const block = staked();
    expect(swapLimit(block, 10n * TAO, 1_000_000_001n, false)).toBe('SubtensorModule.SlippageTooHigh');
    expect(swapLimit(block, 10n * TAO, 1_000_000_001n, true)).toBe('ok');
    expect(stake(block, 1)).toBe(100n * TAO);
  });

  it('asks the one pool that there is, to and from root', () => {
    const block = staked();
    expect(swapLimit(block, 10n * TAO, 1_000_000_000n, true, 1, 0)).toBe('Swap.PriceLimitExceeded');
    expect(swapLimit(block, 10n * TAO, 900_000_000n, false, 1, 0)).toBe('ok');
    expect(swapLimit(block, 10n * TAO, 1_100_000_000n, false, 0, 2)).toBe('Swap.PriceLimitExceeded');
    expect(swapLimit(block, 10n * TAO, 900_000_000n, false, 0, 2)).toBe('ok');
  });
});

describe('every move', () => {
  it('names what is wrong', () => {
    const block = staked();
    expect(move(block, TAO, 1, 1, hotkey)).toBe('SubtensorModule.SameNetuid');
    expect(swapStake(block, TAO, 1, 1)).toBe('SubtensorModule.SameNetuid');
    expect(swapLimit(block, TAO, 1n, true, 1, 1)).toBe('SubtensorModule.SameNetuid');
    expect(transferStake(block, TAO, 1, 1, alice)).toBe('SubtensorModule.SameNetuid');
    expect(swapStake(block, TAO, 1, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(swapStake(block, TAO, 9, 1)).toBe('SubtensorModule.SubnetNotExists');
    expect(move(block, TAO, 1, 1, unknown)).toBe('SubtensorModule.HotKeyAccountNotExists');
    expect(move(block, TAO, 1, 1, hotkey, unknown)).toBe('SubtensorModule.HotKeyAccountNotExists');
    expect(swapStake(block, 2_000_000n)).toBe('SubtensorModule.AmountTooLow');
    expect(swapStake(block, TAO, 2, 1)).toBe('SubtensorModule.AmountTooLow');
    block.state.put(subtensor.TransferToggle, 2, false);
    expect(transferStake(block, TAO, 1, 2)).toBe('SubtensorModule.TransferDisallowed');
    expect(swapStake(block, TAO, 1, 2)).toBe('ok');
    expect(transferStake(block, TAO / 2n, 2, 1)).toBe('SubtensorModule.TransferDisallowed');
    block.state.put(subtensor.SubtokenEnabled, 2, false);
    expect(swapStake(block, TAO, 1, 2)).toBe('SubtensorModule.SubtokenDisabled');
    block.state.put(subtensor.SubnetTAO, 1, 999_999n);
    expect(swapStake(block, TAO, 1, 0)).toBe('SubtensorModule.InsufficientLiquidity');
  });
});
