import { TypeRegistry } from '@polkadot/types';
import type { GrandpaJustification } from '@polkadot/types/interfaces';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex, utf8 } from './bytes.ts';
import { ChainError } from './error.ts';
import {
  alice,
  authorities,
  block,
  bob,
  chain,
  charlie,
  code,
  justify,
  known,
  pairs,
  round,
  setId,
  start,
  target,
  vote,
} from './grandpa.fixture.ts';
import {
  commitCodec,
  createFinality,
  decodeScheduledChange,
  encodeScheduledChange,
  MAX_AUTHORITIES,
  MAX_FINALITY_PROOF_BYTES,
  verifyCommit,
  verifyJustification,
  votePayload,
} from './grandpa.ts';
import type { DigestItem, Header } from './header.ts';
import { decodeHeader, encodeHeader, headerHash } from './header.ts';
import { encode } from './scale/index.ts';

describe('createFinality', () => {
  const finality = createFinality({ target, round, setId, pairs });

  it('makes proofs that verify', () => {
    expect(verifyJustification(finality.justification, { ...known, target })).toEqual({ round, target });
    expect(verifyCommit(finality.commit, { ...known, target })).toEqual({ round, target });
  });

  it('writes justifications as polkadot-js reads them', () => {
    const bytes = justify([vote(alice, block(chain[3]!))], [chain[3]!]);
    const theirs = new TypeRegistry().createType<GrandpaJustification>('GrandpaJustification', bytes);
    expect(toHex(theirs.toU8a())).toBe(toHex(bytes));
    expect(theirs.round.toBigInt()).toBe(round);
    expect(theirs.commit.targetHash.toHex()).toBe(toHex(target.hash));
    expect(theirs.commit.precommits[0]?.id.toHex()).toBe(toHex(alice.publicKey));
    expect(theirs.votesAncestries[0]?.hash.toHex()).toBe(toHex(headerHash(chain[3]!)));
  });

  it('signs the kind of vote, the block, the round and the set', () => {
    const payload = votePayload({ hash: new Uint8Array(32).fill(0xab), number: 0x01020304 }, 5n, 6n);
    expect(toHex(payload)).toBe(`0x01${'ab'.repeat(32)}0403020105000000000000000600000000000000`);
  });
});

describe('verifyCommit', () => {
  const signatures = pairs.map((pair) => vote(pair, target));
  const commit = { round, setId, target, precommits: signatures.map((one) => one.target), signatures };

  it('refuses another set before looking at votes', () => {
    const { commit: bytes } = createFinality({ target, round, setId: 4n, pairs });
    expect(() => verifyCommit(bytes, known)).toThrow(code('grandpa/wrong-set'));
  });

  it('refuses more votes than signatures', () => {
    const bytes = encode(commitCodec, { ...commit, signatures: signatures.slice(1) });
    expect(() => verifyCommit(bytes, known)).toThrow(code('grandpa/unequal-counts'));
  });

  it('refuses votes for descendants, for which it has no headers', () => {
    const precommits = commit.precommits.with(0, block(chain[3]!));
    expect(() => verifyCommit(encode(commitCodec, { ...commit, precommits }), known)).toThrow(
      code('grandpa/bad-ancestry'),
    );
  });

  it('refuses another target than the one that must be proven', () => {
    const expected = { ...known, target: block(chain[3]!) };
    expect(() => verifyCommit(encode(commitCodec, commit), expected)).toThrow(code('grandpa/wrong-target'));
  });
});

describe('finality proofs', () => {
  const votes = [vote(alice, target), vote(bob, target), vote(charlie, block(chain[3]!))];
  const justification = justify(votes, [chain[3]!]);
  const { commit } = createFinality({ target, round, setId, pairs: pairs.slice(1) });
  const damage = fc.record({ at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }), cut: fc.nat(1) });

  it('are refused when any byte is changed or the last one is missing', () => {
    fc.assert(
      fc.property(fc.boolean(), damage, (isCommit, { at, mask, cut }) => {
        const bytes = isCommit ? commit.slice() : justification.slice();
        bytes[at % bytes.length]! ^= mask;
        const damaged = bytes.slice(0, bytes.length - cut);
        expect(() => (isCommit ? verifyCommit : verifyJustification)(damaged, known)).toThrow(ChainError);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('are refused when they are only noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        expect(() => verifyJustification(noise, known)).toThrow(ChainError);
        expect(() => verifyCommit(noise, known)).toThrow(ChainError);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('are refused beyond the bounds on bytes and voters', () => {
    const long = concatBytes(justification, new Uint8Array(MAX_FINALITY_PROOF_BYTES));
    expect(() => verifyJustification(long, known)).toThrow(code('grandpa/too-long'));
    expect(() => verifyCommit(long, known)).toThrow(code('grandpa/too-long'));
    const crowd = Array.from({ length: MAX_AUTHORITIES + 1 }, (_, i) => ({
      publicKey: new Uint8Array(32).fill(i).with(0, i >> 8),
      weight: 1n,
    }));
    expect(() => verifyJustification(justification, { setId, authorities: crowd })).toThrow(
      code('grandpa/bad-authorities'),
    );
  });
});

describe('set changes', () => {
  const announce = (...digest: DigestItem[]): Header => ({ ...start, digest });
  const item = (...data: number[]): DigestItem => ({ type: 'Consensus', value: [utf8('FRNK'), Uint8Array.from(data)] });

  it('survive a header', () => {
    const header = announce(item(3, 0, 0, 0, 0, 0, 0, 0, 0), encodeScheduledChange(authorities, 5));
    expect(decodeScheduledChange(decodeHeader(encodeHeader(header)))).toEqual({ authorities, delay: 5 });
  });

  it('have the layout of the chain', () => {
    const change = encodeScheduledChange([{ publicKey: new Uint8Array(32).fill(0xcd), weight: 1n }]);
    expect(change).toMatchObject({ type: 'Consensus' });
    const [engine, data] = change.value as readonly [Uint8Array, Uint8Array];
    expect(toHex(engine)).toBe('0x46524e4b');
    expect(toHex(data)).toBe(`0x0104${'cd'.repeat(32)}010000000000000000000000`);
  });

  it('are absent from headers of other engines or without any', () => {
    const foreign: DigestItem = { type: 'Consensus', value: [utf8('fron'), Uint8Array.of(1)] };
    expect(decodeScheduledChange(announce())).toBeUndefined();
    expect(decodeScheduledChange(announce(foreign))).toBeUndefined();
  });

  it('are refused when forced, doubled or malformed', () => {
    const forced = item(2, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(() => decodeScheduledChange(announce(forced))).toThrow(code('grandpa/forced-change'));
    const change = encodeScheduledChange(authorities);
    expect(() => decodeScheduledChange(announce(change, change))).toThrow(code('grandpa/duplicate-change'));
    expect(() => decodeScheduledChange(announce(item(1, 4, 0)))).toThrow(code('scale/length-exceeds-input'));
    expect(() => decodeScheduledChange(announce(item(9)))).toThrow(code('scale/bad-variant'));
  });
});
