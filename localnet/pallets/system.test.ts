import { describe, expect, it } from 'vitest';
import { storage } from '../../src/chain/schema/index.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import { State } from '../state.ts';
import { testBlock } from './execution.fixture.ts';
import { finalizeSystem, initializeSystem } from './index.ts';

const { BlockHash } = storage.System;

/** The state after the frame of block `number`, on one that knows the hashes of blocks 0, 1 and 2. */
function frameOf(number: number): State {
  const state = new State(Trie.empty(1));
  for (const known of [0, 1, 2]) state.put(BlockHash, known, new Uint8Array(32).fill(known + 1));
  initializeSystem(state, { number, parentHash: new Uint8Array(32).fill(9), digest: [] });
  finalizeSystem({ ...testBlock(number), state });
  return state;
}
const knows = (state: State) => [0, 1, 2].filter((number) => state.has(BlockHash, number));

describe('block hashes', () => {
  it('are kept for 2400 blocks, the genesis for ever', () => {
    expect(knows(frameOf(2401))).toEqual([0, 1, 2]);
    expect(knows(frameOf(2402))).toEqual([0, 2]);
    expect(knows(frameOf(2403))).toEqual([0, 1]);
  });

  it('are noted by the next block, which is the first to know them', () => {
    expect(frameOf(50).get(BlockHash, 49)).toEqual(new Uint8Array(32).fill(9));
    expect(frameOf(50).has(BlockHash, 50)).toBe(false);
  });
});
