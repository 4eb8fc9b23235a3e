/**
 * What the pre-flight says is what the chain does: calls of every area, good ones and bad ones, on a real localnet.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { residentPair } from '../../localnet/residents/index.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { utf8 } from '../../src/chain/bytes.ts';
import { priceRao, spotPrice } from '../../src/chain/economy/index.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { CommitmentData, RuntimeCall } from '../../src/chain/schema/index.ts';
import { describeDispatchError, rawCommitment, storage } from '../../src/chain/schema/index.ts';
import { weightsCommitHash } from '../../src/chain/weights/index.ts';
import { subtensorCall as call, PreflightStage } from './preflight.fixture.ts';

const TAO = 1_000_000_000n;
const SEED = 'preflight';
const PULSE = 2;
const LIQUID = 3;
const TWINS = 4;
const NOWHERE = 99;
const dev = (name: string): KeyPair => sr25519FromUri(`//${name}`);
const validator = (subnet: string, uid: number): KeyPair => residentPair(SEED, `${subnet}/validator-${uid}`);
const account = (name: string): Bytes => blake2b256(utf8(name));
const id = (who: Bytes) => ({ type: 'Id', value: [who] }) as const;

const [alice, bob, charlie, dave, eve, ferdie] = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map(dev) as [
  KeyPair,
  KeyPair,
  KeyPair,
  KeyPair,
  KeyPair,
  KeyPair,
];
const PULSE_0 = validator('pulse', 0).publicKey;
const PULSE_1 = validator('pulse', 1).publicKey;
const LIQUID_0 = validator('liquid', 0).publicKey;
const NOBODY = account('nobody');

let net: Localnet;
let stage: PreflightStage;

beforeAll(async () => {
  net = await startLocalnet({
    makeBlocks: false,
    seed: SEED,
    p2pPort: 0,
    rpcPort: 0,
    residents: 0,
    historyBlocks: 4,
  });
  stage = new PreflightStage(net);
  await asRoot(admin('sudo_set_admin_freeze_window', { window: 0 }));
});
afterAll(() => net.close());

/** The forecast, the chain and the expectation are the same. `S.` stands for `SubtensorModule.`. */
async function expectTold(pair: KeyPair, runtimeCall: RuntimeCall, expected: string) {
  const told = await stage.tell(pair, runtimeCall);
  expect({ said: told.said, did: told.did }, told.report.call).toEqual({
    said: expected.replace('S.', 'SubtensorModule.'),
    did: expected.replace('S.', 'SubtensorModule.'),
  });
  return told;
}

async function asRoot(inner: RuntimeCall): Promise<void> {
  await expectTold(alice, { type: 'Sudo', value: [{ type: 'sudo', value: { call: inner } }] }, 'ok');
  const results = stage.state
    .get(storage.System.Events)
    .flatMap(({ event }) =>
      event.type === 'Sudo' && event.value[0].type === 'Sudid' ? [event.value[0].value.sudo_result] : [],
    )
    .map((result) => (result.type === 'Ok' ? 'ok' : describeDispatchError(result.value[0]).name));
  expect(results).toEqual(['ok']);
}
function spotPriceRao(netuid: number): bigint {
  const { SubtensorModule: subtensor, Swap } = storage;
  const [taoRao, alphaRao] = [subtensor.SubnetTAO, subtensor.SubnetAlphaIn].map((item) =>
    stage.state.get(item, netuid),
  );
  return priceRao(
    spotPrice({ taoRao: taoRao!, alphaRao: alphaRao!, quoteParts: stage.state.get(Swap.SwapBalancer, netuid).quote }),
  );
}
const admin = (type: string, value: object): RuntimeCall =>
  ({ type: 'AdminUtils', value: [{ type, value }] }) as unknown as RuntimeCall;
const balances = (type: string, value: object): RuntimeCall =>
  ({ type: 'Balances', value: [{ type, value }] }) as unknown as RuntimeCall;

