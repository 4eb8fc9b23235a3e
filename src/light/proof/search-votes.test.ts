import { describe, expect, it } from 'vitest';
import { GRANDPA_ENGINE } from '../../chain/grandpa.ts';
import type { DigestItem } from '../../chain/header.ts';
import { FakeProofChain, grandpaPairs } from '../testing/fake-proof-chain.ts';
import { HeaderChain } from './header-chain.ts';
import { searchVotes, type VotesSearch } from './search-votes.ts';
import type { FinalityProof } from './server.ts';

const PERIOD = 4;
const [first4, next4] = [grandpaPairs.slice(0, 4), grandpaPairs.slice(4)];
const forced: DigestItem = { type: 'Consensus', value: [GRANDPA_ENGINE, Uint8Array.of(2, ...new Array(9).fill(0))] };

/** A chain of `length` blocks with changes of the voters, votes for every fourth block and for the changes. */
function stage(length: number, changesAt: readonly number[], digestAt: Readonly<Record<number, DigestItem>> = {}) {
  const chain = new FakeProofChain();
  const votes = new Map<number, FinalityProof>();
  let setId = 0n;
  for (let number = 1; number <= length; number++) {
    const [now, next] = setId % 2n === 0n ? [first4, next4] : [next4, first4];
    const changes = changesAt.includes(number);
    const digest = [digestAt[number] ?? []].flat();
    const block = chain.produce(changes ? { voters: next, digest } : { digest });
    if (changes || number % PERIOD === 0) {
      const { justification } = chain.votesFor(block, now, setId);
      votes.set(number, { headerBytes: block.headerBytes, justification });
    }
    if (changes) setId += 1n;
  }
  const { headerBytes, grandpa, auraAuthorities } = chain.checkpoint();
  const headers = new HeaderChain(headerBytes, grandpa, auraAuthorities);
  const asked: number[] = [];
  const search: VotesSearch = {
    chain: headers,
    headNumber: length,
    period: PERIOD,
    finalityOf: async (number) => {
      asked.push(number);
      return votes.get(number);
    },
    headers: async (from, count) => chain.blocks.slice(from, from + count).map((block) => block.headerBytes),
    advance: async (path, proof) => void headers.advance(path, proof),
  };
  return { chain, votes, headers, asked, search };
}

describe('the search for votes', () => {
  it('needs one question where the voters are the same', async () => {
    const { headers, asked, search } = stage(41, []);
    expect(await searchVotes(search)).toBe(true);
    expect(headers.justified.number).toBe(40);
    expect(asked).toEqual([40]);
  });

  it('goes over every change of the voters, also at a multiple and one right after the other', async () => {
    const { headers, search } = stage(38, [7, 12, 13, 30]);
    expect(await searchVotes(search)).toBe(true);
    expect(headers).toMatchObject({ justified: { number: 36 }, voters: { setId: 4n } });
  });

  it('says that nothing was found, and asks no more, where a server keeps no votes', async () => {
    const { headers, votes, search } = stage(20, [7]);
    votes.clear();
    expect(await searchVotes(search)).toBe(false);
    expect(headers.justified.number).toBe(0);
  });

  it('ends at a change whose votes are not kept', async () => {
    const { headers, votes, search } = stage(20, [7]);
    votes.delete(7);
    expect(await searchVotes(search)).toBe(true);
    expect(headers.justified.number).toBe(4);
  });

  it('asks about as often as the number of blocks has bits, however far a server claims to be', async () => {
    const { headers, asked, search } = stage(21, [18]);
    await searchVotes({ ...search, headNumber: 2 ** 32 - 1, headers: async () => [] });
    expect(headers.justified.number).toBe(16);
    expect(asked.length).toBeLessThanOrEqual(40);
  });

  it('begins anew from where others have gone meanwhile', async () => {
    const { chain, headers, search } = stage(20, [7]);
    let isFirst = true;
    await searchVotes({
      ...search,
      headers: async (from, count) => {
        const found = await search.headers(from, count);
        const { headerBytes } = chain.blocks[5]!;
        const { justification } = chain.votesFor(chain.blocks[5]!);
        if (isFirst) headers.advance([headerBytes], { kind: 'justification', bytes: justification });
        isFirst = false;
        return found;
      },
    });
    expect(headers).toMatchObject({ justified: { number: 20 }, voters: { setId: 1n } });
  });

  it('says by name that voters are replaced by force', async () => {
    const { search } = stage(7, [], { 6: forced });
    await expect(searchVotes(search)).rejects.toMatchObject({ code: 'proof/forced-change' });
  });

  it('refuses votes for another block than the one that changes the voters', async () => {
    const { chain, votes, search } = stage(11, [7]);
    const other = chain.produce({ parent: chain.blocks[6]!, voters: next4, missedSlots: 1 });
    votes.set(7, { headerBytes: other.headerBytes, justification: chain.votesFor(other).justification });
    await expect(searchVotes(search)).rejects.toMatchObject({ code: 'proof/wrong-header' });
  });
});
