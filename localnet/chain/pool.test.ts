import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { decodeExtrinsic, encodeCall, encodeExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import { ed25519FromSeed, ed25519Sign, sr25519FromUri } from '../../src/chain/keys.ts';
import { IMMORTAL, mortalEra, storage } from '../../src/chain/schema/index.ts';
import type { ChainEvent, PoolRefusal } from '../types.ts';
import {
  openTestChain,
  playedTestChain,
  produceBlocks,
  remark,
  setWeightsCall,
  sign,
  testCast,
  transfer,
  VERSION,
  valueAt,
} from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { MAX_EXTRINSIC_BYTES, MAX_NONCES_AHEAD } from './validate.ts';

const alice = sr25519FromUri('//Alice');
const bob = sr25519FromUri('//Bob');
const stranger = sr25519FromUri('//Stranger');

let chain: Chain;
beforeEach(async () => {
  chain = await openTestChain();
  produceBlocks(chain, 1);
});

/** The refusal's code, or `accepted`. */
const outcome = (extrinsic: Uint8Array, on: Chain = chain): string => {
  const result = on.submit(extrinsic);
  return result.ok ? 'accepted' : result.custom === undefined ? result.code : `${result.code} ${result.custom}`;
};
const bodyHexes = (on: Chain = chain) => on.best.body.map(toHex);

describe('an extrinsic', () => {
  it('waits for the next block and is in it', () => {
    const extrinsic = sign(chain, alice, remark());
    expect(outcome(extrinsic)).toBe('accepted');
    expect(chain.pending().map(toHex)).toEqual([toHex(extrinsic)]);
    produceBlocks(chain, 1);
    expect(bodyHexes()[1]).toBe(toHex(extrinsic));
    expect(chain.pending()).toEqual([]);
  });

  it('may be signed with ed25519', () => {
    const pair = ed25519FromSeed(new Uint8Array(32).fill(7));
    outcome(sign(chain, alice, transfer(pair.publicKey, 10n ** 9n)));
    produceBlocks(chain, 1);
    const call = encodeCall(remark());
    const extra = {
      era: IMMORTAL,
      nonce: 0,
      tip: 0n,
      metadataHashMode: { type: 'Disabled', value: undefined },
    } as const;
    const genesisHash = chain.genesis.hash;
    const implicit = { ...VERSION, genesisHash, eraBlockHash: genesisHash, metadataHash: undefined };
    const signature = ed25519Sign(pair.secretKey, signingPayload({ call, extra, implicit }));
    const signed = encodeExtrinsic({
      call,
      signature: {
        address: { type: 'Id', value: [pair.publicKey] },
        signature: { type: 'Ed25519', value: [signature] },
        extra,
      },
    });
    expect(outcome(signed)).toBe('accepted');
  });

  it('is told its life: ready, in a block, finalized', async () => {
    const extrinsic = sign(chain, alice, remark());
    const hash = toHex((await import('../../src/chain/hash.ts')).blake2b256(extrinsic));
    const life: string[] = [];
    chain.subscribe((event: ChainEvent) => {
      if (event.type === 'extrinsic' && toHex(event.hash) === hash) life.push(event.status.type);
    });
    chain.submit(extrinsic);
    produceBlocks(chain, 1);
    await chain.finalizeTo(chain.best.number);
    expect(life).toEqual(['ready', 'in-block', 'finalized']);
  });

  it('of a later nonce waits until its turn comes', () => {
    const [first, second, third] = [0, 1, 2].map((nonce) => sign(chain, alice, remark(nonce), { nonce }));
    expect(outcome(third!)).toBe('accepted');
    expect(outcome(second!)).toBe('accepted');
    expect(chain.pending()).toEqual([]);
    expect(outcome(first!)).toBe('accepted');
    expect(chain.pending().map(toHex)).toEqual([first, second, third].map((extrinsic) => toHex(extrinsic!)));
    produceBlocks(chain, 1);
    expect(bodyHexes().slice(1)).toEqual([first, second, third].map((extrinsic) => toHex(extrinsic!)));
  });

  it('comes before one that arrived later, whatever the tip', () => {
    const modest = sign(chain, alice, remark());
    const generous = sign(chain, bob, remark(), { tip: 10n ** 9n });
    outcome(modest);
    outcome(generous);
    expect(chain.pending().map(toHex)).toEqual([toHex(modest), toHex(generous)]);
  });

  it('of a mortal era is forgotten when its era is over', () => {
    const era = mortalEra(chain.best.number, 4);
    const early = sign(chain, alice, remark(), { era, nonce: 1, eraBlockHash: chain.best.hash });
    expect(outcome(early)).toBe('accepted');
    const seen: string[] = [];
    chain.subscribe((event) => event.type === 'extrinsic' && seen.push(event.status.type));
    produceBlocks(chain, 4);
    expect(seen).toContain('invalid');
    expect(outcome(sign(chain, alice, remark(), { nonce: 0 }))).toBe('accepted');
    expect(chain.pending()).toHaveLength(1);
  });
});

describe('the pool refuses', () => {
  it('bytes that are no extrinsic', () => {
    expect(outcome(Uint8Array.of(1, 2, 3))).toBe('pool/undecodable');
  });

  it('an unsigned extrinsic, and the block author’s own', () => {
    expect(outcome(encodeExtrinsic({ signature: undefined, call: encodeCall(remark()) }))).toBe('pool/no-unsigned');
    expect(outcome(chain.best.body[0]!)).toBe('pool/mandatory');
  });

  it('an extrinsic that is too long, before reading it', () => {
    expect(outcome(new Uint8Array(MAX_EXTRINSIC_BYTES + 1))).toBe('pool/exhausts-resources');
  });

  it('a signature for another chain, runtime or block', () => {
    const other = new Uint8Array(32).fill(1);
    expect(outcome(sign(chain, alice, remark(), { genesisHash: other }))).toBe('pool/bad-proof');
    expect(outcome(sign(chain, alice, remark(), { specVersion: 1 }))).toBe('pool/bad-proof');
    expect(outcome(sign(chain, alice, remark(), { transactionVersion: 2 }))).toBe('pool/bad-proof');
    expect(outcome(sign(chain, alice, remark(), { eraBlockHash: other }))).toBe('pool/bad-proof');
  });

  it('that this process has signed is believed to be signed, and judged otherwise like any', () => {
    const other = new Uint8Array(32).fill(1);
    const unproved = sign(chain, alice, remark(), { genesisHash: other });
    expect(chain.submit(unproved)).toMatchObject({ code: 'pool/bad-proof' });
    expect(chain.submit(unproved, 'external')).toMatchObject({ code: 'pool/bad-proof' });
    expect(chain.submit(sign(chain, stranger, transfer(bob.publicKey, 1n)), 'own')).toMatchObject({
      code: 'pool/payment',
    });
    expect(chain.submit(unproved, 'own')).toMatchObject({ ok: true });
  });

  it('an era that began before the chain can remember, or has not begun', () => {
    const era = { type: 'Mortal', periodBlocks: 64, phase: 40 } as const;
    expect(outcome(sign(chain, alice, remark(), { era }))).toBe('pool/ancient-birth-block');
  });

  it('a nonce that has been used, and one too far ahead', () => {
    outcome(sign(chain, alice, remark()));
    produceBlocks(chain, 1);
    expect(outcome(sign(chain, alice, remark(), { nonce: 0 }))).toBe('pool/stale');
    expect(outcome(sign(chain, alice, remark(), { nonce: 1 + MAX_NONCES_AHEAD }))).toBe('accepted');
    expect(outcome(sign(chain, alice, remark(), { nonce: 2 + MAX_NONCES_AHEAD }))).toBe('pool/future');
  });

  it('whoever cannot pay, or has no account', () => {
    expect(outcome(sign(chain, stranger, remark()))).toBe('pool/payment');
    expect(outcome(sign(chain, alice, remark(), { tip: 10n ** 15n }))).toBe('pool/payment');
  });

  it('an old extrinsic again, mortal or not, also when its era is over', () => {
    const era = mortalEra(chain.best.number, 4);
    const mortal = sign(chain, alice, remark(), { era, eraBlockHash: chain.best.hash });
    const immortal = sign(chain, bob, remark());
    expect([outcome(mortal), outcome(immortal)]).toEqual(['accepted', 'accepted']);
    produceBlocks(chain, 1);
    expect([outcome(mortal), outcome(immortal)]).toEqual(['pool/stale', 'pool/stale']);
    produceBlocks(chain, 300);
    // Its era would now begin with another block: it is not what was signed.
    expect([outcome(mortal), outcome(immortal)]).toEqual(['pool/bad-proof', 'pool/stale']);
    expect(chain.pending()).toEqual([]);
  });

  it('the same extrinsic twice, and a second one of the same nonce', () => {
    expect(outcome(sign(chain, alice, remark(1)))).toBe('accepted');
    expect(outcome(sign(chain, alice, remark(1)))).toBe('pool/already-imported');
    expect(outcome(sign(chain, alice, remark(2)))).toBe('pool/priority-too-low');
  });

  it('a metadata hash that it cannot check', () => {
    const metadataHashMode = { type: 'Enabled', value: undefined } as const;
    expect(outcome(sign(chain, alice, remark(), { metadataHashMode }))).toBe('pool/cannot-lookup');
  });

  it('weights without enough stake, and weights set too soon after the last', async () => {
    const played = await playedTestChain(20);
    const { pair } = testCast.residents.find(({ name }) => name === 'pulse/validator-0')!;
    expect(outcome(sign(played, stranger, setWeightsCall(2, [5], [1])), played)).toBe('pool/custom 1');
    const lastUpdate = () => valueAt(played.best, storage.SubtensorModule.LastUpdate, 2)[0]!;
    while (lastUpdate() !== BigInt(played.best.number)) produceBlocks(played, 1);
    expect(outcome(sign(played, pair, setWeightsCall(2, [5], [1])), played)).toBe('pool/custom 6');
  });

  it('any damaged extrinsic with a reason, never with a crash', () => {
    const valid = sign(chain, alice, transfer(bob.publicKey, 5n));
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(damage, fc.nat(valid.length), (flips, cut) => {
        const bytes = valid.slice();
        for (const [at, mask] of flips) bytes[at]! ^= mask;
        for (const candidate of [bytes, valid.subarray(0, cut), bytes.subarray(cut)]) {
          if (toHex(candidate) === toHex(valid)) continue;
          expect((chain.submit(candidate) as PoolRefusal).code).toMatch(/^pool\//);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('the fee', () => {
  it('is quoted as it will be paid', () => {
    const extrinsic = sign(chain, alice, transfer(bob.publicKey, 5n), { tip: 3n });
    const quote = chain.queryInfo(extrinsic);
    const free = () => valueAt(chain.best, storage.System.Account, alice.publicKey).data.free;
    const before = free();
    chain.submit(extrinsic);
    produceBlocks(chain, 1);
    expect(before - free()).toBe(quote.partialFeeRao + 3n + 5n);
    // base 54078 + weight 87500 + one rao per byte
    expect(quote.partialFeeRao).toBe(54_078n + 87_500n + BigInt(extrinsic.length));
  });

  it('is nothing for setting weights', () => {
    expect(chain.queryInfo(sign(chain, alice, setWeightsCall(1, [0], [1]))).partialFeeRao).toBe(0n);
    expect(decodeExtrinsic(sign(chain, alice, setWeightsCall(1, [0], [1]))).signature).toBeDefined();
  });
});
