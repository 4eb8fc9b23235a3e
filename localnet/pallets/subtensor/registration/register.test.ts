import { beforeEach, describe, expect, it } from 'vitest';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  endow,
  eventNames,
  run,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { stakeOf } from '../ledger.ts';
import { subnetAccount } from '../treasury.ts';
import { registerNeuron } from './register.ts';

const subtensor = storage.SubtensorModule;
const coldkey = account('coldkey');
const hotkey = account('hotkey');
const NETUID = 5;
const EXISTENTIAL_DEPOSIT = constants.Balances.ExistentialDeposit.value;

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(1_000);
  addNetwork(block, NETUID);
  block.state.put(subtensor.Burn, NETUID, TAO);
  endow(block, coldkey, 100n * TAO);
});
const burned = (netuid = NETUID, who = hotkey) =>
  run(block, coldkey, {
    type: 'SubtensorModule',
    value: [{ type: 'burned_register', value: { netuid, hotkey: who } }],
  });
const limited = (limit_price: bigint) =>
  run(block, coldkey, {
    type: 'SubtensorModule',
    value: [{ type: 'register_limit', value: { netuid: NETUID, hotkey, limit_price } }],
  });
/** What all accounts have, beside what the chain counts. */
const supply = () => {
  const { Account } = storage.System;
  const held = block.state.entriesOf(Account).reduce((sum, [, { data }]) => sum + data.free + data.reserved, 0n);
  return { held, issued: block.state.get(storage.Balances.TotalIssuance) };
};

describe('a registration', () => {
  it('takes the next place, with a neuron that has earned nothing', () => {
    addNeuron(block, NETUID, account('first'), account('other'));
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    expect(burned()).toBe('ok');
    const { state } = block;
    expect(state.get(subtensor.SubnetworkN, NETUID)).toBe(2);
    expect(state.get(subtensor.Uids, NETUID, hotkey)).toBe(1);
    expect(state.get(subtensor.Keys, NETUID, 1)).toEqual(hotkey);
    expect(state.get(subtensor.IsNetworkMember, hotkey, NETUID)).toBe(true);
    expect(state.get(subtensor.BlockAtRegistration, NETUID, 1)).toBe(1_000n);
    expect(state.get(subtensor.Owner, hotkey)).toEqual(coldkey);
    expect(state.get(subtensor.OwnedHotkeys, coldkey)).toEqual([hotkey]);
    expect(state.get(subtensor.StakingHotkeys, coldkey)).toEqual([hotkey]);
    expect(state.get(subtensor.Active, NETUID)[1]).toBe(true);
    expect(state.get(subtensor.ValidatorPermit, NETUID)[1]).toBe(false);
    for (const index of [NETUID, storageIndex(NETUID, 1)]) {
      expect(state.get(subtensor.LastUpdate, index)[1]).toBe(1_000n);
      expect(state.get(subtensor.Incentive, index)).toEqual([0, 0]);
    }
    expect(eventNames(block).at(-1)).toBe('SubtensorModule.NeuronRegistered');
  });

  it('buys alpha for its price that nobody then has, and leaves the TAO in the pool', () => {
    const { state } = block;
    const before = { tao: state.get(subtensor.SubnetTAO, NETUID), alphaIn: state.get(subtensor.SubnetAlphaIn, NETUID) };
    burned();
    const fee = 503_547n;
    expect(freeBalance(state, coldkey)).toBe(99n * TAO);
    expect(state.get(subtensor.SubnetTAO, NETUID)).toBe(before.tao + TAO - fee);
    expect(freeBalance(state, subnetAccount(NETUID))).toBe(state.get(subtensor.SubnetTAO, NETUID));
    expect(state.get(subtensor.SubnetAlphaIn, NETUID)).toBeLessThan(before.alphaIn);
    expect(state.get(subtensor.SubnetAlphaOut, NETUID)).toBe(0n);
    expect(state.get(subtensor.RAORecycledForRegistration, NETUID)).toBe(TAO);
    expect(stakeOf(state, hotkey, coldkey, NETUID)).toBe(0n);
    expect(supply().held).toBe(supply().issued);
  });

  it('raises the price for the next one, in the same block too', () => {
    burned();
    expect(block.state.get(subtensor.Burn, NETUID)).toBe(1_260_000_000n);
    expect(burned(NETUID, account('second'))).toBe('ok');
    expect(freeBalance(block.state, coldkey)).toBe(100n * TAO - TAO - 1_260_000_000n);
    expect(block.state.get(subtensor.RegistrationsThisBlock, NETUID)).toBe(2);
  });

  it('of whoever has exactly the price leaves the existential deposit', () => {
    const poor = account('poor');
    endow(block, poor, TAO);
    expect(registerNeuron(block, NETUID, hotkey, poor)).toBeUndefined();
    expect(freeBalance(block.state, poor)).toBe(EXISTENTIAL_DEPOSIT);
  });

  it('that costs nothing swaps nothing', () => {
    block.state.put(subtensor.Burn, NETUID, 0n);
    block.state.put(subtensor.MinBurn, NETUID, 0n);
    expect(burned()).toBe('ok');
    expect(freeBalance(block.state, coldkey)).toBe(100n * TAO);
  });

  it('by `register` ignores the work and the coldkey named in it', () => {
    const value = {
      netuid: NETUID,
      block_number: 0n,
      nonce: 0n,
      work: new Uint8Array(3),
      hotkey,
      coldkey: account('x'),
    };
    expect(run(block, coldkey, { type: 'SubtensorModule', value: [{ type: 'register', value }] })).toBe('ok');
    expect(block.state.get(subtensor.Owner, hotkey)).toEqual(coldkey);
  });

  it('with a limit is made at the limit and not above', () => {
    expect(limited(TAO - 1n)).toBe('SubtensorModule.RegistrationPriceLimitExceeded');
    expect(limited(TAO)).toBe('ok');
  });
});

