import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/chain/bytes.ts';
import { I32F32, I96F32 } from '../../src/chain/fixed/index.ts';
import { decode } from '../../src/chain/scale/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { account, addNetwork, addNeuron, stakeFromNowhere, TAO, testBlock } from '../pallets/execution.fixture.ts';
import { subnetAccount } from '../pallets/subtensor/treasury.ts';
import { ask } from './runtime-api.fixture.ts';

const { SubtensorModule: subtensor, Commitments } = storage;
const API = 'SubnetInfoRuntimeApi';
const U64_MAX = 2n ** 64n - 1n;

interface Graph {
  readonly netuid: number;
  readonly [field: string]: unknown;
}

/** Root with a parent's stake, subnet 1 with three neurons. */
function threeNeurons() {
  const execution = testBlock(100);
  const { state } = execution;
  addNetwork(execution, 0);
  addNetwork(execution, 1);
  const names = ['a', 'b', 'c'];
  const hotkeys = names.map(account);
  for (const [i, hotkey] of hotkeys.entries()) {
    addNeuron(execution, 1, hotkey, account(`cold ${names[i]}`), BigInt(i + 1) * 1000n);
  }
  stakeFromNowhere(execution, hotkeys[0]!, account('cold a'), 0, 500n);
  return { execution, state, hotkeys };
}

describe('lists of subnets', () => {
  it('follow the order of the keys, but summaries count upwards', () => {
    const execution = testBlock();
    for (const netuid of [0, 1, 2, 256]) addNetwork(execution, netuid);
    const netuids = (method: string) =>
      ask<readonly Graph[]>(execution.state, `${API}_${method}`).map((graph) => graph.netuid);
    for (const method of ['get_all_dynamic_info', 'get_all_metagraphs', 'get_all_mechagraphs']) {
      expect(netuids(method)).toEqual([0, 256, 1, 2]);
    }
    for (const method of ['get_subnets_info', 'get_subnets_info_v2']) expect(netuids(method)).toEqual([0, 1, 2, 256]);
  });

  it('leave out a network that was removed', () => {
    const { state } = threeNeurons();
    state.put(subtensor.NetworksAdded, 1, false);
    expect(ask(state, `${API}_get_all_dynamic_info`)).toHaveLength(1);
    expect(ask(state, `${API}_get_metagraph`, 1)).toBeUndefined();
  });
});

describe('dynamic info', () => {
  it('adds up what validators and miners wait for, and says nothing of emission', () => {
    const { state } = threeNeurons();
    state.put(subtensor.PendingServerEmission, 1, 40n);
    state.put(subtensor.PendingValidatorEmission, 1, 2n);
    state.put(subtensor.PendingRootAlphaDivs, 1, 7n);
    state.put(subtensor.LastMechansimStepBlock, 1, 90n);
    state.put(subtensor.SubnetMovingPrice, 1, I96F32.one);
    expect(ask(state, `${API}_get_dynamic_info`, 1)).toMatchObject({
      netuid: 1,
      pending_alpha_emission: 42n,
      emission: 0n,
      pending_root_emission: 0n,
      blocks_since_last_step: 10n,
      tao_in: 10_000n * TAO,
      moving_price: I96F32.one,
      subnet_identity: undefined,
      subnet_name: [],
    });
  });

  it('takes the name from the identity', () => {
    const { state } = threeNeurons();
    const empty = new Uint8Array();
    state.put(subtensor.SubnetIdentitiesV3, 1, {
      subnet_name: utf8('Pulse'),
      github_repo: empty,
      subnet_contact: empty,
      subnet_url: empty,
      discord: empty,
      description: empty,
      logo_url: empty,
      additional: empty,
    });
    const info = ask<{ readonly subnet_name: number[] }>(state, `${API}_get_dynamic_info`, 1);
    expect(Uint8Array.from(info.subnet_name)).toEqual(utf8('Pulse'));
  });
});

