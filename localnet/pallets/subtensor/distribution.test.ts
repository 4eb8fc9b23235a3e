import { describe, expect, it } from 'vitest';
import { U64_MAX, U96F32 } from '../../../src/chain/fixed/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  eventNames,
  nextBlock,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../execution.fixture.ts';
import { setChildren } from './delegation/index.ts';
import { epochOutput } from './distribution/epoch-output.fixture.ts';
import type { Pendings } from './distribution.ts';
import { distribute, takePendings } from './distribution.ts';
import { hotkeyStake, ROOT, rootDividendsOwed, stakeOf } from './ledger.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 1;
const NOTHING: Pendings = { server: 0n, validator: 0n, root: 0n, ownerCut: 0n };
const miner = account('miner');
const validator = account('validator');
const owner = account('owner');
const ownerHotkey = account('owner-hotkey');

/** Uid 0 the miner, uid 1 the validator with 100 alpha; nobody takes anything. */
function subnet(): BlockExecution {
  const execution = testBlock(360);
  addNetwork(execution, ROOT);
  addNetwork(execution, NETUID);
  addHotkey(execution, ownerHotkey, owner);
  addNeuron(execution, NETUID, miner, account('mia'));
  addNeuron(execution, NETUID, validator, account('val'), 100n * TAO);
  execution.state.put(subtensor.Delegates, validator, 0);
  execution.state.put(subtensor.TaoWeight, U64_MAX);
  return execution;
}

const stake = ({ state }: BlockExecution, hotkey: string, coldkey: string, netuid = NETUID): bigint =>
  stakeOf(state, account(hotkey), account(coldkey), netuid);

describe('the pendings', () => {
  it('are zero once taken', () => {
    const { state } = subnet();
    state.put(subtensor.PendingServerEmission, NETUID, 1n);
    state.put(subtensor.PendingValidatorEmission, NETUID, 2n);
    state.put(subtensor.PendingRootAlphaDivs, NETUID, 3n);
    state.put(subtensor.PendingOwnerCut, NETUID, 4n);
    expect(takePendings(state, NETUID)).toEqual({ server: 1n, validator: 2n, root: 3n, ownerCut: 4n });
    expect(takePendings(state, NETUID)).toEqual(NOTHING);
  });
});

describe("the owner's cut", () => {
  it("is stake of the owner on the owner's hotkey", () => {
    const execution = subnet();
    distribute(execution, NETUID, { ...NOTHING, ownerCut: 180n }, epochOutput([0n, 0n], [0n, 0n]));
    expect(stake(execution, 'owner-hotkey', 'owner')).toBe(180n);
  });

  it('is locked where the subnet wants that', () => {
    const execution = subnet();
    execution.state.put(subtensor.OwnerCutAutoLockEnabled, NETUID, true);
    distribute(execution, NETUID, { ...NOTHING, ownerCut: 180n }, epochOutput([0n, 0n], [0n, 0n]));
    expect(execution.state.get(subtensor.Lock, owner, NETUID, ownerHotkey)?.locked_mass).toBe(180n);
  });

  it('stays with nobody where the subnet has no owner', () => {
    const execution = subnet();
    execution.state.kill(subtensor.SubnetOwner, NETUID);
    distribute(execution, NETUID, { ...NOTHING, ownerCut: 180n }, epochOutput([0n, 0n], [0n, 0n]));
    expect(hotkeyStake(execution.state, ownerHotkey, NETUID)).toBe(0n);
  });
});

