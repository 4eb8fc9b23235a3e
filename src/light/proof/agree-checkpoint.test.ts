import { describe, expect, it } from 'vitest';
import { fromHex } from '../../chain/bytes.ts';
import { encodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import type { CheckpointSearch } from '../../roles/observer/types.ts';
import { isLightError, LightError } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import type { FakeServerOptions, ProofBlock } from '../testing/fake-proof-chain.ts';
import { FAKE_SLOT_MS, FakeProofChain, fakeServers, grandpaPairs } from '../testing/fake-proof-chain.ts';
import type { AgreeProgress } from './agree-checkpoint.ts';
import { agreeCheckpoint } from './agree-checkpoint.ts';
import { assertForChain, decodeCheckpoint, encodeCheckpoint } from './checkpoint-text.ts';
import type { ChainServer, FinalityProof } from './server.ts';

const { Authorities, CurrentSetId, PendingChange } = storage.Grandpa;
const VOTERS = grandpaPairs.slice(0, 4);
const OTHERS = grandpaPairs.slice(4, 8);
const OFFSET = 3n;
/** Later than the slots of all blocks here, which are numbered from 0. */
const NOW_MS = 1_000_000;
const A = 'wss://a.example/secret-key';
const B = 'wss://b.example';
const C = 'wss://c.example';

const votersEntry = (pairs = VOTERS) =>
  [
    storageKey(Authorities),
    encodeValue(
      Authorities,
      pairs.map(({ publicKey }) => [publicKey, 1n] as const),
    ),
  ] as const;

/** Eleven blocks, the voters in the state from block 1 on. */
function chainOf(extra: readonly (readonly [Uint8Array, Uint8Array])[] = []): FakeProofChain {
  const chain = new FakeProofChain();
  chain.produce({ entries: [votersEntry(), ...extra] });
  chain.grow(9);
  return chain;
}

const proofOf = (chain: FakeProofChain, block: ProofBlock, setId: bigint, pairs = VOTERS): FinalityProof => ({
  headerBytes: block.headerBytes,
  justification: chain.votesFor(block, pairs, setId).justification,
});

function honest(chain: FakeProofChain, more: Partial<FakeServerOptions> = {}): FakeServerOptions {
  const { best } = chain;
  return { chain, votes: new Map([[best.number, proofOf(chain, best, OFFSET)]]), ...more };
}
const voteless = (chain: FakeProofChain, number = chain.best.number): FakeServerOptions =>
  honest(chain, { votes: new Map(), finalizedNumber: () => number });

function search(
  chain: FakeProofChain,
  servers: Readonly<Record<string, FakeServerOptions>>,
  more: Partial<Parameters<typeof agreeCheckpoint>[0]> = {},
) {
  const { openServer, connections, dialled } = fakeServers(new Map(Object.entries(servers)));
  // What is told here is what the observer passes on.
  const told: (AgreeProgress & CheckpointSearch)[] = [];
  const clock = new FakeClock(NOW_MS);
  const result = agreeCheckpoint({
    source: { id: 'fake', genesisHash: chain.blocks[0]!.hash, genesisSetId: OFFSET },
    addresses: Object.keys(servers),
    openServer,
    clock,
    onAnswer: (progress) => told.push(progress),
    ...more,
  });
  return { result, told, connections, dialled, clock };
}

/** The error of a search that must fail, and who said what in it. */
async function failed(promise: Promise<unknown>, code: `checkpoint/${string}`) {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!isLightError(error, code)) throw error;
  return error.data.answers as AgreeProgress['answers'];
}

