import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { quoteSwap, STABLE } from '../../src/chain/economy/index.ts';
import { U64F64 } from '../../src/chain/fixed/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { account, addNetwork, addNeuron, stakeFromNowhere, TAO, testBlock } from '../pallets/execution.fixture.ts';
import { poolOf } from '../pallets/subtensor/pools.ts';
import { ask } from './runtime-api.fixture.ts';
import { MAX_COLDKEYS } from './stake.ts';

const subtensor = storage.SubtensorModule;
const [HOT, COLD, OTHER] = ['hot', 'cold', 'other'].map(account) as [Bytes, Bytes, Bytes];

function staked() {
  const execution = testBlock(1000);
  for (const netuid of [0, 1, 2]) addNetwork(execution, netuid);
  addNeuron(execution, 1, HOT, COLD, 3000n);
  stakeFromNowhere(execution, HOT, OTHER, 1, 1000n);
  stakeFromNowhere(execution, HOT, OTHER, 2, 70n);
  stakeFromNowhere(execution, HOT, OTHER, 0, 8n);
  return { execution, state: execution.state };
}

describe('stake info', () => {
  const API = 'StakeInfoRuntimeApi';

  it('lists positions with stake, network by network', () => {
    const { state } = staked();
    state.put(subtensor.AlphaDividendsPerSubnet, 1, HOT, 55n);
    const positions = ask<readonly object[]>(state, `${API}_get_stake_info_for_coldkey`, OTHER);
    expect(positions).toEqual([
      expect.objectContaining({ netuid: 0, stake: 8n, is_registered: false }),
      {
        hotkey: HOT,
        coldkey: OTHER,
        netuid: 1,
        stake: 1000n,
        locked: 0n,
        emission: 55n,
        tao_emission: 0n,
        drain: 0n,
        is_registered: true,
      },
      expect.objectContaining({ netuid: 2, stake: 70n }),
    ]);
    expect(ask(state, `${API}_get_stake_info_for_coldkeys`, [COLD, account('nobody')])).toEqual([
      [COLD, [expect.objectContaining({ netuid: 1, stake: 3000n })]],
      [account('nobody'), []],
    ]);
  });

  it('answers for one position even if it is empty', () => {
    const { state } = staked();
    expect(ask(state, `${API}_get_stake_info_for_hotkey_coldkey_netuid`, HOT, account('nobody'), 9)).toMatchObject({
      netuid: 9,
      stake: 0n,
      is_registered: false,
    });
  });

  it('is refused for more coldkeys than one call may ask about', () => {
    const { state } = staked();
    const many = Array.from({ length: MAX_COLDKEYS + 1 }, () => COLD);
    expect(() => ask(state, `${API}_get_stake_info_for_coldkeys`, many)).toThrow('at most');
    expect(() => ask(state, `${API}_get_stake_availability_for_coldkeys`, many, undefined)).toThrow('at most');
  });
});

describe('stake availability', () => {
  const available = (state: Parameters<typeof ask>[0], coldkeys: readonly Bytes[], netuids?: readonly number[]) =>
    ask<readonly (readonly [Bytes, readonly (readonly [number, object])[]])[]>(
      state,
      'StakeInfoRuntimeApi_get_stake_availability_for_coldkeys',
      coldkeys,
      netuids,
    );

  it('subtracts what is locked now', () => {
    const { state } = staked();
    const lock = { locked_mass: 600n, conviction: 0n, last_update: 1000n };
    state.put(subtensor.Lock, OTHER, 1, HOT, lock);
    state.put(subtensor.DecayingLock, OTHER, 1, false);
    expect(available(state, [OTHER])).toEqual([
      [
        OTHER,
        [
          [0, { total: 8n, locked: 0n, available: 8n }],
          [1, { total: 1000n, locked: 600n, available: 400n }],
          [2, { total: 70n, locked: 0n, available: 70n }],
        ],
      ],
    ]);
    expect(ask(state, 'StakeInfoRuntimeApi_get_coldkey_lock', OTHER, 1)).toEqual(lock);
    expect(ask(state, 'StakeInfoRuntimeApi_get_coldkey_lock', OTHER, 2)).toBeUndefined();
  });

  it('is a map: every coldkey once, accounts and netuids ascending, nothing for what is not there', () => {
    const { state } = staked();
    const asked = available(state, [OTHER, COLD, OTHER], [2, 1, 1, 9]);
    expect(asked.map(([coldkey]) => coldkey)).toEqual([OTHER, COLD].sort(Buffer.compare));
    expect(asked.find(([coldkey]) => Buffer.compare(coldkey, OTHER) === 0)![1].map(([of]) => of)).toEqual([1, 2]);
    expect(available(state, [])).toEqual([]);
  });

  it('is empty for a request of no networks, or of more than there are', () => {
    const { state } = staked();
    expect(available(state, [OTHER], [])).toEqual([[OTHER, []]]);
    expect(available(state, [OTHER], [1, 2, 3, 4])).toEqual([[OTHER, []]]);
  });
});