describe('incentive', () => {
  it("is stake of the miner's coldkey on the miner", () => {
    const execution = subnet();
    distribute(execution, NETUID, { ...NOTHING, server: 41n }, epochOutput([41n, 0n], [0n, 0n]));
    expect(stake(execution, 'miner', 'mia')).toBe(41n);
    expect(eventNames(execution).filter((name) => name.startsWith('SubtensorModule'))).toEqual([
      'SubtensorModule.IncentiveAlphaEmittedToMiners',
    ]);
    expect(execution.state.get(subtensor.MinerBurned, NETUID)).toBe(0n);
  });

  it('goes where the coldkey wants it, and says so', () => {
    const execution = subnet();
    execution.state.put(subtensor.AutoStakeDestination, account('mia'), NETUID, validator);
    distribute(execution, NETUID, { ...NOTHING, server: 41n }, epochOutput([41n, 0n], [0n, 0n]));
    expect(stake(execution, 'miner', 'mia')).toBe(0n);
    expect(stake(execution, 'validator', 'mia')).toBe(41n);
    expect(execution.events.at(-1)!.event.value[0]).toEqual({
      type: 'AutoStakeAdded',
      value: { netuid: NETUID, destination: validator, hotkey: miner, owner: account('mia'), incentive: 41n },
    });
  });

  it("of the owner's hotkeys is withheld, and the share of it noted", () => {
    const execution = subnet();
    addNeuron(execution, NETUID, ownerHotkey, owner);
    addNeuron(execution, NETUID, account('owner-second'), owner);
    const { state } = execution;
    const out = state.get(subtensor.SubnetAlphaOut, NETUID);
    distribute(execution, NETUID, { ...NOTHING, server: 40n }, epochOutput([20n, 0n, 15n, 5n], [0n, 0n, 0n, 0n]));
    expect(hotkeyStake(state, ownerHotkey, NETUID)).toBe(0n);
    expect(hotkeyStake(state, account('owner-second'), NETUID)).toBe(0n);
    expect(stake(execution, 'miner', 'mia')).toBe(20n);
    expect(state.get(subtensor.MinerBurned, NETUID)).toBe(U96F32.one / 2n);
    // Burned: it exists and is nobody's.
    expect(state.get(subtensor.SubnetAlphaOut, NETUID)).toBe(out);
  });

  it("of the owner's hotkeys leaves the supply where the subnet recycles", () => {
    const execution = subnet();
    addNeuron(execution, NETUID, ownerHotkey, owner);
    const { state } = execution;
    state.put(subtensor.RecycleOrBurn, NETUID, { type: 'Recycle', value: undefined });
    const out = state.get(subtensor.SubnetAlphaOut, NETUID);
    distribute(execution, NETUID, { ...NOTHING, server: 40n }, epochOutput([0n, 0n, 40n], [0n, 0n, 0n]));
    expect(out - state.get(subtensor.SubnetAlphaOut, NETUID)).toBe(40n);
    expect(state.get(subtensor.MinerBurned, NETUID)).toBe(U96F32.one);
  });

  it("is not withheld from the owner's hotkeys of other subnets", () => {
    const execution = subnet();
    addNetwork(execution, 2, { owner: account('mia'), ownerHotkey: miner });
    distribute(execution, NETUID, { ...NOTHING, server: 41n }, epochOutput([41n, 0n], [0n, 0n]));
    expect(stake(execution, 'miner', 'mia')).toBe(41n);
  });
});

