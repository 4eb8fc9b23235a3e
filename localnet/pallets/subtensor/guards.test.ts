import { beforeEach, describe, expect, it } from 'vitest';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, addHotkey, outcomeName, ROOT_ORIGIN, signed, TAO } from '../execution.fixture.ts';
import { guardCall } from './guards.ts';
import { commitHashOf } from './weights/reveal-weights.ts';
import { ALICE, BOB, callWeights, NETUID, passEpoch, weightsBlock } from './weights/weights.fixture.ts';

const subtensor = storage.SubtensorModule;
const STRANGER = account('stranger');

let block: BlockExecution;
beforeEach(() => {
  block = weightsBlock();
});

const call = (type: string, name: string, value: unknown): InnerCall => ({ type, value: [{ type: name, value }] });
const weights = (name: string, value: unknown) => call('SubtensorModule', name, value);
/** The error and the pool's code: `SettingWeightsTooFast 6`; `ok` where nothing is against it. */
function guard(who: typeof ALICE, what: InnerCall, number = block.number): string {
  const refusal = guardCall(block.state, number, signed(who), what);
  if (!refusal) return 'ok';
  return `${outcomeName(refusal.error).replace('SubtensorModule.', '')} ${refusal.custom}`;
}

const set = { netuid: NETUID, dests: [1], weights: [1], version_key: 0n };
const hash = new Uint8Array(32);
const lock = { netuid: NETUID, commit: new Uint8Array(9), reveal_round: 50n, commit_reveal_version: 4 };
const reveal = { netuid: NETUID, uids: [1], values: [1], salt: [1], version_key: 0n };
const batchReveal = { netuid: NETUID, uids_list: [[1]], values_list: [[1]], salts_list: [[1]], version_keys: [0n] };

