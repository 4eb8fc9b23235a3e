import { beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/chain/bytes.ts';
import { U64_MAX } from '../../../../src/chain/fixed/index.ts';
import type { SubnetIdentityV3 } from '../../../../src/chain/schema/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { booksOf } from '../../books.fixture.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  endow,
  eventNames,
  nextBlock,
  run,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { subnetAccount } from '../treasury.ts';
import { SYMBOLS } from './symbols.ts';

const subtensor = storage.SubtensorModule;
const coldkey = account('coldkey');
const hotkey = account('hotkey');
/** An interval after the last subnet cost this much, the next one costs it again. */
const INTERVAL = 100_800n;
const COST = INTERVAL * 20_000_000n;
const BLOCK = 2_000_000;
const EXISTENTIAL_DEPOSIT = constants.Balances.ExistentialDeposit.value;
const LAST = { type: 'NetworkLastRegistered', value: undefined } as const;

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(BLOCK);
  addNetwork(block, 0);
  endow(block, coldkey, 10_000n * TAO);
  block.state.put(subtensor.NetworkLastLockCost, COST);
  block.state.put(subtensor.LastRateLimitedBlock, LAST, BigInt(BLOCK) - INTERVAL);
});
const register = (on = block, who = coldkey, key = hotkey) =>
  run(on, who, { type: 'SubtensorModule', value: [{ type: 'register_network', value: { hotkey: key } }] });
const identity = (name = 'x'): SubnetIdentityV3 => {
  const text = utf8('');
  return {
    subnet_name: utf8(name),
    github_repo: text,
    subnet_contact: text,
    subnet_url: text,
    discord: text,
    description: text,
    logo_url: text,
    additional: text,
  };
};
const registerNamed = (name: string) =>
  run(block, coldkey, {
    type: 'SubtensorModule',
    value: [{ type: 'register_network_with_identity', value: { hotkey, identity: identity(name) } }],
  });

describe('a new subnet', () => {
  it('takes the smallest free number, begins empty of emission, and its creator is neuron 0', () => {
    addNetwork(block, 1);
    addNetwork(block, 3);
    expect(register()).toBe('ok');
    const { state } = block;
    expect(state.get(subtensor.NetworksAdded, 2)).toBe(true);
    expect(state.get(subtensor.TotalNetworks)).toBe(4);
    expect(state.get(subtensor.SubnetOwner, 2)).toEqual(coldkey);
    expect(state.get(subtensor.SubnetOwnerHotkey, 2)).toEqual(hotkey);
    expect(state.get(subtensor.Uids, 2, hotkey)).toBe(0);
    expect(state.get(subtensor.Owner, hotkey)).toEqual(coldkey);
    expect(state.get(subtensor.SubnetMechanism, 2)).toBe(1);
    expect(state.get(subtensor.SubnetEmissionEnabled, 2)).toBe(false);
    expect(state.get(subtensor.SubtokenEnabled, 2)).toBe(false);
    expect(state.get(subtensor.MaxAllowedUids, 2)).toBe(256);
    expect(state.get(subtensor.MaxAllowedValidators, 2)).toBe(64);
    expect(state.get(subtensor.MinAllowedWeights, 2)).toBe(1);
    expect(state.get(subtensor.ImmunityPeriod, 2)).toBe(5_000);
    expect(state.get(subtensor.Yuma3On, 2)).toBe(true);
    expect(state.get(subtensor.Burn, 2)).toBe(TAO);
    expect(state.get(subtensor.Tempo, 2)).toBe(360);
    expect(state.get(subtensor.LastEpochBlock, 2)).toBe(BigInt(BLOCK - 2));
    expect(state.get(subtensor.NetworkRegisteredAt, 2)).toBe(BigInt(BLOCK));
    expect(state.get(subtensor.RegisteredSubnetCounter, 2)).toBe(1n);
    expect(state.get(subtensor.TokenSymbol, 2)).toEqual(utf8('β'));
    expect(eventNames(block).at(-1)).toBe('SubtensorModule.NetworkAdded');
  });

  it('puts what was paid into a pool at the median of the other prices', () => {
    addNetwork(block, 1, { taoRao: 1_000n, alphaRao: 4_000n });
    addNetwork(block, 2, { taoRao: 2_000n, alphaRao: 4_000n });
    addNetwork(block, 4, { taoRao: 9_000n, alphaRao: 0n });
    register();
    const { state } = block;
    // The median of 1/4 and 1/2; a pool without alpha has no price.
    expect(state.get(subtensor.SubnetTAO, 3)).toBe(COST);
    expect(state.get(subtensor.SubnetAlphaIn, 3)).toBe((COST * 8n) / 3n);
    expect(state.get(subtensor.SubnetLocked, 3)).toBe(COST);
    expect(freeBalance(state, subnetAccount(3))).toBe(COST);
    expect(freeBalance(state, coldkey)).toBe(10_000n * TAO - COST);
    expect(booksOf(state).currencyGap).toBe(0n);
  });

  it('doubles the price for the next one, which must wait for the rate limit', () => {
    register();
    const { state } = block;
    expect(state.get(subtensor.NetworkLastLockCost)).toBe(COST);
    expect(state.get(subtensor.LastRateLimitedBlock, LAST)).toBe(BigInt(BLOCK));
    expect(register(nextBlock(block, BLOCK + 7_199), coldkey, account('second'))).toBe(
      'SubtensorModule.NetworkTxRateLimitExceeded',
    );
    const later = nextBlock(block, BLOCK + 7_200);
    expect(register(later, coldkey, account('second'))).toBe('ok');
    const fall = (COST / INTERVAL) * 7_200n;
    expect(later.state.get(subtensor.NetworkLastLockCost)).toBe(2n * COST - fall);
  });

  it('of somebody with exactly the price costs an existential deposit less', () => {
    const exact = account('exact');
    endow(block, exact, COST);
    expect(register(block, exact)).toBe('ok');
    expect(freeBalance(block.state, exact)).toBe(EXISTENTIAL_DEPOSIT);
    expect(block.state.get(subtensor.SubnetTAO, 1)).toBe(COST - EXISTENTIAL_DEPOSIT);
  });

  it('has every root validator as its parent, but those who do not want that', () => {
    for (const name of ['ann', 'ben', 'cleo']) addNeuron(block, 0, account(name), account(`${name}/cold`));
    block.state.put(subtensor.AutoParentDelegationEnabled, account('ben'), false);
    endow(block, account('cleo/cold'), 10_000n * TAO);
    expect(register(block, account('cleo/cold'), account('cleo'))).toBe('ok');
    const { state } = block;
    expect(state.get(subtensor.ChildKeys, account('ann'), 1)).toEqual([[U64_MAX, account('cleo')]]);
    expect(state.get(subtensor.ParentKeys, account('cleo'), 1)).toEqual([[U64_MAX, account('ann')]]);
    expect(state.get(subtensor.ChildKeys, account('ben'), 1)).toEqual([]);
    expect(state.get(subtensor.ChildKeys, account('cleo'), 1)).toEqual([]);
  });

  it('may come with a name', () => {
    expect(registerNamed('y'.repeat(257))).toBe('SubtensorModule.InvalidIdentity');
    expect(registerNamed('y'.repeat(256))).toBe('ok');
    expect(block.state.get(subtensor.SubnetIdentitiesV3, 1)?.subnet_name).toHaveLength(256);
  });

  it('gets the first free letter where its own is taken', () => {
    addNetwork(block, 2);
    block.state.put(subtensor.TokenSymbol, 2, utf8('α'));
    register();
    expect(block.state.get(subtensor.TokenSymbol, 1)).toEqual(utf8('β'));
  });
});