describe('dividends', () => {
  it("share the validators' pot by what the epoch gave, and take in the servers' where nobody earned incentive", () => {
    const execution = subnet();
    addNeuron(execution, NETUID, account('second'), account('sue'), 50n * TAO);
    execution.state.put(subtensor.Delegates, account('second'), 0);
    // 60 : 20 of 1000: 3/4 and 1/4 are exact in binary.
    const pendings = { ...NOTHING, server: 400n, validator: 600n };
    distribute(execution, NETUID, pendings, epochOutput([0n, 0n, 0n], [0n, 60n, 20n]));
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO + 750n);
    expect(stake(execution, 'second', 'sue')).toBe(50n * TAO + 250n);
    expect(execution.state.get(subtensor.MinerBurned, NETUID)).toBe(0n);
  });

  it("leave the servers' pot alone where somebody earned incentive", () => {
    const execution = subnet();
    const pendings = { ...NOTHING, server: 400n, validator: 600n };
    distribute(execution, NETUID, pendings, epochOutput([1n, 0n], [0n, 60n]));
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO + 600n);
  });

  it('belong to nominators by their share, after the take of the hotkey', () => {
    const execution = subnet();
    stakeFromNowhere(execution, validator, account('nominator'), NETUID, 300n * TAO);
    execution.state.put(subtensor.Delegates, validator, 6_554);
    distribute(execution, NETUID, { ...NOTHING, validator: 40n * TAO }, epochOutput([1n, 0n], [0n, 1n]));
    // Take: ⌊6554·2^32/65535⌋/2^32 of 40 TAO = 4 000 305 179.5 rao; the rest is 35 999 694 820.4…
    const rest = 35_999_694_820n;
    expect(execution.state.get(subtensor.AlphaDividendsPerSubnet, NETUID, validator)).toBe(rest);
    const own = stake(execution, 'validator', 'val');
    const others = stake(execution, 'validator', 'nominator');
    // The take is staked before the rest is shared: it has its part of it.
    const take = 4_000_305_179n;
    const pool = 400n * TAO + take;
    expect(own).toBe(((100n * TAO + take) * (pool + rest)) / pool);
    expect(others).toBe((300n * TAO * (pool + rest)) / pool);
    expect(execution.state.get(subtensor.TotalHotkeyAlphaLastEpoch, validator, NETUID)).toBe(pool + rest);
  });

  it('of the last epoch are forgotten', () => {
    const first = subnet();
    const { state } = first;
    state.put(subtensor.AlphaDividendsPerSubnet, NETUID, account('gone'), 5n);
    state.put(subtensor.RootAlphaDividendsPerSubnet, NETUID, account('gone'), 5n);
    state.put(subtensor.AlphaDividendsPerSubnet, 2, account('gone'), 5n);
    const execution = nextBlock(first);
    distribute(execution, NETUID, { ...NOTHING, validator: 40n }, epochOutput([1n, 0n], [0n, 1n]));
    expect(execution.state.has(subtensor.AlphaDividendsPerSubnet, NETUID, account('gone'))).toBe(false);
    expect(execution.state.has(subtensor.RootAlphaDividendsPerSubnet, NETUID, account('gone'))).toBe(false);
    expect(execution.state.get(subtensor.AlphaDividendsPerSubnet, NETUID, validator)).toBe(40n);
    expect(execution.state.get(subtensor.AlphaDividendsPerSubnet, 2, account('gone'))).toBe(5n);
  });
});

describe("parents' dividends", () => {
  const parent = account('parent');

  /** The validator has half of the stake of its parent, which lends everything. */
  function family(): BlockExecution {
    const execution = subnet();
    addHotkey(execution, parent, account('pat'));
    execution.state.put(subtensor.Delegates, parent, 0);
    stakeFromNowhere(execution, parent, account('pat'), NETUID, 300n * TAO);
    setChildren(execution.state, parent, NETUID, [[U64_MAX, validator]]);
    return execution;
  }

  it('are their part of what the child earned, though they are no neurons', () => {
    const execution = family();
    distribute(execution, NETUID, { ...NOTHING, validator: 800n }, epochOutput([1n, 0n], [0n, 400n]));
    expect(stake(execution, 'parent', 'pat')).toBe(300n * TAO + 600n);
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO + 200n);
  });

  it('lose the take of the child', () => {
    const execution = family();
    execution.state.put(subtensor.MinChildkeyTakePerSubnet, NETUID, 13_107);
    distribute(execution, NETUID, { ...NOTHING, validator: 800n }, epochOutput([1n, 0n], [0n, 400n]));
    // 13107/65535 is a fifth, a little less in binary: 300 − 59.99… = 240 and 100 + 59.99… = 159 of 400, floored to 399.
    expect(stake(execution, 'parent', 'pat') - 300n * TAO).toBe((800n * 240n) / 399n);
    expect(stake(execution, 'validator', 'val') - 100n * TAO).toBe((800n * 159n) / 399n);
  });

  it('lose CKBurn to nobody: it leaves the supply', () => {
    const execution = family();
    const { state } = execution;
    state.put(subtensor.CKBurn, U64_MAX / 2n);
    const out = state.get(subtensor.SubnetAlphaOut, NETUID);
    distribute(execution, NETUID, { ...NOTHING, validator: 800n }, epochOutput([1n, 0n], [0n, 400n]));
    expect(out - state.get(subtensor.SubnetAlphaOut, NETUID)).toBe(149n);
    // 150.00… and 100 of 250: the pot is paid out whole.
    expect(stake(execution, 'parent', 'pat') - 300n * TAO).toBe(479n);
    expect(stake(execution, 'validator', 'val') - 100n * TAO).toBe(319n);
  });
});

