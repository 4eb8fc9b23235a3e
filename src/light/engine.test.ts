import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../chain/bytes.ts';
import { storage, storageKey } from '../chain/schema/index.ts';
import { openEngine } from './engine.ts';
import { READ_RETRY } from './storage-reader.ts';
import { FakeClock } from './testing/fake-clock.ts';
import type { FakeBlock } from './testing/fake-light-client.ts';
import { FakeLightClient, fakeBlock, fakeChain, NEVER, Refusal } from './testing/fake-light-client.ts';
import type { EngineStatus } from './types.ts';

const SPEC = { id: 'test', name: 'Test', specText: '{}' };
const KEY = fromHex('0xaa01');
const OTHER_KEY = fromHex('0xaa02');
const PEER = '12D3KooWNbPCiAYVwTStK8dqf6witRZXR9zWGCQ3wWNqA6nTktNc';

function world(options: { length?: number; databaseText?: string; state?: ReadonlyMap<string, string> } = {}) {
  const clock = new FakeClock();
  const chain = fakeChain(options.length ?? 10, options.state ?? new Map([[toHex(KEY), '0x07']]));
  const client = new FakeLightClient(chain);
  const engine = openEngine('smoldot', SPEC, {
    openPipe: client.openPipe,
    clock,
    databaseText: options.databaseText,
  });
  const statuses: EngineStatus[] = [];
  const stop = engine.subscribe((status) => statuses.push(status));
  const head = chain.at(-1)!;
  return { clock, chain, head, client, engine, statuses, stop };
}

/** A world that follows its chain. */
async function following(options: Parameters<typeof world>[0] = {}) {
  const all = world(options);
  all.client.ready();
  await all.clock.advance(0);
  all.client.initialize(all.head);
  await all.clock.advance(0);
  return all;
}

const ref = ({ number, hash }: FakeBlock) => ({ number, hash });