describe('weights are guarded', () => {
  const FAMILY: readonly (readonly [string, unknown])[] = [
    ['set_weights', set],
    ['set_mechanism_weights', { ...set, mecid: 0 }],
    ['batch_set_weights', { netuids: [NETUID], weights: [[[1, 1]]], version_keys: [0n] }],
    ['commit_weights', { netuid: NETUID, commit_hash: hash }],
    ['commit_mechanism_weights', { netuid: NETUID, mecid: 0, commit_hash: hash }],
    ['batch_commit_weights', { netuids: [NETUID], commit_hashes: [hash] }],
    ['reveal_weights', reveal],
    ['reveal_mechanism_weights', { ...reveal, mecid: 0 }],
    ['batch_reveal_weights', batchReveal],
    ['commit_timelocked_weights', lock],
    ['commit_timelocked_mechanism_weights', { ...lock, mecid: 0 }],
    ['commit_crv3_mechanism_weights', { ...lock, mecid: 0 }],
  ];

  it.each(FAMILY)('%s needs the stake that setting weights needs', (name, args) => {
    block.state.put(subtensor.StakeThreshold, 1_001n * TAO);
    expect(guard(ALICE, weights(name, args))).toBe('NotEnoughStakeToSetWeights 1');
    block.state.put(subtensor.SubnetOwnerHotkey, NETUID, ALICE);
    expect(guard(ALICE, weights(name, args))).not.toContain('Stake');
    block.state.put(subtensor.StakeThreshold, 1_000n * TAO);
    expect(guard(BOB, weights(name, args))).not.toContain('Stake');
  });

  it('in a batch by every subnet that it names, without end to their number', () => {
    block.state.put(subtensor.StakeThreshold, 1_000n * TAO);
    const batch = (netuids: readonly number[]) =>
      weights('batch_commit_weights', { netuids, commit_hashes: netuids.map(() => hash) });
    expect(guard(ALICE, batch([NETUID, NETUID]))).toBe('ok');
    expect(guard(ALICE, batch([NETUID, 2]))).toBe('NotEnoughStakeToSetWeights 1');
    const everything = batch(Array.from({ length: 65_536 }, (_, netuid) => netuid));
    expect(guard(ALICE, everything)).toBe('NotEnoughStakeToSetWeights 1');
    block.state.put(subtensor.StakeThreshold, 0n);
    expect(guard(ALICE, everything)).toBe('ok');
    expect(guard(ALICE, weights('batch_commit_weights', { netuids: [1], commit_hashes: [] }))).toBe(
      'InputLengthsUnequal 18',
    );
  });

  it('by the rate limit: hash commits always, direct settings where they are possible, time-locked ones never', () => {
    block.state.put(subtensor.LastUpdate, NETUID, [81n, 80n, 0n, 0n]);
    const commit = weights('commit_weights', { netuid: NETUID, commit_hash: hash });
    expect([guard(ALICE, commit), guard(BOB, commit)]).toEqual(['CommittingWeightsTooFast 6', 'ok']);
    expect(guard(ALICE, commit, 101)).toBe('ok');
    expect([
      guard(ALICE, weights('set_weights', set)),
      guard(ALICE, weights('commit_timelocked_weights', lock)),
    ]).toEqual(['ok', 'ok']);
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false);
    expect(guard(ALICE, weights('set_weights', set))).toBe('SettingWeightsTooFast 6');
    expect(guard(STRANGER, weights('set_weights', set))).toBe('ok');
    expect(guard(STRANGER, commit)).toBe('ok');
  });

  it('by the commit: there must be one, and its epoch must have come', () => {
    const content = { uids: [1], values: [1], salt: [1], versionKey: 0n };
    const place = { netuid: NETUID, mechanism: 0 };
    const both = [weights('reveal_weights', reveal), weights('batch_reveal_weights', batchReveal)];
    const outcomes = () => both.map((what) => guard(ALICE, what));
    expect(outcomes()).toEqual(['NoWeightsCommitFound 16', 'NoWeightsCommitFound 16']);
    callWeights(block, ALICE, 'commit_weights', { netuid: NETUID, commit_hash: commitHashOf(ALICE, place, content) });
    expect(outcomes()).toEqual(['RevealTooEarly 17', 'RevealTooEarly 17']);
    passEpoch(block, 105);
    expect(outcomes()).toEqual(['ok', 'ok']);
    expect(guard(BOB, both[0]!)).toBe('NoWeightsCommitFound 16');
    passEpoch(block, 115);
    expect(outcomes()).toEqual(['RevealTooEarly 17', 'RevealTooEarly 17']);
    const uneven = weights('batch_reveal_weights', { ...batchReveal, salts_list: [] });
    expect(guard(ALICE, uneven)).toBe('InputLengthsUnequal 18');
  });

  it('by the round, which must not be past', () => {
    block.state.put(storage.Drand.LastStoredRound, 50n);
    expect(guard(ALICE, weights('commit_timelocked_weights', lock))).toBe('ok');
    block.state.put(storage.Drand.LastStoredRound, 51n);
    expect(guard(ALICE, weights('commit_timelocked_weights', lock))).toBe('InvalidRevealRound 15');
  });

  it('without a crash for mechanisms that no key can name', () => {
    for (const mecid of [1, 16, 255]) {
      expect(guard(ALICE, weights('reveal_mechanism_weights', { ...reveal, mecid }))).toBe('NoWeightsCommitFound 16');
      expect(guard(ALICE, weights('commit_mechanism_weights', { netuid: 65_535, mecid, commit_hash: hash }))).toBe(
        'ok',
      );
    }
  });
});

describe('takes are guarded', () => {
  it('by the hotkey, its owner and the bounds', () => {
    const take = (name: string, hotkey: typeof ALICE, value: number) => weights(name, { hotkey, take: value });
    const owner = account('coldkey-0');
    block.state.put(subtensor.Delegates, ALICE, 1_000);
    expect(guard(owner, take('increase_take', STRANGER, 5))).toBe('HotKeyAccountNotExists 4');
    expect(guard(STRANGER, take('increase_take', ALICE, 5))).toBe('NonAssociatedColdKey 25');
    expect(guard(owner, take('increase_take', ALICE, 1_000))).toBe('DelegateTakeTooLow 26');
    expect(guard(owner, take('increase_take', ALICE, 65_535))).toBe('DelegateTakeTooHigh 27');
    expect(guard(owner, take('increase_take', ALICE, 1_001))).toBe('ok');
    expect(guard(owner, take('decrease_take', ALICE, 1_000))).toBe('DelegateTakeTooLow 26');
    expect(guard(owner, take('decrease_take', ALICE, 999))).toBe('ok');
  });
});

