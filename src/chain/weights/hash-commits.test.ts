import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import type { HashCommit, RevealClock } from './index.ts';
import { addHashCommit, MAX_WAITING_COMMITS, revealHashCommit, revealHashCommits } from './index.ts';

const hash = (byte: number): Bytes => new Uint8Array(32).fill(byte);
const commit = (byte: number, epoch: bigint): HashCommit => [hash(byte), epoch, 100n * epoch, 0n];
const clock = (epoch: bigint, periodEpochs = 1n): RevealClock => ({ epoch, periodEpochs });
/** The hashes that are left, or the error. */
const left = (outcome: ReturnType<typeof revealHashCommit | typeof addHashCommit>) =>
  outcome.ok ? outcome.queue.map(([committed]) => committed[0]) : outcome.error;

describe('a commit', () => {
  it('joins the end of the queue with its epoch and block', () => {
    const added = addHashCommit([commit(1, 4n)], hash(2), 555n, clock(5n));
    expect(added).toEqual({ ok: true, queue: [commit(1, 4n), [hash(2), 5n, 555n, 0n]] });
  });

  it('takes the place of expired ones, and no other', () => {
    const full = Array.from({ length: MAX_WAITING_COMMITS }, (_, i) => commit(i, i === 0 ? 3n : 4n));
    expect(left(addHashCommit(full, hash(77), 1n, clock(4n)))).toBe('TooManyUnrevealedCommits');
    expect(left(addHashCommit(full, hash(77), 1n, clock(5n)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 77]);
  });
});

describe('revealing', () => {
  it('takes the commit and all older ones out, and leaves the newer ones', () => {
    const queue = [commit(1, 4n), commit(2, 4n), commit(3, 4n), commit(4, 5n)];
    expect(left(revealHashCommit(queue, hash(2), clock(5n)))).toEqual([3, 4]);
  });

  it('is possible in exactly one epoch', () => {
    const queue = [commit(1, 4n), commit(2, 9n)];
    const outcomes = [4n, 5n, 6n, 7n, 8n].map((epoch) => left(revealHashCommit(queue, hash(1), clock(epoch, 3n))));
    expect(outcomes).toEqual(['RevealTooEarly', 'RevealTooEarly', 'RevealTooEarly', [2], 'ExpiredWeightCommit']);
  });

  it('tells an empty queue, a foreign hash and an expired one apart', () => {
    expect(left(revealHashCommit(undefined, hash(1), clock(5n)))).toBe('NoWeightsCommitFound');
    expect(left(revealHashCommit([commit(1, 2n)], hash(2), clock(5n)))).toBe('NoWeightsCommitFound');
    expect(left(revealHashCommit([commit(1, 2n)], hash(1), clock(5n)))).toBe('ExpiredWeightCommit');
    expect(left(revealHashCommit([commit(1, 4n)], hash(2), clock(5n)))).toBe('InvalidRevealCommitHashNotMatch');
  });

  it('finds the first of two equal commits', () => {
    expect(left(revealHashCommit([commit(1, 4n), commit(1, 4n), commit(2, 5n)], hash(1), clock(5n)))).toEqual([1, 2]);
  });
});

describe('revealing several', () => {
  const queue = [commit(1, 4n), commit(2, 4n), commit(3, 4n), commit(4, 5n)];

  it('takes out those that are named, in any order', () => {
    expect(left(revealHashCommits(queue, [hash(3), hash(1)], clock(5n)))).toEqual([2, 4]);
    expect(left(revealHashCommits(queue, [], clock(5n)))).toEqual([1, 2, 3, 4]);
  });

  it('fails for all if one is too early, unknown or named twice', () => {
    expect(left(revealHashCommits(queue, [hash(1), hash(4)], clock(5n)))).toBe('RevealTooEarly');
    expect(left(revealHashCommits(queue, [hash(1), hash(9)], clock(5n)))).toBe('InvalidRevealCommitHashNotMatch');
    expect(left(revealHashCommits(queue, [hash(1), hash(1)], clock(5n)))).toBe('InvalidRevealCommitHashNotMatch');
    expect(left(revealHashCommits(queue, [hash(4), hash(1)], clock(6n)))).toBe('ExpiredWeightCommit');
    expect(left(revealHashCommits(undefined, [hash(1)], clock(5n)))).toBe('NoWeightsCommitFound');
  });
});