describe('a registration is refused', () => {
  it.each<[string, string, () => unknown]>([
    ['HotKeyAlreadyRegisteredInSubNet', 'a hotkey twice', () => addNeuron(block, NETUID, hotkey, coldkey)],
    ['SubNetRegistrationDisabled', 'a closed subnet', () => allow(false)],
    ['NotEnoughBalanceToStake', 'more than there is', () => block.state.put(subtensor.Burn, NETUID, 101n * TAO)],
    ['NonAssociatedColdKey', "somebody else's hotkey", () => addHotkey(block, hotkey, account('thief'))],
    ['NoNeuronIdAvailable', 'a subnet without places', () => block.state.put(subtensor.MaxAllowedUids, NETUID, 0)],
  ])('with %s: %s', (error, _, prepare) => {
    prepare();
    const before = supply();
    expect(burned()).toBe(`SubtensorModule.${error}`);
    expect(supply()).toEqual(before);
    expect(freeBalance(block.state, coldkey)).toBe(100n * TAO);
  });
  const allow = (value: boolean) => block.state.put(subtensor.NetworkRegistrationAllowed, NETUID, value);

  it('on root and where there is no subnet', () => {
    expect(burned(0)).toBe('SubtensorModule.RegistrationNotPermittedOnRootSubnet');
    expect(burned(6)).toBe('SubtensorModule.SubnetNotExists');
  });

  it("for a subnet's own account", () => {
    expect(burned(NETUID, subnetAccount(77))).toBe('SubtensorModule.CannotUseSystemAccount');
  });

  it('by a pool that is all but empty', () => {
    block.state.put(subtensor.SubnetAlphaIn, NETUID, 999_999n);
    expect(burned()).toBe('Swap.ReservesTooLow');
    expect(block.state.has(subtensor.Owner, hotkey)).toBe(false);
  });

  it('where everybody is the owner', () => {
    block.state.put(subtensor.MaxAllowedUids, NETUID, 1);
    addNeuron(block, NETUID, account('owner-hotkey'), account('owner'));
    expect(burned()).toBe('SubtensorModule.NoNeuronIdAvailable');
  });
});

