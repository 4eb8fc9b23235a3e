import { describe, expect, it } from 'vitest';
import { MAX_MISSED_ROUNDS, MAX_ROUNDS_PER_BLOCK, wantedRounds } from './wanted-rounds.ts';

const never = () => {
  throw new Error('asked for no reason');
};
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => BigInt(first + i));

describe('the rounds that a block brings', () => {
  it('are all that the chain has not got, up to eight', () => {
    expect(wantedRounds({ last: 20n, newest: 20n, waitedFor: never })).toEqual([]);
    expect(wantedRounds({ last: 20n, newest: 19n, waitedFor: never })).toEqual([]);
    expect(wantedRounds({ last: 20n, newest: 22n, waitedFor: never })).toEqual([21n, 22n]);
    expect(wantedRounds({ last: 20n, newest: 28n, waitedFor: never })).toEqual(range(21, 28));
  });

  it('are the newest eight after a gap in which nobody waits', () => {
    expect(wantedRounds({ last: 20n, newest: 1_000n, waitedFor: () => [20n, 1_500n] })).toEqual(range(993, 1_000));
  });

  it('are first those in the gap that somebody waits for, each once and in order', () => {
    const waitedFor = () => [500n, 30n, 500n, 995n, 20n];
    const rounds = wantedRounds({ last: 20n, newest: 1_000n, waitedFor });
    expect(rounds).toEqual([30n, 500n, ...range(993, 998)]);
    expect(wantedRounds({ last: 998n, newest: 1_000n, waitedFor })).toEqual([999n, 1_000n]);
  });

  it('are in a hurry those alone that somebody waits for', () => {
    const waitedFor = () => [26n, 24n, 20n, 24n, 31n];
    const view = { last: 20n, newest: 30n, waitedFor, onlyWaitedFor: true };
    expect(wantedRounds(view)).toEqual([24n, 26n]);
    expect(wantedRounds({ ...view, newest: 24n })).toEqual([24n]);
    expect(wantedRounds({ ...view, last: 26n })).toEqual([]);
    expect(wantedRounds({ ...view, waitedFor: () => range(1, 30) })).toEqual(range(21, 28));
  });

  it('never fall behind by more than some blocks, however many wait', () => {
    const waitedFor = () => range(21, 900);
    let last = 20n;
    for (let block = 0; block < MAX_MISSED_ROUNDS / MAX_ROUNDS_PER_BLOCK; block++) {
      last = wantedRounds({ last, newest: 1_000n, waitedFor }).at(-1)!;
    }
    expect(last).toBe(900n);
    expect(wantedRounds({ last, newest: 1_000n, waitedFor })).toEqual(range(993, 1_000));
  });
});
