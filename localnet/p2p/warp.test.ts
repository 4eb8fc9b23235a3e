import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { decodeScheduledChange, verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../src/chain/header.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import { decodeBlockResponse, decodeWarpResponse, encodeBlockRequest } from '../../src/chain/wire/index.ts';
import { voterSetAfter } from '../chain/authorities.ts';
import { openTestChain, produceBlocks, sign } from '../chain/chain.fixture.ts';
import type { Chain } from '../chain/index.ts';
import { openMemoryStore } from '../chain/index.ts';
import { authorityWindow, handOver, heldAuthorities } from '../residents/index.ts';
import type { ChainView } from '../types.ts';
import { HONEST } from './lies.ts';
import { MAX_WARP_BYTES } from './limits.ts';
import { blockRequests } from './sync.ts';
import { warpProofs } from './warp.ts';

const CHANGES = [4, 8, 9];
const LAST = 12;
let chain: Chain;
beforeAll(async () => {
  chain = await openTestChain(openMemoryStore(), undefined, { genesisSetId: 3n });
  while (chain.best.number < LAST) {
    const next = CHANGES.indexOf(chain.best.number + 1);
    if (next >= 0)
      chain.submit(sign(chain, sr25519FromUri('//Alice'), handOver(authorityWindow(heldAuthorities(), next + 1))));
    produceBlocks(chain, 1);
  }
  await chain.finalizeTo(LAST);
});

const warp = (from: Bytes, view: ChainView = chain) => decodeWarpResponse(warpProofs(view, HONEST).answer(from));

describe('a warp proof', () => {
  it('leads a client that knows the first voters over every change to the newest block', () => {
    const { fragments, isFinished } = warp(chain.genesis.hash);
    expect(isFinished).toBe(true);
    let { setId, voters } = voterSetAfter(chain.genesis, 3n);
    const numbers = fragments.map(({ headerBytes, justification }) => {
      const header = decodeHeader(headerBytes);
      const target = { hash: headerHash(headerBytes), number: header.number };
      verifyJustification(justification, { target, setId, authorities: voters });
      const change = decodeScheduledChange(header);
      if (change) [setId, voters] = [setId + 1n, change.authorities];
      return header.number;
    });
    expect(numbers).toEqual([...CHANGES, LAST]);
    expect(setId).toBe(6n);
  });

  it('begins after the block that it is asked from', () => {
    const numbersFrom = (number: number) =>
      warp(chain.byNumber(number)!.hash).fragments.map(({ headerBytes }) => decodeHeader(headerBytes).number);
    expect(numbersFrom(7)).toEqual([8, 9, LAST]);
    expect(numbersFrom(8)).toEqual([9, LAST]);
    expect(numbersFrom(9)).toEqual([LAST]);
    expect(() => numbersFrom(LAST)).toThrow(/nothing to prove/);
  });

  it('ends with a change if that is the newest final block', async () => {
    const young = await openTestChain();
    produceBlocks(young, 1);
    young.submit(sign(young, sr25519FromUri('//Alice'), handOver(authorityWindow(heldAuthorities(), 1))));
    produceBlocks(young, 1);
    await young.finalizeTo(2);
    expect(warp(young.genesis.hash, young)).toMatchObject({ isFinished: true, fragments: { length: 1 } });
  });

  it('ends at the newest final block, also when a later change is being written', () => {
    const ahead: ChainView = {
      ...viewOf(chain),
      setChangesAfter: () => [...CHANGES, LAST + 1],
      keptVotes: (number) => chain.keptVotes(number) ?? chain.keptVotes(CHANGES[0]!),
    };
    const { fragments, isFinished } = warp(chain.genesis.hash, ahead);
    expect(fragments.map(({ headerBytes }) => decodeHeader(headerBytes).number)).toEqual([...CHANGES, LAST]);
    expect(isFinished).toBe(true);
  });

  it('is cut at eight megabytes, and says that it goes on', () => {
    const change = chain.keptVotes(CHANGES[0]!)!;
    const many: ChainView = {
      ...viewOf(chain),
      setChangesAfter: () => new Array<number>(20_000).fill(CHANGES[0]!),
      keptVotes: () => change,
    };
    const answer = warpProofs(many, HONEST).answer(chain.genesis.hash);
    expect(answer.length).toBeLessThanOrEqual(MAX_WARP_BYTES);
    expect(answer.at(-1)).toBe(0);
  });

  it('stops before a change that was announced with a delay', () => {
    const undeclared: ChainView = { ...viewOf(chain), setChangesAfter: () => [5], keptVotes: () => chain.lastFinality };
    expect(warp(chain.genesis.hash, undeclared).fragments).toHaveLength(1);
  });
});

describe('votes in answers about blocks', () => {
  const asked = { from: { number: LAST }, isDescending: true, maxBlocks: LAST } as const;
  const request = encodeBlockRequest({ ...asked, parts: ['header', 'justifications'] });
  const justified = (serve: boolean | undefined, bytes = request) =>
    decodeBlockResponse(blockRequests(chain, serve).answer(bytes))
      .filter(({ justification }) => justification)
      .map(({ headerBytes }) => decodeHeader(headerBytes!).number);

  it('come only from a node that is told to give them, and for blocks that have some', () => {
    expect(justified(undefined)).toEqual([]);
    expect(justified(true)).toEqual(CHANGES.toReversed());
    expect(justified(true, encodeBlockRequest({ ...asked, parts: ['header'] }))).toEqual([]);
  });
});

/** The chain's own answers, in an object whose answers can be replaced. */
const viewOf = (of: Chain): ChainView => ({
  genesis: of.genesis,
  best: of.best,
  finalized: of.finalized,
  firstNumber: of.firstNumber,
  grandpa: of.grandpa,
  lastFinality: of.lastFinality,
  keptVotes: (number) => of.keptVotes(number),
  setChangesAfter: (number) => of.setChangesAfter(number),
  byHash: (hash) => of.byHash(hash),
  byNumber: (number) => of.byNumber(number),
  submit: (extrinsic) => of.submit(extrinsic),
  pending: () => of.pending(),
  queryInfo: (extrinsic) => of.queryInfo(extrinsic),
  subscribe: (listener) => of.subscribe(listener),
});
