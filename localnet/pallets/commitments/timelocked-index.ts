/** `TimelockedIndex`: whose commitments have a field that waits for its drand round; a set in ascending order. */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';

const { TimelockedIndex } = storage.Commitments;
type Entry = readonly [netuid: number, who: Bytes];

export function remember(state: State, netuid: number, who: Bytes): void {
  const entries = state.get(TimelockedIndex);
  if (entries.some(isEntry(netuid, who))) return;
  state.put(TimelockedIndex, [...entries, [netuid, who] as const].sort(ascending));
}

export function forget(state: State, netuid: number, who: Bytes): void {
  const entries = state.get(TimelockedIndex);
  const isGone = isEntry(netuid, who);
  if (!entries.some(isGone)) return;
  state.put(
    TimelockedIndex,
    entries.filter((entry) => !isGone(entry)),
  );
}

const isEntry =
  (netuid: number, who: Bytes) =>
  ([ofNetuid, of]: Entry): boolean =>
    ofNetuid === netuid && equalBytes(of, who);

const ascending = ([netuidA, a]: Entry, [netuidB, b]: Entry): number => netuidA - netuidB || Buffer.compare(a, b);
