import { describe, expect, it } from 'vitest';
import { I96F32 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { freeBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  eventNames,
  nextBlock,
  ROOT_ORIGIN,
  run,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { ROOT, rootDividendsOwed, stakeOf } from '../ledger.ts';
import { subnetAccount } from '../treasury.ts';
import { autoClaimRootDividends } from './root-claims.ts';

const { SubtensorModule: subtensor, System } = storage;
const NETUID = 1;
const hotkey = account('validator');
const staker = account('staker');
const OWED = 2n * TAO;

/** The staker has 128 TAO on root, and each has earned a 64th of alpha: exact in binary. */
function rooted(): BlockExecution {
  const execution = testBlock();
  addNetwork(execution, ROOT);
  addNetwork(execution, NETUID, { taoRao: 1_000n * TAO, alphaRao: 1_000n * TAO });
  addHotkey(execution, hotkey, account('val'));
  stakeFromNowhere(execution, hotkey, staker, ROOT, 128n * TAO);
  earn(execution, NETUID);
  return execution;
}

/** Unclaimed alpha is part of what is out. */
function earn({ state }: BlockExecution, netuid: number): void {
  state.change(subtensor.RootClaimable, hotkey, (rates) => [...rates, [netuid, I96F32.one / 64n] as const]);
  state.change(subtensor.SubnetAlphaOut, netuid, (alpha) => alpha + OWED);
}

const owed = ({ state }: BlockExecution, netuid = NETUID): bigint => rootDividendsOwed(state, hotkey, staker, netuid);
const claim = (...subnets: number[]) =>
  ({ type: 'SubtensorModule', value: [{ type: 'claim_root', value: { subnets } }] }) as const;
type ClaimType = 'Swap' | 'Keep' | { readonly subnets: number[] };
const claimAs = (type: ClaimType) =>
  ({
    type: 'SubtensorModule',
    value: [
      {
        type: 'set_root_claim_type',
        value: {
          new_root_claim_type:
            typeof type === 'string' ? { type, value: undefined } : { type: 'KeepSubnets', value: type },
        },
      },
    ],
  }) as const;

const books = ({ state }: BlockExecution, netuid: number) => ({
  tao: state.get(subtensor.SubnetTAO, netuid),
  alphaIn: state.get(subtensor.SubnetAlphaIn, netuid),
  alphaOut: state.get(subtensor.SubnetAlphaOut, netuid),
  account: freeBalance(state, subnetAccount(netuid)),
});

describe('claiming root dividends', () => {
  it('sells them free of fee, and stakes the TAO on root', () => {
    const execution = rooted();
    const { state } = execution;
    expect(owed(execution)).toBe(OWED);
    const before = { subnet: books(execution, NETUID), root: books(execution, ROOT) };
    const totalStake = state.get(subtensor.TotalStake);
    const alphaRao = owed(execution);
    expect(run(execution, staker, claim(NETUID))).toBe('ok');

    // x·y = k: 1000·2/1002, the kept part of the reserve floored to 18 digits.
    const taoRao =
      1_000n * TAO - (1_000n * TAO * ((10n ** 18n * 1_000n * TAO) / (1_000n * TAO + alphaRao))) / 10n ** 18n;
    const got = stakeOf(state, hotkey, staker, ROOT) - 128n * TAO;
    expect(got - taoRao <= 1n && taoRao - got <= 1n).toBe(true);
    const after = { subnet: books(execution, NETUID), root: books(execution, ROOT) };
    expect(after.subnet).toEqual({
      tao: before.subnet.tao - got,
      alphaIn: before.subnet.alphaIn + alphaRao,
      alphaOut: before.subnet.alphaOut - alphaRao,
      account: before.subnet.account - got,
    });
    expect(after.root).toEqual({
      tao: before.root.tao + got,
      alphaIn: before.root.alphaIn,
      alphaOut: before.root.alphaOut + got,
      account: before.root.account + got,
    });
    expect(state.get(subtensor.TotalStake)).toBe(totalStake);
    expect(state.get(subtensor.SubnetRootSellTao, NETUID)).toBe(got);
    expect(eventNames(execution).at(-1)).toBe('SubtensorModule.RootClaimed');
  });

  it('leaves nothing owed, and the stake that it made earns nothing of the past', () => {
    const execution = rooted();
    run(execution, staker, claim(NETUID));
    expect(owed(execution)).toBe(0n);
    const stake = stakeOf(execution.state, hotkey, staker, ROOT);
    run(execution, staker, claim(NETUID));
    expect(stakeOf(execution.state, hotkey, staker, ROOT)).toBe(stake);
  });

  it('keeps them as alpha stake where the coldkey wants that', () => {
    const execution = rooted();
    const before = books(execution, NETUID);
    const alphaRao = owed(execution);
    expect(run(execution, staker, claimAs('Keep'))).toBe('ok');
    expect(run(execution, staker, claim(NETUID))).toBe('ok');
    expect(stakeOf(execution.state, hotkey, staker, NETUID)).toBe(alphaRao);
    expect(stakeOf(execution.state, hotkey, staker, ROOT)).toBe(128n * TAO);
    expect(books(execution, NETUID)).toEqual(before);
    expect(owed(execution)).toBe(0n);
  });

  it('keeps some and sells the others', () => {
    const execution = rooted();
    addNetwork(execution, 2);
    earn(execution, 2);
    expect(run(execution, staker, claimAs({ subnets: [2] }))).toBe('ok');
    expect(run(execution, staker, claim(2, NETUID))).toBe('ok');
    expect(stakeOf(execution.state, hotkey, staker, NETUID)).toBe(0n);
    expect(stakeOf(execution.state, hotkey, staker, 2)).toBe(OWED);
    expect(stakeOf(execution.state, hotkey, staker, ROOT)).toBeGreaterThan(128n * TAO);
  });

  it('claims in the subnets that were named alone', () => {
    const execution = rooted();
    addNetwork(execution, 2);
    earn(execution, 2);
    run(execution, staker, claim(2));
    expect(owed(execution, NETUID)).toBe(OWED);
    expect(owed(execution, 2)).toBe(0n);
  });

  it('leaves what is below the threshold', () => {
    const execution = rooted();
    execution.state.put(subtensor.RootClaimableThreshold, NETUID, I96F32.fromInteger(owed(execution) + 1n));
    const before = books(execution, ROOT);
    expect(run(execution, staker, claim(NETUID))).toBe('ok');
    expect(owed(execution)).toBe(OWED);
    expect(books(execution, ROOT)).toEqual(before);
    execution.state.put(subtensor.RootClaimableThreshold, NETUID, I96F32.fromInteger(owed(execution)));
    run(execution, staker, claim(NETUID));
    expect(owed(execution)).toBe(0n);
  });

  it('leaves what the pool is too small for', () => {
    const execution = rooted();
    const { state } = execution;
    state.put(subtensor.SubnetTAO, NETUID, 1_000n);
    const before = books(execution, NETUID);
    expect(run(execution, staker, claim(NETUID))).toBe('ok');
    expect(books(execution, NETUID)).toEqual(before);
    expect(owed(execution)).toBe(OWED);
  });

  it('takes one to five subnets, in any order', () => {
    const refused = 'SubtensorModule.InvalidSubnetNumber';
    expect(run(rooted(), staker, claim())).toBe(refused);
    expect(run(rooted(), staker, claim(1, 2, 3, 4, 5, 6))).toBe(refused);
    expect(run(rooted(), staker, claim(5, 4, 3, 2, 1))).toBe('ok');
    expect(run(rooted(), ROOT_ORIGIN, claim(1))).toBe('BadOrigin');
    expect(run(rooted(), staker, claimAs({ subnets: [] }))).toBe(refused);
  });

  it('puts who asks for it on the list of stakers, and keeps a set in order', () => {
    const execution = rooted();
    const newcomer = account('newcomer');
    const place = execution.state.get(subtensor.NumStakingColdkeys);
    expect(run(execution, newcomer, claimAs({ subnets: [3, 1, 3] }))).toBe('ok');
    expect(execution.state.get(subtensor.StakingColdkeysByIndex, place)).toEqual(newcomer);
    expect(execution.state.get(subtensor.RootClaimType, newcomer)).toEqual({
      type: 'KeepSubnets',
      value: { subnets: [1, 3] },
    });
    expect(eventNames(execution).at(-1)).toBe('SubtensorModule.RootClaimTypeSet');
  });
});

describe('claims of a block', () => {
  it("are for the coldkeys that the parent's hash points at", () => {
    const execution = rooted();
    const { state } = execution;
    state.put(System.ParentHash, new Uint8Array(32));
    expect(state.get(subtensor.StakingColdkeysByIndex, 0n)).toEqual(staker);
    autoClaimRootDividends(execution);
    expect(owed(execution)).toBe(0n);
    expect(eventNames(execution).at(-1)).toBe('SubtensorModule.RootClaimed');
  });

  it('are none where root wants none', () => {
    const execution = rooted();
    execution.state.put(subtensor.NumRootClaim, 0n);
    const block = nextBlock(execution);
    autoClaimRootDividends(block);
    expect(eventNames(block)).toEqual([]);
  });
});

describe('the parameters of claims', () => {
  const number = (new_value: bigint) =>
    ({ type: 'SubtensorModule', value: [{ type: 'sudo_set_num_root_claims', value: { new_value } }] }) as const;
  const threshold = (new_value: bigint, netuid = NETUID) =>
    ({
      type: 'SubtensorModule',
      value: [{ type: 'sudo_set_root_claim_threshold', value: { netuid, new_value } }],
    }) as const;

  it('let root set the number of claims, up to 50', () => {
    const execution = rooted();
    expect(run(execution, staker, number(1n))).toBe('BadOrigin');
    expect(run(execution, ROOT_ORIGIN, number(51n))).toBe('SubtensorModule.InvalidNumRootClaim');
    expect(run(execution, ROOT_ORIGIN, number(50n))).toBe('ok');
    expect(execution.state.get(subtensor.NumRootClaim)).toBe(50n);
  });

  it("let root and the subnet's owner set its threshold, up to ten million rao", () => {
    const execution = rooted();
    expect(run(execution, staker, threshold(1n))).toBe('BadOrigin');
    expect(run(execution, ROOT_ORIGIN, threshold(1n, 9))).toBe('SubtensorModule.SubnetNotExists');
    expect(run(execution, account('owner'), threshold(10_000_001n))).toBe('SubtensorModule.InvalidRootClaimThreshold');
    expect(run(execution, account('owner'), threshold(10_000_000n))).toBe('ok');
    expect(run(execution, ROOT_ORIGIN, threshold(7n))).toBe('ok');
    expect(execution.state.get(subtensor.RootClaimableThreshold, NETUID)).toBe(I96F32.fromInteger(7n));
  });
});
