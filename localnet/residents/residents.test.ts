import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { openTestChain, produceBlocks, SEED, testCast, VERSION, valueAt } from '../chain/chain.fixture.ts';
import type { PoolRefusal } from '../types.ts';
import type { Behaviour, Resident, Situation } from './index.ts';
import { chooseWeights, createCast, playResidents } from './index.ts';

const subtensor = storage.SubtensorModule;
const situation = (epoch: bigint, uid = 0): Situation => ({
  seed: SEED,
  netuid: 2,
  uid,
  n: 16,
  epoch,
  firstMinerUid: 5,
  storedRow: (of) => [[of, 7]],
});
const choose = (behaviour: Behaviour, epoch: bigint, uid?: number) => chooseWeights(behaviour, situation(epoch, uid));

describe('the cast', () => {
  it('is the same people for the same seed, and others for another', () => {
    const hotkeys = (seed: string) => createCast(seed).residents.map(({ pair }) => toHex(pair.publicKey));
    expect(hotkeys('a')).toEqual(hotkeys('a'));
    expect(hotkeys('a').filter((hotkey) => hotkeys('b').includes(hotkey))).toEqual([]);
  });

  it('fills three subnets, each with an owner, validators that have a permit, and different hotkeys', () => {
    expect(testCast.subnets.map(({ netuid, neurons }) => [netuid, neurons.length])).toEqual([
      [1, 256],
      [2, 16],
      [3, 28],
    ]);
    for (const { netuid, neurons } of testCast.subnets) {
      const signing = testCast.residents.filter((resident) => resident.netuid === netuid);
      expect(neurons.filter(({ hasPermit }) => hasPermit)).toHaveLength(signing.length);
      expect(new Set(neurons.map(({ hotkey }) => toHex(hotkey))).size).toBe(neurons.length);
      for (const { uid, pair } of signing) expect(neurons[uid]!.hotkey).toEqual(pair.publicKey);
    }
  });
});

describe('a validator', () => {
  it('that is honest weighs miners only, and changes its mind with them', () => {
    const now = choose({ kind: 'honest' }, 3n)!;
    expect(now.every(([uid, value]) => uid >= 5 && uid < 16 && value > 0 && value <= 60_000)).toBe(true);
    expect(choose({ kind: 'honest' }, 3n)).toEqual(now);
    expect(choose({ kind: 'honest' }, 4n)).not.toEqual(now);
  });

  it('that is honest measures with a noise of its own', () => {
    expect(choose({ kind: 'honest' }, 3n, 0)).not.toEqual(choose({ kind: 'honest' }, 3n, 1));
  });

  it('gives nothing to a miner that does nothing', () => {
    expect(choose({ kind: 'honest' }, 3n)!.map(([uid]) => uid)).not.toContain(6);
  });

  it('that is lazy speaks every fourth epoch, and mostly of old times', () => {
    expect([1n, 2n, 3n].map((epoch) => choose({ kind: 'lazy' }, epoch))).toEqual([undefined, undefined, undefined]);
    expect(choose({ kind: 'lazy' }, 4n)).toEqual(choose({ kind: 'lazy' }, 0n));
    expect(choose({ kind: 'lazy' }, 16n)).not.toEqual(choose({ kind: 'lazy' }, 0n));
  });

  it('that copies repeats what another one has stored, if there is something', () => {
    expect(choose({ kind: 'copying', fromUid: 1 }, 3n)).toEqual([[1, 7]]);
    const silent = { ...situation(3n), storedRow: () => [] };
    expect(chooseWeights({ kind: 'copying', fromUid: 1 }, silent)).toBeUndefined();
  });

  it('that serves itself gives its own miner several times what any other gets', () => {
    const row = new Map(choose({ kind: 'self-serving', ownMinerUid: 9 }, 3n)!);
    const others = [...row].filter(([uid]) => uid !== 9).map(([, value]) => value);
    expect(row.get(9)).toBe(60_000);
    expect(Math.max(...others)).toBeLessThan(60_000 / 4);
  });
});

describe('the residents on a chain', () => {
  it('set their weights once per tempo, and are never refused', async () => {
    const chain = await openTestChain();
    const refused: (readonly [Resident, PoolRefusal])[] = [];
    playResidents({
      chain,
      residents: testCast.residents,
      seed: SEED,
      version: VERSION,
      onRefused: (resident, refusal) => refused.push([resident, refusal]),
    });
    const settings = new Map<string, number[]>();
    for (let number = 1; number <= 65; number++) {
      const block = produceBlocks(chain, 1);
      for (const { name, netuid, uid } of testCast.residents) {
        if (valueAt(block, subtensor.LastUpdate, netuid)[uid] === BigInt(number)) {
          settings.set(name, [...(settings.get(name) ?? []), number]);
        }
      }
    }
    expect(refused).toEqual([]);
    expect(settings.get('pulse/validator-0')).toHaveLength(3);
    expect(settings.get('liquid/validator-1')!.length).toBeGreaterThanOrEqual(2);
    expect(settings.get('pulse/validator-2')).toHaveLength(1);
    for (const { name, netuid } of testCast.residents) if (netuid === 1) expect(settings.get(name)).toHaveLength(1);
  });

  it('repeat recorded weights before they would count as inactive', async () => {
    const chain = await openTestChain();
    const residents = testCast.residents.filter(({ netuid }) => netuid === 1);
    playResidents({ chain, residents, seed: SEED, version: VERSION });
    produceBlocks(chain, 420);
    const lastUpdate = valueAt(chain.best, subtensor.LastUpdate, 1);
    for (const { uid } of residents) expect(lastUpdate[uid]).toBeGreaterThan(330n);
    const { uid, behaviour } = residents[0]!;
    expect(valueAt(chain.best, subtensor.Weights, 1, uid)).toEqual(behaviour.kind === 'replaying' ? behaviour.row : []);
  });
});
