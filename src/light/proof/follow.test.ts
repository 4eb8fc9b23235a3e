import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ChainError } from '../../chain/error.ts';
import { encodeHeader } from '../../chain/header.ts';
import { isLightError, LightError } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeProofChain, fakeServers, grandpaPairs, type ProofBlock } from '../testing/fake-proof-chain.ts';
import { verdictOn } from './blame.ts';
import { Follower } from './follow.ts';
import { HeaderChain } from './header-chain.ts';
import type { ChainServer, FinalityProof } from './server.ts';
import { ServerBook } from './server-book.ts';
import type { Connected } from './server-pool.ts';

const next4 = grandpaPairs.slice(4);

/** One server of a chain, questions that reach it at once, and a list of what was said of it. */
class Stage {
  readonly chain = new FakeProofChain();
  readonly votes = new Map<number, FinalityProof>();
  readonly clock = new FakeClock();
  readonly reports: { readonly code: string; readonly verdict: string }[] = [];
  lies: Partial<ChainServer> = {};
  headers!: HeaderChain;

  vote(block = this.chain.best, ...rest: [pairs?: typeof next4, setId?: bigint]): FinalityProof {
    const proof = { headerBytes: block.headerBytes, justification: this.chain.votesFor(block, ...rest).justification };
    this.votes.set(block.number, proof);
    return proof;
  }

  open({ provesFinality = true, headers }: { provesFinality?: boolean; headers?: HeaderChain } = {}) {
    const { headerBytes, grandpa, auraAuthorities } = this.chain.checkpoint();
    this.headers = headers ?? new HeaderChain(headerBytes, grandpa, auraAuthorities);
    const { openServer } = fakeServers(new Map([['ws://a', { chain: this.chain, votes: this.votes, provesFinality }]]));
    const honest = openServer('ws://a', { onOpen: () => undefined, onClosed: () => undefined } as never);
    const server = new Proxy(honest, {
      get: (target, name) => Reflect.get(this.lies, name) ?? Reflect.get(target, name),
    });
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    const follower = new Follower({
      chain: this.headers,
      pool: {
        askOne: (_, question, signal) => question(server, signal),
        report: (_, error) => {
          const code = isLightError(error) || error instanceof ChainError ? error.code : String(error);
          this.reports.push({ code, verdict: verdictOn(error) });
        },
      },
      clock: this.clock,
      signal: ending.signal,
      justificationPeriod: 4,
      lagBlocks: 8,
      onFinal: () => undefined,
      readAuthors: async () => undefined,
      onProgress: () => undefined,
      onTrouble: () => undefined,
    });
    const connected: Connected = {
      server,
      book: new ServerBook('ws://a', 'json-rpc'),
      greeting: { genesisHash: this.chain.blocks[0]!.hash, finalizedNumber: Math.max(0, ...this.votes.keys()) },
      signal: ending.signal,
    };
    return { follower, connected };
  }

  /** What another server does meanwhile. */
  elsewhere(
    block: ProofBlock,
    ...rest: Parameters<FakeProofChain['votesFor']> extends [unknown, ...infer R] ? R : never
  ) {
    const { justification } = this.chain.votesFor(block, ...rest);
    this.headers.advance([block.headerBytes], { kind: 'justification', bytes: justification });
    this.headers.setAuthors(this.headers.justified.authors);
  }
}

/** The honest answer, before which something else happens once. */
function meanwhile<K extends 'headers' | 'finalityOf'>(stage: Stage, name: K, happens: () => void): void {
  const honest = fakeServers(new Map([['ws://a', { chain: stage.chain, votes: stage.votes }]])).openServer('ws://a', {
    onOpen: () => undefined,
  } as never)[name] as (...args: unknown[]) => unknown;
  let isFirst = true;
  const answer = async (...args: unknown[]) => {
    const found = await honest(...args);
    if (isFirst) happens();
    isFirst = false;
    return found;
  };
  stage.lies = { [name]: answer };
}

