import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import { bytes, encode, str, u32, vec } from '../../src/chain/scale/index.ts';
import {
  BLOCK_TIME_MS,
  emptyFounding,
  openTestChain,
  playedTestChain,
  produceBlocks,
  SEED,
  testFounding,
} from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { openLevelStore } from './level-store.ts';
import { openMemoryStore } from './memory-store.ts';
import { RETAINED_STATES } from './store.ts';

const PARAMETERS = { blockTimeMs: BLOCK_TIME_MS, seed: SEED };

/** When a process is to die: after so many lines were read from it, and a little later. */
interface Moment {
  readonly lines: number;
  readonly thenMs: number;
}
const WRITING_GENESIS: Moment = { lines: 1, thenMs: 30 };
const WRITING_FOUNDING: Moment = { lines: 2, thenMs: 15 };
const FIRST_FINAL: Moment = { lines: 3, thenMs: 0 };
const LATER: Moment = { lines: 8, thenMs: 10 };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'localnet-store-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const openStore = () => openLevelStore(directory, PARAMETERS);
const reopen = async (): Promise<Chain> => openTestChain(await openStore());
const refusal = async (open: Promise<unknown>): Promise<string> => {
  try {
    await open;
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};
/** Changes the database behind the store's back. */
async function tamper(change: (db: ClassicLevel<Uint8Array, Uint8Array>) => Promise<void>): Promise<void> {
  const db = new ClassicLevel<Uint8Array, Uint8Array>(directory, { keyEncoding: 'view', valueEncoding: 'view' });
  await change(db);
  await db.close();
}
const bigValue = Uint8Array.of(1, 2, 3);
const keyOf = (tag: string, number: number) => Uint8Array.of(...utf8(tag), 0, 0, 0, number);

describe('a chain on disk', () => {
  it('goes on after a restart where it was final, with its states and its proof', async () => {
    const before = await playedTestChain(40, await openStore());
    const { justification, commit, round } = before.lastFinality!;
    await before.close();

    const after = await reopen();
    expect(after.finalized.hash).toEqual(before.finalized.hash);
    expect(after.best.number).toBe(40);
    expect(after.lastFinality).toMatchObject({ justification, commit, round });
    expect(after.grandpa.round).toBe(round + 1n);
    for (let number = 0; number <= 40; number++) {
      expect(toHex(after.byNumber(number)!.hash)).toBe(toHex(before.byNumber(number)!.hash));
      expect(equalBytes(after.byNumber(number)!.state!.root(), before.byNumber(number)!.state!.root())).toBe(true);
      expect(after.byNumber(number)!.body).toEqual(before.byNumber(number)!.body);
    }
    produceBlocks(after, 2);
    await after.finalizeTo(42);
    expect(after.finalized.number).toBe(42);
    await after.close();
  });

  it('forgets blocks that were not final', async () => {
    const before = await openTestChain(await openStore());
    produceBlocks(before, 5);
    await before.finalizeTo(3);
    await before.close();
    const after = await reopen();
    expect(after.best.number).toBe(3);
    expect(after.byNumber(4)).toBeUndefined();
    expect(after.byHash(before.byNumber(5)!.hash)).toBeUndefined();
    await after.close();
  });

  it('keeps the states of the last 256 blocks and the headers of all', async () => {
    const before = await openTestChain(await openStore(), emptyFounding());
    produceBlocks(before, 300);
    await before.finalizeTo(300);
    const [seventh, pruned, kept] = [7, 43, 44].map((number) => before.byNumber(number)!);
    await before.close();
    const after = await openTestChain(await openStore(), emptyFounding());
    expect(after.byNumber(44)!.state!.root()).toEqual(kept!.header.stateRoot);
    expect(after.byNumber(43)!.state).toBeUndefined();
    expect(after.byNumber(43)!.hash).toEqual(pruned!.hash);
    expect(after.byHash(seventh!.hash)!.number).toBe(7);
    expect(after.genesis.state!.root()).toEqual(before.genesis.header.stateRoot);
    await after.close();
  });

  it('numbers the first block as it was founded, also after a restart', async () => {
    const founding = emptyFounding(6_000_001);
    const before = await openTestChain(await openStore(), founding);
    produceBlocks(before, 300);
    await before.finalizeTo(before.best.number);
    await before.close();
    const after = await openTestChain(await openStore(), founding);
    expect([after.firstNumber, after.finalized.number]).toEqual([6_000_001, 6_000_300]);
    for (const number of [1, 6_000_000, 6_000_301]) expect(after.byNumber(number)).toBeUndefined();
    expect(after.byNumber(6_000_001)!.header.parentHash).toEqual(after.genesis.hash);
    expect(after.byNumber(6_000_044)!.state!.root()).toEqual(before.byNumber(6_000_044)!.header.stateRoot);
    expect(after.byNumber(6_000_043)!.state).toBeUndefined();
    expect(produceBlocks(after, 1).number).toBe(6_000_301);
    await after.close();
  });

  it('has the founding as the base of its states at once, not in the journal', async () => {
    const chain = await openTestChain(await openStore());
    produceBlocks(chain, 2);
    await chain.finalizeTo(2);
    await chain.close();
    const journal: number[] = [];
    await tamper(async (db) => {
      for await (const key of db.keys({ gte: utf8('c'), lt: utf8('d') })) journal.push(key.at(-1)!);
    });
    expect(journal).toEqual([2]);
    const after = await reopen();
    expect([1, 2].map((number) => after.byNumber(number)!.state !== undefined)).toEqual([true, true]);
    await after.close();
  });

  it('keeps a founding of more entries than a call takes arguments', async () => {
    const changes = Array.from(
      { length: 150_000 },
      (_, i) => [Uint8Array.of(0xee, i >> 16, i >> 8, i), bigValue] as const,
    );
    // Blocks of a real chain; what the first of them changes is made up, since tries of that size take their time.
    const chain = await openTestChain(openMemoryStore(), emptyFounding());
    produceBlocks(chain, 2);
    await chain.finalizeTo(2);
    const [genesis, first, second] = [0, 1, 2].map((number) => chain.byNumber(number)!);
    const before = await openStore();
    await before.create({ block: genesis!, changes: [] }, 1);
    const blocks = [
      { block: first!, changes },
      { block: second!, changes: [] },
    ];
    await before.append(blocks, chain.lastFinality!, undefined);
    await before.close();
    const after = await openStore();
    const { base, recent } = (await after.load())!;
    expect([base.block.number, recent.length]).toEqual([1, 1]);
    const state = [...base.state];
    expect(state).toHaveLength(changes.length);
    expect(state.at(-1)).toEqual(changes.at(-1));
    await after.close();
  });

  it('keeps no journal of folded states and no bodies beyond their window', async () => {
    const bodies = 2 * RETAINED_STATES;
    const open = async () => openTestChain(await openLevelStore(directory, PARAMETERS, bodies), emptyFounding());
    const chain = await open();
    const blocks = bodies + 20;
    for (let made = 0; made < blocks; made += 64) {
      produceBlocks(chain, Math.min(64, blocks - made));
      await chain.finalizeTo(chain.best.number);
    }
    expect(chain.byNumber(20)).toMatchObject({ isBodyPruned: true, body: [] });
    expect(chain.byNumber(21)!.body).toHaveLength(1);
    await chain.close();
    const counts = { h: 0, b: 0, c: 0 };
    await tamper(async (db) => {
      for await (const key of db.keys()) {
        const tag = String.fromCharCode(key[0]!) as keyof typeof counts;
        if (tag in counts) counts[tag]++;
      }
    });
    expect(counts).toEqual({ h: blocks + 1, b: bodies + 1, c: RETAINED_STATES });
    const after = await open();
    expect(after.best.number).toBe(blocks);
    expect(after.byNumber(20)!.isBodyPruned).toBe(true);
    await after.close();
  });

  it.each([
    ['a new chain', 1, [WRITING_GENESIS, WRITING_FOUNDING, FIRST_FINAL, LATER]],
    ['a chain that goes on from another', 6_000_001, [WRITING_FOUNDING, LATER]],
  ])(
    'of %s loses nothing that was final when the process is killed, again and again',
    async (_, first, deaths) => {
      const reported = new Map<number, string>();
      for (const moment of deaths) {
        for (const [number, hash] of await runVictim(first, moment)) {
          expect(reported.get(number) ?? hash).toBe(hash);
          reported.set(number, hash);
        }
      }
      const survivor = await openTestChain(await openStore(), testFounding(first));
      const last = Math.max(...reported.keys());
      expect(last).toBeGreaterThan(first + 3);
      expect(survivor.finalized.number).toBeGreaterThanOrEqual(last);
      for (const [number, hash] of reported) expect(toHex(survivor.byNumber(number)!.hash)).toBe(hash);
      await survivor.close();
    },
    60_000,
  );

  it('that was to begin otherwise is refused before its first block is final, and is as it was after', async () => {
    await (await openTestChain(await openStore(), testFounding(1))).close();
    expect(await refusal(openStore().then((store) => openTestChain(store, testFounding(2))))).toBe('store/other-chain');
    const chain = await openTestChain(await openStore(), testFounding(1));
    produceBlocks(chain, 1);
    await chain.finalizeTo(1);
    await chain.close();
    await (await reopen()).close();
  });

  it('says that the disk is full, and after a restart has everything that was final', async () => {
    const store = await openStore();
    let isFull = false;
    const chain = await openTestChain({
      ...store,
      append: (...step) => (isFull ? Promise.reject(diskFull()) : store.append(...step)),
    });
    produceBlocks(chain, 5);
    await chain.finalizeTo(5);
    isFull = true;
    produceBlocks(chain, 3);
    expect(await refusal(chain.finalizeTo(8))).toBe('store/full');
    expect(chain.finalized.number).toBe(5);
    await chain.close();
    const after = await reopen();
    expect(after.finalized.hash).toEqual(chain.finalized.hash);
    produceBlocks(after, 3);
    await after.finalizeTo(8);
    expect(after.finalized.number).toBe(8);
    await after.close();
  });
});

/** What LevelDB's batch rejects with. */
const diskFull = () =>
  new Error('Database failed', { cause: new Error('IO error: 000005.log: No space left on device') });

/** What a process reported as final before it was killed without warning. */
async function runVictim(first: number, { lines, thenMs }: Moment): Promise<readonly (readonly [number, string])[]> {
  const script = fileURLToPath(new URL('./victim.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let isDying = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (isDying || text.split('\n').length <= lines) return;
    isDying = true;
    setTimeout(() => child.kill('SIGKILL'), thenMs);
  });
  await new Promise((resolve) => child.on('close', resolve));
  // The last line may be cut.
  const complete = text.split('\n').slice(0, -1);
  return complete.slice(1).map((line) => {
    const [number, hash] = line.split(' ');
    return [Number(number), hash!] as const;
  });
}

describe('a database that is not ours is refused', () => {
  it('when another process uses it', async () => {
    const store = await openStore();
    expect(await refusal(openStore())).toBe('store/locked');
    await store.close();
  });

  it('when it holds something else', async () => {
    await tamper((db) => db.put(utf8('hello'), utf8('world')));
    expect(await refusal(openStore())).toBe('store/foreign');
  });

  it('when another version wrote it, whatever that put into its description', async () => {
    await (await reopen()).close();
    const ofLayout = (layout: number) => concatBytes(encode(str, 'yumalight localnet'), encode(u32, layout));
    for (const rest of [new Uint8Array(), new Uint8Array(60).fill(7), new Uint8Array(400)]) {
      await tamper((db) => db.put(utf8('m'), concatBytes(ofLayout(3), rest)));
      await expect(openStore()).rejects.toMatchObject({
        code: 'store/foreign',
        message: expect.stringMatching(/another version; remove it to start a new chain/),
      });
    }
  });

  it('when its description is damaged', async () => {
    await (await reopen()).close();
    await tamper(async (db) => db.put(utf8('m'), (await db.get(utf8('m')))!.subarray(0, 40)));
    expect(await refusal(openStore())).toBe('store/corrupt');
  });

  it('when it holds a chain of another block time or seed', async () => {
    await (await reopen()).close();
    expect(await refusal(openLevelStore(directory, { ...PARAMETERS, blockTimeMs: 12_000 }))).toBe('store/other-chain');
    expect(await refusal(openLevelStore(directory, { ...PARAMETERS, seed: 'other' }))).toBe('store/other-chain');
  });

  it('when the directory cannot be one', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(await refusal(openLevelStore(file, PARAMETERS))).toBe('store/unusable');
  });

  it('when its files are damaged', async () => {
    await (await reopen()).close();
    writeFileSync(join(directory, 'CURRENT'), 'nonsense');
    expect(await refusal(openStore())).toBe('store/corrupt');
  });

  it.each([
    ['a header', 'h', 3],
    ['a body', 'b', 3],
    ['a line of the journal', 'c', 3],
  ])('when %s is missing or damaged', async (_, tag, number) => {
    const chain = await openTestChain(await openStore());
    produceBlocks(chain, 5);
    await chain.finalizeTo(5);
    await chain.close();
    await tamper((db) => db.put(keyOf(tag, number), Uint8Array.of(1, 2, 3)));
    expect(await refusal(reopen())).toBe('store/corrupt');
    await tamper((db) => db.del(keyOf(tag, number)));
    expect(await refusal(reopen())).toBe('store/corrupt');
  });

  it('when an extrinsic was exchanged for another', async () => {
    const chain = await openTestChain(await openStore());
    produceBlocks(chain, 5);
    await chain.finalizeTo(5);
    const other = chain.byNumber(4)!.body[0]!;
    await chain.close();
    await tamper((db) => db.put(keyOf('b', 3), encode(vec(bytes), [other])));
    expect(await refusal(reopen())).toBe('store/corrupt');
  });

  it('when a value of the state was changed', async () => {
    await (await reopen()).close();
    await tamper(async (db) => {
      const [key] = await db.keys({ gte: utf8('s'), limit: 1 }).all();
      await db.put(key!, Uint8Array.of(9));
    });
    expect(await refusal(reopen())).toBe('store/corrupt');
  });

  it('and can be opened again after it was refused', async () => {
    await tamper((db) => db.put(utf8('hello'), utf8('world')));
    expect(await refusal(openStore())).toBe('store/foreign');
    await tamper((db) => db.del(utf8('hello')));
    const store = await openStore();
    await store.close();
    expect(readdirSync(directory)).toContain('CURRENT');
  });
});
