/**
 * Rules that need a state of a special kind; that forecasts come true is shown on a localnet (test/integration).
 */
import { describe, expect, it } from 'vitest';
import { subnetAccount } from '../../chain/economy/index.ts';
import type { AnyPallet, RuntimeCall } from '../../chain/schema/index.ts';
import { pallets, storage } from '../../chain/schema/index.ts';
import type { FakeState } from '../testing/fake-state.ts';
import { knownCalls } from './preflight/areas.ts';
import { errorName } from './preflight/words.ts';
import { verdictOf } from './preflight.ts';
import { ALICE, accountWith, BOB, engineWith, HEAD, prepared, remark, stateWith, TAO } from './transactions.fixture.ts';

const { Proxy: proxies, SafeMode, SubtensorModule: subtensor, System } = storage;
const HOTKEY = BOB.publicKey;
const NETUID = 3;

async function verdict(call: RuntimeCall, state: FakeState): Promise<string> {
  const { preflight } = await prepared(call, {}, engineWith({ state }));
  const found = verdictOf(preflight);
  return found ? `${found.refusedBy}: ${errorName(found.error!)}` : 'ok';
}

const subtensorCall = (type: string, value: object): RuntimeCall =>
  ({ type: 'SubtensorModule', value: [{ type, value }] }) as unknown as RuntimeCall;

/** A subnet with a pool of 1000 TAO and 1000 alpha, and 50 alpha of Alice's on the hotkey. */
function withSubnet(state: FakeState): FakeState {
  const share = { mantissa: 5n * 10n ** 20n, exponent: -10n };
  return state
    .put(subtensor.NetworksAdded, NETUID, true)
    .put(subtensor.TotalNetworks, 2)
    .put(subtensor.NetworksAdded, 0, true)
    .put(subtensor.SubtokenEnabled, NETUID, true)
    .put(subtensor.SubnetMechanism, NETUID, 1)
    .put(subtensor.SubnetTAO, NETUID, 1000n * TAO)
    .put(subtensor.SubnetAlphaIn, NETUID, 1000n * TAO)
    .put(subtensor.Owner, HOTKEY, ALICE.publicKey)
    .put(subtensor.StakingHotkeys, ALICE.publicKey, [HOTKEY])
    .put(subtensor.TotalHotkeyAlpha, HOTKEY, NETUID, 50n * TAO)
    .put(subtensor.TotalHotkeySharesV2, HOTKEY, NETUID, share)
    .put(subtensor.AlphaV2, HOTKEY, ALICE.publicKey, NETUID, share);
}

const remove = subtensorCall('remove_stake', { hotkey: HOTKEY, netuid: NETUID, amount_unstaked: 10n * TAO });

describe('the areas', () => {
  it('are of calls that exist', () => {
    const names = (pallets as readonly AnyPallet[]).flatMap(({ name, calls }) => {
      const shape = calls?.shape();
      return shape?.kind === 'variant' ? shape.variants.map((variant) => `${name}.${variant.name}`) : [];
    });
    expect(knownCalls().filter((name) => !names.includes(name))).toEqual([]);
    expect(knownCalls().length).toBeGreaterThan(30);
  });
});

describe('the fee', () => {
  const broke = () => withSubnet(stateWith().put(System.Account, ALICE.publicKey, accountWith(500n)));

  it('may be paid with the position that a call takes from', async () => {
    expect(await verdict(remove, broke())).toBe('ok');
  });

  it('is not paid with stake where the call takes none, or there is too little', async () => {
    expect(await verdict(remark(1), broke())).toBe('pool: InvalidTransaction.Payment');
    const dust = broke().put(subtensor.TotalHotkeyAlpha, HOTKEY, NETUID, 1000n);
    expect(await verdict(remove, dust)).toBe('pool: InvalidTransaction.Payment');
  });

  it('leaves the existential deposit', async () => {
    const { fee } = await prepared(remark(1));
    const rich = stateWith().put(System.Account, ALICE.publicKey, accountWith(fee.rao + 500n));
    expect(await verdict(remark(1), rich)).toBe('ok');
    const poor = stateWith().put(System.Account, ALICE.publicKey, accountWith(fee.rao + 499n));
    expect(await verdict(remark(1), poor)).toBe('pool: InvalidTransaction.Payment');
  });

  it('of a proxied call is paid by the account that has said so', async () => {
    const state = stateWith()
      .put(System.Account, ALICE.publicKey, accountWith(500n))
      .put(System.Account, BOB.publicKey, accountWith(TAO));
    const call = {
      type: 'Proxy',
      value: [
        {
          type: 'proxy',
          value: { real: { type: 'Id', value: [BOB.publicKey] }, force_proxy_type: undefined, call: remark(1) },
        },
      ],
    } as unknown as RuntimeCall;
    expect(await verdict(call, state)).toBe('pool: InvalidTransaction.Payment');
    state.put(proxies.RealPaysFee, BOB.publicKey, ALICE.publicKey, []);
    expect(await verdict(call, state)).toBe('ok');
  });
});