describe('servers that agree', () => {
  it('give the block two behind their finalized one, with its voters, authors and set id', async () => {
    const chain = chainOf();
    const { result, told, connections } = search(chain, { [A]: honest(chain), [B]: honest(chain) });
    const { checkpoint, isSetIdProved } = await result;
    const block = chain.blocks[8]!;
    expect(isSetIdProved).toBe(true);
    expect(checkpoint).toEqual({
      ...chain.checkpoint(block, VOTERS, OFFSET),
      takenAtMs: 8 * FAKE_SLOT_MS,
      anchor: {
        kind: 'servers',
        block: { number: 8, hash: block.hash },
        takenAtMs: 8 * FAKE_SLOT_MS,
        sources: ['wss://a.example', 'wss://b.example'],
        isConfirmed: false,
      },
    });
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
    expect(() => assertForChain(checkpoint, { genesisHash: chain.blocks[0]!.hash, chainId: 'x' })).not.toThrow();
    expect(told.at(-1)).toEqual({
      state: 'agreed',
      answers: [A, B].map((address) => ({ address, block: checkpoint.anchor.block, failure: undefined })),
      failure: undefined,
    });
    expect(connections.size).toBe(0);
  });

  it('need no votes, but then the set id is not proved', async () => {
    const chain = chainOf([[storageKey(CurrentSetId), encodeValue(CurrentSetId, 5n)]]);
    const { result } = search(chain, { [A]: voteless(chain), [B]: voteless(chain) });
    const { checkpoint, isSetIdProved } = await result;
    expect(isSetIdProved).toBe(false);
    expect(checkpoint.grandpa.setId).toBe(8n);
  });

  it.each([
    ['as stored', 5n],
    ['stored plus the offset of the chain', 8n],
    ['beyond both, where the state has not counted', 23n],
  ])('settle the set id by votes: %s', async (_, setId) => {
    const chain = chainOf([[storageKey(CurrentSetId), encodeValue(CurrentSetId, 5n)]]);
    const votes = new Map([[10, proofOf(chain, chain.best, setId)]]);
    const { result } = search(chain, { [A]: honest(chain, { votes }), [B]: voteless(chain) });
    expect((await result).checkpoint.grandpa.setId).toBe(setId);
  });

  it('use the first votes, where the voters change after the block', async () => {
    const chain = chainOf();
    const change = chain.produce({ voters: OTHERS, entries: [votersEntry(OTHERS)] });
    const next = chain.produce();
    const votes = new Map([
      [11, proofOf(chain, change, OFFSET)],
      [12, proofOf(chain, next, OFFSET + 1n, OTHERS)],
    ]);
    const more = { votes, finalizedNumber: () => 12 };
    const { result } = search(chain, { [A]: honest(chain, more), [B]: honest(chain, more) });
    const { checkpoint, isSetIdProved } = await result;
    expect([checkpoint.anchor.block.number, checkpoint.grandpa.setId, isSetIdProved]).toEqual([10, OFFSET, true]);
  });

  it('do not settle it by votes that lie behind a change of the same voters', async () => {
    const chain = chainOf();
    chain.produce({ voters: VOTERS });
    const votes = new Map([[12, proofOf(chain, chain.produce(), OFFSET + 1n)]]);
    const { result } = search(chain, {
      [A]: honest(chain, { votes, finalizedNumber: () => 12 }),
      [B]: voteless(chain),
    });
    expect(await result).toMatchObject({ isSetIdProved: false, checkpoint: { grandpa: { setId: OFFSET } } });
  });

  /** Forty blocks with votes kept for every sixteenth, and servers that tell of none but these. */
  function keptVotes(change?: { readonly at: number; readonly voters: typeof VOTERS }) {
    const chain = chainOf();
    while (chain.best.number < 40) {
      const isChange = chain.best.number + 1 === change?.at;
      if (isChange) chain.produce({ voters: change.voters, entries: [votersEntry(change.voters)] });
      else chain.produce();
    }
    const votes = new Map([[32, proofOf(chain, chain.blocks[32]!, 23n)]]);
    const server = honest(chain, { votes, provesFinality: false, finalizedNumber: () => 40 });
    const source = { id: 'fake', genesisHash: chain.blocks[0]!.hash, genesisSetId: OFFSET, justificationPeriod: 16 };
    return { chain, server, source };
  }

  it('settle the set id by kept votes before the block', async () => {
    const { chain, server, source } = keptVotes();
    const { checkpoint, isSetIdProved } = await search(chain, { [A]: server, [B]: server }, { source }).result;
    expect([checkpoint.anchor.block.number, checkpoint.grandpa.setId, isSetIdProved]).toEqual([38, 23n, true]);
  });

  it('settle it by kept votes for the very block', async () => {
    const { chain, server, source } = keptVotes();
    const at = { ...server, finalizedNumber: () => 34 };
    const { checkpoint, isSetIdProved } = await search(chain, { [A]: at, [B]: at }, { source }).result;
    expect([checkpoint.anchor.block.number, checkpoint.grandpa.setId, isSetIdProved]).toEqual([32, 23n, true]);
  });

  it.each([32, 33, 38])('do not settle it by kept votes before a change of the voters at %i', async (at) => {
    const { chain, server, source } = keptVotes({ at, voters: OTHERS });
    const { checkpoint, isSetIdProved } = await search(chain, { [A]: server, [B]: server }, { source }).result;
    expect(isSetIdProved).toBe(false);
    expect(checkpoint.grandpa).toEqual(chain.checkpoint(chain.best, OTHERS, OFFSET).grandpa);
  });

  it('do not count where their kept votes are of another chain', async () => {
    const { chain, server, source } = keptVotes();
    const fork = chainOf();
    const lies = { finalityOf: async () => proofOf(fork, fork.produce({ missedSlots: 1 }), 23n) };
    const { result } = search(chain, { [A]: server, [B]: { ...server, lies } }, { source });
    expect((await failed(result, 'checkpoint/too-few-servers'))[1]?.failure?.code).toBe('proof/wrong-header');
  });

  it('are two even if others are elsewhere, behind, on another chain or gone', async () => {
    const chain = chainOf();
    chain.grow(40);
    const { result, told } = search(chain, {
      [A]: voteless(chain),
      [B]: voteless(chain),
      [C]: voteless(chain, 10),
      'wss://other.example': honest(new FakeProofChain(), { genesisHash: `0x${'77'.repeat(32)}` }),
    });
    expect((await result).checkpoint.anchor.block.number).toBe(48);
    expect(told.at(-1)?.answers.map(({ failure }) => failure?.code)).toEqual([
      undefined,
      undefined,
      'proof/unavailable',
      'checkpoint/other-chain',
    ]);
  });

  it('name the genesis too where none is pinned', async () => {
    const chain = chainOf();
    const source = { id: 'own', genesisHash: undefined, genesisSetId: OFFSET };
    const { result } = search(chain, { [A]: honest(chain), [B]: honest(chain) }, { source });
    expect((await result).checkpoint.genesisHash).toBe(chain.blocks[0]!.hash);
    const other = search(
      chain,
      { [A]: honest(chain), [B]: honest(chain, { genesisHash: `0x${'77'.repeat(32)}` }) },
      { source },
    );
    await failed(other.result, 'checkpoint/servers-differ');
  });
});

