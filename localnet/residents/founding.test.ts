import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { drivePlanNow, netuidsPlan, stakePlan } from '../../src/chain/economy/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import { recordedSubnet } from '../data/replay.ts';
import { coldkeyStake, nominatorsOf, stakeOf } from '../pallets/subtensor/ledger.ts';
import { subnetAccount } from '../pallets/subtensor/treasury.ts';
import { applyChanges, State } from '../state.ts';
import type { Cast, FoundingOptions } from './index.ts';
import { createCast, devAccount, foundingEntries, generateCast, TAO, treasuryAccount } from './index.ts';

const { Balances, Drand, SubtensorModule: subtensor, System } = storage;
const cast = createCast('test');
const found = (of: Cast, options?: FoundingOptions): State =>
  new State(applyChanges(Trie.empty(1), foundingEntries(of, options)));
const state = found(cast);
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((total, value) => total + value, 0n);
const accountsOf = (at: State) => sum(at.entriesOf(System.Account).map(([, { data }]) => data.free + data.reserved));

/** Every rao, of every founding. */
function expectSumsToHold(at: State): void {
  expect(at.get(Balances.TotalIssuance)).toBe(accountsOf(at));
  expect(at.get(subtensor.TotalIssuance)).toBe(accountsOf(at));
  const netuids = at.keysOf(subtensor.NetworksAdded).map(([netuid]) => netuid);
  expect(at.get(subtensor.TotalStake)).toBe(sum(netuids.map((netuid) => at.get(subtensor.SubnetTAO, netuid))));
  for (const netuid of netuids) {
    expect(at.get(System.Account, subnetAccount(netuid)).data.free).toBe(at.get(subtensor.SubnetTAO, netuid));
    const hotkeys = Array.from({ length: at.get(subtensor.SubnetworkN, netuid) }, (_, uid) =>
      at.get(subtensor.Keys, netuid, uid),
    );
    const staked = sum(hotkeys.map((hotkey) => at.get(subtensor.TotalHotkeyAlpha, hotkey, netuid)));
    expect(at.get(subtensor.SubnetAlphaOut, netuid)).toBe(staked);
  }
}

