import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storage } from '../../../src/chain/schema/index.ts';
import { account, addHotkey, testBlock } from '../execution.fixture.ts';
import {
  coldkeyStake,
  give,
  giveAll,
  hotkeyStake,
  nominatorsOf,
  ROOT,
  rootDividendsOwed,
  stakeOf,
  take,
} from './ledger.ts';

const subtensor = storage.SubtensorModule;
const SEED = 20_261_120;
const [alice, bob] = [account('alice'), account('bob')];
const [hotkey, other] = [account('hotkey'), account('other')];
/** I96F32 bits. */
const rate = (wholes: bigint): bigint => wholes << 32n;

function begin() {
  const block = testBlock();
  addHotkey(block, hotkey, bob);
  return block.state;
}

describe('the ledger', () => {
  it('keeps each coldkey’s stake by hotkey and subnet', () => {
    const state = begin();
    give(state, hotkey, alice, 1, 100n);
    give(state, hotkey, bob, 1, 50n);
    give(state, other, alice, 1, 7n);
    give(state, hotkey, alice, 2, 9n);
    take(state, hotkey, alice, 1, 40n);
    expect([stakeOf(state, hotkey, alice, 1), stakeOf(state, hotkey, bob, 1)]).toEqual([60n, 50n]);
    expect(hotkeyStake(state, hotkey, 1)).toBe(110n);
    expect([1, 2].map((netuid) => coldkeyStake(state, alice, netuid))).toEqual([67n, 9n]);
    expect(new Set(nominatorsOf(state, hotkey, 1))).toEqual(new Set([alice, bob]));
    expect(nominatorsOf(state, other, 1)).toEqual([alice]);
  });

  it('forgets a share that is gone, and still knows whom it staked with', () => {
    const state = begin();
    give(state, hotkey, alice, 1, 100n);
    take(state, hotkey, alice, 1, 100n);
    expect(state.keysOf(subtensor.AlphaV2)).toEqual([]);
    expect(nominatorsOf(state, hotkey, 1)).toEqual([]);
    expect(state.get(subtensor.StakingHotkeys, alice)).toEqual([hotkey]);
  });

  it('numbers the stakers of root once', () => {
    const state = begin();
    give(state, hotkey, account('carol'), 1, 1n);
    give(state, hotkey, alice, ROOT, 1n);
    give(state, other, alice, ROOT, 1n);
    give(state, hotkey, bob, ROOT, 1n);
    expect(state.get(subtensor.NumStakingColdkeys)).toBe(2n);
    expect(state.get(subtensor.StakingColdkeysByIndex, 1n)).toEqual(bob);
    expect(state.get(subtensor.StakingColdkeys, alice)).toBe(0n);
  });

  it('gives dividends to everyone by share, and to the owner where there is nobody', () => {
    const state = begin();
    giveAll(state, hotkey, 1, 10n);
    expect(stakeOf(state, hotkey, bob, 1)).toBe(10n);
    give(state, hotkey, alice, 1, 30n);
    giveAll(state, hotkey, 1, 40n);
    expect([stakeOf(state, hotkey, bob, 1), stakeOf(state, hotkey, alice, 1)]).toEqual([20n, 60n]);
  });

  it('refuses to take more than there is', () => {
    const state = begin();
    give(state, hotkey, alice, 1, 100n);
    expect(() => take(state, hotkey, alice, 1, 101n)).toThrow(RangeError);
    expect(() => take(state, hotkey, bob, 1, 1n)).toThrow(RangeError);
  });

  it('does nothing for nothing', () => {
    const state = begin();
    const before = state.changes().length;
    give(state, hotkey, alice, 1, 0n);
    take(state, hotkey, alice, 1, 0n);
    giveAll(state, hotkey, 1, 0n);
    expect(state.changes().length).toBe(before);
  });

  it('reads shares in the older notation and rewrites them in the newer one', () => {
    const state = begin();
    const one = 1n << 64n;
    state.put(subtensor.TotalHotkeyAlpha, hotkey, 1, 200n);
    state.put(subtensor.TotalHotkeyShares, hotkey, 1, 100n * one);
    state.put(subtensor.Alpha, hotkey, alice, 1, 25n * one);
    state.put(subtensor.Alpha, hotkey, bob, 1, 75n * one);
    expect([alice, bob].map((who) => stakeOf(state, hotkey, who, 1))).toEqual([50n, 150n]);
    give(state, hotkey, alice, 1, 10n);
    expect([alice, bob].map((who) => stakeOf(state, hotkey, who, 1))).toEqual([60n, 150n]);
    expect(state.has(subtensor.TotalHotkeyShares, hotkey, 1)).toBe(false);
    expect(state.keysOf(subtensor.Alpha)).toEqual([[hotkey, bob, 1]]);
    expect(nominatorsOf(state, hotkey, 1).length).toBe(2);
  });
});

describe('root dividends', () => {
  function withDividends() {
    const state = begin();
    give(state, hotkey, alice, ROOT, 100n);
    state.put(subtensor.RootClaimable, hotkey, [[1, rate(2n)]]);
    return state;
  }

  it('are owed by stake on root', () => {
    const state = withDividends();
    expect(rootDividendsOwed(state, hotkey, alice, 1)).toBe(200n);
    expect(rootDividendsOwed(state, hotkey, alice, 2)).toBe(0n);
    expect(rootDividendsOwed(state, hotkey, bob, 1)).toBe(0n);
  });

  it('of the past are neither won nor lost by staking later', () => {
    const state = withDividends();
    give(state, hotkey, bob, ROOT, 50n);
    expect(rootDividendsOwed(state, hotkey, bob, 1)).toBe(0n);
    give(state, hotkey, alice, ROOT, 50n);
    expect(rootDividendsOwed(state, hotkey, alice, 1)).toBe(200n);
    state.put(subtensor.RootClaimable, hotkey, [[1, rate(3n)]]);
    expect([alice, bob].map((who) => rootDividendsOwed(state, hotkey, who, 1))).toEqual([350n, 50n]);
  });

  it('are owed no less after some stake has gone, as far as that was claimed', () => {
    const state = withDividends();
    state.put(subtensor.RootClaimed, 1, hotkey, alice, 200n);
    take(state, hotkey, alice, ROOT, 40n);
    expect(state.get(subtensor.RootClaimed, 1, hotkey, alice)).toBe(120n);
    expect(rootDividendsOwed(state, hotkey, alice, 1)).toBe(0n);
  });

  it('never grow by coming and going', () => {
    const amounts = fc.array(fc.bigInt({ min: -50n, max: 50n }), { maxLength: 12 });
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 0n, max: rate(3n) }), (steps, bits) => {
        const state = begin();
        give(state, hotkey, bob, ROOT, 1_000n);
        state.put(subtensor.RootClaimable, hotkey, [[1, bits]]);
        for (const step of steps) {
          const owned = stakeOf(state, hotkey, alice, ROOT);
          if (step >= 0n) give(state, hotkey, alice, ROOT, step);
          else if (owned >= -step) take(state, hotkey, alice, ROOT, -step);
        }
        // Each step may round a rao in the staker's favour.
        expect(rootDividendsOwed(state, hotkey, alice, 1)).toBeLessThanOrEqual(BigInt(steps.length) + 1n);
      }),
      { seed: SEED },
    );
  });
});
