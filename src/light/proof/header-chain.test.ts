import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { commitCodec } from '../../chain/grandpa.ts';
import { encodeHeader } from '../../chain/header.ts';
import { decode, encode } from '../../chain/scale/index.ts';
import { auraPairs, FAKE_SLOT_MS, FakeProofChain, grandpaPairs, type ProofBlock } from '../testing/fake-proof-chain.ts';
import { HeaderChain } from './header-chain.ts';
import type { Votes } from './server.ts';

const NOW_MS = 1_000_000;
const [first4, next4] = [grandpaPairs.slice(0, 4), grandpaPairs.slice(4)];
const follow = (chain: FakeProofChain) => {
  const { headerBytes, grandpa, auraAuthorities } = chain.checkpoint();
  const headers = new HeaderChain(headerBytes, grandpa, auraAuthorities);
  headers.slotMs = FAKE_SLOT_MS;
  return headers;
};
const addAll = (headers: HeaderChain, blocks: readonly ProofBlock[]) => {
  for (const { headerBytes } of blocks) headers.add(headerBytes, NOW_MS);
};
const justification = (bytes: Bytes): Votes => ({ kind: 'justification', bytes });
const thrown = (work: () => unknown): string => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('headers over the justified block', () => {
  it('are added from parent to child, and the longest chain is the best', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(3);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.best).toMatchObject({ number: 3, hash: chain.best.hash });
    const fork = chain.produce({ parent: chain.blocks[1]!, missedSlots: 1 });
    headers.add(fork.headerBytes, NOW_MS);
    expect(headers.best.hash).toBe(chain.best.hash);
    const longer = chain.produce({ parent: chain.produce({ parent: fork }) });
    expect(headers.add(longer.headerBytes, NOW_MS)).toBe(false);
  });

  it('are not known without their parent', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(2);
    expect(headers.add(chain.blocks[2]!.headerBytes, NOW_MS)).toBe(false);
    expect(headers.best.number).toBe(0);
  });

  it('are refused with a broken seal, a foreign author, a slot of the past or of the future', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    const { header, headerBytes } = chain.produce();
    const broken = headerBytes.slice() as Bytes;
    broken[broken.length - 1]! ^= 1;
    expect(thrown(() => headers.add(broken, NOW_MS))).toBe('aura/bad-signature');
    const unsealed = encodeHeader({ ...header, digest: header.digest.slice(0, -1) });
    expect(thrown(() => headers.add(unsealed, NOW_MS))).toBe('aura/missing-seal');
    expect(thrown(() => headers.add(headerBytes, FAKE_SLOT_MS - 30_001))).toBe('proof/future-slot');
    headers.add(headerBytes, NOW_MS);
    const again = encodeHeader({ ...header, parentHash: chain.best.header.parentHash, number: 7 });
    expect(thrown(() => headers.add(again, NOW_MS))).not.toBe('nothing');
    const strangers = new FakeProofChain(auraPairs.slice(4));
    strangers.produce();
    const forged = encodeHeader({ ...strangers.best.header, parentHash: header.parentHash });
    expect(thrown(() => headers.add(forged, NOW_MS))).toBe('aura/bad-signature');
  });

  it('are sealed by the new authors from the block after the announcement on', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.produce({ authors: auraPairs.slice(4) });
    chain.grow(4);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.best.number).toBe(5);
  });

  it('count as confirmed when more than two thirds of the authors have built on them', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(2);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.confirmed).toBeUndefined();
    chain.grow(1);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.confirmed?.number).toBe(0);
    chain.grow(3);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.confirmed?.number).toBe(3);
    expect(headers.confirmations(chain.blocks[4]!)).toEqual({ authors: 2, of: 4 });
  });
});

