import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { storage } from '../../src/chain/schema/index.ts';
import {
  beaconFromSeed,
  QUICKNET,
  revealTimelockedWeights,
  roundTimeMs,
  signRound,
} from '../../src/chain/timelock/index.ts';
import {
  BLOCK_TIME_MS,
  eventsOf,
  FIRST_SLOT,
  openTestChain,
  produceBlocks,
  SEED,
  testCast,
  VERSION,
  valueAt,
} from '../chain/chain.fixture.ts';
import type { Block, PoolRefusal } from '../types.ts';
import { Commits, hashCommit } from './hash-commit.ts';
import type { Behaviour, Resident, Situation } from './index.ts';
import { chooseWeights, createCast, foundingEntries, parseTao, playResidents, TAO } from './index.ts';

const subtensor = storage.SubtensorModule;
const situation = (epoch: bigint, uid = 0): Situation => ({
  seed: SEED,
  index: 2,
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

  it('fills four subnets, each with an owner, validators that have a permit, and different hotkeys', () => {
    expect(testCast.subnets.map(({ netuid, neurons }) => [netuid, neurons.length])).toEqual([
      [1, 256],
      [2, 16],
      [3, 28],
      [4, 12],
    ]);
    for (const { netuid, neurons } of testCast.subnets) {
      const signing = testCast.residents.filter((resident) => resident.netuid === netuid);
      expect(neurons.filter(({ hasPermit }) => hasPermit)).toHaveLength(signing.length);
      expect(new Set(neurons.map(({ hotkey }) => toHex(hotkey))).size).toBe(neurons.length);
      for (const { uid, pair } of signing) expect(neurons[uid]!.hotkey).toEqual(pair.publicKey);
    }
  });
});

