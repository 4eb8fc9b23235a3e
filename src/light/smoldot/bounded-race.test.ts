import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { boundedRace } from './bounded-race.ts';

const outcome = (race: Promise<unknown>) =>
  race.then(
    (value) => ['value', value],
    (reason: unknown) => ['reason', reason],
  );

describe('a race that forgets', () => {
  const race = boundedRace();

  it('is decided like the language’s own, in whatever order promises settle', async () => {
    const step = fc.record({ index: fc.nat({ max: 3 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), async (steps, raced) => {
        const promises = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
        for (const { promise } of promises) promise.catch(() => undefined);
        const contenders = promises.slice(0, raced).map(({ promise }) => promise);
        let ours: unknown = 'undecided';
        let native: unknown = 'undecided';
        outcome(race(contenders)).then((result) => {
          ours = result;
        });
        outcome(Promise.race(contenders)).then((result) => {
          native = result;
        });
        for (const { index, fails } of steps) {
          if (fails) promises[index]!.reject(index);
          else promises[index]!.resolve(index);
          await settle();
          expect(ours).toEqual(native);
        }
        const late = await Promise.all([
          outcome(race([...contenders, 'now'])),
          outcome(Promise.race([...contenders, 'now'])),
        ]);
        expect(late[0]).toEqual(late[1]);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it('leaves one reaction on a lasting promise, however often that is raced', async () => {
    let reactions = 0;
    class Counted<T> extends Promise<T> {
      // biome-ignore lint/suspicious/noThenProperty: the reactions are what is counted.
      override then<A = T, B = never>(...callbacks: Parameters<Promise<T>['then']>): Promise<A | B> {
        reactions++;
        return super.then(...callbacks) as Promise<A | B>;
      }
    }
    const lasting = new Counted<never>(() => undefined);
    for (let i = 0; i < 1_000; i++) await expect(race([Promise.resolve(i), lasting])).resolves.toBe(i);
    expect(reactions).toBe(1);
  });

  it('never ends without contenders', async () => {
    let ended = false;
    race([]).then(() => {
      ended = true;
    });
    await settle();
    expect(ended).toBe(false);
  });
});
