/** Validator permits: who may set weights (spec yuma §3.3). */
import { ascending } from '../fixed/index.ts';

/** P: the stored permits, one per uid (missing = none), and always the owner's. */
export function currentPermits(stored: readonly boolean[], n: number, ownerUid: number | undefined): boolean[] {
  // QUIRK: with no stored vector at all there is no element to set for the owner either (spec yuma §12.9).
  const permits = Array.from({ length: n }, (_, uid) => stored[uid] ?? false);
  if (ownerUid !== undefined && ownerUid < n && stored.length > 0) permits[ownerUid] = true;
  return permits;
}

/** The `k` largest values that are not zero. Among equal values the higher indices win. Fewer than `k` values: all of them. */
export function topNonZero(values: readonly bigint[], k: number): boolean[] {
  const top = values.map((value) => value !== 0n);
  if (values.length < k) return top;
  const fromSmallest = values.map((_, index) => index).sort((a, b) => ascending(values[a]!, values[b]!));
  for (const index of fromSmallest.slice(0, values.length - k)) top[index] = false;
  return top;
}

/** P′: the permits that this epoch hands out, to the `maxValidators` largest stakes and to the owner. */
export function newPermits(shares: readonly bigint[], maxValidators: number, ownerUid: number | undefined): boolean[] {
  const permits = topNonZero(shares, maxValidators);
  if (ownerUid !== undefined && ownerUid < permits.length) permits[ownerUid] = true;
  return permits;
}