describe('a metagraph', () => {
  it('weighs stake after parents and children, TAO unweighted beside the total', () => {
    const { state, hotkeys } = threeNeurons();
    // a lends half of its stake to b.
    const half = U64_MAX / 2n;
    state.put(subtensor.ChildKeys, hotkeys[0]!, 1, [[half, hotkeys[1]!]]);
    state.put(subtensor.ParentKeys, hotkeys[1]!, 1, [[half, hotkeys[0]!]]);
    state.put(subtensor.TaoWeight, U64_MAX / 10n);
    const graph = ask<Graph>(state, `${API}_get_metagraph`, 1);
    expect(graph).toMatchObject({
      num_uids: 3,
      // Half is a little less than half: 32 bits of the proportion count, and what is left is floored on both sides.
      alpha_stake: [500n, 2499n, 3000n],
      tao_stake: [250n, 249n, 0n],
      total_stake: [524n, 2523n, 3000n],
      pruning_score: [],
      trust: [],
      rank: [],
      block: 100n,
    });
    expect(ask(state, `${API}_get_subnet_state`, 1)).toMatchObject({
      alpha_stake: graph.alpha_stake,
      tao_stake: graph.tao_stake,
      total_stake: graph.total_stake,
      // One list per network.
      emission_history: [
        [0n, 0n, 0n],
        [0n, 0n, 0n],
      ],
    });
  });

  it('of a mechanism has its own incentives, and its storage index as netuid', () => {
    const { state } = threeNeurons();
    state.put(subtensor.MechanismCountCurrent, 1, 2);
    state.put(subtensor.Incentive, 1, [1, 2, 3]);
    state.put(subtensor.Incentive, 4097, [7, 8, 9]);
    const graph = (mechanism: number) => ask<Graph | undefined>(state, `${API}_get_mechagraph`, 1, mechanism);
    expect(graph(0)).toMatchObject({ netuid: 1, incentives: [1, 2, 3] });
    expect(graph(1)).toMatchObject({ netuid: 4097, incentives: [7, 8, 9] });
    expect(graph(2)).toBeUndefined();
    expect(graph(255)).toBeUndefined();
    expect(ask<readonly Graph[]>(state, `${API}_get_all_mechagraphs`).map(({ netuid }) => netuid)).toEqual([
      0, 1, 4097,
    ]);
  });
});

describe('a selective metagraph', () => {
  const select = (state: Parameters<typeof ask>[0], ...positions: number[]) =>
    ask<Graph | undefined>(state, `${API}_get_selective_metagraph`, 1, positions);

  it('has what was asked for by position, and nothing else', () => {
    const { state, hotkeys } = threeNeurons();
    const graph = select(state, 3, 8, 52, 52, 999)!;
    const present = Object.entries(graph).filter(([, value]) => value !== undefined);
    // A subnet without identity has one that is asked for and empty.
    expect(Object.fromEntries(present)).toEqual({ netuid: 1, identity: null, tempo: 360, hotkeys });
    expect(ask(state, `${API}_get_selective_metagraph`, 9, [1])).toBeUndefined();
  });

  it('equals the metagraph field by field', () => {
    const { state } = threeNeurons();
    const whole = ask<Graph>(state, `${API}_get_metagraph`, 1);
    const selected = select(state, ...Array.from({ length: 72 }, (_, i) => i))!;
    for (const [name, value] of Object.entries(whole))
      expect([name, selected[name] ?? undefined]).toEqual([name, value]);
  });

  it('lists validators with a permit and more than the threshold, the poorest first', () => {
    const { state } = threeNeurons();
    state.put(subtensor.StakeThreshold, 1000n);
    state.put(subtensor.TaoWeight, 0n);
    state.put(subtensor.ValidatorPermit, 1, [true, true, true]);
    expect(select(state, 72)).toMatchObject({ validators: [1, 2] });
    state.put(subtensor.ValidatorPermit, 1, [true, true]);
    expect(select(state, 72)).toMatchObject({ validators: [1] });
  });

  it('shows commitments as the bytes of the registration', () => {
    const { state } = threeNeurons();
    const registration = { deposit: 5n, block: 9, info: { fields: [] } };
    state.put(Commitments.CommitmentOf, 1, account('a'), registration);
    const { commitments } = select(state, 73) as unknown as { commitments: [Uint8Array, number[]][] };
    expect(commitments).toHaveLength(1);
    expect(toHex(commitments[0]![0])).toBe(toHex(account('a')));
    expect(decode(Commitments.CommitmentOf.value, Uint8Array.from(commitments[0]![1]))).toEqual(registration);
  });

  it('of a mechanism that is not there has no columns of it', () => {
    const { state } = threeNeurons();
    state.put(subtensor.Incentive, 1, [1, 2, 3]);
    const incentives = (mechanism: number) =>
      ask<Graph>(state, `${API}_get_selective_mechagraph`, 1, mechanism, [62]).incentives;
    expect(incentives(0)).toEqual([1, 2, 3]);
    expect(incentives(200)).toEqual([]);
  });
});

