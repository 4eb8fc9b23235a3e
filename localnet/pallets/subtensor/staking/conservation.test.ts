/** Random stake calls of three coldkeys, two hotkeys and three subnets: what must hold after each of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, endow, nextBlock, run, stakeFromNowhere, TAO } from '../../execution.fixture.ts';
import { giveAll, hotkeyStake, nominatorsOf, stakeOf } from '../ledger.ts';
import { lockedRao, setAcceptsLockedAlpha, stakeAvailability } from '../locks/index.ts';
import { subnetAccount } from '../treasury.ts';
import { hotkey, otherHotkey, stakingBlock, subtensorCall } from './staking.fixture.ts';

const { Balances, SubtensorModule: subtensor, System } = storage;
const SEED = 20_261_120;
const COLDKEYS = ['alice', 'bob', 'carol'].map(account);
const HOTKEYS = [hotkey, otherHotkey];
const NETUIDS = [0, 1, 2];

const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 3_000_000n }),
  fc.bigInt({ min: 0n, max: 300n * TAO }),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
);
const arbitraryStep = fc.record({
  kind: fc.nat(14),
  who: fc.nat(2),
  receiver: fc.nat(2),
  on: fc.nat(1),
  toOn: fc.nat(1),
  netuid: fc.nat(2),
  toNetuid: fc.nat(2),
  amount,
  limit: fc.bigInt({ min: 0n, max: 2_000_000_000n }),
  partial: fc.boolean(),
});
type Step = typeof arbitraryStep extends fc.Arbitrary<infer T> ? T : never;

function callOf(step: Step) {
  const { netuid, amount, limit, partial } = step;
  const on = HOTKEYS[step.on]!;
  const toOn = HOTKEYS[step.toOn]!;
  const ends = { origin_netuid: netuid, destination_netuid: step.toNetuid, alpha_amount: amount };
  const bound = { limit_price: limit, allow_partial: partial };
  const calls = [
    () => subtensorCall('add_stake', { hotkey: on, netuid, amount_staked: amount }),
    () => subtensorCall('add_stake_limit', { hotkey: on, netuid, amount_staked: amount, ...bound }),
    () => subtensorCall('remove_stake', { hotkey: on, netuid, amount_unstaked: amount }),
    () => subtensorCall('remove_stake_limit', { hotkey: on, netuid, amount_unstaked: amount, ...bound }),
    () => subtensorCall('remove_stake_full_limit', { hotkey: on, netuid, limit_price: partial ? limit : undefined }),
    () => subtensorCall('unstake_all', { hotkey: on }),
    () => subtensorCall('unstake_all_alpha', { hotkey: on }),
    () => subtensorCall('move_stake', { ...ends, origin_hotkey: on, destination_hotkey: toOn }),
    () => subtensorCall('swap_stake', { ...ends, hotkey: on }),
    () => subtensorCall('swap_stake_limit', { ...ends, hotkey: on, ...bound }),
    () => subtensorCall('transfer_stake', { ...ends, hotkey: on, destination_coldkey: COLDKEYS[step.receiver]! }),
    () => subtensorCall('recycle_alpha', { hotkey: on, netuid, amount }),
    () => subtensorCall('burn_alpha', { hotkey: on, netuid, amount }),
    () => subtensorCall('add_stake_burn', { hotkey: on, netuid, amount, limit: partial ? limit : undefined }),
    () => subtensorCall('lock_stake', { hotkey: on, netuid, amount }),
  ];
  return calls[step.kind]!();
}

function begin(): BlockExecution {
  const block = stakingBlock();
  endow(block, account('carol'), 5n * TAO);
  block.state.put(subtensor.NominatorMinRequiredStake, 10_000_000n);
  setAcceptsLockedAlpha(block.state, COLDKEYS[1]!, true);
  block.state.put(subtensor.SubnetOwner, 1, COLDKEYS[0]!);
  for (const netuid of NETUIDS) stakeFromNowhere(block, hotkey, COLDKEYS[0]!, netuid, 200n * TAO);
  return block;
}

function payDividends({ state }: BlockExecution, on: Bytes, netuid: number): void {
  const rao = 123_456_789n;
  giveAll(state, on, netuid, rao);
  state.change(subtensor.SubnetAlphaOut, netuid, (alpha) => alpha + rao);
}

function expectConserved({ state, number }: BlockExecution): void {
  const balances = state.entriesOf(System.Account).map(([, { data }]) => data.free + data.reserved);
  expect(balances.reduce((sum, rao) => sum + rao, 0n)).toBe(state.get(Balances.TotalIssuance));
  for (const netuid of NETUIDS) {
    expect(freeBalance(state, subnetAccount(netuid))).toBe(state.get(subtensor.SubnetTAO, netuid));
    const held = HOTKEYS.map((on) => hotkeyStake(state, on, netuid));
    expect(state.get(subtensor.SubnetAlphaOut, netuid)).toBeGreaterThanOrEqual(held.reduce((a, b) => a + b, 0n));
    for (const [i, on] of HOTKEYS.entries()) {
      const owned = nominatorsOf(state, on, netuid).map((coldkey) => stakeOf(state, on, coldkey, netuid));
      expect(owned.reduce((a, b) => a + b, 0n)).toBeLessThanOrEqual(held[i]!);
    }
  }
  // Nobody's stake shrinks below the lock, except by rounding of shares or a forced unstake, which unlocks.
  for (const coldkey of COLDKEYS) {
    for (const netuid of NETUIDS) {
      const { total, locked } = stakeAvailability(state, coldkey, netuid, BigInt(number));
      expect(locked).toBe(lockedRao(state, coldkey, netuid, BigInt(number)));
      expect(total + 10n).toBeGreaterThanOrEqual(locked);
    }
  }
}

describe('stake calls', () => {
  it('make and lose neither TAO nor alpha', { timeout: 120_000 }, () => {
    const succeeded = new Set<string>();
    fc.assert(
      fc.property(fc.array(arbitraryStep, { minLength: 1, maxLength: 12 }), (steps) => {
        let block = begin();
        for (const step of steps) {
          if (step.netuid > 0) payDividends(block, HOTKEYS[step.toOn]!, step.netuid);
          const call = callOf(step);
          if (run(block, COLDKEYS[step.who]!, call) === 'ok') succeeded.add(call.value[0].type);
          expectConserved(block);
          block = nextBlock(block);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
    expect(succeeded.size).toBe(15);
  });
});