describe('staking', () => {
  const add = (hotkey: Bytes, netuid: number, amount_staked: bigint) =>
    call('add_stake', { hotkey, netuid, amount_staked });
  const remove = (hotkey: Bytes, netuid: number, amount_unstaked: bigint) =>
    call('remove_stake', { hotkey, netuid, amount_unstaked });

  it('is added where the chain takes it', async () => {
    await expectTold(bob, add(PULSE_0, PULSE, 5n * TAO), 'ok');
    await expectTold(bob, add(PULSE_0, PULSE, 1000n), 'S.AmountTooLow');
    await expectTold(bob, add(PULSE_0, NOWHERE, TAO), 'S.SubnetNotExists');
    await expectTold(bob, add(NOBODY, PULSE, TAO), 'S.HotKeyAccountNotExists');
    await expectTold(dave, add(PULSE_0, PULSE, 3000n * TAO), 'S.NotEnoughBalanceToStake');
    await expectTold(dave, add(PULSE_0, PULSE, 10_000_000n * TAO), 'S.InsufficientLiquidity');
  });

  it('keeps to a limit on the way in', async () => {
    const limited = (limit_price: bigint, allow_partial: boolean) =>
      call('add_stake_limit', { hotkey: PULSE_0, netuid: PULSE, amount_staked: 50n * TAO, limit_price, allow_partial });
    await expectTold(bob, limited(1n, false), 'Swap.PriceLimitExceeded');
    await expectTold(bob, limited(43_000_000n, false), 'S.SlippageTooHigh');
    await expectTold(bob, limited(TAO, false), 'ok');
    await expectTold(bob, limited(43_400_000n, true), 'ok');
  });

  it('is removed where the chain gives it', async () => {
    await expectTold(bob, remove(PULSE_0, PULSE, 100n * TAO), 'ok');
    await expectTold(bob, remove(PULSE_0, PULSE, 10n), 'S.InsufficientLiquidity');
    await expectTold(bob, remove(PULSE_0, PULSE, 100_000n), 'S.AmountTooLow');
    await expectTold(bob, remove(PULSE_1, PULSE, TAO), 'S.AmountTooLow');
    const limited = (amount_unstaked: bigint, limit_price: bigint) =>
      call('remove_stake_limit', {
        hotkey: PULSE_0,
        netuid: PULSE,
        amount_unstaked,
        limit_price,
        allow_partial: false,
      });
    await expectTold(bob, limited(10_000n * TAO, 1n), 'S.NotEnoughStakeToWithdraw');
    await expectTold(bob, limited(10n * TAO, TAO), 'Swap.PriceLimitExceeded');
    await expectTold(bob, limited(300n * TAO, (spotPriceRao(PULSE) * 9_998n) / 10_000n), 'S.SlippageTooHigh');
    await expectTold(bob, limited(10n * TAO, 1n), 'ok');
    const full = (netuid: number) =>
      call('remove_stake_full_limit', { hotkey: PULSE_0, netuid, limit_price: undefined });
    await expectTold(bob, full(NOWHERE), 'S.SubnetNotExists');
    await expectTold(charlie, full(PULSE), 'S.AmountTooLow');
  });

  it('moves between hotkeys, subnets and coldkeys', async () => {
    const move = (destination_hotkey: Bytes, destination_netuid: number, alpha_amount: bigint) =>
      call('move_stake', {
        origin_hotkey: PULSE_0,
        destination_hotkey,
        origin_netuid: PULSE,
        destination_netuid,
        alpha_amount,
      });
    await expectTold(bob, move(PULSE_0, PULSE, TAO), 'S.SameNetuid');
    await expectTold(bob, move(NOBODY, PULSE, TAO), 'S.HotKeyAccountNotExists');
    await expectTold(bob, move(PULSE_1, PULSE, 1000n), 'S.AmountTooLow');
    await expectTold(bob, move(PULSE_1, PULSE, 20n * TAO), 'ok');
    await expectTold(bob, move(PULSE_1, NOWHERE, TAO), 'S.SubnetNotExists');
    const swapped = { hotkey: PULSE_0, origin_netuid: PULSE, destination_netuid: LIQUID };
    await expectTold(bob, call('swap_stake', { ...swapped, alpha_amount: 20n * TAO }), 'ok');
    await expectTold(bob, call('swap_stake', { ...swapped, alpha_amount: 100n }), 'S.AmountTooLow');
    const limited = { ...swapped, alpha_amount: TAO, limit_price: 100n * TAO, allow_partial: false };
    await expectTold(bob, call('swap_stake_limit', limited), 'S.SlippageTooHigh');
    const transferred = call('transfer_stake', {
      destination_coldkey: eve.publicKey,
      hotkey: PULSE_0,
      origin_netuid: PULSE,
      destination_netuid: PULSE,
      alpha_amount: 2n * TAO,
    });
    await expectTold(bob, transferred, 'ok');
    await asRoot(admin('sudo_set_toggle_transfer', { netuid: PULSE, toggle: false }));
    await expectTold(bob, transferred, 'S.TransferDisallowed');
    await asRoot(admin('sudo_set_toggle_transfer', { netuid: PULSE, toggle: true }));
  });

  it('stays where it is locked', async () => {
    await expectTold(bob, call('lock_stake', { hotkey: LIQUID_0, netuid: LIQUID, amount: 200n * TAO }), 'ok');
    await expectTold(bob, remove(LIQUID_0, LIQUID, 240n * TAO), 'S.StakeUnavailable');
    await expectTold(bob, remove(LIQUID_0, LIQUID, 10n * TAO), 'ok');
  });

  it('leaves a hotkey altogether', async () => {
    await expectTold(bob, call('unstake_all', { hotkey: NOBODY }), 'S.HotKeyAccountNotExists');
    await expectTold(bob, call('unstake_all', { hotkey: PULSE_1 }), 'ok');
  });
});