describe('hyperparameters', () => {
  it('count the activity cutoff in blocks, at least one', () => {
    const { state } = threeNeurons();
    const cutoff = () =>
      ask<{ readonly activity_cutoff: bigint }>(state, `${API}_get_subnet_hyperparams`, 1).activity_cutoff;
    expect(cutoff()).toBe((13_889n * 360n) / 1000n);
    state.put(subtensor.ActivityCutoffFactorMilli, 1, 0);
    expect(cutoff()).toBe(1n);
  });

  it('say which Yuma runs and how steep its sigmoid is', () => {
    const { state } = threeNeurons();
    state.put(subtensor.AlphaSigmoidSteepness, 1, -5);
    state.put(subtensor.Yuma3On, 1, true);
    expect(ask(state, `${API}_get_subnet_hyperparams_v2`, 1)).toMatchObject({
      yuma_version: 3,
      alpha_sigmoid_steepness: I32F32.fromInteger(-5n),
      user_liquidity_enabled: false,
      max_weights_limit: 65_535,
    });
  });

  it('come as a list of names in the third version', () => {
    const { state } = threeNeurons();
    type Entries = readonly { readonly name: Uint8Array; readonly value: { readonly type: string } }[];
    const names = ask<Entries>(state, `${API}_get_subnet_hyperparams_v3`, 1).map(({ name }) =>
      new TextDecoder().decode(name),
    );
    // Spec storage §3.
    expect(names.join(', ')).toBe(
      'kappa, immunity_period, min_allowed_weights, max_weights_limit, tempo, weights_version, weights_rate_limit, activity_cutoff, activity_cutoff_factor, registration_allowed, target_regs_per_interval, min_burn, max_burn, burn_half_life, burn_increase_mult, bonds_moving_avg, max_regs_per_block, serving_rate_limit, max_validators, commit_reveal_period, commit_reveal_weights_enabled, alpha_high, alpha_low, liquid_alpha_enabled, alpha_sigmoid_steepness, yuma_version, subnet_is_active, transfers_enabled, bonds_reset_enabled, user_liquidity_enabled, owner_cut_enabled, owner_cut_auto_lock_enabled, min_childkey_take',
    );
  });
});

describe('small questions', () => {
  it('the next epoch is the earlier of the clock and what is pending, and none without a tempo', () => {
    const { state } = threeNeurons();
    const next = () => ask<bigint | undefined>(state, `${API}_get_next_epoch_start_block`, 1);
    state.put(subtensor.LastEpochBlock, 1, 50n);
    expect(next()).toBe(410n);
    state.put(subtensor.PendingEpochAt, 1, 101n);
    expect(next()).toBe(101n);
    state.put(subtensor.Tempo, 1, 0);
    expect(next()).toBeUndefined();
  });

  it('the next victim has the lowest price among those past their immunity', () => {
    const { execution, state } = threeNeurons();
    addNetwork(execution, 2);
    state.put(subtensor.SubnetMovingPrice, 1, 20n);
    state.put(subtensor.SubnetMovingPrice, 2, 10n);
    const victim = () => ask<number | undefined>(state, `${API}_get_subnet_to_prune`);
    expect(victim()).toBeUndefined();
    state.put(subtensor.NetworkImmunityPeriod, 50n);
    expect(victim()).toBe(2);
    state.put(subtensor.NetworkRegisteredAt, 2, 60n);
    expect(victim()).toBe(1);
  });

  it("a subnet's account is told only if there is such a subnet", () => {
    const { state } = threeNeurons();
    expect(ask(state, `${API}_get_subnet_account_id`, 1)).toEqual(subnetAccount(1));
    expect(ask(state, `${API}_get_subnet_account_id`, 7)).toBeUndefined();
  });

  it('where incentives are staked automatically', () => {
    const { state } = threeNeurons();
    state.put(subtensor.AutoStakeDestination, account('cold a'), 1, account('b'));
    const destination = (netuid: number) =>
      ask(state, `${API}_get_coldkey_auto_stake_hotkey`, account('cold a'), netuid);
    expect(destination(1)).toEqual(account('b'));
    expect(destination(2)).toBeUndefined();
  });

  it('registration costs what was paid last, twice after the first', () => {
    const { state } = threeNeurons();
    const cost = () => ask(state, 'SubnetRegistrationRuntimeApi_get_network_registration_cost');
    expect(cost()).toBe(1000n * TAO);
    state.put(subtensor.LastRateLimitedBlock, { type: 'NetworkLastRegistered', value: undefined }, 100n);
    expect(cost()).toBe(2000n * TAO);
  });
});
