import { beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/chain/bytes.ts';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import type { InnerCall } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  outcomeName,
  ROOT_ORIGIN,
  run,
  testBlock,
} from '../../execution.fixture.ts';
import { setMechanismCount, setMechanismSplit } from './mechanisms.ts';

const subtensor = storage.SubtensorModule;
const owner = account('owner');
const NETUID = 5;
let block: BlockExecution;
beforeEach(() => {
  block = testBlock(1_000);
  addNetwork(block, NETUID);
});
const subtensorCall = (type: string, value: unknown) =>
  ({ type: 'SubtensorModule', value: [{ type, value }] }) as InnerCall;

describe('starting a subnet', () => {
  const start = (who = owner, netuid = NETUID) => run(block, who, subtensorCall('start_call', { netuid }));
  beforeEach(() => {
    block.state.kill(subtensor.FirstEmissionBlockNumber, NETUID);
    block.state.put(subtensor.SubtokenEnabled, NETUID, false);
    block.state.put(subtensor.NetworkRegisteredAt, NETUID, 900n);
  });

  it('opens its token and lets emission begin with the next block, once', () => {
    expect(start()).toBe('ok');
    expect(block.state.get(subtensor.FirstEmissionBlockNumber, NETUID)).toBe(1_001n);
    expect(block.state.get(subtensor.SubtokenEnabled, NETUID)).toBe(true);
    expect(start()).toBe('SubtensorModule.FirstEmissionBlockNumberAlreadySet');
  });

  it.each([
    [101n, 'SubtensorModule.NeedWaitingMoreBlocksToStarCall'],
    [100n, 'ok'],
  ])('with a delay of %i blocks after 100 gives %s', (delay, outcome) => {
    block.state.put(subtensor.StartCallDelay, delay);
    expect(start()).toBe(outcome);
  });

  it("is its owner's, and needs a subnet", () => {
    expect(start(account('other'))).toBe('BadOrigin');
    expect(start(owner, 6)).toBe('SubtensorModule.SubnetNotExists');
  });
});

describe('a symbol', () => {
  const update = (symbol: string, who: Parameters<typeof run>[1] = owner) =>
    run(block, who, subtensorCall('update_symbol', { netuid: NETUID, symbol: utf8(symbol) }));

  it('may be any free one of the list, for owner and root', () => {
    expect(update('ω')).toBe('ok');
    expect(update('π', ROOT_ORIGIN)).toBe('ok');
    expect(block.state.get(subtensor.TokenSymbol, NETUID)).toEqual(utf8('π'));
  });

  it.each([
    ['$', 'SubtensorModule.SymbolDoesNotExist'],
    ['', 'SubtensorModule.SymbolDoesNotExist'],
    ['β', 'SubtensorModule.SymbolAlreadyInUse'],
  ])('%s is refused', (symbol, error) => {
    block.state.put(subtensor.TokenSymbol, 9, utf8('β'));
    expect(update(symbol)).toBe(error);
  });

  it('is not for others', () => {
    expect(update('ω', account('other'))).toBe('BadOrigin');
  });
});

describe('identities', () => {
  const text = utf8('t');
  const ofSubnet = {
    netuid: NETUID,
    subnet_name: text,
    github_repo: text,
    subnet_contact: text,
    subnet_url: text,
    discord: text,
    description: text,
    logo_url: text,
    additional: text,
  };
  const ofColdkey = {
    name: text,
    url: text,
    github_repo: text,
    image: text,
    discord: text,
    description: text,
    additional: text,
  };

  it('of a subnet are set by its owner, within bounds', () => {
    const set = (who = owner, change = {}) =>
      run(block, who, subtensorCall('set_subnet_identity', { ...ofSubnet, ...change }));
    expect(set()).toBe('ok');
    const { netuid: _, ...identity } = ofSubnet;
    expect(block.state.get(subtensor.SubnetIdentitiesV3, NETUID)).toEqual(identity);
    expect(set(account('other'))).toBe('SubtensorModule.NotSubnetOwner');
    expect(set(owner, { netuid: 6 })).toBe('SubtensorModule.NotSubnetOwner');
    expect(set(owner, { discord: new Uint8Array(257) })).toBe('SubtensorModule.InvalidIdentity');
  });

  it('of a coldkey need a neuron', () => {
    const set = (change = {}) => run(block, account('me'), subtensorCall('set_identity', { ...ofColdkey, ...change }));
    addHotkey(block, account('idle'), account('me'));
    expect(set()).toBe('SubtensorModule.HotKeyNotRegisteredInNetwork');
    addNeuron(block, NETUID, account('busy'), account('me'));
    expect(set({ image: new Uint8Array(1_025) })).toBe('SubtensorModule.InvalidIdentity');
    expect(set()).toBe('ok');
    expect(block.state.get(subtensor.IdentitiesV2, account('me'))).toEqual(ofColdkey);
  });
});

describe('mechanisms', () => {
  const SECOND = storageIndex(NETUID, 1);
  const count = (n: number, netuid = NETUID) => outcomeName(setMechanismCount(block, netuid, n));
  const split = (parts?: number[]) => outcomeName(setMechanismSplit(block, NETUID, parts));
  beforeEach(() => block.state.put(subtensor.MaxAllowedUids, NETUID, 128));

  it('may be as many as the chain allows and the neurons leave room for', () => {
    expect(count(0)).toBe('SubtensorModule.InvalidValue');
    expect(count(3)).toBe('SubtensorModule.InvalidValue');
    expect(count(2, 6)).toBe('SubtensorModule.MechanismDoesNotExist');
    expect(count(2)).toBe('ok');
    block.state.put(subtensor.MaxAllowedUids, NETUID, 129);
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 1);
    expect(count(2)).toBe('SubtensorModule.TooManyUIDsPerMechanism');
  });

  it('that go leave nothing, and the split starts evenly again', () => {
    count(2);
    const { state } = block;
    for (const index of [NETUID, SECOND]) {
      state.put(subtensor.Weights, index, 3, [[1, 2]]);
      state.put(subtensor.Incentive, index, [1]);
      state.put(subtensor.TimelockedWeightCommits, index, 4n, []);
    }
    split([1, 65_534]);
    expect(count(1)).toBe('ok');
    expect(state.keysOf(subtensor.Weights, SECOND)).toEqual([]);
    expect(state.has(subtensor.Incentive, SECOND)).toBe(false);
    expect(state.keysOf(subtensor.TimelockedWeightCommits, SECOND)).toEqual([]);
    expect(state.has(subtensor.Weights, NETUID, 3)).toBe(true);
    expect(state.has(subtensor.MechanismEmissionSplit, NETUID)).toBe(false);
  });

  it('share emission by parts that make a whole', () => {
    count(2);
    for (const wrong of [[], [65_534], [65_535, 1], [1, 1, 65_533]]) {
      expect(split(wrong)).toBe('SubtensorModule.InvalidValue');
    }
    expect(split([65_535])).toBe('ok');
    expect(block.state.get(subtensor.MechanismEmissionSplit, NETUID)).toEqual([65_535]);
    expect(split()).toBe('ok');
    expect(block.state.has(subtensor.MechanismEmissionSplit, NETUID)).toBe(false);
  });
});