describe('votes', () => {
  it('move the justified block up and drop what does not descend from it', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(4);
    const fork = chain.produce({ parent: chain.blocks[1]!, missedSlots: 2 });
    addAll(headers, [...chain.blocks.slice(1), fork]);
    const final = headers.finalize(justification(chain.votesFor(chain.blocks[3]!).justification));
    expect(final.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(headers.justified.number).toBe(3);
    expect(headers.block(fork.hash)).toBeUndefined();
    expect(headers.best.number).toBe(4);
  });

  it('as a commit say the same', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    addAll(headers, [chain.grow(1)]);
    expect(headers.finalize({ kind: 'commit', bytes: chain.votesFor(chain.best).commit })).toHaveLength(1);
  });

  it('of too few, of strangers, of another set or for another block are refused', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(2);
    addAll(headers, chain.blocks.slice(1));
    const of = (...args: Parameters<FakeProofChain['votesFor']>) =>
      justification(chain.votesFor(...args).justification);
    expect(thrown(() => headers.finalize(of(chain.best, first4.slice(0, 2))))).toBe('grandpa/not-enough-votes');
    expect(thrown(() => headers.finalize(of(chain.best, next4)))).toBe('grandpa/unknown-authority');
    expect(thrown(() => headers.finalize(of(chain.best, first4, 1n)))).toBe('grandpa/bad-signature');
    expect(headers.justified.number).toBe(0);
    const unknown = chain.produce();
    expect(thrown(() => headers.finalize(of(unknown)))).toBe('proof/unknown-target');
  });

  it('for a block that is final already change nothing', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(2);
    addAll(headers, chain.blocks.slice(1));
    headers.finalize(justification(chain.votesFor(chain.best).justification));
    expect(headers.finalize(justification(chain.votesFor(chain.blocks[1]!).justification))).toEqual([]);
  });
});

describe('authors that only a header names', () => {
  it('confirm nothing: whoever seals a block could name keys of his own', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.produce({ authors: auraPairs.slice(4) });
    chain.grow(12);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.best.number).toBe(13);
    expect(headers.confirmed).toBeUndefined();
    expect(headers.confirmations({ number: 0, hash: chain.blocks[0]!.hash })).toEqual({ authors: 1, of: 4 });
    headers.finalize(justification(chain.votesFor(chain.blocks[1]!).justification));
    expect(headers.confirmed?.number).toBe(10);
  });
});

describe('votes of a commit', () => {
  const commitOf = (chain: FakeProofChain, target: ProofBlock, higher: ProofBlock): Votes => {
    const of = (block: ProofBlock, pairs: typeof first4) =>
      decode(commitCodec, chain.votesFor(block, pairs).commit, 'commit');
    const [low, high] = [of(target, first4.slice(0, 2)), of(higher, first4.slice(2, 3))];
    const precommits = [...low.precommits, ...high.precommits];
    const signatures = [...low.signatures, ...high.signatures];
    return { kind: 'commit', bytes: encode(commitCodec, { ...low, precommits, signatures }) };
  };

  it('for blocks above its target count by the headers that are known', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(4);
    addAll(headers, chain.blocks.slice(1));
    expect(headers.finalize(commitOf(chain, chain.blocks[2]!, chain.best))).toHaveLength(2);
    expect(headers.justified.number).toBe(2);
  });

  it('for blocks that are not known are no lie, and no proof', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(4);
    addAll(headers, chain.blocks.slice(1, 4));
    expect(thrown(() => headers.finalize(commitOf(chain, chain.blocks[2]!, chain.best)))).toBe('proof/unknown-target');
    expect(headers.justified.number).toBe(0);
  });

  it('for blocks of another branch do not count', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(3);
    const side = chain.produce({ parent: chain.blocks[1]!, missedSlots: 1 });
    const fork = chain.produce({ parent: side });
    addAll(headers, [...chain.blocks.slice(1), side, fork]);
    expect(thrown(() => headers.finalize(commitOf(chain, chain.blocks[2]!, fork)))).toBe('grandpa/bad-ancestry');
  });
});