describe('in a full subnet a registration', () => {
  const old = account('old');
  const EVM = [new Uint8Array(20), 1n] as const;
  beforeEach(() => {
    const { state } = block;
    state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    state.put(subtensor.MaxAllowedUids, NETUID, 3);
    state.put(subtensor.ImmunityPeriod, NETUID, 10);
    state.put(subtensor.MinNonImmuneUids, NETUID, 0);
    addNeuron(block, NETUID, account('owner-hotkey'), account('owner'));
    addNeuron(block, NETUID, old, account('loser'), 5n * TAO);
    addNeuron(block, NETUID, account('good'), account('winner'));
    state.put(subtensor.Emission, NETUID, [1n, 7n, 9n]);
    for (const item of [subtensor.Consensus, subtensor.Dividends, subtensor.ValidatorTrust, subtensor.StakeWeight]) {
      state.put(item, NETUID, [1, 2, 3]);
    }
    state.put(subtensor.ValidatorPermit, NETUID, [true, true, true]);
    state.put(subtensor.Active, NETUID, [false, false, false]);
    for (const index of [NETUID, storageIndex(NETUID, 1)]) {
      state.put(subtensor.Incentive, index, [1, 2, 3]);
      state.put(subtensor.LastUpdate, index, [1n, 2n, 3n]);
      for (const item of [subtensor.Weights, subtensor.Bonds]) {
        state.put(item, index, 1, [[2, 9]]);
        state.put(item, index, 2, [
          [0, 4],
          [1, 5],
        ]);
      }
    }
    state.put(subtensor.AssociatedEvmAddress, NETUID, 1, EVM);
    state.put(subtensor.NeuronCertificates, NETUID, old, { algorithm: 1, public_key: new Uint8Array(2) });
  });

  it('takes the place of whoever earned least, with nothing of what it had', () => {
    expect(burned()).toBe('ok');
    const { state } = block;
    expect(state.get(subtensor.SubnetworkN, NETUID)).toBe(3);
    expect(state.get(subtensor.Keys, NETUID, 1)).toEqual(hotkey);
    expect(state.has(subtensor.Uids, NETUID, old)).toBe(false);
    expect(state.get(subtensor.IsNetworkMember, old, NETUID)).toBe(false);
    expect(state.has(subtensor.AssociatedEvmAddress, NETUID, 1)).toBe(false);
    expect(state.has(subtensor.NeuronCertificates, NETUID, old)).toBe(false);
    expect(state.get(subtensor.Emission, NETUID)).toEqual([1n, 0n, 9n]);
    for (const item of [subtensor.Consensus, subtensor.Dividends, subtensor.ValidatorTrust, subtensor.StakeWeight]) {
      expect(state.get(item, NETUID)).toEqual([1, 0, 3]);
    }
    expect(state.get(subtensor.ValidatorPermit, NETUID)).toEqual([true, false, true]);
    expect(state.get(subtensor.Active, NETUID)).toEqual([false, true, false]);
    for (const index of [NETUID, storageIndex(NETUID, 1)]) {
      expect(state.get(subtensor.Incentive, index)).toEqual([1, 0, 3]);
      expect(state.get(subtensor.LastUpdate, index)).toEqual([1n, 1_000n, 3n]);
      expect(state.has(subtensor.Weights, index, 1)).toBe(false);
      expect(state.has(subtensor.Bonds, index, 1)).toBe(false);
      expect(state.get(subtensor.Weights, index, 2)).toEqual([
        [0, 4],
        [1, 0],
      ]);
      expect(state.get(subtensor.Bonds, index, 2)).toEqual([
        [0, 4],
        [1, 5],
      ]);
    }
  });

  it('leaves the stake with the hotkey that lost its place', () => {
    burned();
    expect(stakeOf(block.state, old, account('loser'), NETUID)).toBe(5n * TAO);
  });

  it('never takes the place of the owner, even where it earned least', () => {
    block.state.put(subtensor.Emission, NETUID, [0n, 7n, 7n]);
    burned();
    expect(block.state.get(subtensor.Keys, NETUID, 0)).toEqual(account('owner-hotkey'));
    expect(block.state.get(subtensor.Uids, NETUID, hotkey)).toBe(1);
  });
});

describe('try_associate_hotkey', () => {
  const associate = (who: Parameters<typeof run>[1], key = hotkey) =>
    run(block, who, { type: 'SubtensorModule', value: [{ type: 'try_associate_hotkey', value: { hotkey: key } }] });

  it('gives a new hotkey an owner for good', () => {
    expect(associate(coldkey)).toBe('ok');
    expect(associate(account('thief'))).toBe('ok');
    expect(block.state.get(subtensor.Owner, hotkey)).toEqual(coldkey);
    expect(block.state.get(subtensor.OwnedHotkeys, account('thief'))).toEqual([]);
  });

  it('refuses accounts of subnets', () => {
    expect(associate(coldkey, subnetAccount(300))).toBe('SubtensorModule.CannotUseSystemAccount');
  });
});
