/**
 * Reading storage without saying how: a plan asks for batches of keys and is told their values.
 *
 *   plan ── keys of round 1 ─▶ reader ── values ─▶ plan ── keys of round 2 ─▶ … ─▶ result
 *
 * A plan is a generator, so the same assembly runs over a trie in memory (`drivePlanNow`) and over proofs that come from
 * far away (`drivePlan`). Fewer rounds are fewer round trips: independent plans go `together`.
 */
import type { Bytes } from '../bytes.ts';
import type { StorageItem } from '../schema/index.ts';
import { decodeValue, storageKey } from '../schema/index.ts';

/** Yields the keys of a round, receives their values in the same order (`undefined` = not in the state). */
export type ReadPlan<T> = Generator<readonly Bytes[], T, readonly (Bytes | undefined)[]>;

/** One value to read. `decode` throws ChainError on bytes that are not of the item's type. */
export interface Read<V> {
  readonly key: Bytes;
  readonly decode: (bytes: Bytes | undefined) => V;
}
type Values<R> = { readonly [I in keyof R]: R[I] extends Read<infer V> ? V : never };

/** The value of `item` under `keys`; its default where the state has none. */
export function read<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): Read<S | A> {
  return { key: storageKey(item, ...keys), decode: (bytes) => decodeValue(item, bytes) };
}

/** One round: the values of `reads` in their order. */
export function* readAll<const R extends readonly Read<unknown>[]>(reads: R): ReadPlan<Values<R>> {
  const bytes = yield reads.map(({ key }) => key);
  return reads.map(({ decode }, i) => decode(bytes[i])) as Values<R>;
}

/** One round: the values of `reads` under their names. */
export function* readNamed<const R extends Readonly<Record<string, Read<unknown>>>>(reads: R): ReadPlan<Values<R>> {
  const values = yield* readAll(Object.values(reads));
  return Object.fromEntries(Object.keys(reads).map((name, i) => [name, values[i]])) as Values<R>;
}

type Results<P> = { readonly [I in keyof P]: P[I] extends ReadPlan<infer T> ? T : never };

/** Runs plans side by side: round k asks for what every plan wants in its round k. */
export function* together<const P extends readonly ReadPlan<unknown>[]>(...plans: P): ReadPlan<Results<P>> {
  let steps = plans.map((plan) => plan.next());
  while (steps.some((step) => !step.done)) {
    const wanted = steps.map((step) => (step.done ? [] : step.value));
    const values = yield wanted.flat();
    let at = 0;
    steps = steps.map((step, i) => {
      if (step.done) return step;
      const start = at;
      at += step.value.length;
      return plans[i]!.next(values.slice(start, at));
    });
  }
  return steps.map((step) => step.value) as Results<P>;
}

/** Runs a plan over a reader that answers later. A rejection of the reader ends the plan. */
export async function drivePlan<T>(
  plan: ReadPlan<T>,
  readKeys: (keys: readonly Bytes[]) => Promise<readonly (Bytes | undefined)[]>,
): Promise<T> {
  let step = plan.next();
  while (!step.done) step = plan.next(await readKeys(step.value));
  return step.value;
}

/** Runs a plan over a reader that answers at once. */
export function drivePlanNow<T>(plan: ReadPlan<T>, readKey: (key: Bytes) => Bytes | undefined): T {
  let step = plan.next();
  while (!step.done) step = plan.next(step.value.map(readKey));
  return step.value;
}
