import { describe, expect, it } from 'vitest';
import { SAMPLE_BLOCK, sampleEngine, sampleSubnets } from '../testing/samples.ts';
import { currentBlock, isStale, STALE_BLOCKS } from './staleness.ts';

describe('stale figures', () => {
  it('are those of a chain that is not followed', () => {
    expect(isStale(sampleSubnets(), undefined)).toBe(true);
    expect(isStale(sampleSubnets(), sampleEngine({ stage: 'stalled' }))).toBe(true);
    expect(isStale(sampleSubnets(), sampleEngine())).toBe(false);
  });

  it('are those that the chain left behind', () => {
    const finalized = (lag: number) => sampleEngine({ finalized: { number: SAMPLE_BLOCK + lag, hash: '0x01' } });
    expect(isStale(sampleSubnets(), finalized(STALE_BLOCKS))).toBe(false);
    expect(isStale(sampleSubnets(), finalized(STALE_BLOCKS + 1))).toBe(true);
  });
});

describe('the current block', () => {
  it('is the best that is known, else that of the figures', () => {
    expect(currentBlock(sampleEngine(), sampleSubnets())).toBe(SAMPLE_BLOCK + 2);
    expect(currentBlock(undefined, sampleSubnets())).toBe(SAMPLE_BLOCK);
    expect(currentBlock(undefined, undefined)).toBe(0);
  });
});