describe('an engine on its way to the chain', () => {
  it('goes from starting over connecting and syncing to following', async () => {
    const { client, clock, engine, statuses, head } = world();
    expect(engine.status.stage).toBe('starting');
    client.ready();
    await clock.advance(300);
    client.log(4, 'network', `gossip-open-success; chain=test, peer_id=${PEER}, best_number=9`);
    expect(engine.status).toMatchObject({ stage: 'syncing', peers: 1 });
    client.initialize(head);
    await clock.advance(0);
    expect(statuses.map((status) => status.stage).filter((stage, i, all) => stage !== all[i - 1])).toEqual([
      'connecting',
      'syncing',
      'following',
    ]);
    expect(engine.status).toMatchObject({
      best: ref(head),
      finalized: ref(head),
      detail: '',
      finalizedAtMs: clock.now(),
    });
    expect(engine.status.genesisHash).toBe([...client.blocks.keys()][0]);
    expect(client.subscription).toBe('follow-1');
  });

  it('asks nothing that smoldot cannot answer before it is in sync', async () => {
    const { client, clock, engine, head } = world();
    client.ready();
    const early = engine.request('system_version', []);
    const leaving = new AbortController();
    const left = engine.request('system_version', [], { signal: leaving.signal });
    await clock.advance(5_000);
    leaving.abort(new Error('left the page'));
    await expect(left).rejects.toThrow('left the page');
    const asked = new Set(client.requests.map(({ method }) => method));
    expect(asked).toEqual(new Set(['chainHead_v1_follow', 'chainSpec_v1_chainName', 'chainSpec_v1_genesisHash']));
    client.on('system_version', () => '3.4.1');
    client.initialize(head);
    await clock.advance(500);
    await expect(early).resolves.toBe('3.4.1');
    expect(client.asked('system_health').length).toBeGreaterThan(0);
  });

  it('waits for a peer for as long as it takes', async () => {
    const { client, clock, engine } = world();
    client.ready();
    await clock.advance(3_600_000);
    expect(engine.status).toMatchObject({ stage: 'connecting', failure: { code: 'light/no-finality' } });
    expect(engine.status.detail).toContain('did not hold');
  });

  it('counts a peer that went away as none', async () => {
    const { client, clock, engine } = world();
    client.ready();
    await clock.advance(0);
    client.log(4, 'network', `gossip-open-success; chain=test, peer_id=${PEER}`);
    client.log(4, 'network', `slot-unassigned; chain=test, peer_id=${PEER}, ban_duration=40s, reason=user-ban`);
    expect(engine.status).toMatchObject({ stage: 'connecting', peers: 0 });
  });

  it('hands the stored database to the light client', () => {
    expect(world({ databaseText: 'yesterday' }).client.databaseText).toBe('yesterday');
  });

  it('explains a chain whose runtime the light client cannot follow, and offers the other engine', async () => {
    const { client, clock, engine } = world();
    client.ready();
    await clock.advance(100);
    const build = 'Failed to build the chain information during warp syncing process';
    client.log(2, 'sync-service-test', `${build}: Error building the chain information: BabeConfigurationOutputDecode`);
    expect(engine.status.failure).toBeUndefined(); // it may still get there block by block
    await clock.advance(11_000);
    expect(engine.status.failure).toMatchObject({
      code: 'light/incompatible-runtime',
      reason: expect.stringContaining('BABE'),
      next: expect.stringContaining('proof engine'),
    });
  });

  it('says what the light client warns of when syncing takes long', async () => {
    const { client, clock, engine } = world();
    client.ready();
    await clock.advance(100);
    client.log(4, 'sync-service-test', 'Failed to verify warp sync fragment: BadSignature');
    client.log(2, 'sync-service-test', 'GrandPa warp sync idle at block #0');
    expect(engine.status.detail).not.toContain('BadSignature');
    await clock.advance(11_000);
    expect(engine.status).toMatchObject({ stage: 'connecting', detail: expect.stringContaining('BadSignature') });
  });

  it('fails when the light client never starts', async () => {
    const { client, clock, engine } = world();
    await clock.advance(119_000);
    expect(engine.status.stage).toBe('starting');
    await clock.advance(1_000);
    expect(engine.status.failure?.code).toBe('light/client-silent');
    expect(client.closed).toBe(true);
  });

  it('fails with the reason when the chain specification is refused', async () => {
    const { client, engine, clock } = world();
    client.crash({ code: 'light/bad-spec', message: 'The chain specification was not accepted: no genesis' });
    await clock.advance(0);
    expect(engine.status.stage).toBe('failed');
    expect(engine.status.failure).toMatchObject({ code: 'light/bad-spec', next: expect.stringContaining('Restart') });
    await expect(engine.request('system_name', [])).rejects.toMatchObject({ code: 'light/bad-spec' });
  });
});