describe('the cast that is asked for', () => {
  it('has generated subnets beyond the four, and people only in the four', () => {
    const { subnets, residents } = createCast('test', { subnets: 6, neurons: 8 });
    expect(subnets.map(({ netuid, neurons }) => [netuid, neurons.length]).slice(4)).toEqual([
      [5, 8],
      [6, 8],
    ]);
    expect(residents.every(({ netuid }) => netuid <= 4)).toBe(true);
  });

  it('has as many residents as asked for, the lively ones first; the neurons stay', () => {
    const quiet = createCast('test', { residents: 0 });
    expect(quiet.residents).toEqual([]);
    expect(quiet.subnets).toEqual(testCast.subnets);
    expect(createCast('test', { residents: 5 }).residents.map(({ netuid }) => netuid)).toEqual([2, 2, 2, 2, 2]);
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

/** A chain of the test cast with a beacon whose key the test has. */
const openChain = () => {
  const founding = foundingEntries(testCast, {
    beacon: { ...storage.Drand.BeaconConfig.absent, public_key: publicKey },
  });
  return openTestChain(undefined, { number: 1, entries: () => founding });
};
const { publicKey, secretKey } = beaconFromSeed(new Uint8Array(32).fill(9));
const named = (event: string) => (block: Block) =>
  eventsOf(block).filter(({ event: { value } }) => value[0].type === event);

describe('the residents on a chain', () => {
  it('set, commit and reveal once per epoch, and neither the pool nor the chain refuses them', async () => {
    const chain = await openChain();
    const refused: (readonly [Resident, PoolRefusal])[] = [];
    playResidents({
      chain,
      residents: testCast.residents,
      seed: SEED,
      version: VERSION,
      onRefused: (resident, refusal) => refused.push([resident, refusal]),
    });
    const settings = new Map<string, number[]>();
    const blocks: Block[] = [];
    for (let i = 1; i <= 66; i++) {
      const block = produceBlocks(chain, 1);
      blocks.push(block);
      for (const { name, netuid, uid } of testCast.residents) {
        if (valueAt(block, subtensor.LastUpdate, netuid)[uid] === BigInt(block.number)) {
          settings.set(name, [...(settings.get(name) ?? []), block.number]);
        }
      }
    }
    expect(refused).toEqual([]);
    expect(blocks.flatMap(named('ExtrinsicFailed'))).toEqual([]);
    expect(settings.get('pulse/validator-0')).toHaveLength(3);
    expect(settings.get('liquid/validator-0')!.length).toBeGreaterThanOrEqual(2);
    expect(settings.get('pulse/validator-2')).toHaveLength(1);
    for (const { name, netuid } of testCast.residents) if (netuid === 1) expect(settings.get(name)).toHaveLength(1);
    // In both mechanisms: all four of the first epoch, and who speaks every epoch of the second.
    const reveals = blocks.flatMap(named('WeightsRevealed'));
    expect(reveals.length).toBeGreaterThanOrEqual(2 * 5);
    for (const index of [4, 4096 + 4])
      expect(valueAt(chain.best, subtensor.Weights, index, 0).length).toBeGreaterThan(3);
    expect(valueAt(chain.best, subtensor.Weights, 4, 0)).not.toEqual(valueAt(chain.best, subtensor.Weights, 4100, 0));
  });

  it('lock their weights to a round a few blocks into the next epoch, which opens them', async () => {
    const chain = await openChain();
    const residents = testCast.residents.filter(({ netuid }) => netuid === 3);
    playResidents({ chain, residents, seed: SEED, version: VERSION });
    produceBlocks(chain, 29);
    const queue = valueAt(chain.best, subtensor.TimelockedWeightCommits, 3, 0n);
    expect(queue.length).toBeGreaterThanOrEqual(3);
    for (const [hotkey, , commit, round] of queue) {
      const revealed = revealTimelockedWeights(commit, signRound(secretKey, round), hotkey);
      expect(revealed).toMatchObject({ ok: true });
      const early = revealTimelockedWeights(commit, signRound(secretKey, round - 1n), hotkey);
      expect(early.ok).toBe(false);
      // Block 30 begins the next epoch. The formula aims at three blocks later and comes out one period of 3 s before.
      const dueMs = roundTimeMs(round, QUICKNET);
      const blockMs = (number: number) => Number(FIRST_SLOT + BigInt(number - 1)) * BLOCK_TIME_MS;
      expect(dueMs).toBeLessThanOrEqual(blockMs(33));
      expect(dueMs).toBeGreaterThan(blockMs(33) - 2 * 1000 * QUICKNET.periodS);
    }
  });

  it('repeat recorded weights before they would count as inactive', async () => {
    const chain = await openChain();
    const residents = testCast.residents.filter(({ netuid }) => netuid === 1);
    playResidents({ chain, residents, seed: SEED, version: VERSION });
    produceBlocks(chain, 420);
    const lastUpdate = valueAt(chain.best, subtensor.LastUpdate, 1);
    for (const { uid } of residents) expect(lastUpdate[uid]).toBeGreaterThan(330n);
    const { uid, behaviour } = residents[0]!;
    expect(valueAt(chain.best, subtensor.Weights, 1, uid)).toEqual(behaviour.kind === 'replaying' ? behaviour.row : []);
  });

  it('are silent once somebody else has their place', async () => {
    const chain = await openChain();
    const stranger = testCast.residents.filter(({ netuid }) => netuid === 2).map((of) => ({ ...of, uid: of.uid + 6 }));
    playResidents({ chain, residents: stranger, seed: SEED, version: VERSION });
    produceBlocks(chain, 25);
    expect(chain.best.body).toHaveLength(1);
    expect(valueAt(chain.best, subtensor.LastUpdate, 2).every((block) => block === 0n)).toBe(true);
  });
});

describe('what was committed as a hash', () => {
  const owner = { seed: SEED, name: 'someone', hotkey: new Uint8Array(32).fill(1), index: 4, versionKey: 0n };
  const row = [
    [4, 10],
    [5, 20],
  ] as const;
  const { hash, content } = hashCommit(owner, 7n, row);

  it('is found again: as remembered, or thought up once more after a restart', () => {
    const commits = new Commits();
    expect(commits.find(owner, 7n, hash, () => row)).toEqual(content);
    commits.remember(owner, 7n, hashCommit(owner, 7n, row));
    expect(commits.find(owner, 7n, hash, () => undefined)).toEqual(content);
  });

  it('is not revealed as anything else', () => {
    const commits = new Commits();
    expect(commits.find(owner, 7n, hash, () => [[4, 11]])).toBeUndefined();
    expect(commits.find(owner, 8n, hash, () => row)).toBeUndefined();
    expect(commits.find({ ...owner, index: 4100 }, 7n, hash, () => row)).toBeUndefined();
  });

  it('is remembered for so many, and then forgotten, the oldest first', () => {
    const commits = new Commits();
    for (let epoch = 0n; epoch <= 256n; epoch++) commits.remember(owner, epoch, hashCommit(owner, epoch, row));
    const find = (epoch: bigint) => commits.find(owner, epoch, hashCommit(owner, epoch, row).hash, () => undefined);
    expect(find(0n)).toBeUndefined();
    expect(find(1n)).toBeDefined();
    expect(find(256n)).toBeDefined();
  });
});

describe('TAO as people write it', () => {
  it('becomes rao exactly', () => {
    expect(parseTao('10499990')).toBe(10_499_990n * TAO);
    expect(parseTao('0.5')).toBe(500_000_000n);
    expect(parseTao('1.000000001')).toBe(1_000_000_001n);
  });

  it.each(['', '-1', '1e3', '1.', '.5', '1.0000000001', '123456789', ' 1', '0x10'])(
    'is refused otherwise: %j',
    (text) => {
      expect(parseTao(text)).toBeUndefined();
    },
  );
});