describe('conviction', () => {
  it('is that of the hotkey with most of it', () => {
    const { state } = staked();
    const most = () => ask(state, 'StakeInfoRuntimeApi_get_most_convicted_hotkey_on_subnet', 1);
    expect(most()).toBeUndefined();
    const lock = (rao: bigint) => ({ locked_mass: rao, conviction: U64F64.fromInteger(rao), last_update: 1000n });
    state.put(subtensor.HotkeyLock, 1, HOT, lock(500n));
    state.put(subtensor.HotkeyLock, 1, account('rival'), lock(900n));
    expect(most()).toEqual(account('rival'));
    expect(ask(state, 'StakeInfoRuntimeApi_get_hotkey_conviction', HOT, 1)).toBe(U64F64.fromInteger(500n));
  });
});

describe('the stake fee', () => {
  it('is the rate of where the stake goes, else of where it comes from, and nothing within a subnet', () => {
    const { state } = staked();
    state.put(storage.Swap.FeeRate, 2, 100);
    const fee = (origin: unknown, destination: unknown) =>
      ask(state, 'StakeInfoRuntimeApi_get_stake_fee', origin, COLD, destination, COLD, 65_536n);
    expect(fee(undefined, [HOT, 1])).toBe(33n);
    expect(fee([HOT, 1], [HOT, 2])).toBe(100n);
    expect(fee([HOT, 2], undefined)).toBe(100n);
    expect(fee([HOT, 2], [account('rival'), 2])).toBe(0n);
    expect(fee(undefined, undefined)).toBe(0n);
    // Root swaps one for one.
    expect(fee([HOT, 1], [HOT, 0])).toBe(0n);
  });
});

describe('delegates', () => {
  interface Delegate {
    readonly delegate_ss58: Bytes;
    readonly [field: string]: unknown;
  }

  function delegated() {
    const { execution, state } = staked();
    state.put(subtensor.Delegates, HOT, 6553);
    state.put(subtensor.Emission, 1, [3600n]);
    state.put(subtensor.Tempo, 1, 360);
    state.put(subtensor.ValidatorPermit, 1, [true]);
    stakeFromNowhere(execution, HOT, COLD, 0, 2000n * TAO - 8n);
    return state;
  }

  it('show their nominators by account, with what each holds where', () => {
    const delegate = ask<Delegate>(delegated(), 'DelegateInfoRuntimeApi_get_delegate', HOT);
    const nominators = delegate.nominators as (readonly [Bytes, readonly (readonly [number, bigint])[]])[];
    expect(nominators.map(([coldkey]) => coldkey)).toEqual([COLD, OTHER].sort(Buffer.compare));
    const of = (who: Bytes) => nominators.find(([coldkey]) => Buffer.compare(coldkey, who) === 0)![1];
    expect(of(OTHER)).toEqual([
      [0, 8n],
      [1, 1000n],
      [2, 70n],
    ]);
    expect(delegate).toMatchObject({ take: 6553, owner_ss58: COLD, registrations: [1], validator_permits: [1] });
  });

  it('return per day what their epochs gave, and per 1000 TAO on root what their take leaves of it', () => {
    const delegate = ask<Delegate>(delegated(), 'DelegateInfoRuntimeApi_get_delegate', HOT);
    // 3600 rao each epoch, twenty epochs a day; a tenth is taken, 2000 TAO share the rest.
    expect(delegate).toMatchObject({ total_daily_return: 72_000n, return_per_1000: 32_400n });
  });

  it('are only hotkeys that were opened', () => {
    const state = delegated();
    state.put(subtensor.Owner, account('closed'), COLD);
    expect(ask(state, 'DelegateInfoRuntimeApi_get_delegate', account('closed'))).toBeUndefined();
    expect(ask(state, 'DelegateInfoRuntimeApi_get_delegates')).toHaveLength(1);
  });

  it('are found by who has staked with them, once per network, without their own nominators', () => {
    const state = delegated();
    const found = ask<(readonly [Delegate, readonly [number, bigint]])[]>(
      state,
      'DelegateInfoRuntimeApi_get_delegated',
      OTHER,
    );
    expect(found.map(([, position]) => position)).toEqual([
      [0, 8n],
      [1, 1000n],
      [2, 70n],
    ]);
    expect(found.every(([delegate]) => (delegate.nominators as unknown[]).length === 0)).toBe(true);
    expect(ask(state, 'DelegateInfoRuntimeApi_get_delegated', account('nobody'))).toEqual([]);
  });
});

