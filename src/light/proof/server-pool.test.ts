import { describe, expect, it, onTestFinished } from 'vitest';
import { LightError } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import type { FakeServerOptions } from '../testing/fake-proof-chain.ts';
import { FakeProofChain, fakeServers } from '../testing/fake-proof-chain.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { ChainServer } from './server.ts';
import { ServerPool } from './server-pool.ts';

const chain = new FakeProofChain();
const never = <T>() => new Promise<T>(() => undefined);

class Stage {
  readonly clock = new FakeClock();
  readonly servers = new Map<string, FakeServerOptions>();
  readonly net = fakeServers(this.servers);
  readonly ready: string[] = [];
  readonly pool: ServerPool;

  constructor(lies: Readonly<Record<string, Partial<ChainServer>>>, policy: Partial<typeof DEFAULT_POLICY> = {}) {
    for (const [address, lie] of Object.entries(lies)) this.add(address, lie);
    this.pool = new ServerPool({
      addresses: Object.keys(lies),
      openServer: this.net.openServer,
      genesisHash: chain.blocks[0]!.hash,
      policy: { ...DEFAULT_POLICY, ...policy },
      clock: this.clock,
      events: {
        onReady: ({ server }) => void this.ready.push(server.address),
        onHeader: () => undefined,
        onVotes: () => undefined,
        onChange: () => undefined,
      },
    });
    onTestFinished(() => this.pool.close());
  }

  add(address: string, lies: Partial<ChainServer> = {}): void {
    this.servers.set(address, { chain, votes: new Map(), lies });
  }

  async start(): Promise<this> {
    this.pool.start();
    await settle();
    return this;
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await settle();
  }

  states(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.pool.statuses.map(({ address, state }) => [address, state]));
  }
}

const number = (server: ChainServer) => server.blockHash(0);
const { signal } = new AbortController();
const failing = (code: LightError['code']): Partial<ChainServer> => ({
  blockHash: async () => {
    throw new LightError(code, 'as told');
  },
});