describe('weights', () => {
  const [v0, v1, v2, v3] = [0, 1, 2, 3].map((uid) => validator('pulse', uid)) as [KeyPair, KeyPair, KeyPair, KeyPair];
  const set = (netuid: number, dests: number[], weights: number[]) =>
    call('set_weights', { netuid, dests, weights, version_key: 0n });
  const miners = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
  const even = miners.map(() => 1);

  it('are set directly where they may', async () => {
    await expectTold(v0, set(PULSE, miners, even), 'ok');
    await expectTold(v0, set(PULSE, miners, even), 'pool: S.SettingWeightsTooFast');
    await expectTold(v1, set(PULSE, [5, 5], [1, 1]), 'S.DuplicateUids');
    await expectTold(v1, set(PULSE, [5, 200], [1, 1]), 'S.UidVecContainInvalidOne');
    await expectTold(v1, set(PULSE, [5], [1, 1]), 'S.WeightVecNotEqualSize');
    await expectTold(dave, set(PULSE, miners, even), 'pool: S.NotEnoughStakeToSetWeights');
    await expectTold(validator('liquid', 0), set(LIQUID, [6], [1]), 'S.CommitRevealEnabled');
    await asRoot(admin('sudo_set_weights_version_key', { netuid: PULSE, weights_version_key: 7n }));
    await expectTold(v2, set(PULSE, miners, even), 'S.IncorrectWeightVersionKey');
    await asRoot(admin('sudo_set_weights_version_key', { netuid: PULSE, weights_version_key: 0n }));
    const other = call('set_mechanism_weights', {
      netuid: PULSE,
      mecid: 1,
      dests: miners,
      weights: even,
      version_key: 0n,
    });
    await expectTold(v3, other, 'S.MechanismDoesNotExist');
  });

  it('are committed by hash and shown in time', async () => {
    const twin = validator('twins', 0);
    const content = { uids: [4, 5, 6, 7], values: [1, 2, 3, 4], salt: [1, 2, 3], versionKey: 0n };
    const commit_hash = weightsCommitHash({ ...content, hotkey: twin.publicKey, storageIndex: TWINS });
    const { versionKey: version_key, ...shown } = content;
    const reveal = call('reveal_weights', { netuid: TWINS, ...shown, version_key });
    await expectTold(twin, reveal, 'pool: S.NoWeightsCommitFound');
    await expectTold(
      twin,
      call('commit_mechanism_weights', { netuid: TWINS, mecid: 5, commit_hash }),
      'S.MechanismDoesNotExist',
    );
    await expectTold(v1, call('commit_weights', { netuid: PULSE, commit_hash }), 'S.CommitRevealDisabled');
    await expectTold(twin, call('commit_weights', { netuid: TWINS, commit_hash }), 'ok');
    await expectTold(twin, call('commit_weights', { netuid: TWINS, commit_hash }), 'pool: S.CommittingWeightsTooFast');
    await expectTold(twin, reveal, 'pool: S.RevealTooEarly');
    const epoch = () => stage.state.get(storage.SubtensorModule.SubnetEpochIndex, TWINS);
    const committedIn = epoch();
    while (epoch() === committedIn) await stage.block();
    await expectTold(
      twin,
      call('reveal_weights', { netuid: TWINS, ...shown, version_key: 1n }),
      'pool: S.NoWeightsCommitFound',
    );
    await expectTold(twin, reveal, 'ok');
  });

  it('are committed by the clock', async () => {
    const liquid = validator('liquid', 1);
    const round = stage.state.get(storage.Drand.LastStoredRound) + 100n;
    const commit = (bytes: number, reveal_round: bigint, commit_reveal_version = 4) =>
      call('commit_timelocked_weights', {
        netuid: LIQUID,
        commit: new Uint8Array(bytes),
        reveal_round,
        commit_reveal_version,
      });
    await expectTold(liquid, commit(100, round, 3), 'S.IncorrectCommitRevealVersion');
    await expectTold(liquid, commit(5001, round), 'pool: InvalidTransaction.Undecodable');
    await expectTold(liquid, commit(100, 0n), 'pool: S.InvalidRevealRound');
    await expectTold(liquid, commit(100, round), 'ok');
    await expectTold(liquid, commit(100, round), 'S.CommittingWeightsTooFast');
  });
});