describe('an engine that follows', () => {
  it('tells every new best and finalized block by number', async () => {
    const { client, clock, engine, head } = await following();
    const next = fakeBlock(head);
    client.grow(next);
    expect(engine.status).toMatchObject({ best: ref(next), finalized: ref(head) });
    await clock.advance(500);
    client.finalize(next);
    expect(engine.status).toMatchObject({ best: ref(next), finalized: ref(next), finalizedAtMs: clock.now() });
  });

  it('unpins every block once, when it is final and not before', async () => {
    const { client, clock, head } = await following();
    const unpinned = () => client.asked('chainHead_v1_unpin').map(({ params }) => params[1]);
    expect(unpinned()).toEqual([[head.hash]]);
    const next = fakeBlock(head);
    const sibling = fakeBlock(head, new Map(), 1);
    client.grow(next);
    client.grow(sibling);
    await clock.advance(0);
    expect(unpinned()).toHaveLength(1);
    const pruned = { prunedBlockHashes: [sibling.hash] };
    client.head({ event: 'finalized', finalizedBlockHashes: [next.hash], ...pruned });
    await clock.advance(0);
    expect(unpinned().slice(1)).toEqual([[next.hash, sibling.hash]]);
  });

  it('misses nothing that happens while the first header is on its way', async () => {
    const { client, clock, engine, head } = world();
    client.on('chainHead_v1_header', () => NEVER);
    client.ready();
    await clock.advance(0);
    client.initialize(head);
    const next = fakeBlock(head);
    const afterNext = fakeBlock(next);
    client.grow(next);
    client.grow(afterNext);
    client.finalize(next);
    client.answerTo(client.asked('chainHead_v1_header')[0]!.id, head.headerHex);
    await clock.advance(0);
    expect(engine.status).toMatchObject({ best: ref(afterNext), finalized: ref(next) });
    client.finalize(afterNext);
    expect(engine.status.finalized).toEqual(ref(afterNext));
    expect(client.subscription).toBe('follow-1');
  });

  it('follows anew after a stop and keeps its head meanwhile', async () => {
    const { client, clock, engine, head } = await following();
    client.head({ event: 'stop' });
    await clock.advance(200);
    expect(client.subscription).toBe('follow-2');
    expect(engine.status).toMatchObject({ stage: 'following', finalized: ref(head) });
    const next = fakeBlock(head);
    client.blocks.set(next.hash, next);
    client.initialize(next);
    await clock.advance(0);
    expect(engine.status.finalized).toEqual(ref(next));
  });

  it('does not go back when the light client starts over from an earlier block', async () => {
    const { client, clock, chain, engine, head } = await following();
    client.head({ event: 'stop' });
    await clock.advance(200);
    client.initialize(chain[3]!);
    await clock.advance(0);
    expect(engine.status.finalized).toEqual(ref(head));
  });

  it('is not disturbed by a listener that throws', async () => {
    const { client, clock, engine, statuses, head } = await following();
    const uncaught: unknown[] = [];
    const real = globalThis.queueMicrotask;
    globalThis.queueMicrotask = (run) =>
      real(() => {
        try {
          run();
        } catch (error) {
          uncaught.push(error);
        }
      });
    engine.subscribe(() => {
      throw new Error('a page’s mistake');
    });
    const last = statuses.length;
    const next = fakeBlock(head);
    client.grow(next);
    await clock.advance(0);
    globalThis.queueMicrotask = real;
    expect(statuses.length).toBeGreaterThan(last);
    expect(uncaught).toContainEqual(new Error('a page’s mistake'));
    expect(engine.status).toMatchObject({ stage: 'following', best: ref(next) });
  });

  it('survives anything the light client may say', async () => {
    const { client, clock, engine, head } = await following();
    const hash = fc.constantFrom(head.hash, head.parent, `0x${'99'.repeat(32)}`, '0x', 'x');
    const event = fc.record(
      {
        event: fc.constantFrom('initialized', 'newBlock', 'bestBlockChanged', 'finalized', 'stop', 'operationError', 7),
        blockHash: hash,
        parentBlockHash: hash,
        bestBlockHash: hash,
        finalizedBlockHashes: fc.oneof(fc.array(hash, { maxLength: 3 }), fc.jsonValue()),
        prunedBlockHashes: fc.oneof(fc.array(hash, { maxLength: 3 }), fc.jsonValue()),
      },
      { requiredKeys: ['event'] },
    );
    const answer = fc.record({ id: fc.nat({ max: 60 }), result: fc.jsonValue() }).map((body) => JSON.stringify(body));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(event, answer), { maxLength: 12 }), async (story) => {
        for (const part of story) {
          if (typeof part === 'string') client.say(part);
          else client.head(part);
        }
        await clock.advance(500);
      }),
      { seed: 23, numRuns: 150 },
    );
    expect(engine.status.finalized!.number).toBeGreaterThanOrEqual(head.number);
    await engine.close();
  });

  it('does not spin when every subscription stops at once', async () => {
    const { client, clock, head } = await following();
    client.on('chainHead_v1_follow', () => {
      queueMicrotask(() => queueMicrotask(() => client.head({ event: 'stop' }, 'again')));
      return 'again';
    });
    client.head({ event: 'stop' });
    await clock.advance(20_000);
    expect(client.asked('chainHead_v1_follow').length).toBeLessThan(12);
    expect(head.number).toBe(9);
  });

  it('follows anew when an event cannot be true', async () => {
    for (const event of [
      { event: 'newBlock', blockHash: 'garbage', parentBlockHash: 1 },
      { event: 'bestBlockChanged', bestBlockHash: `0x${'99'.repeat(32)}` },
    ]) {
      const { client, clock, engine, head } = await following();
      client.head(event);
      await clock.advance(200);
      expect(client.subscription).toBe('follow-2');
      expect(engine.status.finalized).toEqual(ref(head));
    }
  });

  it('does not believe a header of another block', async () => {
    const { client, clock, engine, chain, head } = world();
    client.on('chainHead_v1_header', () => chain[3]!.headerHex);
    client.ready();
    await clock.advance(0);
    client.initialize(head);
    await clock.advance(0);
    expect(engine.status.finalized).toBeUndefined();
  });

  it('is stalled while no peer is connected, and follows again after', async () => {
    const { client, clock, engine } = await following();
    client.peers = 0;
    await clock.advance(2_000);
    expect(engine.status).toMatchObject({ stage: 'stalled', detail: expect.stringContaining('No peer') });
    client.peers = 2;
    await clock.advance(2_000);
    expect(engine.status).toMatchObject({ stage: 'following', peers: 2, detail: '' });
  });

  it('is stalled when finality does not move, with the reason the light client gave', async () => {
    const { client, clock, engine, head } = await following();
    client.log(2, 'sync-service-test', 'Error while verifying GrandPa commit: BadSignature');
    client.grow(fakeBlock(head));
    await clock.advance(10_000);
    expect(engine.status).toMatchObject({ stage: 'stalled', detail: expect.stringContaining('BadSignature') });
    const next = [...client.blocks.values()].at(-1)!;
    client.finalize(next);
    expect(engine.status).toMatchObject({ stage: 'following', finalized: ref(next), detail: '' });
  });

  it('fails when the light client does not answer any more', async () => {
    const { client, clock, engine } = await following();
    client.on('system_health', () => NEVER);
    await clock.advance(60_000);
    expect(engine.status.failure?.code).toBe('light/client-silent');
    expect(client.closed).toBe(true);
  });

  it('fails when it hears nothing but junk, and survives a little of it', async () => {
    const { client, clock, engine } = await following();
    for (let i = 0; i < 10; i++) client.say('{"half":');
    expect(engine.status.stage).toBe('following');
    for (let i = 0; i < 100; i++) client.say('{"half":');
    await clock.advance(0);
    expect(engine.status.failure?.code).toBe('light/bad-message');
  });

  it('fails when the light client crashes, and rejects what was pending', async () => {
    const { client, engine, head } = await following();
    client.on('state_queryStorageAt', () => NEVER);
    const read = engine.readStorage([KEY], head.hash);
    await Promise.resolve();
    client.crash({ code: 'light/client-crashed', message: 'panic' });
    await expect(read).rejects.toMatchObject({ code: 'light/client-crashed' });
    expect(engine.status).toMatchObject({
      stage: 'failed',
      failure: { code: 'light/client-crashed', reason: 'panic' },
    });
    await engine.close();
  });

  it('gives its database once it follows', async () => {
    const early = world();
    await expect(early.engine.exportDatabase()).resolves.toBeUndefined();
    const { client, engine } = await following();
    client.on('chainHead_unstable_finalizedDatabase', () => 'for tomorrow');
    await expect(engine.exportDatabase()).resolves.toBe('for tomorrow');
  });
});

