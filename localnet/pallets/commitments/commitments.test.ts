import { beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { utf8 } from '../../../src/chain/bytes.ts';
import type { CommitmentData } from '../../../src/chain/schema/index.ts';
import { rawCommitment, storage } from '../../../src/chain/schema/index.ts';
import { beaconFromSeed, encryptToRound, signRound } from '../../../src/chain/timelock/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import {
  account,
  addNetwork,
  addNeuron,
  eventNames,
  nextBlock,
  ROOT_ORIGIN,
  run,
  testBlock,
} from '../execution.fixture.ts';
import { revealCommitments } from './index.ts';

const { Commitments: commitments, SubtensorModule: subtensor } = storage;
const NETUID = 1;
const ALICE = account('alice');
const BOB = account('bob');
const beacon = beaconFromSeed(new Uint8Array(32).fill(9));

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
  addNetwork(block, NETUID);
  addNeuron(block, NETUID, ALICE, account('coldkey'));
  addNeuron(block, NETUID, BOB, account('coldkey'));
  block.events.length = 0;
});

const commit = (on: BlockExecution, fields: readonly CommitmentData[], who = ALICE): string =>
  run(on, who, {
    type: 'Commitments',
    value: [{ type: 'set_commitment', value: { netuid: NETUID, info: { fields } } }],
  });
const raw = (length: number): CommitmentData => rawCommitment(new Uint8Array(length).fill(1));
const RESET: CommitmentData = { type: 'ResetBondsFlag', value: undefined };
const secrets = { K: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };
const locked = (text: string, round: bigint): CommitmentData => ({
  type: 'TimelockEncrypted',
  value: { encrypted: encryptToRound(beacon, round, utf8(text), secrets), reveal_round: round },
});
const commitmentOf = ({ state }: BlockExecution, who = ALICE) => state.get(commitments.CommitmentOf, NETUID, who);
const indexOf = ({ state }: BlockExecution) => state.get(commitments.TimelockedIndex);

describe('set_commitment', () => {
  it('stores what a registered hotkey says, the newest only', () => {
    expect(commit(block, [raw(5)])).toBe('ok');
    expect(commit(nextBlock(block), [raw(6)])).toBe('ok');
    expect(commitmentOf(block)).toEqual({ deposit: 0n, block: 100, info: { fields: [raw(5)] } });
    expect(block.state.get(commitments.LastCommitment, NETUID, ALICE)).toBe(100);
    expect(eventNames(block)).toEqual(['Commitments.Commitment']);
    expect(commit(block, [raw(5)], account('nobody'))).toBe('Commitments.AccountNotAllowedCommit');
  });

  it('takes three fields at most, each within its bounds', () => {
    expect(commit(block, [raw(1), raw(1), raw(1)])).toBe('ok');
    expect(commit(block, [raw(1), raw(1), raw(1), raw(1)])).toBe('Commitments.TooManyFieldsInCommitmentInfo');
    expect(commit(block, [{ type: 'BigRaw', value: [new Uint8Array(512)] }])).toBe('ok');
    expect(commit(block, [{ type: 'BigRaw', value: [new Uint8Array(513)] }])).toBe('Other');
    const tooLong = { encrypted: new Uint8Array(1025), reveal_round: 1n };
    expect(commit(block, [{ type: 'TimelockEncrypted', value: tooLong }])).toBe('Other');
  });

  it('counts at least a hundred bytes per call, until the epoch’s space is used up', () => {
    const small = () => commit(block, [raw(3)]);
    expect(Array.from({ length: 31 }, small)).toEqual(Array.from({ length: 31 }, () => 'ok'));
    expect(small()).toBe('Commitments.SpaceLimitExceeded');
    expect(commit(block, [raw(3)], BOB)).toBe('ok');
    block.state.put(subtensor.SubnetEpochIndex, NETUID, 1n);
    expect(small()).toBe('ok');
    expect(block.state.get(commitments.UsedSpaceOf, NETUID, ALICE)).toEqual({ last_epoch: 1n, used_space: 100n });
  });

  it('counts the bytes of the contents beyond that, to the byte', () => {
    const setSpace = (limit: number, who: Parameters<typeof run>[1] = ROOT_ORIGIN) =>
      run(block, who, { type: 'Commitments', value: [{ type: 'set_max_space', value: { new_limit: limit } }] });
    const fields = [raw(120), { type: 'Sha256', value: [new Uint8Array(32)] }, RESET] as const;
    expect(setSpace(151, ALICE)).toBe('BadOrigin');
    expect(setSpace(151)).toBe('ok');
    expect(commit(block, fields)).toBe('Commitments.SpaceLimitExceeded');
    setSpace(152);
    expect(commit(block, fields)).toBe('ok');
  });

  it('clears the bonds towards the hotkey in every mechanism, where the subnet allows it', () => {
    const { state } = block;
    state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    const bonds = [
      [0, 5],
      [1, 6],
    ] as const;
    const rows = () => [NETUID, NETUID + 4096].map((index) => state.get(subtensor.Bonds, index, 1));
    for (const index of [NETUID, NETUID + 4096]) state.put(subtensor.Bonds, index, 1, bonds);
    expect(commit(block, [RESET])).toBe('ok');
    expect(rows()).toEqual([bonds, bonds]);
    state.put(subtensor.BondsResetOn, NETUID, true);
    expect(commit(block, [raw(1), RESET])).toBe('ok');
    expect(rows()).toEqual([[[1, 6]], [[1, 6]]]);
    expect(state.get(commitments.LastBondsReset, NETUID, ALICE)).toBe(100);
  });
});