describe('weights of several subnets', () => {
  const [neuron, stranger] = [validator('pulse', 1), dave];
  const set = (netuids: number[], entries = netuids.length) =>
    call('batch_set_weights', {
      netuids,
      weights: Array.from({ length: entries }, () => [[5, 1] as const]),
      version_keys: netuids.map(() => 0n),
    });
  const commit = (netuids: number[], entries = netuids.length) =>
    call('batch_commit_weights', {
      netuids,
      commit_hashes: Array.from({ length: entries }, () => blake2b256(utf8('x'))),
    });

  it('are refused for their form or for stake, and by nothing else', async () => {
    for (const batch of [set, commit]) {
      await expectTold(neuron, batch([PULSE], 2), 'pool: S.InputLengthsUnequal');
      await expectTold(neuron, batch([PULSE]), 'ok');
      await expectTold(stranger, batch([PULSE, PULSE]), 'pool: S.NotEnoughStakeToSetWeights');
      await expectTold(neuron, batch([PULSE, NOWHERE]), 'ok');
      await expectTold(neuron, batch([]), 'ok');
    }
  });
});

describe('registration', () => {
  const hotkey = account('charlie’s hotkey');

  it('of a neuron', async () => {
    const register = (netuid: number, key: Bytes) => call('burned_register', { netuid, hotkey: key });
    await expectTold(charlie, register(0, hotkey), 'S.RegistrationNotPermittedOnRootSubnet');
    await expectTold(charlie, register(NOWHERE, hotkey), 'S.SubnetNotExists');
    await expectTold(
      charlie,
      call('register_limit', { netuid: PULSE, hotkey, limit_price: 1n }),
      'S.RegistrationPriceLimitExceeded',
    );
    await expectTold(charlie, register(LIQUID, PULSE_0), 'S.NonAssociatedColdKey');
    await expectTold(charlie, register(PULSE, hotkey), 'ok');
    await expectTold(charlie, register(PULSE, hotkey), 'S.HotKeyAlreadyRegisteredInSubNet');
    await expectTold(charlie, register(1, hotkey), 'ok');
    await asRoot(admin('sudo_set_network_registration_allowed', { netuid: TWINS, registration_allowed: false }));
    await expectTold(charlie, register(TWINS, hotkey), 'S.SubNetRegistrationDisabled');
    await asRoot(admin('sudo_set_network_registration_allowed', { netuid: TWINS, registration_allowed: true }));
  });

  it('of a neuron whose coldkey is poor', async () => {
    const poor = dev('Poor');
    const register = call('burned_register', { netuid: LIQUID, hotkey: account('poor’s hotkey') });
    await expectTold(poor, register, 'pool: InvalidTransaction.Payment');
    const { fee } = await stage.prepare(poor, register);
    stage.nonces.release(poor.publicKey, 0);
    await expectTold(
      alice,
      balances('transfer_keep_alive', { dest: id(poor.publicKey), value: fee.rao + 1000n }),
      'ok',
    );
    await expectTold(poor, register, 'S.NotEnoughBalanceToStake');
  });

  it('of a root validator', async () => {
    await expectTold(charlie, call('root_register', { hotkey }), 'ok');
    await expectTold(charlie, call('root_register', { hotkey }), 'S.HotKeyAlreadyRegisteredInSubNet');
  });

  it('takes and children go to whoever owns the hotkey', async () => {
    const increase = (key: Bytes, take: number) => call('increase_take', { hotkey: key, take });
    await expectTold(charlie, increase(NOBODY, 100), 'pool: S.HotKeyAccountNotExists');
    await expectTold(charlie, increase(PULSE_0, 100), 'pool: S.NonAssociatedColdKey');
    await expectTold(charlie, increase(hotkey, 60_000), 'pool: S.DelegateTakeTooHigh');
    await expectTold(charlie, increase(hotkey, 100), 'pool: S.DelegateTakeTooLow');
    await expectTold(charlie, call('decrease_take', { hotkey, take: 60_000 }), 'pool: S.DelegateTakeTooLow');
    await expectTold(charlie, call('decrease_take', { hotkey, take: 500 }), 'ok');
    await expectTold(charlie, increase(hotkey, 600), 'S.DelegateTxRateLimitExceeded');
    const childkey = (take: number) => call('set_childkey_take', { hotkey, netuid: PULSE, take });
    await expectTold(charlie, childkey(60_000), 'S.InvalidChildkeyTake');
    await expectTold(charlie, childkey(100), 'ok');
    await expectTold(charlie, childkey(200), 'S.TxChildkeyTakeRateLimitExceeded');
    await expectTold(dave, childkey(50), 'pool: S.NonAssociatedColdKey'.replace('pool: ', ''));
    const children = (...list: (readonly [bigint, Bytes])[]) =>
      call('set_children', { hotkey, netuid: PULSE, children: list });
    await expectTold(charlie, children([1n, hotkey]), 'S.InvalidChild');
    await expectTold(charlie, children([1n, PULSE_0], [1n, PULSE_0]), 'S.DuplicateChild');
    await expectTold(charlie, children([1n, PULSE_0]), 'S.NotEnoughStakeToSetChildkeys');
    await expectTold(charlie, call('add_stake', { hotkey, netuid: 0, amount_staked: 1_100n * TAO }), 'ok');
    await expectTold(charlie, children([1n, PULSE_0]), 'ok');
    await expectTold(charlie, children(), 'S.TxRateLimitExceeded');
  });
});

