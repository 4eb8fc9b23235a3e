import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/chain/bytes.ts';
import { storage, storageKey } from '../src/chain/schema/index.ts';
import { Trie } from '../src/chain/trie/index.ts';
import { applyChanges, State } from './state.ts';

const { Tempo, Kappa, TotalNetworks } = storage.SubtensorModule;
const KEY = utf8('key');

describe('a state on top of a trie', () => {
  const base = Trie.empty(1).set(KEY, utf8('old'));

  it('reads what it has written, else what is below, else the default', () => {
    const state = new State(base);
    expect(state.getRaw(KEY)).toEqual(utf8('old'));
    expect(state.get(Tempo, 3)).toBe(360);
    expect(state.has(Tempo, 3)).toBe(false);
    state.put(Tempo, 3, 20);
    expect(state.get(Tempo, 3)).toBe(20);
    expect(state.get(Tempo, 4)).toBe(360);
    expect(state.has(Tempo, 3)).toBe(true);
  });

  it('changes a value from what it was', () => {
    const state = new State(base);
    state.change(Kappa, 1, (kappa) => kappa + 1);
    state.change(Kappa, 1, (kappa) => kappa + 1);
    state.change(TotalNetworks, (total) => total + 5);
    expect(state.get(Kappa, 1)).toBe(32_769);
    expect(state.get(TotalNetworks)).toBe(5);
  });

  it('forgets a killed value, also one of the trie below', () => {
    const state = new State(base);
    state.putRaw(KEY, undefined);
    expect(state.getRaw(KEY)).toBeUndefined();
    expect(applyChanges(base, state.changes()).root()).toEqual(Trie.empty(1).root());
  });

  it('lists only what is different now', () => {
    const state = new State(base);
    state.putRaw(KEY, utf8('old'));
    state.putRaw(utf8('never there'), undefined);
    state.put(Tempo, 3, 20);
    expect(state.changes()).toEqual([[storageKey(Tempo, 3), Uint8Array.of(20, 0)]]);
  });

  it('takes the changes of a branch only when it absorbs it', () => {
    const state = new State(base);
    const branch = state.branch();
    branch.put(Tempo, 3, 20);
    branch.putRaw(KEY, undefined);
    expect(state.get(Tempo, 3)).toBe(360);
    state.absorb(branch);
    expect(state.get(Tempo, 3)).toBe(20);
    expect(state.getRaw(KEY)).toBeUndefined();
  });

  it('lists entries as they are now: changed, new and gone ones, its own and those of the state below', () => {
    const before = new State(Trie.empty(1));
    for (const netuid of [1, 2, 3]) before.put(Tempo, netuid, netuid);
    const state = new State(applyChanges(Trie.empty(1), before.changes()));
    const tempos = (of: State) => of.entriesOf(Tempo).map(([[netuid], tempo]) => [netuid, tempo]);
    expect(tempos(state)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    state.kill(Tempo, 2);
    state.put(Tempo, 3, 30);
    const branch = state.branch();
    branch.put(Tempo, 2, 20);
    branch.kill(Tempo, 1);
    branch.put(Kappa, 9, 1);
    expect(tempos(state)).toEqual([
      [1, 1],
      [3, 30],
    ]);
    expect(tempos(branch)).toEqual([
      [2, 20],
      [3, 30],
    ]);
    state.absorb(branch);
    expect(tempos(state)).toEqual([
      [2, 20],
      [3, 30],
    ]);
    expect(state.entriesRaw(new Uint8Array())).toHaveLength(3);
  });

  it('reads through to a base that is no trie, and may change', () => {
    let value = utf8('first');
    const state = new State({ get: () => value, entries: () => [] });
    expect(state.getRaw(KEY)).toEqual(utf8('first'));
    value = utf8('second');
    expect(state.getRaw(KEY)).toEqual(utf8('second'));
    expect(state.branch().getRaw(KEY)).toEqual(utf8('second'));
  });

  it('shows a branch what changes below it', () => {
    const state = new State(base);
    const branch = state.branch();
    expect(branch.get(Tempo, 3)).toBe(360);
    state.put(Tempo, 3, 20);
    expect(branch.get(Tempo, 3)).toBe(20);
  });

  it('refuses a value that is not of the type', () => {
    expect(() => new State(base).put(Tempo, 3, 70_000)).toThrowError(RangeError);
  });
});
