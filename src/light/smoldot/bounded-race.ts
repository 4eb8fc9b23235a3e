/**
 * `Promise.race` that forgets: a workaround for a leak in smoldot, for the workers in which it lives alone.
 *
 * smoldot 3.4.1 (and 2.0.40) races, at every step of its executor, a short promise against one that lasts as long as the
 * client (`local-instance.js`). The language keeps a reaction on the lasting promise for every race that ever was: some
 * 130 KB per read of 300 keys, half a gigabyte in an hour of following. Here a race leaves one waiter in a set that
 * belongs to the promise, and takes it out again when the race is decided.
 */
interface Waiter {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** Who waits for a promise; undefined once it has settled. */
interface Contender {
  waiters: Set<Waiter> | undefined;
}

export function boundedRace(): typeof Promise.race {
  const contenders = new WeakMap<object, Contender>();

  const contenderOf = (promise: PromiseLike<unknown>): Contender => {
    const known = contenders.get(promise);
    if (known) return known;
    const contender: Contender = { waiters: new Set() };
    contenders.set(promise, contender);
    const settle = (tell: (waiter: Waiter) => void) => {
      const waiters = contender.waiters ?? [];
      contender.waiters = undefined;
      for (const waiter of waiters) tell(waiter);
    };
    promise.then(
      (value) => settle((waiter) => waiter.resolve(value)),
      (reason) => settle((waiter) => waiter.reject(reason)),
    );
    return contender;
  };

  return async function race(values: Iterable<unknown>) {
    const decided = Promise.withResolvers<unknown>();
    const joined: Contender[] = [];
    for (const value of values) {
      const contender = isThenable(value) ? contenderOf(value) : undefined;
      if (contender?.waiters) {
        contender.waiters.add(decided);
        joined.push(contender);
      } else {
        Promise.resolve(value).then(decided.resolve, decided.reject);
      }
    }
    try {
      return await decided.promise;
    } finally {
      for (const { waiters } of joined) waiters?.delete(decided);
    }
  } as typeof Promise.race;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
