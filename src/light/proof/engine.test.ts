import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes, utf8 } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import { GRANDPA_ENGINE } from '../../chain/grandpa.ts';
import type { DigestItem } from '../../chain/header.ts';
import { encode } from '../../chain/scale/index.ts';
import { storage, storageKey } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import type { FakeServerOptions } from '../testing/fake-proof-chain.ts';
import { auraPairs, FakeProofChain, fakeServers, grandpaPairs, type ProofBlock } from '../testing/fake-proof-chain.ts';
import type { ChainEngine, ChainSource } from '../types.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-text.ts';
import { openProofEngine, type ProofEngineOptions } from './engine.ts';
import type { ProofPolicy } from './policy.ts';
import type { FinalityProof } from './server.ts';

const KEY = utf8('key');
const VALUE = utf8('a value that is longer than thirty-two bytes, so that it has a node of its own');
const QUICK: Partial<ProofPolicy> = {
  questionDeadlineMs: 150,
  reconnectFirstMs: 10,
  readDeadlineMs: 1500,
  refusedMs: 60_000,
};
const next4 = grandpaPairs.slice(4);

class Stage {
  readonly chain = new FakeProofChain();
  readonly votes = new Map<number, FinalityProof>();
  readonly servers = new Map<string, FakeServerOptions>();
  readonly net = fakeServers(this.servers);

  constructor(blocks = 6) {
    this.chain.produce({ entries: [[KEY, VALUE]] });
    this.chain.grow(blocks - 1);
    this.vote(this.chain.best);
    this.add('ws://honest');
  }

  add(address: string, more: Partial<FakeServerOptions> = {}): void {
    this.servers.set(address, { chain: this.chain, votes: this.votes, ...more });
  }

  vote(block: ProofBlock, ...rest: [pairs?: typeof next4, setId?: bigint]): FinalityProof {
    const proof = { headerBytes: block.headerBytes, justification: this.chain.votesFor(block, ...rest).justification };
    this.votes.set(block.number, proof);
    return proof;
  }

  /** All connected servers announce a block, and votes for it. */
  announce(block = this.chain.best, votes = this.vote(block)): void {
    for (const connection of this.net.connections.values()) {
      connection.onHeader(block.headerBytes);
      connection.onVotes({ kind: 'justification', bytes: votes.justification });
    }
  }

  open(options: Partial<ProofEngineOptions> = {}, source: Partial<ChainSource> = {}): ChainEngine {
    const checkpointText = encodeCheckpoint({ ...this.chain.checkpoint(), takenAtMs: Date.now() });
    const engine = openProofEngine(
      {
        id: 'fake',
        name: 'Fake',
        specText: undefined,
        servers: [...this.servers.keys()],
        genesisHash: this.chain.blocks[0]!.hash,
        genesisSetId: 0n,
        justificationPeriod: 4,
        blockTimeMs: 1000,
        ...source,
      },
      {
        transports: () => this.net.openServer,
        agree: async () => {
          throw new LightError('checkpoint/too-few-servers', 'nobody was asked');
        },
        checkpointText,
        policy: QUICK,
        ...options,
      },
    );
    onTestFinished(() => engine.close());
    return engine;
  }
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 3000, interval: 5 });
const following = (engine: ChainEngine) => until(() => expect(engine.status.stage).toBe('following'));
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: { code: string }) => error.code,
  );

