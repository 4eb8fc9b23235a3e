import { describe, expect, it } from 'vitest';
import { isLightError, LightError } from '../../errors.ts';
import { FakeClock, settle } from '../../testing/fake-clock.ts';
import { FakeProofChain } from '../../testing/fake-proof-chain.ts';
import { openJsonRpcServerOver } from '../json-rpc-server.ts';
import type { NewsMeter } from '../news-meter.ts';
import { NEWS_BURST, NEWS_PER_SECOND, openNewsMeter } from '../news-meter.ts';
import { headerJson } from './fake-rpc-server.fixture.ts';
import { HELLO_DEADLINE_MS, QUESTION_DEADLINE_MS } from './limits.ts';
import type { SocketEvents } from './socket.ts';

const chain = new FakeProofChain();
const ANSWERS: Readonly<Record<string, unknown>> = {
  chain_getBlockHash: chain.best.hash,
  chain_getFinalizedHead: chain.best.hash,
  chain_getHeader: headerJson(chain.best.header),
  chain_subscribeNewHeads: 'heads',
  chain_subscribeFinalizedHeads: 'finalized',
  grandpa_subscribeJustifications: 'votes',
  system_health: {},
};

/** A server in memory that answers at once while `isAwake`. */
function world() {
  const clock = new FakeClock();
  const asked: string[] = [];
  const closed: Error[] = [];
  let socket: SocketEvents | undefined;
  let isSocketClosed = false;
  const self = { isAwake: true, greeted: 0 };
  const server = openJsonRpcServerOver(
    {
      clock,
      openSocket: (_address, _name, _clock, events) => {
        socket = events;
        return {
          send(text) {
            const { id, method } = JSON.parse(text);
            asked.push(method);
            const answer = JSON.stringify({ jsonrpc: '2.0', id, result: ANSWERS[method] });
            if (self.isAwake) queueMicrotask(() => events.onText(answer));
          },
          close() {
            isSocketClosed = true;
          },
        };
      },
    },
    'wss://host.example/key',
    {
      onOpen: () => {
        self.greeted += 1;
      },
      onHeader: () => undefined,
      onVotes: () => undefined,
      onFinalized: () => undefined,
      onReceived: () => undefined,
      onClosed: (reason) => closed.push(reason),
    },
  );
  return { clock, asked, closed, self, server, socket: socket!, isSocketClosed: () => isSocketClosed };
}

describe('a connection over time', () => {
  it('is given up when no greeting comes, whether or not the socket opened', async () => {
    for (const isOpened of [true, false]) {
      const { clock, self, socket, closed, isSocketClosed } = world();
      self.isAwake = false;
      if (isOpened) socket.onOpen();
      await clock.advance(HELLO_DEADLINE_MS - 1);
      expect(closed).toEqual([]);
      await clock.advance(1);
      expect(closed.map((error) => isLightError(error, 'proof/timeout'))).toEqual([true]);
      expect(isSocketClosed()).toBe(true);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('times out questions without ending', async () => {
    const { clock, self, socket, server, closed } = world();
    socket.onOpen();
    await settle();
    expect(self.greeted).toBe(1);
    self.isAwake = false;
    const question = server.blockHash(1).catch((error: unknown) => error);
    for (let waited = 0; waited < QUESTION_DEADLINE_MS; waited += 1000) {
      // News keep coming, so the connection is alive.
      socket.onText(JSON.stringify({ jsonrpc: '2.0', params: { subscription: 'nobody', result: 1 } }));
      await clock.advance(1000);
    }
    expect(isLightError(await question, 'proof/timeout')).toBe(true);
    expect(closed).toEqual([]);
    self.isAwake = true;
    await expect(server.blockHash(0)).resolves.toBe(chain.best.hash);
  });

  it('is asked how it is when it is quiet, and lives as long as it answers', async () => {
    const { clock, asked, socket, closed } = world();
    socket.onOpen();
    await clock.advance(3_600_000);
    expect(asked.filter((method) => method === 'system_health').length).toBeGreaterThan(100);
    expect(closed).toEqual([]);
  });

  it('is over within 30 s of silence', async () => {
    const { clock, self, socket, closed, isSocketClosed } = world();
    socket.onOpen();
    await clock.advance(12_345);
    self.isAwake = false;
    await clock.advance(30_000);
    expect(closed.map((error) => isLightError(error, 'proof/unreachable'))).toEqual([true]);
    expect(isSocketClosed()).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells of its end once, and of nothing after it was closed', async () => {
    const { socket, server, closed, clock } = world();
    socket.onOpen();
    await settle();
    socket.onClosed(new LightError('proof/unreachable', 'gone'));
    socket.onText('junk');
    expect(closed).toHaveLength(1);
    server.close();
    expect(closed).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('the meter of news', () => {
  /** How many of `count` messages at one time pass. */
  const passing = (meter: NewsMeter, count: number, nowMs: number) =>
    Array.from({ length: count }, () => meter.take(nowMs)).filter((passes) => passes).length;

  it('lets a burst pass, then so many per second', () => {
    const meter = openNewsMeter(0);
    expect(passing(meter, NEWS_BURST + 1, 0)).toBe(NEWS_BURST);
    const later = openNewsMeter(0);
    for (let second = 0; second < 100; second++) {
      expect(passing(later, NEWS_PER_SECOND, second * 1000)).toBe(NEWS_PER_SECOND);
    }
  });

  it('does not count the answers to questions', () => {
    const meter = openNewsMeter(0);
    for (let i = 0; i < 3 * NEWS_BURST; i++) meter.expect();
    expect(passing(meter, 5 * NEWS_BURST, 0)).toBe(4 * NEWS_BURST);
  });

  it('gives nothing for a clock that is set back', () => {
    const meter = openNewsMeter(1_000_000);
    expect(passing(meter, NEWS_BURST, 1_000_000)).toBe(NEWS_BURST);
    expect(passing(meter, 1, 0)).toBe(0);
  });
});
