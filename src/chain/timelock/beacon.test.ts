import { bls12_381 } from '@noble/curves/bls12-381.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import { decode, encode } from '../scale/index.ts';
import { pulse } from '../schema/index.ts';
import {
  beaconFromSeed,
  createPulse,
  newestRoundAt,
  QUICKNET,
  revealRound,
  roundTimeMs,
  signRound,
  verifyRound,
} from './index.ts';
import { beyondPrime, g1OutsideSubgroup, g2OutsideSubgroup, infinity } from './points.fixture.ts';

/** Published by drand for its network "quicknet". */
const QUICKNET_1000 = fromHex(
  '0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
);
const own = beaconFromSeed(new Uint8Array(32).fill(7));

describe('beacon', () => {
  it('of drand signs its rounds and no other', () => {
    expect(verifyRound(QUICKNET, 1000n, QUICKNET_1000)).toBe(true);
    expect(verifyRound(QUICKNET, 1001n, QUICKNET_1000)).toBe(false);
    expect(verifyRound(own, 1000n, QUICKNET_1000)).toBe(false);
  });

  it('of one seed is one beacon, and signs a round always alike', () => {
    expect(beaconFromSeed(new Uint8Array(32).fill(7))).toEqual(own);
    expect(beaconFromSeed(new Uint8Array(32).fill(8)).publicKey).not.toEqual(own.publicKey);
    expect(signRound(own.secretKey, 5n)).toEqual(signRound(own.secretKey, 5n));
    expect(() => beaconFromSeed(new Uint8Array(31))).toThrow(RangeError);
  });

  it.each([0n, 1n, 2n ** 32n, 2n ** 64n - 1n])('signs round %s so that it verifies', (round) => {
    const signature = signRound(own.secretKey, round);
    expect(verifyRound(own, round, signature)).toBe(true);
    expect(verifyRound(own, round ^ 1n, signature)).toBe(false);
  });

  it('knows no round beyond 64 bits', () => {
    expect(() => signRound(own.secretKey, 2n ** 64n)).toThrow(RangeError);
    expect(() => signRound(own.secretKey, -1n)).toThrow(RangeError);
  });

  it('makes pulses as the chain stores them', () => {
    const made = createPulse(own.secretKey, 9n);
    expect(decode(pulse, encode(pulse, made))).toEqual(made);
    expect(verifyRound(own, 9n, made.signature)).toBe(true);
    expect(made.randomness.length).toBe(32);
  });

  it('finds altered, cut and lengthened signatures not valid', () => {
    fc.assert(
      fc.property(fc.nat(8 * QUICKNET_1000.length - 1), (bit) => {
        const altered = QUICKNET_1000.slice();
        altered[bit >> 3]! ^= 1 << (bit & 7);
        expect(verifyRound(QUICKNET, 1000n, altered)).toBe(false);
      }),
      { seed: 11, numRuns: 60 },
    );
    for (const length of [0, 1, 47, 49, 96]) {
      const bytes = new Uint8Array(length);
      bytes.set(QUICKNET_1000.subarray(0, length));
      expect(verifyRound(QUICKNET, 1000n, bytes)).toBe(false);
    }
  });

  it('finds the longer, uncompressed form of a signature not valid', () => {
    const uncompressed = bls12_381.G1.Point.fromBytes(QUICKNET_1000).toBytes(false);
    expect(uncompressed.length).toBe(96);
    expect(verifyRound(QUICKNET, 1000n, uncompressed)).toBe(false);
  });

  it.each([
    ['outside the subgroup', g1OutsideSubgroup()],
    ['at infinity', infinity(48)],
    ['beyond the prime', beyondPrime(48)],
    ['of zeros', new Uint8Array(48)],
  ])('finds a point %s not valid', (_, signature) => {
    expect(verifyRound(QUICKNET, 1000n, signature)).toBe(false);
  });

  it.each([
    ['outside the subgroup', g2OutsideSubgroup()],
    ['at infinity', infinity(96)],
    ['beyond the prime', beyondPrime(96)],
    ['of 48 bytes', QUICKNET_1000],
  ])('refuses a key %s', (_, publicKey) => {
    const check = () => verifyRound({ publicKey }, 1000n, QUICKNET_1000);
    expect(check, toHex(publicKey)).toThrow(expect.objectContaining({ code: 'timelock/bad-point' }));
  });
});

describe('rounds', () => {
  const genesisMs = 1_692_803_367_000;

  it('begin with 1 at genesis and come every 3 s', () => {
    expect(roundTimeMs(1n, QUICKNET)).toBe(genesisMs);
    expect(roundTimeMs(1000n, QUICKNET)).toBe(genesisMs + 999 * 3000);
    expect(newestRoundAt(genesisMs - 1, QUICKNET)).toBe(0n);
    expect(newestRoundAt(0, QUICKNET)).toBe(0n);
  });

  it('never come without a period', () => {
    expect(newestRoundAt(genesisMs + 5000, { ...QUICKNET, periodS: 0 })).toBe(0n);
  });

  it('are the newest from their time on until the next', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1n << 32n }), fc.nat(2999), (round, laterMs) => {
        expect(newestRoundAt(roundTimeMs(round, QUICKNET) + laterMs, QUICKNET)).toBe(round);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it('to reveal in follow the formula of the clients', () => {
    const s = fc.integer({ min: 0, max: 2 ** 32 });
    fc.assert(
      fc.property(s, fc.nat(50_400), (nowS, blocksAhead) => {
        const formula = Math.floor((nowS + blocksAhead * 12 - QUICKNET.genesisTimeS) / 3);
        const round = revealRound({ nowMs: nowS * 1000, blocksAhead, blockTimeMs: 12_000 }, QUICKNET);
        expect(round).toBe(BigInt(Math.max(1, formula)));
      }),
      { seed: 13, numRuns: 300 },
    );
  });
});
