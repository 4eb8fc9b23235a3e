/**
 * The stake of a subnet's neurons as the epoch sees it: after giving to children and receiving from parents (spec yuma §8).
 */
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import { storage } from '../schema/index.ts';
import { inheritedStake } from '../yuma/index.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readAll } from './read-plan.ts';

const subtensor = storage.SubtensorModule;
const ROOT = 0;

/** Rao per neuron, in the order of the hotkeys asked about. */
export interface NeuronStakes {
  readonly alpha: BigUint64Array;
  readonly tao: BigUint64Array;
}

/**
 * Inherited stakes of `hotkeys` on subnet `netuid` (≥ 1), two rounds. A uid without a hotkey (`undefined`) has none.
 * TAO is the stake on root, inherited along the subnet's own relations.
 */
export function* stakePlan(netuid: number, hotkeys: readonly (Bytes | undefined)[]): ReadPlan<NeuronStakes> {
  const known = hotkeys.filter((hotkey) => hotkey !== undefined);
  const children = yield* readAll([
    ...known.map((hotkey) => read(subtensor.ChildKeys, hotkey, netuid)),
    ...known.map((hotkey) => read(subtensor.ParentKeys, hotkey, netuid)),
  ]);
  const relations = new Map(
    known.map((hotkey, i) => [
      toHex(hotkey),
      { children: children[i]!.map(([proportion]) => proportion), parents: children[known.length + i]! },
    ]),
  );
  const holders = [...known, ...[...relations.values()].flatMap(({ parents }) => parents.map(([, parent]) => parent))];
  const stakes = yield* readAll(
    [netuid, ROOT].flatMap((of) => holders.map((hotkey) => read(subtensor.TotalHotkeyAlpha, hotkey, of))),
  );
  const stakeOf = (currency: 0 | 1) =>
    new Map(holders.map((hotkey, i) => [toHex(hotkey), stakes[currency * holders.length + i]!]));
  const inherit = (own: ReadonlyMap<string, bigint>) =>
    BigUint64Array.from(hotkeys, (hotkey) => {
      if (!hotkey) return 0n;
      const relation = relations.get(toHex(hotkey))!;
      const parents = relation.parents.map(([proportion, parent]) => ({
        proportion,
        stakeRao: own.get(toHex(parent))!,
      }));
      return inheritedStake(own.get(toHex(hotkey))!, parents, relation.children);
    });
  return { alpha: inherit(stakeOf(0)), tao: inherit(stakeOf(1)) };
}