describe('endpoints and commitments', () => {
  const serve = (patch: object) =>
    call('serve_axon', {
      netuid: PULSE,
      version: 1,
      ip: 0x01020304n,
      port: 8091,
      ip_type: 4,
      protocol: 4,
      placeholder1: 0,
      placeholder2: 0,
      ...patch,
    });

  it('are published by neurons', async () => {
    const neuron = validator('pulse', 4);
    await expectTold(dave, serve({}), 'pool: S.HotKeyNotRegisteredInNetwork');
    await expectTold(neuron, serve({ ip_type: 5 }), 'pool: S.InvalidIpType');
    await expectTold(neuron, serve({ ip: 0x7f000001n }), 'pool: S.InvalidIpAddress');
    await expectTold(neuron, serve({ port: 0 }), 'pool: S.InvalidPort');
    await expectTold(neuron, serve({}), 'ok');
    await expectTold(neuron, serve({}), 'pool: S.ServingRateLimitExceeded');
  });

  it('say what fits', async () => {
    const commit = (...fields: CommitmentData[]): RuntimeCall => ({
      type: 'Commitments',
      value: [{ type: 'set_commitment', value: { netuid: PULSE, info: { fields } } }],
    });
    const big: CommitmentData = { type: 'BigRaw', value: [new Uint8Array(512)] };
    const neuron = validator('pulse', 4);
    await expectTold(dave, commit(rawCommitment(utf8('hello'))), 'Commitments.AccountNotAllowedCommit');
    await expectTold(neuron, commit(rawCommitment(utf8('hello'))), 'ok');
    await expectTold(
      neuron,
      commit({ type: 'BigRaw', value: [new Uint8Array(513)] }),
      'pool: InvalidTransaction.Undecodable',
    );
    await expectTold(neuron, commit(big, big, big, big), 'pool: InvalidTransaction.Undecodable');
    const spent = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const told = await stage.tell(neuron, commit(big, big, big));
      expect(told.said).toBe(told.did);
      spent.add(told.did);
    }
    expect(spent).toContain('Commitments.SpaceLimitExceeded');
  });
});