describe('a read', () => {
  it('gives values in the order of the keys, undefined for proven absence, and counts them', async () => {
    const { client, engine, head } = await following();
    client.on('state_queryStorageAt', ([keys, at]) => {
      const changes = (keys as string[]).map((key) => [key, head.state.get(key) ?? null]).reverse();
      return [{ block: at, changes }];
    });
    const values = await engine.readStorage([OTHER_KEY, KEY, KEY], head.hash);
    expect(values).toEqual([undefined, Uint8Array.of(7), Uint8Array.of(7)]);
    expect(engine.status).toMatchObject({ proofsChecked: 1, provedBytes: 2 });
  });

  it('asks for thousands of keys in few requests', async () => {
    const { client, engine, head } = await following();
    const keys = Array.from({ length: 5_000 }, (_, i) => Uint8Array.of(i >> 8, i & 255));
    await expect(engine.readStorage(keys, head.hash)).resolves.toHaveLength(5_000);
    expect(client.asked('state_queryStorageAt')).toHaveLength(3);
    expect(engine.status.proofsChecked).toBe(3);
  });

  it('tries again while peers come and go', async () => {
    const { client, clock, engine, head } = await following();
    let refusals = 2;
    const answer = ([, at]: readonly unknown[]) => [{ block: at, changes: [[toHex(KEY), '0x07']] }];
    client.on('state_queryStorageAt', (params) =>
      refusals-- > 0 ? new Refusal(-32000, 'Storage query errors:\n- storage proof request: Timeout') : answer(params),
    );
    const read = engine.readStorage([KEY], head.hash);
    await clock.advance(2_000);
    await expect(read).resolves.toEqual([Uint8Array.of(7)]);
  });

  it('gives up after a bounded number of tries and says which kind of trouble it was', async () => {
    const silence = new Refusal(-32000, 'No node available for storage query');
    const lie = new Refusal(-32000, 'Storage query errors:\n- UnusedProofEntry\n- UnusedProofEntry');
    for (const [answers, code] of [
      [[silence], 'light/unavailable'],
      [[lie, silence], 'light/bad-proof'],
    ] as const) {
      const { client, clock, engine, head } = await following();
      let asked = 0;
      client.on('state_queryStorageAt', () => answers[Math.min(asked++, answers.length - 1)]);
      const outcome = expect(engine.readStorage([KEY], head.hash)).rejects.toMatchObject({ code });
      await clock.advance(10_000);
      await outcome;
      expect(asked).toBe(READ_RETRY.attempts);
      expect(engine.status.proofsChecked).toBe(0);
    }
  });

  it('refuses answers that are not the question’s', async () => {
    const hex = toHex(KEY);
    for (const answer of [
      null,
      [],
      [{ block: `0x${'00'.repeat(32)}`, changes: [[hex, '0x07']] }],
      'at',
      [{ changes: [[hex, '0x07']] }],
      [{ block: 'at', changes: [] }],
      [{ block: 'at', changes: [[hex]] }],
      [{ block: 'at', changes: [[hex, 7]] }],
      [{ block: 'at', changes: [[hex, '0x0']] }],
      [{ block: 'at', changes: [[hex, '07']] }],
      [{ block: 'at', changes: [[1, '0x07']] }],
      [
        {
          block: 'at',
          changes: [
            [hex, '0x07'],
            [hex, '0x08'],
          ],
        },
      ],
    ]) {
      const { client, engine, head } = await following();
      const placed = JSON.parse(JSON.stringify(answer).replaceAll('"at"', `"${head.hash}"`)) as unknown;
      client.on('state_queryStorageAt', () => placed);
      await expect(engine.readStorage([KEY], head.hash)).rejects.toMatchObject({ code: 'light/unexpected-answer' });
    }
  });

  it('ends with the reason of its abort, with its deadline, or with the engine', async () => {
    const { client, clock, engine, head } = await following();
    client.on('state_queryStorageAt', () => NEVER);
    const leaving = new AbortController();
    const aborted = engine.readStorage([KEY], head.hash, { signal: leaving.signal });
    leaving.abort(new Error('left the page'));
    await expect(aborted).rejects.toThrow('left the page');
    const slow = expect(engine.readStorage([KEY], head.hash)).rejects.toMatchObject({ code: 'light/timeout' });
    await clock.advance(31_000);
    await slow;
    const closed = expect(engine.readStorage([KEY], head.hash)).rejects.toMatchObject({ code: 'light/closed' });
    await clock.advance(0);
    await engine.close();
    await closed;
  });
});

