import { describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import { EXISTENTIAL_DEPOSIT, freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  endow,
  eventNames,
  ROOT_ORIGIN,
  run,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { stakeOf } from '../ledger.ts';
import { subnetAccount } from '../treasury.ts';

const { SubtensorModule: subtensor } = storage;
const alice = account('alice');
const bob = account('bob');
const hotkey = account('hotkey');
const MIN = 2_000_000n;
/** ⌊2·10^6 · 33/65535⌋ */
const MIN_FEE = 1_007n;

function begin(): BlockExecution {
  const block = testBlock();
  addNetwork(block, 0);
  addNetwork(block, 1);
  addHotkey(block, hotkey, bob);
  endow(block, alice, 1_000n * TAO);
  return block;
}

const addStake = (block: BlockExecution, amount: bigint, netuid = 1, on = hotkey) =>
  run(block, alice, {
    type: 'SubtensorModule',
    value: [{ type: 'add_stake', value: { hotkey: on, netuid, amount_staked: amount } }],
  });

const addStakeLimit = (block: BlockExecution, amount: bigint, limit: bigint, partial: boolean, netuid = 1) =>
  run(block, alice, {
    type: 'SubtensorModule',
    value: [
      {
        type: 'add_stake_limit',
        value: { hotkey, netuid, amount_staked: amount, limit_price: limit, allow_partial: partial },
      },
    ],
  });

/** Fields of the last StakeAdded. */
const lastStakeAdded = ({ events }: BlockExecution): unknown =>
  events
    .map(({ event }) => event.value[0] as { type: string; value: unknown })
    .findLast(({ type }) => type === 'StakeAdded')?.value;

describe('add_stake', () => {
  it('turns TAO into alpha of the coldkey, and the fee into balance of the author', () => {
    const block = begin();
    const authorBefore = freeBalance(block.state, block.author);
    expect(addStake(block, 10n * TAO)).toBe('ok');

    const fee = 5_035_477n; // ⌊10^10 · 33/65535⌋
    const net = 10n * TAO - fee;
    const pool = 10_000n * TAO;
    // x·y = k with R floored at 10^18 parts, a little in the buyer's favour.
    const alpha = stakeOf(block.state, hotkey, alice, 1);
    const ideal = (pool * net) / (pool + net);
    expect(alpha - ideal).toBeLessThanOrEqual(1n);
    expect(alpha - ideal).toBeGreaterThanOrEqual(0n);
    expect(freeBalance(block.state, alice)).toBe(990n * TAO);
    expect(freeBalance(block.state, block.author)).toBe(authorBefore + fee);
    expect(freeBalance(block.state, subnetAccount(1))).toBe(pool + net);
    expect(block.state.get(subtensor.SubnetTAO, 1)).toBe(pool + net);
    expect(block.state.get(subtensor.SubnetAlphaIn, 1)).toBe(pool - alpha);
    expect(block.state.get(subtensor.SubnetAlphaOut, 1)).toBe(alpha);
    expect(block.state.get(subtensor.SubnetVolume, 1)).toBe(10n * TAO);
    expect(block.state.get(subtensor.TotalStake)).toBe(pool + 10n * TAO);
    expect(block.state.get(subtensor.SubnetTaoFlow, 1)).toBe(net);
    expect(lastStakeAdded(block)).toEqual([alice, hotkey, 10n * TAO, alpha, 1, fee]);
    expect(eventNames(block)).toContain('SubtensorModule.StakeAdded');
  });

  it('stakes one for one and without fee on root', () => {
    const block = begin();
    expect(addStake(block, 5n * TAO, 0)).toBe('ok');
    expect(stakeOf(block.state, hotkey, alice, 0)).toBe(5n * TAO);
    expect(lastStakeAdded(block)).toEqual([alice, hotkey, 5n * TAO, 5n * TAO, 0, 0n]);
    expect(block.state.get(subtensor.NumStakingColdkeys)).toBe(1n);
  });

  it('leaves the existential deposit where the whole balance is staked', () => {
    const block = begin();
    expect(addStake(block, 1_000n * TAO)).toBe('ok');
    expect(freeBalance(block.state, alice)).toBe(EXISTENTIAL_DEPOSIT);
    expect(lastStakeAdded(block)).toMatchObject({ 2: 1_000n * TAO - EXISTENTIAL_DEPOSIT });
  });

  it('takes the minimum with its fee, and not a rao less', () => {
    const block = begin();
    expect(addStake(block, MIN + MIN_FEE - 1n)).toBe('SubtensorModule.AmountTooLow');
    expect(addStake(block, MIN + MIN_FEE)).toBe('ok');
    expect(addStake(block, MIN - 1n, 0)).toBe('SubtensorModule.AmountTooLow');
    expect(addStake(block, MIN, 0)).toBe('ok');
  });

  it('names what is wrong', () => {
    const block = begin();
    addNetwork(block, 2);
    block.state.put(subtensor.SubtokenEnabled, 2, false);
    expect(addStake(block, 10n * TAO, 9)).toBe('SubtensorModule.SubnetNotExists');
    expect(addStake(block, 10n * TAO, 2)).toBe('SubtensorModule.SubtokenDisabled');
    expect(addStake(block, 1n)).toBe('SubtensorModule.AmountTooLow');
    expect(addStake(block, 1_001n * TAO)).toBe('SubtensorModule.NotEnoughBalanceToStake');
    expect(addStake(block, 10n * TAO, 1, account('unknown'))).toBe('SubtensorModule.HotKeyAccountNotExists');
    expect(addStake(block, 10_000n * TAO * 1_000n + 1n)).toBe('SubtensorModule.InsufficientLiquidity');
    block.state.put(subtensor.SubnetAlphaIn, 1, 999_999n);
    expect(addStake(block, 10n * TAO)).toBe('SubtensorModule.InsufficientLiquidity');
    expect(
      run(block, ROOT_ORIGIN, {
        type: 'SubtensorModule',
        value: [{ type: 'add_stake', value: { hotkey, netuid: 1, amount_staked: TAO } }],
      }),
    ).toBe('BadOrigin');
  });

  it('leaves nothing behind where it fails', () => {
    const block = begin();
    const changes = block.state.changes().length;
    addStake(block, 1_001n * TAO);
    expect(block.state.changes().length).toBe(changes);
    expect(block.events).toEqual(begin().events);
  });
});

describe('add_stake_limit', () => {
  it('stakes everything where the price stays under the limit, and makes the hotkey a delegate', () => {
    const block = begin();
    expect(addStakeLimit(block, 10n * TAO, 1_100_000_000n, false)).toBe('ok');
    expect(freeBalance(block.state, alice)).toBe(990n * TAO);
    expect(block.state.has(subtensor.Delegates, hotkey)).toBe(true);
  });

  it('stakes what brings the price to the limit, or nothing', () => {
    const block = begin();
    // From 1 to 1.0201 the TAO reserve grows by the square root, one per cent: 100 TAO.
    const limit = 1_020_100_000n;
    expect(addStakeLimit(block, 500n * TAO, limit, false)).toBe('SubtensorModule.SlippageTooHigh');
    expect(addStakeLimit(block, 500n * TAO, limit, true)).toBe('ok');
    const tao = block.state.get(subtensor.SubnetTAO, 1);
    const [distance, tolerance] = [tao - 10_100n * TAO, 100n];
    expect(distance <= tolerance && distance >= -tolerance).toBe(true);
    expect(freeBalance(block.state, alice)).toBeLessThan(900n * TAO);
    expect(freeBalance(block.state, alice)).toBeGreaterThan(899n * TAO);
  });

  it('fails where the price is at the limit already', () => {
    const block = begin();
    expect(addStakeLimit(block, 10n * TAO, 1_000_000_000n, true)).toBe('Swap.PriceLimitExceeded');
  });

  it('knows only one price on root', () => {
    const block = begin();
    expect(addStakeLimit(block, TAO, 999_999_999n, false, 0)).toBe('SubtensorModule.SlippageTooHigh');
    expect(addStakeLimit(block, TAO, 999_999_999n, true, 0)).toBe('SubtensorModule.AmountTooLow');
    expect(addStakeLimit(block, TAO, 1_000_000_000n, false, 0)).toBe('ok');
  });
});
