import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { SleepMeter, watchSleep } from './sleep-watch.ts';
import { FakeClock } from './testing/fake-clock.ts';

/** A clock whose wall time jumps ahead of its timers, as on a machine that sleeps. */
function sleepy() {
  const timers = new FakeClock();
  let asleepMs = 0;
  const clock: Clock = {
    now: () => timers.now() + asleepMs,
    after: (delayMs, run) => timers.after(delayMs, run),
    random: () => 0.5,
  };
  return { timers, clock, sleep: (ms: number) => (asleepMs += ms) };
}

describe('a watch over sleep', () => {
  it('tells after each sleep how long it was, once', async () => {
    const { timers, clock, sleep } = sleepy();
    const slept: number[] = [];
    watchSleep(clock, (ms) => slept.push(ms));
    await timers.advance(12_000);
    sleep(3_600_000);
    await timers.advance(60_000);
    sleep(60_000);
    await timers.advance(60_000);
    expect(slept).toEqual([3_605_000, 65_000]);
  });

  it('takes a busy machine, or a clock put back, for no sleep', async () => {
    const { timers, clock, sleep } = sleepy();
    const slept: number[] = [];
    watchSleep(clock, (ms) => slept.push(ms));
    for (let i = 0; i < 20; i++) {
      await timers.advance(5_000);
      sleep(3_000);
    }
    sleep(-3_600_000);
    await timers.advance(60_000);
    expect(slept).toEqual([]);
  });

  it('hears it from the browser before the next tick, and does not tell it twice', async () => {
    const { timers, clock, sleep } = sleepy();
    const page = new EventTarget();
    const slept: number[] = [];
    watchSleep(clock, (ms) => slept.push(ms), [[page, 'resume']]);
    await timers.advance(1_000);
    page.dispatchEvent(new Event('resume'));
    sleep(100_000);
    page.dispatchEvent(new Event('resume'));
    expect(slept).toEqual([100_000]);
    await timers.advance(60_000);
    expect(slept).toHaveLength(1);
  });

  it('is silent once it is stopped, and leaves no timer behind', async () => {
    const { timers, clock, sleep } = sleepy();
    const page = new EventTarget();
    const slept: number[] = [];
    const stop = watchSleep(clock, (ms) => slept.push(ms), [[page, 'resume']]);
    await timers.advance(5_000);
    stop();
    sleep(100_000);
    page.dispatchEvent(new Event('resume'));
    expect(timers.pendingTimers).toBe(0);
    expect(slept).toEqual([]);
  });
});

it('measures from look to look', () => {
  const meter = new SleepMeter(0);
  expect([meter.look(15_000), meter.look(30_001), meter.look(30_002)]).toEqual([undefined, 15_001, undefined]);
});