describe('the proof engine', () => {
  it('goes from its checkpoint to the newest voted block and reads there', async () => {
    const stage = new Stage();
    const engine = stage.open();
    await following(engine);
    expect(engine.status).toMatchObject({
      finalized: { number: 6, hash: stage.chain.best.hash },
      label: 'proved',
      trust: { finality: 'grandpa', setId: 0n, voters: 4, votesChecked: 1 },
    });
    const values = await engine.readStorage([KEY, utf8('nothing')], stage.chain.best.hash);
    expect(values).toEqual([VALUE, undefined]);
    expect(engine.status.proofsChecked).toBeGreaterThan(0);
  });

  it('follows what servers announce', async () => {
    const stage = new Stage();
    const engine = stage.open();
    await following(engine);
    stage.chain.grow(3);
    stage.announce();
    await until(() => expect(engine.status.finalized?.number).toBe(9));
  });

  it('reads at older blocks once they are proved to be forebears of the head', async () => {
    const stage = new Stage(90);
    const engine = stage.open();
    await following(engine);
    expect(await engine.readStorage([KEY], stage.chain.blocks[20]!.hash)).toEqual([VALUE]);
    const fork = stage.chain.produce({ parent: stage.chain.blocks[30]!, entries: [[KEY, utf8('another')]] });
    const byHash = stage.chain.byHash.bind(stage.chain);
    stage.chain.byHash = (hash) => (hash === fork.hash ? fork : byHash(hash));
    expect(await codeOf(engine.readStorage([KEY], fork.hash))).toBe('light/unknown-block');
  });

  it('believes no proof that does not lead to the state root, and asks somebody else', async () => {
    const stage = new Stage();
    const other = stage.chain.produce({
      parent: stage.chain.blocks[5]!,
      entries: [[KEY, utf8('a lie, and a long one it is, of more than thirty-two bytes')]],
    });
    stage.servers.clear();
    stage.add('ws://liar', { lies: { readProof: async (_, keys) => other.state.prove(keys) } });
    const alone = stage.open();
    await until(() => expect(alone.status.finalized).toBeDefined());
    expect(await codeOf(alone.readStorage([KEY], stage.chain.best.hash))).toMatch(/light\/(bad-proof|unavailable)/);
    await until(() =>
      expect(alone.status.servers[0]).toMatchObject({ state: 'refused', failure: { code: 'trie/missing-root' } }),
    );
    await alone.close();
    stage.add('ws://honest');
    const engine = stage.open();
    await following(engine);
    expect(await engine.readStorage([KEY], stage.chain.best.hash)).toEqual([VALUE]);
  });

  it('does not take an omitted value for an absent one', async () => {
    const stage = new Stage();
    stage.servers.clear();
    stage.add('ws://liar', {
      lies: { readProof: async (at) => [stage.chain.byHash(at)!.state.prove([])[0]!].filter(Boolean) },
    });
    const engine = stage.open();
    await until(() => expect(engine.status.finalized).toBeDefined());
    expect(await codeOf(engine.readStorage([KEY], stage.chain.best.hash))).toMatch(/light\/(bad-proof|unavailable)/);
    await until(() => expect(engine.status.servers[0]?.failure?.code).toBe('trie/not-covered'));
  });

  it('refuses servers of another chain, of a fork of this one, and those that cannot show what they claim', async () => {
    const stage = new Stage();
    const fork = new FakeProofChain(auraPairs.slice(2, 6));
    fork.grow(8);
    stage.add('ws://other', { genesisHash: fork.blocks[0]!.hash });
    stage.add('ws://braggart', { finalizedNumber: () => 1000, lies: { finalitySince: async () => [] } });
    const engine = stage.open();
    await following(engine);
    const codes = () =>
      Object.fromEntries(engine.status.servers.map(({ address, failure }) => [address, failure?.code]));
    await until(() =>
      expect(codes()).toEqual({
        'ws://honest': undefined,
        'ws://other': 'proof/wrong-genesis',
        'ws://braggart': 'proof/unproved-finality',
      }),
    );
    stage.add('ws://fork', { lies: { blockHash: async () => fork.best.hash } });
    const second = stage.open({ checkpointText: await engine.exportDatabase() });
    await until(() =>
      expect(second.status.servers.find(({ address }) => address === 'ws://fork')?.failure?.code).toBe('proof/forked'),
    );
  });

  it('passes changes of the voters that servers prove one after the other', async () => {
    const stage = new Stage();
    stage.vote(stage.chain.produce({ voters: next4 }));
    stage.chain.grow(100);
    stage.vote(stage.chain.produce({ voters: grandpaPairs.slice(0, 4) }), next4, 1n);
    stage.chain.grow(100);
    stage.vote(stage.chain.best, grandpaPairs.slice(0, 4), 2n);
    const engine = stage.open();
    await following(engine);
    expect(engine.status).toMatchObject({ finalized: { number: stage.chain.best.number }, trust: { setId: 2n } });
  });

  it('finds changes of the voters where only every n-th block has votes', async () => {
    const stage = new Stage(9);
    stage.votes.clear();
    for (const number of [4, 8]) stage.vote(stage.chain.blocks[number]!);
    stage.vote(stage.chain.produce({ voters: next4 }));
    stage.chain.grow(10);
    for (const number of [12, 16, 20]) stage.vote(stage.chain.blocks[number]!, next4, 1n);
    stage.add('ws://honest', { provesFinality: false });
    const engine = stage.open();
    await following(engine);
    expect(engine.status).toMatchObject({ finalized: { number: 20 }, trust: { setId: 1n } });
  });

  it('reads where enough authors have built if votes are far behind, and calls it claimed', async () => {
    const stage = new Stage(9);
    stage.votes.clear();
    stage.vote(stage.chain.blocks[4]!);
    stage.chain.grow(20);
    const engine = stage.open({ policy: { ...QUICK, votesLagBlocks: 8 } });
    await following(engine);
    expect(engine.status).toMatchObject({
      label: 'claimed',
      finalized: { number: 26 },
      trust: { finality: 'authors' },
    });
    expect(await engine.readStorage([KEY], engine.status.finalized!.hash)).toEqual([VALUE]);
  });

  it('takes back what only authors vouched for when votes go elsewhere, and says so', async () => {
    const stage = new Stage(4);
    stage.votes.clear();
    stage.vote(stage.chain.blocks[2]!);
    stage.chain.grow(12);
    const engine = stage.open({ policy: { ...QUICK, votesLagBlocks: 4 } });
    await until(() => expect(engine.status.trust?.finality).toBe('authors'));
    const head = engine.status.finalized!;
    // The same authors have built another branch, and the voters prefer it.
    stage.chain.blocks.splice(6);
    for (let i = 0; i < 14; i++) stage.chain.produce({ missedSlots: i === 0 ? 2 : 0 });
    stage.announce(stage.chain.blocks[10]!);
    await until(() => expect(engine.status.trust?.overruled).toEqual(head));
    await until(() => expect(engine.status.trust?.justified.number).toBe(10));
    expect(await codeOf(engine.readStorage([KEY], head.hash))).not.toBe('nothing');
    expect(await engine.readStorage([KEY], stage.chain.blocks[10]!.hash)).toEqual([VALUE]);
  });

  it('knows a change of the voters that was announced before the block that it jumped to', async () => {
    const { PendingChange } = storage.Grandpa;
    const stage = new Stage(4);
    stage.votes.clear();
    const next = next4.map(({ publicKey }) => [publicKey, 1n] as const);
    const pending = { scheduled_at: 5, delay: 80, next_authorities: next, forced: undefined };
    const entry = [storageKey(PendingChange), encode(PendingChange.value, pending)] as const;
    stage.chain.produce({ voters: next4, delay: 80, entries: [entry] });
    stage.chain.grow(75);
    stage.vote(stage.chain.best);
    const engine = stage.open();
    await following(engine);
    expect(engine.status.finalized?.number).toBe(80);
    stage.chain.grow(5);
    stage.announce();
    await until(() => expect(engine.status).toMatchObject({ finalized: { number: 85 }, trust: { setId: 1n } }));
    stage.chain.grow(2);
    stage.announce(stage.chain.best, stage.vote(stage.chain.best, next4, 1n));
    await until(() => expect(engine.status.finalized?.number).toBe(87));
  });

  it('fails by name where the voters are replaced by force, and blames no server', async () => {
    const stage = new Stage(4);
    const forced: DigestItem = {
      type: 'Consensus',
      value: [GRANDPA_ENGINE, Uint8Array.of(2, ...new Array(9).fill(0))],
    };
    const engine = stage.open();
    await following(engine);
    stage.chain.produce({ digest: [forced] });
    stage.chain.grow(5);
    for (const block of stage.chain.blocks.slice(5)) {
      for (const connection of stage.net.connections.values()) connection.onHeader(block.headerBytes);
    }
    await until(() => expect(engine.status.failure).toMatchObject({ code: 'proof/forced-change' }));
    expect(engine.status.servers[0]?.state).not.toBe('refused');
    expect(engine.status.failure?.next).toContain('checkpoint');
  });

  it('does not make an old chain young by following it', async () => {
    const stage = new Stage();
    const takenAtMs = Date.now() - 80 * 86_400_000;
    const engine = stage.open({ checkpointText: encodeCheckpoint({ ...stage.chain.checkpoint(), takenAtMs }) });
    await following(engine);
    stage.chain.grow(1);
    stage.announce();
    await until(() => expect(engine.status.finalized?.number).toBe(7));
    const exported = decodeCheckpoint((await engine.exportDatabase())!);
    expect(exported).toMatchObject({ takenAtMs, headerBytes: stage.chain.best.headerBytes });
  });

  it('calls everything claimed that rests on a checkpoint nobody has confirmed', async () => {
    const stage = new Stage();
    const checkpoint = stage.chain.checkpoint();
    const anchor = { ...checkpoint.anchor, kind: 'servers', isConfirmed: false } as const;
    const engine = stage.open({
      checkpointText: undefined,
      agree: async () => ({ ...checkpoint, anchor, takenAtMs: Date.now() }),
    });
    await following(engine);
    expect(engine.status.label).toBe('claimed');
  });

  it('fails by name on a checkpoint that is too old, and on servers that do not agree', async () => {
    const stage = new Stage();
    const old = stage.open({ checkpointText: encodeCheckpoint({ ...stage.chain.checkpoint(), takenAtMs: 1 }) });
    await until(() => expect(old.status.failure?.code).toBe('checkpoint/too-old'));
    const none = stage.open({ checkpointText: undefined });
    await until(() => expect(none.status.failure?.code).toBe('checkpoint/too-few-servers'));
    expect(await codeOf(none.readStorage([KEY], stage.chain.best.hash))).toBe('checkpoint/too-few-servers');
  });

  it('goes on from what it exported', async () => {
    const stage = new Stage();
    const first = stage.open();
    await following(first);
    const text = await first.exportDatabase();
    await first.close();
    stage.chain.grow(2);
    stage.vote(stage.chain.best);
    const second = stage.open({ checkpointText: text });
    await following(second);
    expect(second.status).toMatchObject({ finalized: { number: 8 }, trust: { votesChecked: 1, headersChecked: 2 } });
  });

  it('says that it is stalled without servers, and resumes when they are back', async () => {
    const stage = new Stage();
    const engine = stage.open();
    await following(engine);
    const connection = stage.net.connections.get('ws://honest')!;
    stage.servers.clear();
    connection.onClosed(new LightError('proof/unreachable', 'cut'));
    await until(() => expect(engine.status.stage).toBe('stalled'));
    const read = engine.readStorage([KEY], engine.status.finalized!.hash);
    stage.add('ws://honest');
    expect(await read).toEqual([VALUE]);
    await following(engine);
  });

  it('gives out bodies that fit the header and no others', async () => {
    const stage = new Stage();
    const body = [Uint8Array.of(4, 4, 1), Uint8Array.of(4, 4, 2)] as Bytes[];
    stage.chain.produce({ body });
    stage.vote(stage.chain.best);
    stage.servers.clear();
    stage.add('ws://liar', { lies: { body: async () => [body[0]!] } });
    stage.add('ws://honest');
    const engine = stage.open();
    await following(engine);
    const at = engine.status.finalized!;
    expect((await engine.readBody(at)).map(extrinsicHash)).toEqual(body.map(extrinsicHash));
  });

  it('reads which runtime runs only where that may have changed', async () => {
    const item = storage.System.LastRuntimeUpgrade;
    const version = (spec_version: number) =>
      [storageKey(item), encode(item.value, { spec_version, spec_name: 'node-subtensor' })] as const;
    const stage = new Stage();
    stage.vote(stage.chain.produce({ entries: [version(424)] }));
    const readAt: string[] = [];
    const readProof = async (at: string, keys: readonly Bytes[]) => {
      if (keys.some((key) => equalBytes(key, storageKey(item)))) readAt.push(at);
      return stage.chain.byHash(at)!.state.prove(keys);
    };
    stage.add('ws://honest', { lies: { readProof } });
    const engine = stage.open();
    const announced = async (block = stage.chain.best) => {
      stage.announce(block);
      await until(() => expect(engine.status.finalized?.number).toBe(block.number));
      return block.hash;
    };
    await until(() => expect(engine.status.specVersion).toBe(424));
    const expected = [stage.chain.best.hash];
    await announced(stage.chain.grow(2));
    // The header tells of the new code; the state does so one block later, when it has run.
    expected.push(
      await announced(stage.chain.produce({ digest: [{ type: 'RuntimeEnvironmentUpdated', value: undefined }] })),
    );
    expected.push(await announced(stage.chain.produce({ entries: [version(425)] })));
    await until(() => expect(engine.status.specVersion).toBe(425));
    // Fetched beforehand once, because it was read at both heads before.
    expected.push(await announced(stage.chain.grow(1)));
    await announced(stage.chain.grow(2));
    await announced(stage.chain.grow(1));
    expect(readAt).toEqual(expected);
    // A jump, over headers that are not seen.
    stage.chain.produce({ entries: [version(426)] });
    const { justification } = stage.vote(stage.chain.grow(80));
    stage.net.connections.get('ws://honest')!.onVotes({ kind: 'justification', bytes: justification });
    await until(() => expect(engine.status.specVersion).toBe(426));
    expect(readAt).toEqual([...expected, stage.chain.best.hash]);
  });

  it('hands a transaction to two servers, so that one that drops it holds nothing back', async () => {
    const stage = new Stage();
    const taken: string[] = [];
    const taking = (address: string) => ({ submit: async () => void taken.push(address) });
    stage.servers.clear();
    for (const address of ['ws://a', 'ws://b', 'ws://c']) stage.add(address, { lies: taking(address) });
    const engine = stage.open();
    await following(engine);
    await until(() => expect(engine.status.peers).toBe(3));
    await engine.submit(Uint8Array.of(4, 4, 1) as Bytes);
    expect(new Set(taken).size).toBe(2);
  });

  it('asks for all keys of one turn with one question', async () => {
    const stage = new Stage();
    const readProof = vi.fn(async (at: string, keys: readonly Bytes[]) => stage.chain.byHash(at)!.state.prove(keys));
    stage.add('ws://honest', { lies: { readProof } });
    const engine = stage.open();
    await following(engine);
    await engine.readStorage([utf8('warm')], engine.status.finalized!.hash);
    readProof.mockClear();
    const at = engine.status.finalized!.hash;
    await Promise.all([1, 2, 3].map((i) => engine.readStorage([utf8(`k${i}`), KEY], at)));
    expect(readProof).toHaveBeenCalledTimes(1);
    expect(readProof.mock.calls[0]![1]).toHaveLength(4);
  });

  it('rejects what is pending when it is closed', async () => {
    const stage = new Stage();
    const engine = stage.open();
    await following(engine);
    stage.add('ws://honest', { lies: { readProof: () => new Promise(() => undefined) } });
    stage.net.connections.get('ws://honest')!.onClosed(new Error('cut'));
    const read = engine.readStorage([KEY], engine.status.finalized!.hash);
    await engine.close();
    expect(await codeOf(read)).toBe('light/closed');
    expect(await codeOf(engine.readStorage([KEY], 'x'))).toBe('light/closed');
  });
});
