import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { openWorkerClock } from './host.browser.ts';
import type { FromTimers, TimerEnd, ToTimers } from './messages.ts';
import { serveTimers } from './serve-timers.ts';
import type { TimerWorker } from './worker-clock.ts';
import { workerClock } from './worker-clock.ts';

/** A worker with its own clock, in this thread; the page's clock only moves when a test moves it. */
function world() {
  const [page, inside] = [new FakeClock(), new FakeClock()];
  const worker: TimerWorker & { isOver: boolean } = {
    isOver: false,
    onmessage: null,
    onerror: null,
    postMessage: (data) => scope.onmessage?.({ data }),
    terminate() {
      worker.isOver = true;
      scope.onmessage = null;
    },
  };
  const scope: TimerEnd<FromTimers, ToTimers> = {
    onmessage: null,
    postMessage: (data) => worker.onmessage?.({ data }),
  };
  serveTimers(scope, inside);
  return { page, inside, worker, clock: workerClock(() => worker, page) };
}

describe('a clock in a worker', () => {
  it('runs timers when the worker says so, though the page’s own stand still', async () => {
    const { page, inside, clock } = world();
    const ran: string[] = [];
    clock.after(2_000, () => ran.push('late'));
    clock.after(1_000, () => ran.push('early'));
    expect(page.pendingTimers).toBe(0);
    expect([clock.now(), clock.random()]).toEqual([page.now(), page.random()]);
    await inside.advance(1_500);
    expect(ran).toEqual(['early']);
    await inside.advance(1_000);
    expect(ran).toEqual(['early', 'late']);
  });

  it('does not run what was cancelled, in the worker or on its way from it', async () => {
    const { inside, worker, clock } = world();
    let runs = 0;
    const cancel = clock.after(10, () => runs++);
    cancel();
    cancel();
    expect(inside.pendingTimers).toBe(0);
    worker.onmessage?.({ data: { type: 'due', id: 1 } });
    await inside.advance(100);
    expect(runs).toBe(0);
  });

  it('loses no timer when the worker fails: the page runs them in what is left of their time', async () => {
    const { page, inside, worker, clock } = world();
    const ran: string[] = [];
    clock.after(1_000, () => ran.push('a'));
    const cancel = clock.after(1_000, () => ran.push('cancelled'));
    await page.advance(600);
    worker.onerror?.(new Error('the script could not be loaded'));
    cancel();
    clock.after(100, () => ran.push('b'));
    await inside.advance(10_000);
    expect(ran).toEqual([]);
    await page.advance(399);
    expect(ran).toEqual(['b']);
    await page.advance(1);
    expect(ran).toEqual(['b', 'a']);
    expect(worker.isOver).toBe(true);
  });

  it('is the page’s clock where no worker can be made', async () => {
    const page = new FakeClock();
    const clock = workerClock(() => {
      throw new Error('a policy');
    }, page);
    let runs = 0;
    clock.after(5, () => runs++);
    await page.advance(5);
    expect(runs).toBe(1);
    clock.close();
    const real = openWorkerClock(); // Node has no such workers
    await new Promise<void>((resolve) => void real.after(0, resolve));
  });

  it('takes a delay longer than timers can wait as the longest, not as none', async () => {
    const { inside, clock } = world();
    let runs = 0;
    clock.after(Number.MAX_SAFE_INTEGER, () => runs++);
    await inside.advance(1_000_000);
    expect(runs).toBe(0);
    expect(inside.pendingTimers).toBe(1);
  });

  it('runs each timer exactly once or, cancelled, never, whenever the worker dies', async () => {
    const timer = fc.record({ delayMs: fc.nat({ max: 100 }), isCancelled: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(timer, { maxLength: 8 }), fc.nat({ max: 120 }), async (list, diesAtMs) => {
        const { page, inside, worker, clock } = world();
        const runs = list.map(() => 0);
        const cancels = list.map(({ delayMs }, i) => clock.after(delayMs, () => runs[i]!++));
        for (const [i, { isCancelled }] of list.entries()) if (isCancelled) cancels[i]!();
        await Promise.all([inside.advance(diesAtMs), page.advance(diesAtMs)]);
        worker.onerror?.(undefined);
        await Promise.all([inside.advance(200), page.advance(200)]);
        expect(runs).toEqual(list.map(({ isCancelled }) => (isCancelled ? 0 : 1)));
      }),
      { seed: 17, numRuns: 50 },
    );
  });
});
