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

  it('refuses a value that is not of the type', () => {
    expect(() => new State(base).put(Tempo, 3, 70_000)).toThrowError(RangeError);
  });
});
