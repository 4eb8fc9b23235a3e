import { describe, expect, it } from 'vitest';
import { SAMPLE_NOW_MS, sampleEngine } from '../testing/samples.ts';
import { describePulse } from './pulse.ts';
import { describeWaiting } from './waiting.ts';

describe('the sentence of state', () => {
  it('says block, age and finality while following', () => {
    const pulse = describePulse('localnet', sampleEngine(), SAMPLE_NOW_MS);
    expect(pulse).toMatchObject({ tone: 'good', words: '', best: 4002, finalized: 4000, ageMs: 2000, peers: 4 });
    expect(pulse.label).toBe('proved');
  });

  it('says what is being waited for in every other stage', () => {
    const words = (['idle', 'starting', 'connecting', 'syncing', 'stalled', 'failed'] as const).map(
      (stage) => describePulse('localnet', sampleEngine({ stage }), SAMPLE_NOW_MS).words,
    );
    expect(new Set(words).size).toBe(6);
    expect(words).not.toContain('');
  });

  it('claims nothing as proved unless the chain is followed', () => {
    expect(describePulse('localnet', sampleEngine({ stage: 'stalled' }), SAMPLE_NOW_MS).label).toBeUndefined();
    expect(describePulse('localnet', undefined, SAMPLE_NOW_MS).label).toBeUndefined();
  });

  it('says claimed as soon as the engine does', () => {
    expect(describePulse('finney', sampleEngine({ label: 'claimed' }), SAMPLE_NOW_MS).label).toBe('claimed');
  });

  it('does not speak of loading where a failure stands instead of a light client', () => {
    expect(describePulse('localnet', undefined, SAMPLE_NOW_MS)).toMatchObject({ tone: 'waiting' });
    expect(describePulse('localnet', undefined, SAMPLE_NOW_MS, { hasFailed: true })).toMatchObject({
      tone: 'bad',
      words: 'not followed',
    });
  });

  it('says that servers are asked for a checkpoint, until there is one', () => {
    const searching = { isSearching: true };
    expect(describePulse('finney', undefined, SAMPLE_NOW_MS, searching).words).toMatch(/for a checkpoint/);
    expect(describePulse('finney', sampleEngine(), SAMPLE_NOW_MS, searching).words).toBe('');
  });

  it('speaks of servers where the proof engine asks them', () => {
    const words = describePulse('finney', sampleEngine({ kind: 'proof', stage: 'connecting' }), SAMPLE_NOW_MS).words;
    expect(words).toBe('looking for servers');
  });

  it('does not change its announcement with the block', () => {
    const before = describePulse('localnet', sampleEngine(), SAMPLE_NOW_MS);
    const next = sampleEngine({ best: { number: 4003, hash: '0x01' }, finalizedAtMs: SAMPLE_NOW_MS });
    expect(describePulse('localnet', next, SAMPLE_NOW_MS + 1000).announcement).toBe(before.announcement);
  });

  it('has no negative age when the clock was set back', () => {
    expect(describePulse('localnet', sampleEngine(), SAMPLE_NOW_MS - 60_000).ageMs).toBe(0);
  });
});

describe('what a frame waits for', () => {
  it('is the reading only while the chain is followed', () => {
    expect(describeWaiting('following', 'Reading.')).toBe('Reading.');
    expect(describeWaiting('connecting', 'Reading.')).toMatch(/peers/);
    expect(describeWaiting('failed', 'Reading.')).toMatch(/runs again/);
    expect(describeWaiting(undefined, 'Reading.')).toMatch(/start/);
  });
});