describe('a read at an older block', () => {
  const blockHash = (number: number) => toHex(storageKey(storage.System.BlockHash, number));

  /** A chain whose head knows the hashes of its forebears. */
  async function remembering() {
    const all = await following();
    const { chain, client, head } = all;
    const state = new Map(chain.map((block) => [blockHash(block.number), block.hash]));
    client.blocks.set(head.hash, { ...head, state });
    return all;
  }

  it('works when the state of the finalized head proves that the block is final', async () => {
    const { engine, chain, client } = await remembering();
    await expect(engine.readStorage([KEY], chain[2]!.hash)).resolves.toEqual([Uint8Array.of(7)]);
    await expect(engine.readStorage([KEY], chain[2]!.hash)).resolves.toEqual([Uint8Array.of(7)]);
    expect(client.asked('chain_getHeader')).toHaveLength(1);
  });

  it('is refused at a block of a fork, whatever its proofs say', async () => {
    const { engine, chain, client } = await remembering();
    const fork = fakeBlock(chain[1], new Map([[toHex(KEY), '0xff']]), 1);
    client.blocks.set(fork.hash, fork);
    await expect(engine.readStorage([KEY], fork.hash)).rejects.toMatchObject({ code: 'light/unknown-block' });
  });

  it('is refused at a block that is not final yet, or that nobody knows', async () => {
    const { engine, client, head } = await remembering();
    const next = fakeBlock(head);
    client.grow(next);
    await expect(engine.readStorage([KEY], next.hash)).rejects.toMatchObject({ code: 'light/unknown-block' });
    await expect(engine.readStorage([], `0x${'12'.repeat(32)}`)).rejects.toMatchObject({ code: 'light/unknown-block' });
  });

  it('is refused before there is a finalized head', async () => {
    const { client, engine, chain } = world();
    client.ready();
    await expect(engine.readStorage([KEY], chain[2]!.hash)).rejects.toMatchObject({ code: 'light/unknown-block' });
  });

  it('is unavailable, not a lie, when no peer has the state any more', async () => {
    const all = world({ length: 400 });
    const { clock, chain, client, engine, head } = all;
    client.blocks.set(head.hash, {
      ...head,
      state: new Map(chain.map((block) => [blockHash(block.number), block.hash])),
    });
    client.ready();
    await clock.advance(0);
    client.initialize(head);
    await clock.advance(0);
    const honest = client.answer('state_queryStorageAt');
    client.on('state_queryStorageAt', (params) =>
      params[1] === head.hash ? honest(params) : new Refusal(-32000, 'Storage query errors:\n- MissingProofEntry'),
    );
    for (const [number, code] of [
      [20, 'light/unavailable'],
      [380, 'light/bad-proof'],
    ] as const) {
      const outcome = expect(engine.readStorage([KEY], chain[number]!.hash)).rejects.toMatchObject({ code });
      await clock.advance(10_000);
      await outcome;
    }
  });

  it('is refused when the head does not reach back so far', async () => {
    const { engine, chain } = await following();
    await expect(engine.readStorage([KEY], chain[2]!.hash)).rejects.toMatchObject({
      code: 'light/unknown-block',
      message: expect.stringContaining('does not reach back'),
    });
  });
});

describe('a closed engine', () => {
  it('is silent, rejects reads, and has ended its light client; closing twice is closing once', async () => {
    const { client, clock, engine, head, statuses } = await following();
    const heard = statuses.length;
    await Promise.all([engine.close(), engine.close()]);
    expect(client.closed).toBe(true);
    client.head({ event: 'stop' });
    await clock.advance(60_000);
    expect(statuses).toHaveLength(heard);
    expect(clock.pendingTimers).toBe(0);
    await expect(engine.readStorage([KEY], head.hash)).rejects.toMatchObject({ code: 'light/closed' });
    expect(engine.status.stage).toBe('idle');
  });

  it('can be closed before it was ready', async () => {
    const { engine, client } = world();
    const waiting = expect(engine.request('system_name', [])).rejects.toMatchObject({ code: 'light/closed' });
    await engine.close();
    await waiting;
    expect(client.closed).toBe(true);
  });
});