describe('a change of the voters', () => {
  it('is voted for by the old set, which votes for nothing after it', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.produce();
    const change = chain.produce({ voters: next4 });
    chain.grow(2);
    addAll(headers, chain.blocks.slice(1));
    const late = justification(chain.votesFor(chain.best).justification);
    expect(thrown(() => headers.finalize(late))).toBe('proof/set-change-skipped');
    headers.finalize(justification(chain.votesFor(change).justification));
    expect(headers.voters.setId).toBe(1n);
    expect(thrown(() => headers.finalize(late))).toBe('grandpa/unknown-authority');
    headers.finalize(justification(chain.votesFor(chain.best, next4, 1n).justification));
    expect(headers.justified.number).toBe(4);
  });

  it('leaves it known who voted for the blocks before', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    const change = chain.produce({ voters: next4 });
    chain.grow(2);
    addAll(headers, chain.blocks.slice(1));
    headers.finalize(justification(chain.votesFor(change).justification));
    headers.finalize(justification(chain.votesFor(chain.best, next4, 1n).justification));
    const recheck = (...votes: Parameters<FakeProofChain['votesFor']>) =>
      headers.recheck(justification(chain.votesFor(...votes).justification), votes[0]);
    const later = chain.blocks[2]!;
    recheck(change);
    recheck(later, next4, 1n);
    expect(thrown(() => recheck(change, next4, 1n))).toBe('grandpa/unknown-authority');
    expect(thrown(() => recheck(later))).toBe('grandpa/unknown-authority');
    recheck(chain.produce(), next4); // not final: others may vote for it
  });

  it('with a delay waits for its block', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.produce({ voters: next4, delay: 2 });
    chain.grow(3);
    addAll(headers, chain.blocks.slice(1));
    headers.finalize(justification(chain.votesFor(chain.blocks[1]!).justification));
    expect(headers.voters).toMatchObject({ setId: 0n, change: { at: 3 } });
    expect(thrown(() => headers.finalize(justification(chain.votesFor(chain.best).justification)))).toBe(
      'proof/set-change-skipped',
    );
    headers.finalize(justification(chain.votesFor(chain.blocks[3]!).justification));
    expect(headers.voters.setId).toBe(1n);
  });
});

describe('going over many blocks at once', () => {
  it('needs only the voted header, and then who builds is not sure until it is read', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.produce({ authors: auraPairs.slice(4) });
    chain.grow(6);
    headers.advance([chain.best.headerBytes], justification(chain.votesFor(chain.best).justification));
    expect(headers.justified.number).toBe(7);
    expect(headers.authorsAreSure).toBe(false);
    const next = chain.produce();
    expect(thrown(() => headers.add(next.headerBytes, NOW_MS))).toBe('aura/bad-signature');
    headers.setAuthors(auraPairs.slice(4).map(({ publicKey }) => publicKey));
    expect(headers.add(next.headerBytes, NOW_MS)).toBe(true);
  });

  it('over all headers keeps track of voters and authors', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.produce({ authors: auraPairs.slice(4) });
    const change = chain.produce({ voters: next4 });
    const path = chain.blocks.slice(1).map(({ headerBytes }) => headerBytes);
    headers.advance(path, justification(chain.votesFor(change).justification));
    expect(headers).toMatchObject({ authorsAreSure: true, voters: { setId: 1n } });
    expect(headers.add(chain.produce().headerBytes, NOW_MS)).toBe(true);
  });

  it('is refused over headers that do not follow on each other', () => {
    const chain = new FakeProofChain();
    const headers = follow(chain);
    chain.grow(4);
    const gap = [chain.blocks[1]!, chain.blocks[3]!].map(({ headerBytes }) => headerBytes);
    const votes = justification(chain.votesFor(chain.blocks[3]!).justification);
    expect(thrown(() => headers.advance(gap, votes))).toBe('proof/unconnected');
    expect(headers.justified.number).toBe(0);
  });
});