describe('stake that is locked', () => {
  const lock = { locked_mass: 45n * TAO, conviction: 0n, last_update: BigInt(HEAD.number) };

  it('is found under the hotkeys of the coldkey, and is not given away', async () => {
    const state = withSubnet(stateWith()).put(subtensor.Lock, ALICE.publicKey, NETUID, HOTKEY, lock);
    expect(await verdict(remove, state)).toBe('dispatch: SubtensorModule.StakeUnavailable');
  });

  it('is found under a neuron of the subnet that the coldkey has nothing on', async () => {
    const neuron = new Uint8Array(32).fill(9);
    const state = withSubnet(stateWith())
      .put(subtensor.SubnetworkN, NETUID, 1)
      .put(subtensor.Keys, NETUID, 0, neuron)
      .put(subtensor.Lock, ALICE.publicKey, NETUID, neuron, lock);
    expect(await verdict(remove, state)).toBe('dispatch: SubtensorModule.StakeUnavailable');
  });
});

describe('safe mode', () => {
  it('is over after its last block', async () => {
    const until = (block: number) => stateWith().put(SafeMode.EnteredUntil, block);
    const call = subtensorCall('try_associate_hotkey', { hotkey: HOTKEY });
    expect(await verdict(call, until(HEAD.number + 1))).toBe('dispatch: System.CallFiltered');
    expect(await verdict(call, until(HEAD.number))).toBe('ok');
    expect(await verdict(remark(1), until(HEAD.number + 1))).toBe('ok');
  });
});

describe('registration', () => {
  const register = (hotkey: Uint8Array) => subtensorCall('burned_register', { netuid: NETUID, hotkey });
  const full = (registeredAt: bigint) =>
    withSubnet(stateWith())
      .put(subtensor.MaxAllowedUids, NETUID, 1)
      .put(subtensor.SubnetworkN, NETUID, 1)
      .put(subtensor.ImmuneOwnerUidsLimit, NETUID, 1)
      .put(subtensor.Keys, NETUID, 0, HOTKEY)
      .put(subtensor.SubnetOwnerHotkey, NETUID, HOTKEY)
      .put(subtensor.Uids, NETUID, HOTKEY, 0)
      .put(subtensor.BlockAtRegistration, NETUID, 0, registeredAt);

  it('finds no room where the only neuron is the owner’s', async () => {
    const newcomer = new Uint8Array(32).fill(5);
    expect(await verdict(register(newcomer), full(0n))).toBe('dispatch: SubtensorModule.NoNeuronIdAvailable');
    const other = full(0n).put(subtensor.SubnetOwnerHotkey, NETUID, newcomer);
    expect(await verdict(register(newcomer), other)).toBe('ok');
  });

  it('takes no account of the chain’s own', async () => {
    const call = register(subnetAccount(NETUID));
    expect(await verdict(call, withSubnet(stateWith()))).toBe('dispatch: SubtensorModule.CannotUseSystemAccount');
  });

  it('on root ends where root is full of validators with as much stake', async () => {
    const state = (rootStake: bigint) =>
      withSubnet(stateWith())
        .put(subtensor.MaxAllowedUids, 0, 1)
        .put(subtensor.SubnetworkN, 0, 1)
        .put(subtensor.Tempo, 0, 7)
        .put(subtensor.Keys, 0, 0, ALICE.publicKey)
        .put(subtensor.TotalHotkeyAlpha, ALICE.publicKey, 0, 100n)
        .put(subtensor.TotalHotkeyAlpha, HOTKEY, 0, rootStake);
    const call = subtensorCall('root_register', { hotkey: HOTKEY });
    expect(await verdict(call, state(100n))).toBe('dispatch: SubtensorModule.StakeTooLowForRoot');
    expect(await verdict(call, state(101n))).toBe('ok');
    const busy = (tempo: number) =>
      state(101n).put(subtensor.Tempo, 0, tempo).put(subtensor.RegistrationsThisInterval, 0, 6);
    expect(await verdict(call, busy(8))).toBe('dispatch: SubtensorModule.TooManyRegistrationsThisInterval');
    // An interval begins where the tempo divides the block.
    expect(await verdict(call, busy(HEAD.number + 1))).toBe('ok');
  });
});

describe('a refusal', () => {
  it('says when a rate limit is over', async () => {
    const state = withSubnet(stateWith())
      .put(subtensor.Uids, NETUID, ALICE.publicKey, 0)
      .put(subtensor.CommitRevealWeightsEnabled, NETUID, false)
      .put(subtensor.LastUpdate, NETUID, [990n]);
    const call = subtensorCall('set_weights', { netuid: NETUID, dests: [0], weights: [1], version_key: 0n });
    const { preflight } = await prepared(call, {}, engineWith({ state }));
    expect(verdictOf(preflight)).toMatchObject({ refusedBy: 'pool', next: 'Wait until block 1090.' });
  });

  it('is told for the pool and for the call apart', async () => {
    const state = withSubnet(stateWith());
    const call = subtensorCall('serve_axon', {
      netuid: NETUID,
      version: 1,
      ip: 1n,
      port: 1,
      ip_type: 4,
      protocol: 4,
      placeholder1: 0,
      placeholder2: 0,
    });
    const { preflight } = await prepared(call, {}, engineWith({ state }));
    const refused = preflight.checks.filter(({ ok }) => !ok);
    expect(refused.map(({ check, refusedBy }) => [check, refusedBy])).toEqual([
      ['endpoint', 'pool'],
      ['endpoint', 'dispatch'],
    ]);
    expect(refused[0]).toMatchObject({ error: { name: 'HotKeyNotRegisteredInNetwork' } });
  });
});
