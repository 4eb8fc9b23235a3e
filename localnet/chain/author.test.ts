import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHistory, startAuthor } from './author.ts';
import { BLOCK_TIME_MS, emptyFounding, openTestChain, produceBlocks } from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import type { Founding } from './founding.ts';
import { openMemoryStore } from './memory-store.ts';

/** What Node says when a disk is full. */
const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
const HOUR_MS = 3_600_000;

const openEmpty = () => openTestChain(openMemoryStore(), emptyFounding());
const NOON_MS = Date.UTC(2026, 5, 1, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON_MS + 300 });
});
afterEach(() => {
  vi.useRealTimers();
});

const start = (chain: Awaited<ReturnType<typeof openTestChain>>, onFailure = vi.fn()) => ({
  onFailure,
  ...startAuthor({ chain, blockTimeMs: BLOCK_TIME_MS, nowMs: Date.now, onFailure }),
});

describe('the author', () => {
  it('makes one block at the beginning of each slot, final two later', async () => {
    const chain = await openEmpty();
    const author = start(chain);
    await vi.advanceTimersByTimeAsync(699);
    expect(chain.best.number).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(chain.best.number).toBe(1);
    expect(chain.lastSlot).toBe(BigInt(NOON_MS / BLOCK_TIME_MS) + 1n);
    await vi.advanceTimersByTimeAsync(4 * BLOCK_TIME_MS);
    expect([chain.best.number, chain.finalized.number]).toEqual([5, 3]);
    author.stop();
    await vi.advanceTimersByTimeAsync(4 * BLOCK_TIME_MS);
    expect(chain.best.number).toBe(5);
  });

  it('leaves the slots empty that it slept through', async () => {
    const chain = await openEmpty();
    const author = start(chain);
    await vi.advanceTimersByTimeAsync(BLOCK_TIME_MS);
    vi.setSystemTime(Date.now() + 100 * BLOCK_TIME_MS);
    await vi.advanceTimersByTimeAsync(BLOCK_TIME_MS);
    expect(chain.best.number).toBe(2);
    author.stop();
  });

  it('waits when the clock goes back', async () => {
    const chain = await openEmpty();
    const author = start(chain);
    await vi.advanceTimersByTimeAsync(3 * BLOCK_TIME_MS);
    const { number } = chain.best;
    vi.setSystemTime(Date.now() - 2 * BLOCK_TIME_MS);
    await vi.advanceTimersByTimeAsync(2 * BLOCK_TIME_MS);
    expect(chain.best.number).toBe(number);
    await vi.advanceTimersByTimeAsync(BLOCK_TIME_MS);
    expect(chain.best.number).toBe(number + 1);
    author.stop();
  });

  it('makes one block, not a burst, after the clock was put forward by hours', async () => {
    const chain = await openEmpty();
    const author = start(chain);
    await vi.advanceTimersByTimeAsync(2 * BLOCK_TIME_MS);
    const { number } = chain.best;
    vi.setSystemTime(Date.now() + 5 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(BLOCK_TIME_MS);
    expect(chain.best.number).toBe(number + 1);
    expect(chain.lastSlot).toBe(BigInt(Math.floor(Date.now() / BLOCK_TIME_MS)));
    await vi.advanceTimersByTimeAsync(3 * BLOCK_TIME_MS);
    expect(chain.best.number).toBe(number + 4);
    author.stop();
  });

  it('makes nothing while the clock stands hours back, and goes on when it is right again', async () => {
    const chain = await openEmpty();
    const { stop, onFailure } = start(chain);
    await vi.advanceTimersByTimeAsync(3 * BLOCK_TIME_MS);
    const { number } = chain.best;
    const { lastSlot } = chain;
    vi.setSystemTime(Date.now() - 5 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(30 * BLOCK_TIME_MS);
    expect(chain.best.number).toBe(number);
    vi.setSystemTime(Date.now() + 5 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(BLOCK_TIME_MS);
    expect(chain.best.number).toBe(number + 1);
    expect(chain.lastSlot).toBeGreaterThan(lastSlot);
    expect(onFailure).not.toHaveBeenCalled();
    stop();
  });

  it('stops and says so once when the disk is full, without having called final what is not kept', async () => {
    const store = { ...openMemoryStore(), append: async () => Promise.reject(noSpace()) };
    const chain = await openTestChain(store, emptyFounding());
    const { onFailure } = start(chain);
    await vi.advanceTimersByTimeAsync(10 * BLOCK_TIME_MS);
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(onFailure.mock.calls[0]![0]).toMatchObject({ name: 'LocalnetError', code: 'store/full' });
    expect(chain.finalized.number).toBe(0);
    expect(chain.best.number).toBeLessThan(5);
  });

  it('stops with the reason when a block cannot be begun', async () => {
    const bug = new Error('a hook has a bug');
    const founding: Founding = {
      number: 1,
      entries: () => {
        if (chain) throw bug;
        return [];
      },
    };
    let chain: Chain | undefined;
    chain = await openTestChain(openMemoryStore(), founding);
    const { onFailure } = start(chain);
    await vi.advanceTimersByTimeAsync(10 * BLOCK_TIME_MS);
    expect(onFailure.mock.calls).toEqual([[bug]]);
    expect(chain.best.number).toBe(0);
  });
});

describe('a past', () => {
  it('is given to a new chain in the slots before now', async () => {
    const chain = await openEmpty();
    await makeHistory(chain, 30, NOON_MS, BLOCK_TIME_MS);
    expect(chain.finalized.number).toBe(30);
    expect(chain.lastSlot).toBe(BigInt(NOON_MS / BLOCK_TIME_MS) - 1n);
  });

  it('has as many blocks where the first of them has a number of its own', async () => {
    const chain = await openTestChain(openMemoryStore(), emptyFounding(7_000_001));
    await makeHistory(chain, 30, NOON_MS, BLOCK_TIME_MS);
    expect([chain.blockCount, chain.finalized.number]).toEqual([30, 7_000_030]);
    expect(chain.lastSlot).toBe(BigInt(NOON_MS / BLOCK_TIME_MS) - 1n);
  });

  it('is completed where a start was interrupted', async () => {
    const chain = await openEmpty();
    await makeHistory(chain, 10, NOON_MS - 20_000, BLOCK_TIME_MS);
    await makeHistory(chain, 30, NOON_MS, BLOCK_TIME_MS);
    expect(chain.finalized.number).toBe(30);
  });

  it('is not given where no slots are free or none are needed', async () => {
    const chain = await openEmpty();
    await makeHistory(chain, 10, NOON_MS, BLOCK_TIME_MS);
    await makeHistory(chain, 30, NOON_MS, BLOCK_TIME_MS);
    expect(chain.best.number).toBe(10);
    produceBlocks(chain, 1);
    await makeHistory(chain, 11, NOON_MS + 90_000, BLOCK_TIME_MS);
    expect(chain.best.number).toBe(11);
  });
});
