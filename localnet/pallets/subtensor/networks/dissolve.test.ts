import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, u16 } from '../../../../src/chain/scale/index.ts';
import type { StorageItem } from '../../../../src/chain/schema/index.ts';
import { accountId, constants, storage, storageKey } from '../../../../src/chain/schema/index.ts';
import { State } from '../../../state.ts';
import { freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { booksOf } from '../../books.fixture.ts';
import {
  account,
  addNetwork,
  addNeuron,
  EMPTY,
  endow,
  ROOT_ORIGIN,
  run,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { subnetAccount } from '../treasury.ts';
import { eraseNetwork, NETWORK_ITEMS } from './erase-network.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 5;
const EXISTENTIAL_DEPOSIT = constants.Balances.ExistentialDeposit.value;

const dissolve = (block: BlockExecution, netuid = NETUID) =>
  run(block, ROOT_ORIGIN, { type: 'SubtensorModule', value: [{ type: 'root_dissolve_network', value: { netuid } }] });

describe('dissolving a subnet', () => {
  it('pays all of its TAO to those who hold its alpha, to the rao, where the protocol holds none', () => {
    const stakes = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(stakes, fc.bigInt({ min: 10n ** 7n, max: 10n ** 15n }), (alphas, potRao) => {
        const block = testBlock(1_000);
        addNetwork(block, 0);
        addNetwork(block, NETUID, { taoRao: potRao });
        const coldkeys = alphas.map((_, i) => account(`staker-${i}`));
        for (const coldkey of coldkeys) endow(block, coldkey, TAO);
        alphas.forEach((alpha, i) => {
          stakeFromNowhere(block, account(`hotkey-${i % 2}`), coldkeys[i]!, NETUID, alpha);
        });
        const issuance = block.state.get(storage.Balances.TotalIssuance);
        expect(dissolve(block)).toBe('ok');
        const paid = coldkeys.map((coldkey) => freeBalance(block.state, coldkey) - TAO);
        expect(paid.reduce((sum, rao) => sum + rao, 0n)).toBe(potRao);
        expect(block.state.get(storage.Balances.TotalIssuance)).toBe(issuance);
        expect(booksOf(block.state).currencyGap).toBe(0n);
        const total = alphas.reduce((sum, alpha) => sum + alpha, 0n);
        // What a share is worth floors, so a holder may count a rao of alpha less than it was given.
        for (const [i, alpha] of alphas.entries()) {
          const ideal = Number((potRao * alpha) / total);
          expect(Math.abs(Number(paid[i]!) - ideal)).toBeLessThanOrEqual(2 + Number(potRao / total) * alphas.length);
        }
      }),
      { seed: 44, numRuns: 60 },
    );
  });

  it('recycles the part of the protocol, which in a younger subnet has the alpha of the pool too', () => {
    for (const [registeredAt, alphaOfProtocol] of [
      [0n, 100n],
      [50n, 400n],
    ] as const) {
      const block = testBlock(1_000);
      addNetwork(block, 0);
      addNetwork(block, NETUID, { taoRao: 1_000n * TAO, alphaRao: 300n * TAO });
      block.state.put(subtensor.NetworkRegisteredAt, NETUID, registeredAt);
      block.state.put(subtensor.TaoInRefundDeploymentBlock, 49n);
      block.state.put(subtensor.SubnetProtocolAlpha, NETUID, 100n * TAO);
      stakeFromNowhere(block, account('hotkey'), account('staker'), NETUID, 100n * TAO);
      const issuance = block.state.get(subtensor.TotalIssuance);
      dissolve(block);
      const paid = (1_000n * TAO * 100n) / (100n + alphaOfProtocol);
      expect(freeBalance(block.state, account('staker'))).toBe(paid);
      expect(block.state.get(subtensor.TotalIssuance)).toBe(issuance - (1_000n * TAO - paid));
      expect(booksOf(block.state).currencyGap).toBe(0n);
      expect(block.state.get(subtensor.TotalStake)).toBe(10_000n * TAO - 10_000n * TAO);
    }
  });

  it('recycles what cannot make an account', () => {
    const block = testBlock(1_000);
    addNetwork(block, 0);
    addNetwork(block, NETUID, { taoRao: 1_000_000n });
    stakeFromNowhere(block, account('hotkey'), account('rich'), NETUID, 999_501n);
    stakeFromNowhere(block, account('hotkey'), account('poor'), NETUID, EXISTENTIAL_DEPOSIT - 1n);
    const issuance = block.state.get(storage.Balances.TotalIssuance);
    dissolve(block);
    expect(freeBalance(block.state, account('rich'))).toBe(999_501n);
    expect(freeBalance(block.state, account('poor'))).toBe(0n);
    expect(freeBalance(block.state, subnetAccount(NETUID))).toBe(0n);
    expect(block.state.get(storage.Balances.TotalIssuance)).toBe(issuance - 499n);
  });

  it('forgets it, and leaves the others alone', () => {
    const block = testBlock(1_000);
    for (const netuid of [0, NETUID, 6]) addNetwork(block, netuid);
    for (const netuid of [NETUID, 6]) addNeuron(block, netuid, account('hotkey'), account('coldkey'), TAO);
    const { state } = block;
    state.put(subtensor.RootClaimable, account('validator'), [
      [NETUID, 3n],
      [6, 4n],
    ]);
    const key = (netuid: number) => ({ type: 'SetSNOwnerHotkey', value: [netuid] }) as const;
    for (const netuid of [NETUID, 6]) state.put(subtensor.LastRateLimitedBlock, key(netuid), 9n);
    expect(dissolve(block)).toBe('ok');
    expect(state.get(subtensor.TotalNetworks)).toBe(2);
    expect(state.get(subtensor.NetworksAdded, NETUID)).toBe(false);
    expect(state.get(subtensor.IsNetworkMember, account('hotkey'), NETUID)).toBe(false);
    expect(state.get(subtensor.IsNetworkMember, account('hotkey'), 6)).toBe(true);
    expect(state.get(subtensor.TotalHotkeyAlpha, account('hotkey'), 6)).toBe(TAO);
    expect(state.get(subtensor.RootClaimable, account('validator'))).toEqual([[6, 4n]]);
    expect(state.has(subtensor.LastRateLimitedBlock, key(NETUID))).toBe(false);
    expect(state.has(subtensor.LastRateLimitedBlock, key(6))).toBe(true);
  });

  it('is for root alone, by either call, and never of root', () => {
    const block = testBlock(1_000);
    for (const netuid of [0, NETUID]) addNetwork(block, netuid);
    const value = { coldkey: account('owner'), netuid: NETUID };
    const call = { type: 'SubtensorModule', value: [{ type: 'dissolve_network', value }] } as const;
    expect(run(block, account('owner'), call)).toBe('BadOrigin');
    expect(dissolve(block, 0)).toBe('SubtensorModule.SubnetNotExists');
    expect(dissolve(block, 7)).toBe('SubtensorModule.SubnetNotExists');
    expect(run(block, ROOT_ORIGIN, call)).toBe('ok');
  });
});

describe('forgetting a subnet', () => {
  type AnyItem = StorageItem<readonly unknown[], unknown, unknown>;
  const keysFor = (item: AnyItem, place: number, netuid: number): unknown[] =>
    item.keys.map(({ codec }, i) => {
      if (i === place) return netuid;
      if (codec === accountId) return account('somebody');
      return codec === u16 ? 0 : 0n;
    });
  const mechanismItems = Object.values(subtensor).filter(({ keys }) => keys[0]?.codec === u16) as unknown as AnyItem[];

  it('deletes every key with its number and none with another', () => {
    const state = new State(EMPTY);
    const something = encode(u16, 1);
    const places = [...NETWORK_ITEMS, ...mechanismItems.map((item) => ({ item, place: 0 }))];
    const rawKeys = (netuid: number) =>
      places.map(({ item, place }) => storageKey(item, ...keysFor(item, place, netuid)));
    const indices = [NETUID, 6, NETUID + 4_096 * 15, 6 + 4_096 * 15];
    for (const index of indices) for (const key of rawKeys(index)) state.putRaw(key, something);
    state.kill(subtensor.LastRateLimitedBlock, { type: 'NetworkLastRegistered', value: undefined });
    eraseNetwork(state, NETUID);
    const left = mechanismItems.filter((item) => state.getRaw(storageKey(item, ...keysFor(item, 0, NETUID))));
    expect(left).toEqual([subtensor.RegisteredSubnetCounter]);
    expect(rawKeys(6).every((key) => state.getRaw(key))).toBe(true);
    const commits = storageKey(subtensor.Incentive, NETUID + 4_096 * 15);
    expect(state.getRaw(commits)).toBeUndefined();
  });
});
