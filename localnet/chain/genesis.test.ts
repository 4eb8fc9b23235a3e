import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/chain/bytes.ts';
import { drivePlanNow, netuidsPlan, rootSellFlagPlan, stakePlan } from '../../src/chain/economy/index.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { recordedSubnet } from '../data/replay.ts';
import { TAO } from '../residents/index.ts';
import { State } from '../state.ts';
import { testAuthorities, testCast } from './chain.fixture.ts';
import { genesisState, subnetAccount } from './genesis.ts';

const { System, Aura, Grandpa, SubtensorModule: subtensor, Sudo } = storage;
const code = utf8('the runtime');
const trie = genesisState({ cast: testCast, ...testAuthorities, code, specVersion: 424 });
const state = new State(trie);

describe('the genesis', () => {
  it('holds the runtime, the authorities and the sudo key where clients look for them', () => {
    expect(trie.get(utf8(':code'))).toEqual(code);
    expect(state.get(Aura.Authorities).map(toHex)).toEqual(
      testAuthorities.aura.map(({ publicKey }) => toHex(publicKey)),
    );
    expect(state.get(Grandpa.Authorities)).toEqual(testAuthorities.grandpa.map(({ publicKey }) => [publicKey, 1n]));
    expect(state.get(Sudo.Key)).toEqual(sr25519FromUri('//Alice').publicKey);
    expect(state.get(System.LastRuntimeUpgrade)).toEqual({ spec_version: 424, spec_name: 'node-subtensor' });
  });

  it('is the same for the same cast', () => {
    expect(genesisState({ cast: testCast, ...testAuthorities, code, specVersion: 424 }).root()).toEqual(trie.root());
  });

  it('lists root and three started subnets that receive no TAO', () => {
    expect(drivePlanNow(netuidsPlan(), (key) => trie.get(key))).toEqual([0, 1, 2, 3]);
    for (const netuid of [1, 2, 3]) {
      expect(state.get(subtensor.SubnetEmissionEnabled, netuid)).toBe(false);
      expect(state.get(subtensor.SubtokenEnabled, netuid)).toBe(true);
      expect(state.get(subtensor.FirstEmissionBlockNumber, netuid)).toBe(1n);
    }
  });

  it('keeps prices so low that root sells nothing', () => {
    expect(drivePlanNow(rootSellFlagPlan(), (key) => trie.get(key))).toBe(false);
  });

  it('gives subnet 1 the recorded stakes and rows', () => {
    const { alphaStake, weights, hotkeys } = recordedSubnet();
    const kept = hotkeys.filter((hotkey, uid) => toHex(state.get(subtensor.Keys, 1, uid)) === toHex(hotkey));
    expect(kept).toHaveLength(256 - 11);
    hotkeys.forEach((_, uid) => {
      expect(state.get(subtensor.TotalHotkeyAlpha, state.get(subtensor.Keys, 1, uid), 1)).toBe(alphaStake[uid]);
      expect(state.get(subtensor.Weights, 1, uid)).toEqual(weights.get(uid) ?? []);
    });
    expect(state.get(subtensor.SubnetAlphaOut, 1)).toBe(alphaStake.reduce((sum, stake) => sum + stake, 0n));
  });

  it('registers every hotkey under its uid and with its coldkey', () => {
    for (const { netuid, neurons } of testCast.subnets) {
      neurons.forEach(({ hotkey, coldkey }, uid) => {
        expect(state.get(subtensor.Uids, netuid, hotkey)).toBe(uid);
        expect(state.get(subtensor.IsNetworkMember, hotkey, netuid)).toBe(true);
        expect(state.get(subtensor.Owner, hotkey)).toEqual(coldkey);
        expect(state.get(subtensor.OwnedHotkeys, coldkey).map(toHex)).toContain(toHex(hotkey));
      });
    }
  });

  it('lets parents lend stake to validators, from root and within a subnet', () => {
    const hotkeys = [0, 1, 2].map((uid) => state.get(subtensor.Keys, 2, uid));
    const { alpha, tao } = drivePlanNow(stakePlan(2, hotkeys), (key) => trie.get(key));
    expect(alpha[0]).toBe(90_000n * TAO);
    expect(tao[0]! / TAO).toBe(60_000n + (180_000n * 40n) / 100n - 1n);
    expect(tao[2]! / TAO).toBe((130_000n * 75n) / 100n - 1n);
    const lender = state.get(subtensor.Keys, 3, 0);
    const own = drivePlanNow(stakePlan(3, [lender]), (key) => trie.get(key));
    expect(own.alpha[0]! / TAO).toBe((60_000n * 80n) / 100n);
  });

  it('puts the TAO of every pool and of root on the account of the subnet', () => {
    for (const netuid of [0, 1, 2, 3]) {
      const { free } = state.get(System.Account, subnetAccount(netuid)).data;
      expect(free).toBe(state.get(subtensor.SubnetTAO, netuid));
    }
    const rootStakes = testCast.root.reduce((sum, { stakeRao }) => sum + stakeRao, 0n);
    expect(state.get(subtensor.SubnetTAO, 0)).toBe(rootStakes);
  });

  it('tells miners’ addresses from a range that nobody has', () => {
    const axon = state.get(subtensor.Axons, 2, state.get(subtensor.Keys, 2, 7))!;
    expect(axon.ip >> 8n).toBe(0xcb0071n);
    expect(state.get(subtensor.Axons, 2, state.get(subtensor.Keys, 2, 0))).toBeUndefined();
  });
});
