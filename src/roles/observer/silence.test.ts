import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../light/testing/fake-clock.ts';
import type { EngineStatus } from '../../light/types.ts';
import { pause } from './pause.ts';
import { waitForSilence } from './silence.ts';

const BLOCK_TIME_MS = 1_000;

function watched(change: Partial<EngineStatus> = {}) {
  const clock = new FakeClock();
  const ending = new AbortController();
  const engine = { status: { stage: 'following', finalizedAtMs: 1, ...change } as EngineStatus };
  let outcome: boolean | undefined;
  void waitForSilence(engine, BLOCK_TIME_MS, clock, ending.signal).then((isSilent) => (outcome = isSilent));
  return { clock, ending, engine, outcome: () => outcome };
}

describe('silence', () => {
  it('is an engine that calls itself following while no block comes', async () => {
    const { clock, outcome } = watched();
    await clock.advance(20_000);
    expect(outcome()).toBeUndefined();
    await clock.advance(10_000);
    expect(outcome()).toBe(true);
  });

  it('is not an engine whose blocks go on', async () => {
    const { clock, engine, outcome } = watched();
    for (let turn = 2; turn < 60; turn++) {
      await clock.advance(BLOCK_TIME_MS);
      engine.status = { ...engine.status, finalizedAtMs: turn };
    }
    expect(outcome()).toBeUndefined();
  });

  it('is not an engine that says itself that it waits', async () => {
    const { clock, outcome } = watched({ stage: 'stalled' });
    await clock.advance(600_000);
    expect(outcome()).toBeUndefined();
  });

  it('lasts longer where blocks are rarer', async () => {
    const { clock, outcome } = watched({ blockTimeMs: 12_000 });
    await clock.advance(200_000);
    expect(outcome()).toBeUndefined();
    await clock.advance(60_000);
    expect(outcome()).toBe(true);
  });

  it('is not waited for any longer when the session ends', async () => {
    const { clock, ending, outcome } = watched();
    ending.abort();
    await clock.advance(0);
    expect(outcome()).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a pause', () => {
  it('leaves no listener at a signal that outlives it', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, args);
    };
    const paused = pause(clock, 100, signal);
    expect(listeners).toBe(1);
    await clock.advance(100);
    await paused;
    expect(listeners).toBe(0);
  });
});
