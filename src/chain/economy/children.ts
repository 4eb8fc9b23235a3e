/**
 * To whom a hotkey may lend its stake in a subnet (spec economy §12, participation §8; the pallet's `PCRelations`).
 *
 *   at most five children · each once · never itself · Σ proportions ≤ 2^64−1 · no child that is also a parent
 */
import type { Bytes } from '../bytes.ts';
import { compareBytes, equalBytes, toHex } from '../bytes.ts';
import { U64_MAX } from '../fixed/index.ts';

/** Proportion (of 2^64−1) and hotkey, as in `ChildKeys` and `ParentKeys`. */
export type HotkeyLink = readonly [proportion: bigint, hotkey: Bytes];

export type ChildrenError =
  | 'DuplicateChild'
  | 'InvalidChild'
  | 'TooManyChildren'
  | 'ProportionOverflow'
  | 'ChildParentInconsistency';

/** Set by the pallet. */
export const MAX_CHILDREN = 5;

/** Why `hotkey`, whose parents in the subnet are `parents`, cannot have these children; checks in the chain's order. */
export function childrenError(
  hotkey: Bytes,
  children: readonly HotkeyLink[],
  parents: readonly HotkeyLink[],
): ChildrenError | undefined {
  const distinct = new Set(children.map(([, child]) => toHex(child)));
  if (distinct.size < children.length) return 'DuplicateChild';
  if (distinct.has(toHex(hotkey))) return 'InvalidChild';
  if (children.length > MAX_CHILDREN) return 'TooManyChildren';
  const total = children.reduce((sum, [proportion]) => sum + proportion, 0n);
  if (total > U64_MAX) return 'ProportionOverflow';
  return parents.some(([, parent]) => distinct.has(toHex(parent))) ? 'ChildParentInconsistency' : undefined;
}

/** A list of links with one more, or with another proportion where the hotkey is in it already. */
export function withLink(links: readonly HotkeyLink[], [proportion, hotkey]: HotkeyLink): readonly HotkeyLink[] {
  const known = links.some(([, other]) => equalBytes(other, hotkey));
  if (!known) return [...links, [proportion, hotkey]];
  return links.map(([before, other]) => (equalBytes(other, hotkey) ? [proportion, other] : [before, other]));
}

export const withoutLink = (links: readonly HotkeyLink[], hotkey: Bytes): readonly HotkeyLink[] =>
  links.filter(([, other]) => !equalBytes(other, hotkey));

/** The order in which the chain stores children. */
export const byHotkey = ([, a]: HotkeyLink, [, b]: HotkeyLink): number => compareBytes(a, b);