describe('a pool of servers', () => {
  it('asks another server when one fails, and answers when one can', async () => {
    const stage = await new Stage({ a: failing('proof/unavailable'), b: {} }).start();
    expect(await stage.pool.ask(number, signal)).toBe(chain.blocks[0]!.hash);
  });

  it('does not use a server that lied until its time is over', async () => {
    const stage = await new Stage({ a: failing('proof/malformed'), b: {} }).start();
    for (let i = 0; i < 3; i++) await stage.pool.ask(number, signal);
    expect(stage.states()).toEqual({ a: 'refused', b: 'ready' });
    expect(stage.pool.statuses[0]!.failure).toMatchObject({
      code: 'proof/malformed',
      next: 'It is tried again in 10 min.',
    });
    stage.add('a');
    await stage.pass(DEFAULT_POLICY.refusedMs - 1000);
    expect(stage.states().a).toBe('refused');
    await stage.pass(1001);
    expect(stage.states().a).toBe('ready');
  });

  it('leaves a server alone that asks for it', async () => {
    const stage = await new Stage({ a: failing('proof/limited') }).start();
    await expect(stage.pool.ask(number, signal)).rejects.toMatchObject({ code: 'proof/limited' });
    expect(stage.states()).toEqual({ a: 'limited' });
    const dialled = stage.net.dialled.length;
    await stage.pass(DEFAULT_POLICY.limitedMs - 1);
    expect(stage.net.dialled).toHaveLength(dialled);
    await stage.pass(2);
    expect(stage.net.dialled).toHaveLength(dialled + 1);
  });

  it('connects again at least every two seconds while nobody is there, and seldom while others are', async () => {
    const lonely = new Stage({ a: {} });
    lonely.servers.clear();
    await lonely.start();
    for (let i = 0; i < 30; i++) await lonely.pass(2000);
    expect(lonely.net.dialled.length).toBeGreaterThanOrEqual(30);
    const busy = new Stage({ a: {}, b: {} });
    busy.servers.delete('a');
    await busy.start();
    for (let i = 0; i < 30; i++) await busy.pass(2000);
    expect(busy.net.dialled.filter((address) => address === 'a').length).toBeLessThan(15);
  });

  it('gives up a connection after three questions without an answer', async () => {
    const stage = await new Stage({ a: { blockHash: never } }).start();
    for (let i = 0; i < 3; i++) {
      const asked = stage.pool.ask(number, signal).catch((error: LightError) => error.code);
      await stage.pass(DEFAULT_POLICY.questionDeadlineMs);
      expect(await asked).toBe('proof/timeout');
    }
    expect(stage.states()).toEqual({ a: 'unreachable' });
  });

  it('gives up a connection that keeps one kind of question back, whatever else it answers', async () => {
    const stage = await new Stage({ a: { readProof: never, body: async () => [] } }).start();
    const hash = chain.blocks[0]!.hash;
    for (let i = 0; i < 3; i++) {
      expect(stage.states()).toEqual({ a: 'ready' });
      const read = stage.pool
        .ask((server) => server.readProof(hash, []), signal)
        .catch((error: LightError) => error.code);
      await stage.pool.ask(number, signal);
      await stage.pool.ask((server) => server.body(hash), signal);
      await stage.pass(DEFAULT_POLICY.questionDeadlineMs);
      expect(await read).toBe('proof/timeout');
    }
    expect(stage.states()).toEqual({ a: 'unreachable' });
    expect(stage.pool.statuses[0]!.failure).toMatchObject({ code: 'proof/timeout' });
  });

  it('keeps a connection that answers every kind of question now and then', async () => {
    let answer: ChainServer['readProof'] = never;
    const stage = await new Stage({ a: { readProof: (...asked) => answer(...asked) } }).start();
    for (const next of [never, never, async () => [], never, never]) {
      answer = next;
      const read = stage.pool
        .ask((server) => server.readProof(chain.blocks[0]!.hash, []), signal)
        .catch(() => undefined);
      await stage.pass(DEFAULT_POLICY.questionDeadlineMs);
      await read;
    }
    expect(stage.states()).toEqual({ a: 'ready' });
  });

  it('refuses at once when every server was caught at something', async () => {
    const stage = await new Stage({ a: failing('proof/malformed') }).start();
    await expect(stage.pool.ask(number, signal)).rejects.toMatchObject({ code: 'proof/malformed' });
    await expect(stage.pool.ask(number, signal)).rejects.toMatchObject({ code: 'light/unavailable' });
  });

  it('waits for a server while there is none, and stops with the signal', async () => {
    const stage = new Stage({ a: {} });
    stage.servers.clear();
    await stage.start();
    const stopping = new AbortController();
    const first = stage.pool.ask(number, signal);
    const second = stage.pool.ask(number, stopping.signal);
    stopping.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    stage.add('a');
    await stage.pass(2000);
    expect(await first).toBe(chain.blocks[0]!.hash);
  });

  it('asks again over the next connection when the only one goes away under a question, but not for ever', async () => {
    let losses = 0;
    const lost: Partial<ChainServer> = {
      blockHash: async () => {
        if (losses++ < 2) throw new LightError('proof/unreachable', 'cut');
        return chain.blocks[0]!.hash;
      },
    };
    const stage = await new Stage({ a: lost }).start();
    const asked = stage.pool.ask(number, signal);
    for (let i = 0; i < 3; i++) await stage.pass(2000);
    expect(await asked).toBe(chain.blocks[0]!.hash);
    losses = Number.NEGATIVE_INFINITY;
    const code = stage.pool.ask(number, signal).catch((error: LightError) => error.code);
    for (let i = 0; i < 8; i++) await stage.pass(2000);
    expect(await code).toBe('proof/unreachable');
  });

  it('books an error once, whoever else reports it', async () => {
    const stage = await new Stage({ a: failing('proof/timeout') }).start();
    const [connected] = stage.pool.ready;
    const error = await stage.pool.askOne(connected!, number, signal).catch((caught: unknown) => caught);
    stage.pool.report(connected!, error);
    expect(stage.pool.statuses[0]).toMatchObject({ state: 'ready', failures: 1 });
  });

  it('goes on where an address makes no sense to its transport', async () => {
    const stage = new Stage({ a: {}, b: {} });
    const { openServer } = stage.net;
    const pool = new ServerPool({
      addresses: ['a', 'b'],
      openServer: (address, events) => {
        if (address === 'a') throw new SyntaxError('no URL');
        return openServer(address, events);
      },
      genesisHash: chain.blocks[0]!.hash,
      policy: DEFAULT_POLICY,
      clock: stage.clock,
      events: { onReady: () => {}, onHeader: () => {}, onVotes: () => {}, onChange: () => {} },
    });
    onTestFinished(() => pool.close());
    pool.start();
    await settle();
    expect(pool.statuses.map(({ state }) => state)).toEqual(['unreachable', 'ready']);
  });

  it('asks the quicker of two servers once it knows them', async () => {
    const slow: Partial<ChainServer> = {
      blockHash: (_, options) =>
        new Promise((resolve) => {
          stage.clock.after(3000, () => resolve(chain.blocks[0]!.hash));
          options?.signal?.throwIfAborted();
        }),
    };
    const stage = await new Stage({ a: slow, b: {} }).start();
    const first = stage.pool.ask(number, signal);
    await stage.pass(3000);
    await first;
    for (let i = 0; i < 4; i++) await stage.pool.ask(number, signal);
    const [a, b] = stage.pool.statuses;
    expect([a!.answers, b!.answers]).toEqual([1, 4]);
    expect(a!.score).toBeLessThan(b!.score);
  });

  it('says who lags, and takes it back', async () => {
    const stage = await new Stage({ a: {} }).start();
    stage.net.connections.get('a')!.onFinalized(100);
    stage.pool.compareWith(120);
    expect(stage.pool.statuses[0]).toMatchObject({ state: 'lagging', failure: { code: 'proof/lagging' } });
    stage.net.connections.get('a')!.onFinalized(119);
    stage.pool.compareWith(120);
    expect(stage.pool.statuses[0]).toMatchObject({ state: 'ready', failure: undefined });
  });

  it('asks no more at once and no faster than it was told to', async () => {
    let open = 0;
    let most = 0;
    const counting: Partial<ChainServer> = {
      blockHash: async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => stage.clock.after(10, () => resolve(undefined)));
        open--;
        return chain.blocks[0]!.hash;
      },
    };
    const stage = await new Stage({ a: counting }, { questionsAtOnce: 3, questionsPerMinute: 60 }).start();
    let answered = 0;
    for (let i = 0; i < 20; i++) void stage.pool.ask(number, signal).then(() => answered++);
    for (let i = 0; i < 40; i++) await stage.pass(10);
    expect(most).toBe(3);
    expect(answered).toBe(10); // a sixth of a minute's sixty; the others wait for theirs
    for (let i = 0; i < 12; i++) await stage.pass(1000);
    expect(answered).toBe(20);
  });

  it('tries at once when the computer wakes up, and drops what did not survive the sleep', async () => {
    const stage = new Stage({ a: {}, b: { blockHash: never } });
    stage.servers.delete('a');
    await stage.start();
    for (let i = 0; i < 10; i++) await stage.pass(2000);
    stage.add('a');
    stage.pool.wake();
    await settle();
    expect(stage.states()).toEqual({ a: 'ready', b: 'ready' });
    await stage.pass(2000);
    expect(stage.states().b).not.toBe('ready');
  });
});
