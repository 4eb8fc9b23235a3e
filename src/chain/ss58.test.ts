import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from './bytes.ts';
import { ChainError } from './error.ts';
import { fromSs58, toSs58 } from './ss58.ts';

const SEED = 20260725;
/** The development account Alice, as every Substrate tool writes it. */
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
/** The same key as Polkadot (prefix 0) writes it. */
const ALICE_ON_POLKADOT = '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5';
const ALICE_KEY = fromHex('0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d');

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('SS58', () => {
  it('writes the well-known development account', () => {
    expect(toSs58(ALICE_KEY)).toBe(ALICE);
    expect(fromSs58(ALICE)).toEqual(ALICE_KEY);
  });

  it('reads back every key', () => {
    fc.assert(
      fc.property(key, (publicKey) => {
        expect(fromSs58(toSs58(publicKey))).toEqual(Uint8Array.from(publicKey));
      }),
      { seed: SEED },
    );
  });

  it('refuses damaged text with an error of its own and never another', () => {
    const damage = fc.tuple(key, fc.nat({ max: 47 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }));
    fc.assert(
      fc.property(damage, ([publicKey, at, text]) => {
        const address = toSs58(publicKey);
        const damaged = address.slice(0, at) + text + address.slice(at + 1);
        fc.pre(damaged !== address);
        expect(() => fromSs58(damaged)).toThrow(ChainError);
      }),
      { seed: SEED },
    );
  });

  it('does not decode text that is too long to be an address', () => {
    expect(() => fromSs58('1'.repeat(1_000_000))).toThrow(expect.objectContaining({ code: 'ss58/bad-text' }));
  });

  it('tells an address of another network', () => {
    expect(() => fromSs58(ALICE_ON_POLKADOT)).toThrow(expect.objectContaining({ code: 'ss58/bad-prefix' }));
  });

  it('refuses keys that have not 32 bytes', () => {
    expect(() => toSs58(ALICE_KEY.subarray(1))).toThrow(RangeError);
  });
});