describe('transfers', () => {
  const send = (type: string, to: Bytes, value: bigint) => balances(type, { dest: id(to), value });

  it('leave what the account needs', async () => {
    const fresh = account('fresh');
    await expectTold(ferdie, send('transfer_keep_alive', fresh, 100n), 'Token.BelowMinimum');
    await expectTold(ferdie, send('transfer_keep_alive', fresh, TAO), 'ok');
    await expectTold(ferdie, send('transfer_keep_alive', fresh, 5_000n * TAO), 'Token.FundsUnavailable');
    const almost = async () => stage.state.get(storage.System.Account, ferdie.publicKey).data.free;
    const { fee } = await stage.prepare(ferdie, send('transfer_keep_alive', fresh, TAO));
    stage.nonces.release(ferdie.publicKey, stage.state.get(storage.System.Account, ferdie.publicKey).nonce);
    const rest = (await almost()) - fee.rao - 2000n;
    await expectTold(ferdie, send('transfer_keep_alive', fresh, rest + 1800n), 'Token.NotExpendable');
    await expectTold(ferdie, balances('transfer_all', { dest: id(eve.publicKey), keep_alive: true }), 'ok');
    await expectTold(ferdie, send('transfer_allow_death', eve.publicKey, 1n), 'pool: InvalidTransaction.Payment');
  });

  it('cost what was quoted', async () => {
    const before = stage.state.get(storage.System.Account, eve.publicKey).data.free;
    const { transaction } = await expectTold(eve, send('transfer_allow_death', account('another'), TAO), 'ok');
    const after = stage.state.get(storage.System.Account, eve.publicKey).data.free;
    expect(before - after).toBe(TAO + transaction.fee.rao);
    expect(transaction.fee).toMatchObject({ label: 'proved', source: 'runtime' });
  });
});

describe('any call', () => {
  const remark: RuntimeCall = { type: 'System', value: [{ type: 'remark', value: { remark: utf8('hello') } }] };

  it('without known rules is asked the general ones, and the report says so', async () => {
    const { report } = await expectTold(eve, remark, 'ok');
    expect(report.unchecked).toEqual(['No rule of this call is checked beforehand.']);
    expect(report.checks.map(({ check }) => check)).toEqual(['account', 'fee', 'key-swap', 'safe-mode', 'batch']);
  });

  it('is refused where batches stand in batches', async () => {
    const batch = (...calls: RuntimeCall[]): RuntimeCall => ({
      type: 'Utility',
      value: [{ type: 'batch', value: { calls } }],
    });
    await expectTold(eve, batch(remark), 'ok');
    await expectTold(eve, batch(batch(remark)), 'System.CallFiltered');
  });

  it('is refused to a coldkey that is being swapped', async () => {
    const announce = call('announce_coldkey_swap', { new_coldkey_hash: blake2b256(NOBODY) });
    await expectTold(dave, announce, 'ok');
    await expectTold(dave, remark, 'pool: S.ColdkeySwapAnnounced');
    await expectTold(dave, call('dispute_coldkey_swap', undefined as never), 'ok');
    await expectTold(dave, remark, 'pool: S.ColdkeySwapDisputed');
  });

  it('is refused in safe mode', async () => {
    const safeMode = (type: string): RuntimeCall => ({ type: 'SafeMode', value: [{ type }] }) as unknown as RuntimeCall;
    await asRoot(safeMode('force_enter'));
    await expectTold(eve, balances('transfer_keep_alive', { dest: id(NOBODY), value: TAO }), 'System.CallFiltered');
    await expectTold(eve, remark, 'ok');
    await asRoot(safeMode('force_exit'));
    await expectTold(eve, balances('transfer_keep_alive', { dest: id(NOBODY), value: TAO }), 'ok');
  });
});

describe('a subnet', () => {
  const create = (hotkey: Bytes) => call('register_network', { hotkey });

  it('is created by who can pay, now and then', async () => {
    await expectTold(eve, create(PULSE_0), 'S.NonAssociatedColdKey');
    const poor = dev('Modest');
    await expectTold(alice, balances('transfer_keep_alive', { dest: id(poor.publicKey), value: 100n * TAO }), 'ok');
    await expectTold(poor, create(account('modest’s hotkey')), 'S.CannotAffordLockCost');
    await expectTold(alice, create(account('alice’s hotkey')), 'ok');
    await expectTold(bob, create(account('bob’s hotkey')), 'pool: S.NetworkTxRateLimitExceeded');
  });
});

describe('a fee', () => {
  it('is paid with the stake that a call takes where there is no TAO', async () => {
    const add = { hotkey: PULSE_0, netuid: PULSE, amount_staked: 5n * TAO };
    await expectTold(eve, call('add_stake', add), 'ok');
    await expectTold(eve, balances('transfer_all', { dest: id(bob.publicKey), keep_alive: true }), 'ok');
    await expectTold(eve, call('add_stake', add), 'pool: InvalidTransaction.Payment');
    await expectTold(eve, call('remove_stake', { hotkey: PULSE_0, netuid: PULSE, amount_unstaked: 10n * TAO }), 'ok');
  });
});