describe('neurons', () => {
  const API = 'NeuronInfoRuntimeApi';

  it('have all alpha on the hotkey under their coldkey, and no ranks', () => {
    const { state } = staked();
    state.put(subtensor.Weights, 1, 0, [
      [0, 5],
      [1, 0],
    ]);
    state.put(subtensor.Incentive, 1, [77]);
    expect(ask(state, `${API}_get_neuron`, 1, 0)).toMatchObject({
      hotkey: HOT,
      coldkey: COLD,
      stake: [[COLD, 4000n]],
      rank: 0,
      trust: 0,
      pruning_score: 65_535,
      incentive: 77,
      active: false,
      weights: [[0, 5]],
      axon_info: { ip: 0n },
    });
    expect(ask(state, `${API}_get_neuron_lite`, 1, 0)).not.toHaveProperty('weights');
  });

  it('are nothing where there is no such uid or subnet', () => {
    const { state } = staked();
    expect(ask(state, `${API}_get_neuron`, 1, 1)).toBeUndefined();
    expect(ask(state, `${API}_get_neuron_lite`, 9, 0)).toBeUndefined();
    expect(ask(state, `${API}_get_neurons`, 9)).toEqual([]);
    expect(ask(state, `${API}_get_neurons_lite`, 1)).toHaveLength(1);
  });
});

describe('swaps', () => {
  const API = 'SwapRuntimeApi';

  it('have prices in rao per alpha, one TAO where there is no pool', () => {
    const { state } = staked();
    state.put(subtensor.SubnetTAO, 2, 1n);
    state.put(subtensor.SubnetAlphaIn, 2, 3n);
    expect(ask(state, `${API}_current_alpha_price_all`)).toEqual([
      { netuid: 0, price: TAO },
      { netuid: 1, price: TAO },
      { netuid: 2, price: 333_333_333n },
    ]);
    expect(ask(state, `${API}_current_alpha_price`, 2)).toBe(333_333_333n);
  });

  it('are simulated as they would be done', () => {
    const { state } = staked();
    const pool = poolOf(state, 1);
    const [buy, sell] = [quoteSwap(pool, 'buy', TAO, 33), quoteSwap(pool, 'sell', TAO, 33)];
    if (pool === STABLE || !buy.ok || !sell.ok) throw new Error('the pool swaps');
    expect(ask(state, `${API}_sim_swap_tao_for_alpha`, 1, TAO)).toEqual({
      tao_amount: buy.netInRao,
      tao_fee: buy.feeRao,
      alpha_amount: buy.outRao,
      alpha_slippage: buy.slippageRao,
      tao_slippage: 0n,
      alpha_fee: 0n,
    });
    expect(ask(state, `${API}_sim_swap_alpha_for_tao`, 1, TAO)).toMatchObject({
      alpha_amount: sell.netInRao,
      alpha_fee: sell.feeRao,
      tao_amount: sell.outRao,
      tao_slippage: sell.slippageRao,
    });
  });

  it('that would fail are all zero', () => {
    const { state } = staked();
    const nothing = Object.values(ask<object>(state, `${API}_sim_swap_tao_for_alpha`, 1, 2n ** 64n - 1n));
    const nowhere = Object.values(ask<object>(state, `${API}_sim_swap_alpha_for_tao`, 9, TAO));
    expect([...nothing, ...nowhere].every((value) => value === 0n)).toBe(true);
  });
});