describe('time-locked commitments', () => {
  function pulse({ state }: BlockExecution, round: bigint): void {
    const signature = signRound(beacon.secretKey, round);
    state.put(storage.Drand.Pulses, round, { round, randomness: new Uint8Array(32), signature });
  }
  function begin(before: BlockExecution): BlockExecution {
    const next = nextBlock(before);
    revealCommitments(next);
    return next;
  }
  const revealed = ({ state }: BlockExecution, who = ALICE) =>
    state.get(commitments.RevealedCommitments, NETUID, who)?.map(([bytes, at]) => [text(bytes), at]);
  const text = (bytes: Bytes) => new TextDecoder().decode(bytes);

  it('open in the block after their pulse; what is not locked stays', () => {
    commit(block, [raw(4), locked('hello', 7n)]);
    expect(eventNames(block)).toEqual(['Commitments.TimelockCommitment']);
    const waiting = begin(block);
    expect([commitmentOf(waiting)?.info.fields.length, revealed(waiting)]).toEqual([2, undefined]);
    pulse(waiting, 7n);
    const open = begin(waiting);
    expect(revealed(open)).toEqual([['hello', 102n]]);
    expect(commitmentOf(open)?.info.fields).toEqual([raw(4)]);
    expect(indexOf(open)).toEqual([]);
    expect(eventNames(open)).toEqual(['Commitments.CommitmentRevealed']);
  });

  it('are gone once nothing is left, and wait one by one for their rounds', () => {
    commit(block, [locked('first', 7n), locked('second', 8n)]);
    pulse(block, 7n);
    const first = begin(block);
    expect([revealed(first), indexOf(first)]).toEqual([[['first', 101n]], [[NETUID, ALICE]]]);
    pulse(first, 8n);
    const second = begin(first);
    expect(revealed(second)?.map(([what]) => what)).toEqual(['first', 'second']);
    expect([commitmentOf(second), indexOf(second)]).toEqual([undefined, []]);
  });

  it('are remembered, the last ten of a hotkey', () => {
    let at = block;
    pulse(at, 7n);
    for (let i = 0; i < 12; i++) {
      at.state.put(subtensor.SubnetEpochIndex, NETUID, BigInt(i));
      commit(at, [locked(`${i}`, 7n)]);
      at = begin(at);
    }
    expect(revealed(at)?.map(([what]) => what)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  });

  it('that do not open are dropped without a word, and stop nobody else’s', () => {
    const other = locked('hello', 8n) as Extract<CommitmentData, { readonly type: 'TimelockEncrypted' }>;
    const hostile = (encrypted: Bytes): CommitmentData => ({
      type: 'TimelockEncrypted',
      value: { encrypted, reveal_round: 7n },
    });
    commit(block, [hostile(other.value.encrypted), hostile(new Uint8Array(1024).fill(0xff)), locked('', 7n)]);
    commit(block, [locked('mine', 7n)], BOB);
    pulse(block, 7n);
    const open = begin(block);
    expect([commitmentOf(open), revealed(open)]).toEqual([undefined, undefined]);
    expect(revealed(open, BOB)).toEqual([['mine', 101n]]);
    expect(indexOf(open)).toEqual([]);
  });

  it('leave the index when they are replaced by open ones, and stand in it in ascending order', () => {
    commit(block, [locked('a', 7n)]);
    commit(block, [locked('b', 7n)], BOB);
    const order = [ALICE, BOB].sort(Buffer.compare);
    expect(indexOf(block)).toEqual(order.map((who) => [NETUID, who]));
    commit(block, [locked('b', 7n)], BOB);
    expect(indexOf(block)).toHaveLength(2);
    commit(block, [raw(2)]);
    expect(indexOf(block)).toEqual([[NETUID, BOB]]);
  });

  it('whose commitment is gone leave the index', () => {
    commit(block, [locked('a', 7n)]);
    block.state.kill(commitments.CommitmentOf, NETUID, ALICE);
    expect(indexOf(begin(block))).toEqual([]);
  });
});