describe('following a server', () => {
  it('tries again by itself where catching up failed without anybody’s fault', async () => {
    const stage = new Stage();
    stage.chain.grow(3);
    stage.vote();
    stage.lies = {
      finalitySince: async () => {
        throw new LightError('proof/unavailable', 'not now');
      },
    };
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    expect(follower.hasCaughtUp).toBe(false);
    stage.lies = {};
    await stage.clock.advance(500);
    await vi.waitFor(() => expect(follower.hasCaughtUp).toBe(true));
    expect(stage.headers.justified.number).toBe(3);
  });

  it('blames nobody when others go ahead while headers are fetched', async () => {
    const stage = new Stage();
    stage.chain.grow(12);
    stage.vote(stage.chain.blocks[2]!);
    meanwhile(stage, 'headers', () => stage.elsewhere(stage.chain.blocks[8]!));
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    expect(stage.reports).toEqual([]);
    expect(follower.hasCaughtUp).toBe(true);
    expect(stage.headers.best.number).toBe(12);
  });

  it('blames nobody when others go ahead while a change of the voters is looked for', async () => {
    const stage = new Stage();
    stage.chain.grow(5);
    stage.vote(stage.chain.produce({ voters: next4 }));
    stage.chain.grow(6);
    stage.vote(stage.chain.blocks[8]!, next4, 1n);
    stage.vote(stage.chain.blocks[12]!, next4, 1n);
    meanwhile(stage, 'headers', () => stage.elsewhere(stage.chain.blocks[3]!));
    const { follower, connected } = stage.open({ provesFinality: false });
    await follower.begin(connected);
    expect(stage.reports).toEqual([]);
    expect(stage.headers).toMatchObject({ justified: { number: 12 }, voters: { setId: 1n } });
  });

  it('blames nobody whose best chain becomes another one while it is asked', async () => {
    const stage = new Stage();
    stage.chain.grow(4);
    stage.vote(stage.chain.blocks[1]!);
    const left = stage.chain.produce({ parent: stage.chain.blocks[2]!, missedSlots: 3 });
    const answers = [[stage.chain.produce({ parent: left }).headerBytes]];
    stage.lies = {
      headers: async (from, count) =>
        answers.shift() ?? stage.chain.blocks.slice(from, from + count).map(({ headerBytes }) => headerBytes),
    };
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    expect(stage.reports).toEqual([]);
    expect(stage.headers.best.number).toBe(4);
  });

  it('waits with a server that is far behind, and does not call it a liar', async () => {
    const stage = new Stage();
    stage.chain.grow(20);
    const headers = new HeaderChain(
      stage.chain.best.headerBytes,
      stage.chain.checkpoint().grandpa,
      stage.chain.checkpoint().auraAuthorities,
    );
    stage.chain.blocks.splice(5);
    const { follower, connected } = stage.open({ headers });
    await follower.begin(connected);
    expect(follower.hasCaughtUp).toBe(false);
    expect(stage.reports).toEqual([{ code: 'proof/lagging', verdict: 'cannot' }]);
  });

  it('is not kept busy for ever with headers that lead nowhere', async () => {
    const stage = new Stage();
    stage.chain.grow(3);
    stage.vote();
    stage.lies = { headers: async (_, count) => new Array(count).fill(stage.chain.blocks[1]!.headerBytes) };
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    expect(stage.reports).toEqual([{ code: 'proof/wrong-number', verdict: 'lied' }]);
  });

  it('names who sends forged votes, even if others have the true ones meanwhile', async () => {
    const stage = new Stage();
    stage.chain.grow(3);
    stage.vote();
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    const block = stage.chain.grow(2);
    const forged = stage.chain.votesFor(block, next4).justification;
    stage.lies = {
      finalitySince: async () => {
        stage.elsewhere(block);
        return [];
      },
    };
    follower.announced(connected, { votes: { kind: 'justification', bytes: forged } });
    await vi.waitFor(() => expect(stage.reports).toEqual([{ code: 'grandpa/unknown-authority', verdict: 'lied' }]));
    expect(stage.headers.justified.number).toBe(5);
  });

  it('names who sends forged votes, even if others lead to the next voters meanwhile', async () => {
    const stage = new Stage();
    stage.chain.grow(2);
    const change = stage.chain.produce({ voters: next4 });
    const later = stage.chain.grow(3);
    stage.vote(change, next4);
    const path = stage.chain.blocks.slice(1, 4).map(({ headerBytes }) => headerBytes);
    let questions = 0;
    stage.lies = {
      headers: async () => {
        // The first are asked for before the votes are checked, the second to look for other voters.
        if (++questions === 2) {
          stage.elsewhere(change);
          stage.elsewhere(later, next4, 1n);
        }
        return path;
      },
    };
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    expect(stage.reports[0]).toEqual({ code: 'grandpa/unknown-authority', verdict: 'lied' });
    expect(stage.headers.voters.setId).toBe(1n);
  });

  it('names at once who sends a forged commit of the set that votes now', async () => {
    const stage = new Stage();
    stage.chain.grow(3);
    stage.vote();
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    const forged = stage.chain.votesFor(stage.chain.grow(2), next4).commit;
    stage.lies = { finalitySince: () => new Promise(() => undefined) };
    follower.announced(connected, { votes: { kind: 'commit', bytes: forged } });
    await vi.waitFor(() => expect(stage.reports).toEqual([{ code: 'grandpa/unknown-authority', verdict: 'lied' }]));
  });

  it('names who announces three headers in a row that follow on nothing, and forgives two', async () => {
    const stage = new Stage();
    stage.chain.grow(3);
    stage.vote();
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    const announce = async (header: ProofBlock['headerBytes']) => {
      follower.announced(connected, { header });
      for (let i = 0; i < 5; i++) await settle();
    };
    const orphan = (parent: number) => {
      const { header } = stage.chain.produce();
      stage.chain.blocks.pop();
      return encodeHeader({ ...header, parentHash: new Uint8Array(32).fill(parent) });
    };
    for (const parent of [1, 2]) await announce(orphan(parent));
    await announce(stage.chain.produce().headerBytes);
    for (const parent of [3, 4]) await announce(orphan(parent));
    expect(stage.reports).toEqual([]);
    await announce(orphan(5));
    expect(stage.reports).toEqual([{ code: 'proof/unconnected', verdict: 'lied' }]);
  });

  it('takes a header whose parent is on a branch that the server has just left', async () => {
    const stage = new Stage();
    stage.chain.grow(3);
    stage.vote(stage.chain.blocks[1]!);
    const left = stage.chain.produce({ parent: stage.chain.blocks[2]!, missedSlots: 3 });
    const child = stage.chain.produce({ parent: left });
    stage.lies = {
      headers: async (from, count) =>
        stage.chain.blocks
          .slice(0, 4)
          .slice(from, from + count)
          .map(({ headerBytes }) => headerBytes),
      header: async () => left.headerBytes,
    };
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    follower.announced(connected, { header: child.headerBytes });
    await vi.waitFor(() => expect(stage.headers.block(child.hash)).toBeDefined());
    expect(stage.reports).toEqual([]);
  });

  it('checks only so many seals of one server, whatever it sends', async () => {
    const stage = new Stage();
    const { follower, connected } = stage.open();
    await follower.begin(connected);
    const add = vi.spyOn(stage.headers, 'add').mockImplementation(() => {
      throw new ChainError('aura/bad-signature', 'forged', {});
    });
    Object.defineProperty(stage.headers, 'authorsAreSure', { value: false });
    const { header } = stage.chain.produce();
    for (let i = 0; i < 1400; i++) {
      const stateRoot = new Uint8Array(32).fill(i).with(0, i >> 8);
      follower.announced(connected, { header: encodeHeader({ ...header, stateRoot }) });
      if (i % 4 === 0) await settle();
    }
    for (let i = 0; i < 20; i++) await settle();
    expect(add.mock.calls.length).toBe(1280);
    await stage.clock.advance(100); // 128 a second
    expect(add.mock.calls.length).toBeLessThanOrEqual(1280 + 13);
  });
});