describe('the founding', () => {
  it('accounts for every rao of TAO and alpha', () => {
    expectSumsToHold(state);
    const onRoot = sum(cast.root.map(({ stakeRao }) => stakeRao));
    expect(state.get(subtensor.SubnetTAO, 0)).toBe(onRoot);
  });

  it('is the same bytes for the same seed, and others for another', () => {
    const text = (seed: string) => foundingEntries(createCast(seed)).map((entry) => entry.map(toHex).join('='));
    expect(text('a')).toEqual(text('a'));
    expect(text('a')).not.toEqual(text('b'));
  });

  it('names every key once', () => {
    const keys = foundingEntries(cast).map(([key]) => toHex(key));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('lists root and four started subnets, of which all but the recorded one receive TAO', () => {
    expect(drivePlanNow(netuidsPlan(), (key) => state.getRaw(key))).toEqual([0, 1, 2, 3, 4]);
    for (const netuid of [1, 2, 3, 4]) {
      expect(state.get(subtensor.SubnetEmissionEnabled, netuid)).toBe(netuid !== 1);
      expect(state.get(subtensor.SubtokenEnabled, netuid)).toBe(true);
      expect(state.get(subtensor.FirstEmissionBlockNumber, netuid)).toBe(1n);
    }
  });

  it('has prices at which root keeps its dividends', () => {
    const oneTao = 1n << 32n;
    const prices = [1, 2, 3, 4].map((netuid) => state.get(subtensor.SubnetMovingPrice, netuid));
    expect(sum(prices)).toBeGreaterThan(oneTao);
    for (const price of prices) expect(price).toBeLessThan(oneTao);
  });

  it('gives subnet 1 the recorded stakes and rows', () => {
    const { alphaStake, weights, hotkeys } = recordedSubnet();
    const kept = hotkeys.filter((hotkey, uid) => toHex(state.get(subtensor.Keys, 1, uid)) === toHex(hotkey));
    expect(kept).toHaveLength(256 - 11);
    hotkeys.forEach((_, uid) => {
      expect(state.get(subtensor.TotalHotkeyAlpha, state.get(subtensor.Keys, 1, uid), 1)).toBe(alphaStake[uid]);
      expect(state.get(subtensor.Weights, 1, uid)).toEqual(weights.get(uid) ?? []);
    });
  });

  it('registers every hotkey under its uid and with its coldkey', () => {
    for (const { netuid, neurons } of cast.subnets) {
      neurons.forEach(({ hotkey, coldkey }, uid) => {
        expect(state.get(subtensor.Uids, netuid, hotkey)).toBe(uid);
        expect(state.get(subtensor.IsNetworkMember, hotkey, netuid)).toBe(true);
        expect(state.get(subtensor.Owner, hotkey)).toEqual(coldkey);
        expect(state.get(subtensor.OwnedHotkeys, coldkey).map(toHex)).toContain(toHex(hotkey));
      });
      expect(state.get(subtensor.SubnetOwnerHotkey, netuid)).toEqual(neurons[0]!.hotkey);
    }
  });

  it('gives nominators shares of the hotkeys that they staked on, and owners the rest', () => {
    const { hotkey, coldkey } = cast.subnets[1]!.neurons[0]!;
    const ofPulse = cast.nominations.filter((nomination) => toHex(nomination.hotkey) === toHex(hotkey));
    expect(ofPulse.map(({ rao }) => rao)).toEqual([9_000n * TAO, 500n * TAO]);
    expect(nominatorsOf(state, hotkey, 2)).toHaveLength(3);
    // A share is rounded down to the rao.
    for (const { coldkey: nominator, netuid, rao, hotkey: to } of cast.nominations) {
      const stake = stakeOf(state, to, nominator, netuid);
      expect(stake >= rao - 1n && stake <= rao).toBe(true);
    }
    const own = stakeOf(state, hotkey, coldkey, 2);
    expect(own >= 80_500n * TAO - 1n && own <= 80_500n * TAO).toBe(true);
    expect(coldkeyStake(state, devAccount('Bob'), 2)).toBeGreaterThan(499n * TAO);
    expect(state.get(subtensor.StakingHotkeys, devAccount('Bob'))).toHaveLength(2);
  });

  it('numbers all who have stake, for the root claims', () => {
    const stakers = state.entriesOf(subtensor.StakingColdkeys);
    expect(state.get(subtensor.NumStakingColdkeys)).toBe(BigInt(stakers.length));
    for (const [[coldkey], index] of stakers) {
      expect(state.get(subtensor.StakingColdkeysByIndex, index!)).toEqual(coldkey);
    }
  });

  it('lets parents lend stake to validators, from root and within a subnet', () => {
    const hotkeys = [0, 1, 2].map((uid) => state.get(subtensor.Keys, 2, uid));
    const { alpha, tao } = drivePlanNow(stakePlan(2, hotkeys), (key) => state.getRaw(key));
    expect(alpha[0]).toBe(90_000n * TAO);
    expect(tao[0]! / TAO).toBe(60_000n + (180_000n * 40n) / 100n - 1n);
    expect(tao[2]! / TAO).toBe((130_000n * 75n) / 100n - 1n);
    const lender = state.get(subtensor.Keys, 3, 0);
    const own = drivePlanNow(stakePlan(3, [lender]), (key) => state.getRaw(key));
    expect(own.alpha[0]! / TAO).toBe((60_000n * 80n) / 100n);
  });

  it('has two mechanisms with an uneven split in Twins, and room for the uids of both', () => {
    const split = state.get(subtensor.MechanismEmissionSplit, 4)!;
    expect(state.get(subtensor.MechanismCountCurrent, 4)).toBe(split.length);
    expect(split.reduce((total, part) => total + part, 0)).toBe(65_535);
    expect(split[0]).not.toBe(split[1]);
    expect(state.get(subtensor.MaxAllowedUids, 4) * split.length).toBeLessThanOrEqual(256);
    expect(state.get(subtensor.LastUpdate, 4096 + 4)).toHaveLength(12);
  });

  it('has delegates that take another share than the default', () => {
    const takes = state.entriesOf(subtensor.Delegates).map(([, take]) => take);
    expect(new Set(takes)).toEqual(new Set([11_796, 5_898, 0, 7_864]));
  });

  it('tells miners’ addresses from a range that nobody has', () => {
    const axon = state.get(subtensor.Axons, 2, state.get(subtensor.Keys, 2, 7))!;
    expect(axon.ip >> 8n).toBe(0xcb0071n);
    expect(state.get(subtensor.Axons, 2, state.get(subtensor.Keys, 2, 0))).toBeUndefined();
  });
});

describe('what a founding can be asked for', () => {
  it('is an issuance near a halving: what nobody holds stands on the treasury', () => {
    const issuanceRao = 10_499_990n * TAO;
    const rich = found(cast, { issuanceRao });
    expectSumsToHold(rich);
    expect(rich.get(subtensor.TotalIssuance)).toBe(issuanceRao);
    const { free } = rich.get(System.Account, treasuryAccount()).data;
    expect(free).toBe(issuanceRao - state.get(subtensor.TotalIssuance));
    expect(state.has(System.Account, treasuryAccount())).toBe(false);
  });

  it('is not less TAO than people hold, nor more than there can be', () => {
    const refusal = expect.objectContaining({ code: 'localnet/bad-issuance' });
    expect(() => foundingEntries(cast, { issuanceRao: 1_000_000n * TAO })).toThrowError(refusal);
    expect(() => foundingEntries(cast, { issuanceRao: 21_000_001n * TAO })).toThrowError(refusal);
    const exact = state.get(subtensor.TotalIssuance);
    expect(found(cast, { issuanceRao: exact }).has(System.Account, treasuryAccount())).toBe(false);
  });

  it('is short tempos', () => {
    const fast = found(cast, { fastEpochs: true });
    for (const netuid of [1, 2, 3, 4]) expect(fast.get(subtensor.Tempo, netuid)).toBe(10);
  });

  it('is a beacon of its own', () => {
    const beacon = { ...Drand.BeaconConfig.absent, period: 1 };
    expect(found(cast, { beacon }).get(Drand.BeaconConfig)).toEqual(beacon);
    expect(state.has(Drand.BeaconConfig)).toBe(false);
  });

  it('is more subnets, generated ones, with sums that hold', () => {
    const many = found(createCast('test', { subnets: 7, neurons: 20 }));
    expectSumsToHold(many);
    expect(drivePlanNow(netuidsPlan(), (key) => many.getRaw(key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(many.get(subtensor.SubnetworkN, 7)).toBe(20);
    const firsts = [5, 6, 7].map((netuid) => many.get(subtensor.PendingEpochAt, netuid));
    expect(new Set(firsts).size).toBe(3);
  });
});

describe('a generated cast', () => {
  const generated = generateCast({ seed: 'test', subnets: 3, neurons: 32 });

  it('is plausible: validators with stake and permits, rows of weights on miners only, pools with low prices', () => {
    expectSumsToHold(found(generated));
    for (const { neurons, taoInPoolRao, alphaInPoolRao } of generated.subnets) {
      const validators = neurons.filter(({ hasPermit }) => hasPermit);
      expect(validators).toHaveLength(2);
      for (const { alphaRao, weights } of validators) {
        expect(alphaRao).toBeGreaterThan(1_000n * TAO);
        expect(weights.every(([uid, value]) => uid >= 2 && uid < 32 && value <= 65_535)).toBe(true);
        expect(weights).toHaveLength(30);
      }
      expect(validators[0]!.weights).not.toEqual(validators[1]!.weights);
      expect(alphaInPoolRao >= 20n * taoInPoolRao).toBe(true);
    }
    expect(generated.residents).toEqual([]);
  });

  it('follows from its seed', () => {
    expect(generateCast({ seed: 'test', subnets: 3, neurons: 32 })).toEqual(generated);
    expect(generateCast({ seed: 'other', subnets: 3, neurons: 32 })).not.toEqual(generated);
  });

  it('has a symbol of its own for each of 128 subnets', () => {
    const { subnets } = generateCast({ seed: 'test', subnets: 128, neurons: 4 });
    expect(new Set(subnets.map(({ symbol }) => symbol)).size).toBe(128);
  });

  it('is refused beyond what a chain can have', () => {
    expect(() => generateCast({ seed: 'test', subnets: 129, neurons: 32 })).toThrow(RangeError);
    expect(() => generateCast({ seed: 'test', subnets: 1, neurons: 257 })).toThrow(RangeError);
    expect(() => generateCast({ seed: 'test', subnets: 1, neurons: 3 })).toThrow(RangeError);
  });
});