describe('servers that do not agree', () => {
  it('differ if one of three names another block, and all are told apart', async () => {
    const chain = chainOf();
    const lie = `0x${'66'.repeat(32)}`;
    const { result, told } = search(chain, {
      [A]: honest(chain),
      [B]: honest(chain),
      [C]: honest(chain, { lies: { blockHash: async () => lie } }),
    });
    const answers = await failed(result, 'checkpoint/servers-differ');
    expect(answers.map(({ block }) => block?.hash)).toEqual([chain.blocks[8]!.hash, chain.blocks[8]!.hash, lie]);
    expect(told.at(-1)).toMatchObject({ state: 'differ', failure: { code: 'checkpoint/servers-differ' } });
    expect(told.at(-1)?.failure?.reason).toContain('(wss://a.example, wss://b.example), 0x66666666… (wss://c.example)');
    expect(told.at(-1)?.failure?.reason).not.toContain('secret');
  });

  it('are too few if only one is there, or the same one twice', async () => {
    const chain = chainOf();
    const alone = search(chain, { [A]: honest(chain) }, { addresses: [A, B] });
    const answers = await failed(alone.result, 'checkpoint/too-few-servers');
    expect(answers.map(({ failure }) => failure?.code)).toEqual([undefined, 'proof/unreachable']);
    const twice = search(chain, { [B]: honest(chain) }, { addresses: [B, 'wss://B.example:443/'] });
    await failed(twice.result, 'checkpoint/too-few-servers');
    expect(twice.dialled).toHaveLength(1);
  });

  it.each([
    ['another key of its person', 'wss://b.example/key', 'wss://b.example/other-key'],
    ['another way to it', '/dns4/b.example/tcp/1/wss/p2p/12D3KooWPeer', '/ip4/1.2.3.4/tcp/2/ws/p2p/12D3KooWPeer'],
  ])('are too few if the second one is the first by %s', async (_, one, two) => {
    const chain = chainOf();
    const { result, dialled } = search(chain, { [one]: honest(chain), [two]: honest(chain) });
    await failed(result, 'checkpoint/too-few-servers');
    expect(dialled).toHaveLength(1);
  });

  it('give nothing if one of two knows only a block of long ago', async () => {
    const chain = chainOf();
    const clock = new FakeClock(NOW_MS + 15 * 86_400_000);
    const { result, told } = search(chain, { [A]: honest(chain), [B]: voteless(chain, 3) }, { clock });
    await expect(result).rejects.toMatchObject({ code: 'checkpoint/servers-behind' });
    expect(told.at(-1)).toMatchObject({ state: 'failed', failure: { code: 'checkpoint/servers-behind' } });
  });

  const lies: readonly (readonly [string, string, (chain: FakeProofChain) => Partial<ChainServer>])[] = [
    ['another header', 'proof/wrong-header', (chain) => ({ header: async () => chain.blocks[3]!.headerBytes })],
    ['bytes for a header', 'scale/truncated', () => ({ header: async () => fromHex('0x0102') })],
    ['no proof', 'trie/missing-root', () => ({ readProof: async () => [] })],
    [
      'a proof of another state',
      'trie/missing-root',
      (chain) => ({ readProof: async (_, keys) => chain.blocks[3]!.state.prove(keys) }),
    ],
    [
      'a proof without the voters',
      'trie/not-covered',
      (chain) => ({ readProof: async () => chain.blocks[8]!.state.prove([storageKey(storage.System.Number)]) }),
    ],
    [
      'votes of others',
      'proof/bad-votes',
      (chain) => ({ finalitySince: async () => [proofOf(chain, chain.best, OFFSET, OTHERS)] }),
    ],
    [
      'votes of a set that cannot be',
      'proof/bad-votes',
      (chain) => ({ finalitySince: async () => [proofOf(chain, chain.best, 1_000_000n)] }),
    ],
    [
      'votes that are none',
      'proof/bad-votes',
      (chain) => ({
        finalitySince: async () => [{ headerBytes: chain.best.headerBytes, justification: fromHex('0x00') }],
      }),
    ],
    [
      'headers that do not follow',
      'proof/wrong-header',
      (chain) => ({ headers: async (from) => [chain.blocks[from + 1]!.headerBytes, chain.blocks[from]!.headerBytes] }),
    ],
    ['no headers to its votes', 'proof/wrong-header', () => ({ headers: async () => [] })],
    [
      'silence',
      'proof/timeout',
      () => ({
        blockHash: async () => {
          throw new LightError('proof/timeout', 'nothing came');
        },
      }),
    ],
  ];
  it.each(lies)('leave out a server with %s', async (_, code, lie) => {
    const chain = chainOf();
    const { result } = search(chain, { [A]: honest(chain), [B]: honest(chain, { lies: lie(chain) }) });
    const answers = await failed(result, 'checkpoint/too-few-servers');
    expect(answers[0]?.failure).toBeUndefined();
    expect(answers[1]?.failure?.code).toBe(code);
    const three = search(chain, {
      [A]: honest(chain),
      [B]: honest(chain, { lies: lie(chain) }),
      [C]: honest(chain),
    });
    expect((await three.result).checkpoint.anchor.sources).toEqual(['wss://a.example', 'wss://c.example']);
  });

  it('differ if their votes are of different sets', async () => {
    const chain = chainOf();
    const votes = new Map([[10, proofOf(chain, chain.best, OFFSET + 1n)]]);
    const { result } = search(chain, { [A]: honest(chain), [B]: honest(chain, { votes }) });
    await failed(result, 'checkpoint/servers-differ');
  });

  it('give nothing while a change of the voters is pending', async () => {
    const pending = { scheduled_at: 1, delay: 50, next_authorities: [], forced: undefined };
    const chain = chainOf([[storageKey(PendingChange), encodeValue(PendingChange, pending)]]);
    const answers = await failed(
      search(chain, { [A]: honest(chain), [B]: honest(chain) }).result,
      'checkpoint/too-few-servers',
    );
    expect(answers.map(({ failure }) => failure?.code)).toEqual(['light/unexpected-state', 'light/unexpected-state']);
  });

  it('are given up when they never greet or never answer', async () => {
    const chain = chainOf();
    const never = () => new Promise<never>(() => undefined);
    const { openServer } = fakeServers(new Map([[A, honest(chain)]]));
    const clock = new FakeClock();
    const closed: string[] = [];
    const result = agreeCheckpoint({
      source: { id: 'fake', genesisHash: chain.blocks[0]!.hash, genesisSetId: OFFSET },
      addresses: [A, B],
      clock,
      openServer: (address, events) => {
        if (address === A) return { ...openServer(address, events), blockHash: never };
        const silent = openServer(A, { ...events, onOpen: () => undefined });
        return { ...silent, close: () => void closed.push(address) };
      },
      minimum: 1,
    });
    const outcome = failed(result, 'checkpoint/too-few-servers');
    await clock.advance(120_000);
    expect((await outcome).map(({ failure }) => failure?.code)).toEqual(['proof/timeout', 'proof/timeout']);
    expect(closed).toEqual([B]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('are left alone once the search is aborted', async () => {
    const chain = chainOf();
    const abort = new AbortController();
    const lies = { blockHash: () => new Promise<never>(() => undefined) };
    const servers = { [A]: honest(chain, { lies }), [B]: honest(chain, { lies }) };
    const { result, connections } = search(chain, servers, { signal: abort.signal });
    await settle();
    expect(connections.size).toBe(2);
    abort.abort(new Error('left the page'));
    await expect(result).rejects.toThrow('left the page');
    expect(connections.size).toBe(0);
  });
});
