import { beforeAll, describe, expect, it } from 'vitest';
import { equalBytes, fromHex } from '../../src/chain/bytes.ts';
import { finalityProofCodec } from '../../src/chain/grandpa-codec.ts';
import type { Value } from '../../src/chain/scale/index.ts';
import { decode } from '../../src/chain/scale/index.ts';
import { emptyFounding, openTestChain, produceBlocks } from '../chain/chain.fixture.ts';
import type { Chain } from '../chain/index.ts';
import { openMemoryStore } from '../chain/index.ts';
import { HONEST } from '../p2p/index.ts';
import type { ChainView } from '../types.ts';
import type { RpcContext } from './context.ts';
import { MAX_UNKNOWN_HEADERS } from './limits.ts';
import { Params } from './params.ts';
import { NoSubscriptions } from './subscriptions.ts';
import { justificationOf, voteMethods } from './votes.ts';

const FIRST = 101;

let chain: Chain;
beforeAll(async () => {
  // A fork's numbers: the genesis, and 101 on. Votes are kept for 105 and 110.
  chain = await openTestChain(openMemoryStore(), emptyFounding(FIRST), { justificationPeriod: 5 });
  produceBlocks(chain, 14);
  await chain.finalizeTo(112);
});

const contextOf = (of: ChainView, votes: RpcContext['votes'] = 'all'): RpcContext => ({
  chain: of,
  chainName: 'Test',
  runtimeAt: () => {
    throw new Error('unreachable');
  },
  votes,
  node: { peerId: '', multiaddr: '', peers: () => 0 },
  lies: HONEST,
  log: () => undefined,
});

function prove(number: number, of: ChainView = chain): Value<typeof finalityProofCodec> | undefined {
  const answer = voteMethods(contextOf(of)).grandpa_proveFinality!(new Params([number]), new NoSubscriptions());
  return answer === null ? undefined : decode(finalityProofCodec, fromHex(answer as string));
}

describe('grandpa_proveFinality', () => {
  it('answers with the newest votes of the set, and every header up to their block', () => {
    const proof = prove(FIRST + 1)!;
    expect(proof.block).toEqual(chain.byNumber(112)!.hash);
    expect(proof.unknownHeaders.map(({ number }) => number)).toEqual([
      103, 104, 105, 106, 107, 108, 109, 110, 111, 112,
    ]);
    expect(prove(112)!.unknownHeaders).toEqual([]);
    expect(prove(0)!.unknownHeaders[0]!.number).toBe(FIRST);
  });

  it('has nothing for a block that is not final, and for a number that no block of a fork has', () => {
    expect([prove(113), prove(1), prove(FIRST - 1), prove(0xffff_ffff)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gives no more headers than its limit, however old the block is', () => {
    const last = 3 * MAX_UNKNOWN_HEADERS;
    let looked = 0;
    const endless: ChainView = Object.create(chain, {
      finalized: { value: { ...chain.finalized, number: last } },
      firstNumber: { value: 1 },
      lastFinality: { value: { ...chain.lastFinality, block: { ...chain.finalized, number: last } } },
      setChangesAfter: { value: () => [] },
      byNumber: {
        value: () => {
          looked++;
          return chain.genesis;
        },
      },
    });
    expect(prove(1, endless)!.unknownHeaders).toHaveLength(MAX_UNKNOWN_HEADERS);
    expect(looked).toBeLessThan(MAX_UNKNOWN_HEADERS + 3);
  });
});

describe('the votes of a block', () => {
  const withVotes = (votes: RpcContext['votes']) =>
    Array.from({ length: 114 - FIRST + 1 }, (_, i) => FIRST + i).filter((number) =>
      justificationOf(contextOf(chain, votes), chain.byNumber(number)!),
    );

  it('are those that are kept, and the newest unless a strict proxy stands before the node', () => {
    expect(withVotes('all')).toEqual([105, 110, 112]);
    expect(withVotes('stored')).toEqual([105, 110]);
    expect(Object.keys(voteMethods(contextOf(chain, 'stored')))).toEqual([]);
    const newest = justificationOf(contextOf(chain), chain.finalized)!;
    expect(equalBytes(newest, chain.lastFinality!.justification)).toBe(true);
  });
});
