import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Observer, ObserverEvent } from '../../roles/index.ts';
import { openFakeObserver } from './fake-observer.ts';
import type { ScenarioName } from './scenarios.ts';
import { SCENARIOS } from './scenarios.ts';

const CHAIN = { id: 'localnet', blockTimeMs: 1000 };
let opened: Observer | undefined;

function listen(scenario: ScenarioName): ObserverEvent[] {
  opened = openFakeObserver(scenario, CHAIN);
  const events: ObserverEvent[] = [];
  opened.subscribe((event) => events.push(event));
  return events;
}

const types = (events: readonly ObserverEvent[]) => new Set(events.map(({ type }) => type));

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(async () => {
  await opened?.close();
  vi.useRealTimers();
});

describe('the stand-in observer', () => {
  it('replays the present to whoever subscribes', () => {
    expect(types(listen('following'))).toEqual(new Set(['tab', 'storage', 'compute', 'engine', 'subnets', 'audit']));
  });

  it('reads a watched subnet, not at once, and again every few blocks', () => {
    const events = listen('following');
    const views = () => events.filter(({ type }) => type === 'subnet').length;
    const stop = opened!.watchSubnet(1);
    expect(views()).toBe(0);
    vi.advanceTimersByTime(6500);
    expect(views()).toBe(2);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(views()).toBe(2);
  });

  it('goes through its stages in order', () => {
    const events = listen('slow');
    vi.advanceTimersByTime(8000);
    const stages = events.flatMap((event) => (event.type === 'engine' ? [event.status.stage] : []));
    expect([...new Set(stages)]).toEqual(['starting', 'connecting', 'syncing', 'following']);
  });

  it('calls nobody after close', async () => {
    const events = listen('following');
    await opened?.close();
    const heard = events.length;
    vi.advanceTimersByTime(60_000);
    expect(events).toHaveLength(heard);
  });

  it('calls nobody who has unsubscribed', () => {
    opened = openFakeObserver('following', CHAIN);
    const listener = vi.fn();
    opened.subscribe(listener)();
    const calls = listener.mock.calls.length;
    vi.advanceTimersByTime(5000);
    expect(listener).toHaveBeenCalledTimes(calls);
  });

  it('replays kept figures while it does not follow', () => {
    const kept = listen('stale').find((event) => event.type === 'subnets');
    expect(kept?.type === 'subnets' && Date.now() - kept.snapshot.takenAtMs).toBe(190_000);
  });

  it('calls what rests on an unconfirmed checkpoint claimed, until the person confirms it', async () => {
    const events = listen('proof-claimed');
    const labels = () => events.flatMap((event) => (event.type === 'engine' ? [event.status.label] : []));
    expect(labels().at(-1)).toBe('claimed');
    const confirming = opened!.confirmCheckpoint();
    vi.advanceTimersByTime(200);
    await confirming;
    expect(labels().at(-1)).toBe('proved');
  });

  it('follows, unconfirmed, once servers agree on a checkpoint', () => {
    const events = listen('proof-search');
    vi.advanceTimersByTime(6000);
    const searches = events.flatMap((event) => (event.type === 'checkpoint' ? [event.search.state] : []));
    expect(searches.slice(0, 2)).toEqual(['searching', 'searching']);
    expect(searches.at(-1)).toBe('agreed');
    const last = events.findLast((event) => event.type === 'engine');
    expect(last?.type === 'engine' && last.status).toMatchObject({ stage: 'following', label: 'claimed' });
  });

  it('follows by proofs what it could not follow by smoldot', () => {
    const events = listen('incompatible');
    opened!.restart('proof');
    const last = events.findLast((event) => event.type === 'engine');
    expect(last?.type === 'engine' && last.status).toMatchObject({ kind: 'proof', stage: 'following' });
  });

  it('refuses a file that is no checkpoint, by name', async () => {
    listen('proof');
    const importing = opened!.importCheckpoint('hello');
    const refused = expect(importing).rejects.toMatchObject({ code: 'checkpoint/malformed' });
    vi.advanceTimersByTime(200);
    await refused;
  });

  it('plays every scenario without an error', () => {
    for (const name of Object.keys(SCENARIOS) as ScenarioName[]) {
      listen(name);
      opened!.watchSubnet(1);
      vi.advanceTimersByTime(3000);
      void opened!.close();
    }
  });

  it('names its scenarios when asked for another', () => {
    expect(() => openFakeObserver('nope', CHAIN)).toThrow(/following/);
  });
});