describe('creating a subnet is refused', () => {
  it.each<[string, () => unknown]>([
    ['NonAssociatedColdKey', () => addHotkey(block, hotkey, account('other'))],
    ['SubNetRegistrationDisabled', () => block.state.put(subtensor.NetworkRegistrationStartBlock, BigInt(BLOCK + 1))],
    ['CannotAffordLockCost', () => block.state.put(subtensor.NetworkMinLockCost, 10_000n * TAO + 1n)],
  ])('with %s', (error, prepare) => {
    prepare();
    expect(register()).toBe(`SubtensorModule.${error}`);
    expect(block.state.get(subtensor.TotalNetworks)).toBe(1);
  });

  it("for a subnet's own account", () => {
    expect(register(block, coldkey, subnetAccount(9))).toBe('SubtensorModule.CannotUseSystemAccount');
  });
});

describe('at the limit of subnets', () => {
  const staker = account('staker');
  beforeEach(() => {
    block.state.put(subtensor.SubnetLimit, 2);
    for (const netuid of [1, 2]) addNetwork(block, netuid);
    stakeFromNowhere(block, account('somebody'), staker, 2, 500n * TAO);
    block.state.put(subtensor.SubnetMovingPrice, 1, 20n);
    block.state.put(subtensor.SubnetMovingPrice, 2, 10n);
    for (const netuid of [1, 2]) block.state.put(subtensor.NetworkRegisteredAt, netuid, 1n);
  });

  it('a new one replaces the one with the lowest moving price, whose stakers are paid', () => {
    block.state.put(subtensor.TaoInRefundDeploymentBlock, 1n);
    expect(register()).toBe('ok');
    const { state } = block;
    expect(state.get(subtensor.SubnetOwner, 2)).toEqual(coldkey);
    expect(state.get(subtensor.RegisteredSubnetCounter, 2)).toBe(1n);
    expect(state.get(subtensor.TotalNetworks)).toBe(3);
    expect(freeBalance(state, staker)).toBe(10_000n * TAO);
    expect(eventNames(block).filter((name) => name.startsWith('SubtensorModule.'))).toEqual([
      'SubtensorModule.NetworkRemoved',
      'SubtensorModule.NetworkAdded',
    ]);
    expect(booksOf(state)).toMatchObject({ currencyGap: 0n });
    expect(booksOf(state).taoBesidePools.get(2)).toBe(0n);
  });

  it('nothing happens while all are immune', () => {
    for (const netuid of [1, 2]) block.state.put(subtensor.NetworkRegisteredAt, netuid, BigInt(BLOCK - 1_295_999));
    expect(register()).toBe('SubtensorModule.SubnetLimitReached');
  });

  it('nobody is dissolved for somebody who cannot pay', () => {
    expect(register(block, account('poor'))).toBe('SubtensorModule.CannotAffordLockCost');
    expect(block.state.get(subtensor.SubnetTAO, 2)).toBe(10_000n * TAO);
  });
});

describe('the list of symbols', () => {
  it('has 439 different letters at the places that the chain gives them', () => {
    const letters = SYMBOLS.map((symbol) => new TextDecoder().decode(symbol));
    expect(letters).toHaveLength(439);
    expect(new Set(letters).size).toBe(439);
    const known = { 0: 'Τ', 1: 'α', 19: 't', 24: 'ω', 51: 'ת', 64: 'ش', 87: 'Ы', 210: 'ฮ', 260: 'ዎ', 364: 'ン' };
    for (const [place, letter] of Object.entries(known))
      expect([place, letters[Number(place)]]).toEqual([place, letter]);
  });
});