describe('root dividends', () => {
  /** Half of the validator's weight is stake on root, three quarters of that a nominator's. */
  function rooted(): BlockExecution {
    const execution = subnet();
    stakeFromNowhere(execution, validator, account('val'), ROOT, 25n * TAO);
    stakeFromNowhere(execution, validator, account('nora'), ROOT, 75n * TAO);
    return execution;
  }

  it('wait to be claimed by those who stake on root', () => {
    const execution = rooted();
    const pendings = { ...NOTHING, validator: 500n, root: 400n * 1_000n };
    distribute(execution, NETUID, pendings, epochOutput([1n, 0n], [0n, 60n]));
    const { state } = execution;
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO + 500n);
    expect(state.get(subtensor.RootAlphaDividendsPerSubnet, NETUID, validator)).toBe(400_000n);
    // 400 000 / 10^11 in 32 fractional bits: 17 179.86…, floored.
    expect(state.get(subtensor.RootClaimable, validator)).toEqual([[NETUID, 17_179n]]);
    expect(rootDividendsOwed(state, validator, account('nora'), NETUID)).toBe((17_179n * 75n * TAO) >> 32n);
    expect(rootDividendsOwed(state, validator, account('val'), NETUID)).toBe((17_179n * 25n * TAO) >> 32n);
  });

  it('add up over epochs, beside those of other subnets, in order', () => {
    const execution = rooted();
    const { state } = execution;
    state.put(subtensor.RootClaimable, validator, [[2, 7n]]);
    const pendings = { ...NOTHING, root: 400_000n };
    distribute(execution, NETUID, pendings, epochOutput([1n, 0n], [0n, 60n]));
    distribute(execution, NETUID, pendings, epochOutput([1n, 0n], [0n, 60n]));
    expect(state.get(subtensor.RootClaimable, validator)).toEqual([
      [NETUID, 2n * 17_179n],
      [2, 7n],
    ]);
  });

  it("are alpha stake of the hotkey's owner as far as its take goes", () => {
    const execution = rooted();
    execution.state.put(subtensor.Delegates, validator, 13_107);
    distribute(execution, NETUID, { ...NOTHING, root: 400_000n }, epochOutput([1n, 0n], [0n, 60n]));
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO + 79_999n);
    expect(execution.state.get(subtensor.RootAlphaDividendsPerSubnet, NETUID, validator)).toBe(320_000n);
  });

  it("are the owner's alpha stake where they are more than the root stake itself", () => {
    const execution = subnet();
    stakeFromNowhere(execution, validator, account('nora'), ROOT, 1_000n);
    distribute(execution, NETUID, { ...NOTHING, root: 400_000n }, epochOutput([1n, 0n], [0n, TAO]));
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO + 400_000n);
    expect(execution.state.get(subtensor.RootClaimable, validator)).toEqual([]);
  });

  it('stay with nobody where no validator has stake on root', () => {
    const execution = subnet();
    distribute(execution, NETUID, { ...NOTHING, root: 400_000n }, epochOutput([1n, 0n], [0n, 60n]));
    expect(stake(execution, 'validator', 'val')).toBe(100n * TAO);
    expect(execution.state.get(subtensor.RootClaimable, validator)).toEqual([]);
  });
});
