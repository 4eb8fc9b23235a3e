import { describe, expect, it } from 'vitest';
import type { CheckpointSearch } from '../../roles/index.ts';
import { INITIAL_STATE } from '../node/state.ts';
import { FAKE_SERVERS, fakeSearch } from '../testing/fake-proof.ts';
import { SAMPLE_NOW_MS, sampleEngine, sampleTrust } from '../testing/samples.ts';
import { compareHash, describeSearch, freshness, groupAnswers } from './checkpoint-words.ts';
import { findNeed } from './need.ts';

const DAY_MS = 86_400_000;
const HASH = `0x${'ab'.repeat(32)}`;
const failure = (code: string) => ({ code, reason: 'It is so.', next: 'Decide.' });

describe('the age of a checkpoint', () => {
  it('is fresh for two weeks, then old', () => {
    expect(freshness(SAMPLE_NOW_MS - 14 * DAY_MS, SAMPLE_NOW_MS, undefined)).toBe('fresh');
    expect(freshness(SAMPLE_NOW_MS - 14 * DAY_MS - 1, SAMPLE_NOW_MS, undefined)).toBe('old');
  });

  it('is fresh where it was made in the future, by a clock that is ahead', () => {
    expect(freshness(SAMPLE_NOW_MS + DAY_MS, SAMPLE_NOW_MS, undefined)).toBe('fresh');
  });

  it('is too old when the engine says so, and only then', () => {
    expect(freshness(SAMPLE_NOW_MS, SAMPLE_NOW_MS, 'checkpoint/too-old')).toBe('too old');
    expect(freshness(0, SAMPLE_NOW_MS, 'light/timeout')).toBe('old');
  });
});

describe('the search for a checkpoint in words', () => {
  const told = (search: CheckpointSearch, isFirst: boolean) => describeSearch(search, isFirst);

  it('counts who has named a block, and believes none alone', () => {
    const { title, detail } = told(fakeSearch('search', FAKE_SERVERS, 2), true);
    expect(title).toBe('Asking servers for a checkpoint');
    expect(detail).toMatch(/^2 of 4 have answered. None is believed by itself/);
  });

  it('is loud where servers contradict each other, at the first visit and in a comparison', () => {
    const differ = fakeSearch('differ', FAKE_SERVERS, 4);
    for (const isFirst of [true, false]) {
      expect(told(differ, isFirst)).toMatchObject({ tone: 'bad', title: 'The servers contradict each other' });
    }
  });

  it('does not say that a comparison has changed anything', () => {
    const agreed = fakeSearch('search', FAKE_SERVERS, 4);
    expect(told(agreed, true).detail).toMatch(/followed from it/);
    expect(told(agreed, false).detail).not.toMatch(/followed/);
  });

  it('has words of its own for each state', () => {
    const search = (state: CheckpointSearch['state']): CheckpointSearch => ({ state, answers: [], failure: undefined });
    const titles = (['searching', 'agreed', 'differ', 'failed'] as const).map(
      (state) => told(search(state), true).title,
    );
    expect(new Set(titles).size).toBe(4);
  });

  it('gives equal blocks one letter, the most frequent first', () => {
    const groups = groupAnswers(fakeSearch('differ', FAKE_SERVERS, 4));
    expect([...groups.values()]).toEqual(['A', 'B']);
    expect(groups.get(fakeSearch('differ', FAKE_SERVERS, 4).answers[0]!.block!.hash)).toBe('A');
  });
});

describe('a pasted hash', () => {
  it('is compared without regard to case, blanks or the prefix', () => {
    expect(compareHash(` ${HASH.toUpperCase().replace('0X', '0x')}\n`, HASH)).toBe('equal');
    expect(compareHash('ab'.repeat(32), HASH)).toBe('equal');
    expect(compareHash('', HASH)).toBe('empty');
  });

  it('is different in a single digit, and when it is only a part', () => {
    expect(compareHash(HASH.replace('ab', 'aa'), HASH)).toBe('different');
    expect(compareHash(HASH.slice(0, 20), HASH)).toBe('different');
  });
});

describe('what a person has to decide', () => {
  const state = (change: Partial<typeof INITIAL_STATE>) => ({ ...INITIAL_STATE, ...change });

  it('is nothing while all is well, or while servers are still asked', () => {
    expect(findNeed(state({ engine: sampleEngine() }))).toBeUndefined();
    const engine = sampleEngine({ kind: 'proof', stage: 'starting', failure: failure('checkpoint/too-few-servers') });
    expect(findNeed(state({ engine, checkpoint: fakeSearch('search', FAKE_SERVERS, 1) }))).toBeUndefined();
  });

  it('is another engine, a newer checkpoint, or any checkpoint', () => {
    const failed = (code: string) => state({ engine: sampleEngine({ kind: 'proof', failure: failure(code) }) });
    expect(findNeed(failed('light/incompatible-runtime'))).toBe('other-engine');
    expect(findNeed(failed('checkpoint/too-old'))).toBe('newer-checkpoint');
    expect(findNeed(failed('checkpoint/servers-differ'))).toBe('checkpoint');
    expect(findNeed(state({ checkpoint: fakeSearch('differ', FAKE_SERVERS, 4) }))).toBe('checkpoint');
  });

  it('is nothing where a comparison differs but there is a checkpoint to go on with', () => {
    const engine = sampleEngine({ kind: 'proof', trust: sampleTrust() });
    expect(findNeed(state({ engine, checkpoint: fakeSearch('differ', FAKE_SERVERS, 4) }))).toBeUndefined();
  });
});
