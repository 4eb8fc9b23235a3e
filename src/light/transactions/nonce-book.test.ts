import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_IN_FLIGHT, NonceBook } from './nonce-book.ts';
import { ALICE, BOB } from './transactions.fixture.ts';

const [a, b] = [ALICE.publicKey, BOB.publicKey];

describe('the book of nonces', () => {
  it('counts up from the chain’s nonce, each account for itself', () => {
    const book = new NonceBook();
    expect([book.take(a, 5), book.take(a, 5), book.take(b, 0), book.take(a, 5)]).toEqual([5, 6, 0, 7]);
  });

  it('fills a gap before it counts on', () => {
    const book = new NonceBook();
    for (let i = 0; i < 4; i++) book.take(a, 5);
    book.release(a, 6);
    expect([book.take(a, 5), book.take(a, 5)]).toEqual([6, 9]);
  });

  it('forgets what the chain has passed', () => {
    const book = new NonceBook();
    for (let i = 0; i < 3; i++) book.take(a, 5);
    expect(book.inFlight(a, 7)).toEqual([7]);
    expect(book.take(a, 9)).toBe(9);
    expect(book.inFlight(a, 9)).toEqual([9]);
  });

  it('goes by the chain where somebody else has used the account', () => {
    const book = new NonceBook();
    book.take(a, 5);
    expect(book.take(a, 20)).toBe(20);
  });

  it('knows what was on its way before a reload', () => {
    const book = new NonceBook();
    book.note(a, 5);
    book.note(a, 7);
    expect([book.take(a, 5), book.take(a, 5)]).toEqual([6, 8]);
  });

  it('hands out no more than a pool keeps', () => {
    const book = new NonceBook();
    for (let i = 0; i < MAX_IN_FLIGHT; i++) book.take(a, 0);
    const taken = () => book.take(a, 0);
    expect(taken).toThrow(expect.objectContaining({ code: 'transaction/too-many-in-flight' }));
    expect(book.take(b, 0)).toBe(0);
    book.release(a, 3);
    expect(taken()).toBe(3);
    for (let i = 0; i < 2 * MAX_IN_FLIGHT; i++) book.note(b, i);
    expect(book.inFlight(b, 0).length).toBe(MAX_IN_FLIGHT);
  });

  it('never hands out a nonce twice, nor one that the chain has passed', () => {
    const step = fc.oneof(
      fc.constant('take' as const),
      fc.constant('pass' as const),
      fc.nat(8).map((index) => ({ release: index })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = new NonceBook();
        let chain = 0;
        const held = new Set<number>();
        for (const next of steps) {
          if (next === 'pass') {
            if (held.delete(chain)) chain++;
          } else if (next === 'take') {
            const nonce = book.take(a, chain);
            expect(held.has(nonce)).toBe(false);
            expect(nonce).toBeGreaterThanOrEqual(chain);
            held.add(nonce);
            // Without a gap below: whatever is between the chain and this nonce is on its way.
            for (let below = chain; below < nonce; below++) expect(held.has(below)).toBe(true);
          } else {
            const nonce = [...held].sort((x, y) => x - y)[next.release];
            if (nonce === undefined) continue;
            held.delete(nonce);
            book.release(a, nonce);
          }
        }
        expect(book.inFlight(a, chain)).toEqual([...held].sort((x, y) => x - y));
      }),
      { seed: 11 },
    );
  });
});