describe('endpoints are guarded', () => {
  const axon = { netuid: NETUID, version: 1, ip: 16_909_060n, port: 80, ip_type: 4, protocol: 4 };
  const serve = (part: object, name = 'serve_axon') =>
    weights(name, { ...axon, placeholder1: 0, placeholder2: 0, certificate: new Uint8Array(), ...part });

  it.each(['serve_axon', 'serve_axon_tls', 'serve_prometheus'])('%s by all its rules', (name) => {
    expect(guard(ALICE, serve({}, name))).toBe('ok');
    expect(guard(STRANGER, serve({}, name))).toBe('HotKeyNotRegisteredInNetwork 10');
    expect(guard(ALICE, serve({ ip_type: 5 }, name))).toBe('InvalidIpType 255');
    expect(guard(ALICE, serve({ ip: 0x7f00_0001n }, name))).toBe('InvalidIpAddress 11');
    expect(guard(ALICE, serve({ port: 0 }, name))).toBe('InvalidPort 13');
  });

  it('and by the time since the last one', () => {
    const info = { block: 51n, ...axon, placeholder1: 0, placeholder2: 0 };
    const { netuid: _, ...stored } = info;
    block.state.put(subtensor.Axons, NETUID, ALICE, stored);
    expect(guard(ALICE, serve({}))).toBe('ServingRateLimitExceeded 12');
    expect(guard(ALICE, serve({}), 101)).toBe('ok');
  });
});

describe('coldkeys that are about to be swapped', () => {
  const remark = call('System', 'remark', { remark: new Uint8Array() });

  it('may only go on with the swap', () => {
    block.state.put(subtensor.ColdkeySwapAnnouncements, ALICE, [200, hash]);
    expect(guard(ALICE, remark)).toBe('ColdkeySwapAnnounced 0');
    expect(guard(ALICE, weights('set_weights', set))).toBe('ColdkeySwapAnnounced 0');
    expect(guard(ALICE, weights('swap_coldkey_announced', { new_coldkey: BOB }))).toBe('ok');
    expect(guard(ALICE, weights('clear_coldkey_swap_announcement', undefined))).toBe('ok');
    expect(guard(ALICE, weights('dispute_coldkey_swap', undefined))).toBe('ok');
    expect(guard(ALICE, call('MevShield', 'submit_encrypted', {}))).toBe('ok');
    expect(guard(BOB, remark)).toBe('ok');
  });

  it('are frozen altogether by a dispute', () => {
    block.state.put(subtensor.ColdkeySwapDisputes, ALICE, 99);
    expect(guard(ALICE, remark)).toBe('ColdkeySwapDisputed 21');
    expect(guard(ALICE, weights('swap_coldkey_announced', { new_coldkey: BOB }))).toBe('ColdkeySwapDisputed 21');
  });
});

describe('other calls', () => {
  it('register_network waits for the network’s own rate limit', () => {
    addHotkey(block, account('new'), STRANGER);
    const what = weights('register_network', { hotkey: account('new') });
    expect(guard(STRANGER, what)).toBe('ok');
    block.state.put(subtensor.LastRateLimitedBlock, { type: 'NetworkLastRegistered', value: undefined }, 50n);
    expect(guard(STRANGER, what)).toBe('NetworkTxRateLimitExceeded 6');
    expect(guard(STRANGER, what, 7_250)).toBe('ok');
  });

  it('associate_evm_key needs a neuron', () => {
    const args = { netuid: NETUID, evm_key: new Uint8Array(20), block_number: 1n, signature: new Uint8Array(65) };
    expect(guard(STRANGER, weights('associate_evm_key', args))).toBe('HotKeyNotRegisteredInSubNet 19');
    expect(guard(ALICE, weights('associate_evm_key', args))).toBe('ok');
  });

  it('a batch in a batch fails when it runs, whoever asks, and the pool lets it pass', () => {
    const batch = (name: string, ...calls: InnerCall[]) => call('Utility', name, { calls });
    for (const name of ['batch', 'batch_all', 'force_batch']) {
      const refusal = guardCall(block.state, 100, ROOT_ORIGIN, batch(name, batch('batch')));
      expect(outcomeName(refusal?.error)).toBe('System.CallFiltered');
      expect(refusal?.custom).toBeUndefined();
      expect(guard(ALICE, batch(name, call('System', 'remark', {})))).toBe('ok');
    }
  });

  it('are not asked of root', () => {
    block.state.put(subtensor.StakeThreshold, 1_001n * TAO);
    expect(guardCall(block.state, 100, ROOT_ORIGIN, weights('set_weights', set))).toBeUndefined();
  });
});
