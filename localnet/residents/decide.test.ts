import { describe, expect, it } from 'vitest';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { beaconFromSeed, newestRoundAt, QUICKNET } from '../../src/chain/timelock/index.ts';
import { weightsCommitHash } from '../../src/chain/weights/index.ts';
import { State } from '../state.ts';
import { createCast } from './cast.ts';
import { decide } from './decide.ts';
import { foundingEntries } from './founding.ts';
import { Commits } from './hash-commit.ts';
import type { Resident } from './types.ts';

const { Aura, Drand, SubtensorModule: subtensor, Timestamp } = storage;
const SEED = 'test';
const cast = createCast(SEED);
const beacon = { ...Drand.BeaconConfig.absent, public_key: beaconFromSeed(new Uint8Array(32).fill(1)).publicKey };
const entries = foundingEntries(cast, { beacon });
const first = (netuid: number): Resident => cast.residents.find((resident) => resident.netuid === netuid)!;
/** Far enough into the first epoch that everybody's moment has come. */
const NUMBER = 18;
const NOW_MS = 1_767_225_618_000;

function stateWith(change: (state: State) => void = () => undefined): State {
  const state = new State({ get: () => undefined, entries: () => [] });
  for (const [key, value] of entries) state.putRaw(key, value);
  state.put(Aura.CurrentSlot, BigInt(NOW_MS / 1000));
  state.put(Timestamp.Now, BigInt(NOW_MS));
  change(state);
  return state;
}

function ask(resident: Resident, state: State, { number = NUMBER, commits = new Commits() } = {}) {
  return decide(resident, { seed: SEED, state, number, commits }).map(callOf);
}

/** Name and arguments of a call of the Subtensor pallet. */
function callOf(call: RuntimeCall) {
  const { type, value } = call.value[0] as { readonly type: string; readonly value: Readonly<Record<string, unknown>> };
  return { type, value };
}

describe('a resident decides', () => {
  it('to set its weights where they are plain, once in an epoch', () => {
    const [call, ...more] = ask(
      first(2),
      stateWith((state) => state.put(subtensor.WeightsVersionKey, 2, 7n)),
    );
    expect(more).toEqual([]);
    expect(call).toMatchObject({ type: 'set_weights', value: { netuid: 2, version_key: 7n } });
    const spoken = stateWith((state) => {
      state.change(subtensor.LastUpdate, 2, (blocks) => blocks.map(() => 5n));
    });
    expect(ask(first(2), spoken)).toEqual([]);
  });

  it('to say nothing right after an epoch, or in an epoch that is not one of its own', () => {
    expect(ask(first(2), stateWith(), { number: 1 })).toEqual([]);
    const second = stateWith((state) => state.put(subtensor.SubnetEpochIndex, 3, 1n));
    const slower = cast.residents.find(({ netuid, everyEpochs }) => netuid === 3 && everyEpochs === 2)!;
    expect(ask(slower, second)).toEqual([]);
    expect(ask(slower, stateWith(), { number: 29 })).toHaveLength(1);
  });

  it('to set the weights of each mechanism where commit-reveal is off', () => {
    const plain = stateWith((state) => state.put(subtensor.CommitRevealWeightsEnabled, 4, false));
    const calls = ask(first(4), plain, { number: 23 });
    expect(calls.map(({ type, value }) => [type, value.mecid])).toEqual([
      ['set_weights', undefined],
      ['set_mechanism_weights', 1],
    ]);
    expect(calls[0]!.value.weights).not.toEqual(calls[1]!.value.weights);
  });

  it('to lock its weights to a future round, of the version that the chain wants', () => {
    const newest = newestRoundAt(NOW_MS, QUICKNET);
    const [call] = ask(first(3), stateWith());
    expect(call).toMatchObject({
      type: 'commit_timelocked_mechanism_weights',
      value: { netuid: 3, mecid: 0, commit_reveal_version: 4 },
    });
    // Three blocks into the epoch of block 30, in rounds of three seconds, and one before.
    expect(call!.value.reveal_round).toBe(newest + BigInt((30 + 3 - NUMBER) / 3) - 1n);
    expect(ask(first(3), stateWith())).toEqual([call]);
  });

  it('to aim later by as many tempos as weights stay hidden, and never at a round that is out', () => {
    const roundOf = (state: State) => ask(first(3), state)[0]!.value.reveal_round as bigint;
    const longer = stateWith((state) => state.put(subtensor.RevealPeriodEpochs, 3, 3n));
    expect(roundOf(longer) - roundOf(stateWith())).toBe(20n);
    const ahead = newestRoundAt(NOW_MS, QUICKNET) + 1000n;
    expect(roundOf(stateWith((state) => state.put(Drand.LastStoredRound, ahead)))).toBe(ahead + 1n);
  });

  it('to lock nothing where no epoch will come', () => {
    expect(
      ask(
        first(3),
        stateWith((state) => state.put(subtensor.Tempo, 3, 0)),
      ),
    ).toEqual([]);
  });

  it('to commit hashes of both mechanisms, and to reveal in the next epoch what they were of, also after a restart', () => {
    const commits = new Commits();
    const resident = first(4);
    const committed = ask(resident, stateWith(), { number: 23, commits });
    expect(committed.map(({ type, value }) => [type, value.mecid])).toEqual([
      ['commit_mechanism_weights', 0],
      ['commit_mechanism_weights', 1],
    ]);
    const later = stateWith((state) => {
      state.put(subtensor.SubnetEpochIndex, 4, 1n);
      state.put(subtensor.LastEpochBlock, 4, 24n);
      committed.forEach(({ value }, mechanism) => {
        const queue = [[value.commit_hash as Uint8Array, 0n, 23n, 0n]] as const;
        state.put(subtensor.WeightCommits, 4 + 4096 * mechanism, resident.pair.publicKey, queue as never);
      });
    });
    for (const memory of [commits, new Commits()]) {
      const calls = ask(resident, later, { number: 47, commits: memory });
      expect(calls.map(({ type, value }) => [type, value.mecid])).toEqual([
        ['reveal_mechanism_weights', 0],
        ['commit_mechanism_weights', 0],
        ['reveal_mechanism_weights', 1],
        ['commit_mechanism_weights', 1],
      ]);
      [calls[0]!, calls[2]!].forEach(({ value }, mechanism) => {
        const { uids, values, salt, version_key: versionKey } = value as never as Record<string, never>;
        const storageIndex = 4 + 4096 * mechanism;
        const hash = weightsCommitHash({
          hotkey: resident.pair.publicKey,
          storageIndex,
          uids,
          values,
          salt,
          versionKey,
        } as never);
        expect(hash).toEqual(committed[mechanism]!.value.commit_hash);
      });
    }
  });

  it('to reveal nothing that it did not commit', () => {
    const forged = stateWith((state) => {
      state.put(subtensor.SubnetEpochIndex, 4, 1n);
      state.put(subtensor.WeightCommits, 4, first(4).pair.publicKey, [[new Uint8Array(32), 0n, 3n, 0n]]);
    });
    expect(ask(first(4), forged, { number: 23 }).map(({ type }) => type)).not.toContain('reveal_mechanism_weights');
  });
});
