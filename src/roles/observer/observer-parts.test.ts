import { describe, expect, it, vi } from 'vitest';
import { createEventLog } from './event-log.ts';
import { HeadSignal } from './head-signal.ts';
import { keep } from './kept.ts';
import type { ObserverEvent } from './types.ts';
import { Watches } from './watches.ts';

const failure = { code: 'light/timeout', reason: 'No answer.', next: 'Trying again.' };
const auditing = (netuid: number, detail: string): ObserverEvent => ({ type: 'auditing', netuid, detail });
const audited = (netuid: number): ObserverEvent =>
  ({ type: 'audit', snapshot: { value: { netuid } } }) as unknown as ObserverEvent;

describe('the event log', () => {
  it('replays the last event of each kind to a new subscriber, then what comes', () => {
    const log = createEventLog();
    log.send({ type: 'tab', role: 'electing' });
    log.send({ type: 'tab', role: 'leader' });
    log.send(auditing(1, 'reading'));
    log.send(auditing(2, 'reading'));
    const heard: ObserverEvent[] = [];
    const stop = log.subscribe((event) => heard.push(event));
    expect(heard).toEqual([{ type: 'tab', role: 'leader' }, auditing(1, 'reading'), auditing(2, 'reading')]);
    log.send(auditing(1, 'recomputing'));
    expect(heard.at(-1)).toEqual(auditing(1, 'recomputing'));
    stop();
    log.send(auditing(1, 'later'));
    expect(heard.at(-1)).toEqual(auditing(1, 'recomputing'));
  });

  it('lets a finished audit end its running state and its failure, of this subnet alone', () => {
    const log = createEventLog();
    log.send(auditing(1, 'reading'));
    log.send({ type: 'failure', netuid: 1, failure });
    log.send({ type: 'failure', netuid: 2, failure });
    log.send(audited(1));
    expect(log.present().map((event) => event.type)).toEqual(['failure', 'audit']);
  });

  it('knows the newest audit of a subnet, until the chain is another one', () => {
    const log = createEventLog();
    expect(log.auditOf(3)).toBeUndefined();
    log.send(audited(3));
    expect(log.auditOf(3)).toEqual({ netuid: 3 });
    expect(log.auditOf(4)).toBeUndefined();
    log.forgetChain();
    expect(log.auditOf(3)).toBeUndefined();
  });

  it('forgets a chain but keeps what concerns the tab', () => {
    const log = createEventLog();
    log.send({ type: 'tab', role: 'leader' });
    log.send(audited(3));
    log.forgetChain();
    expect(log.present()).toEqual([{ type: 'tab', role: 'leader' }]);
  });
});

describe('watches', () => {
  it('keep a subnet watched until the last watcher has gone', () => {
    const watches = new Watches();
    expect(watches.add(1)).toBe(true);
    expect(watches.add(1)).toBe(false);
    watches.remove(1);
    expect(watches.all(0)).toEqual([1]);
    watches.remove(1);
    expect(watches.all(0)).toEqual([]);
  });

  it('of another tab end when they are not renewed', () => {
    const watches = new Watches();
    expect(watches.renewRemote(7, 0)).toBe(true);
    expect(watches.renewRemote(7, 40_000)).toBe(false);
    expect(watches.all(80_000)).toEqual([7]);
    expect(watches.all(91_000)).toEqual([]);
  });

  it('of another tab are bounded', () => {
    const watches = new Watches();
    for (let netuid = 0; netuid < 1000; netuid++) watches.renewRemote(netuid, 0);
    expect(watches.all(0)).toHaveLength(32);
  });
});

describe('the head signal', () => {
  const block = (number: number) => ({ number, hash: `0x${number}` });

  it('hands out the newest block and skips those that came while the loop was busy', async () => {
    const heads = new HeadSignal();
    const { signal } = new AbortController();
    heads.set(block(1));
    heads.set(block(2));
    expect((await heads.next(signal)).number).toBe(2);
    const waiting = heads.next(signal);
    heads.set(block(2));
    heads.set(block(3));
    expect((await waiting).number).toBe(3);
  });

  it('hands out the same block again when poked, and nothing when there is none', async () => {
    const heads = new HeadSignal();
    const { signal } = new AbortController();
    heads.poke();
    const waiting = heads.next(signal);
    const settled = vi.fn();
    void waiting.then(settled);
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
    heads.set(block(5));
    expect((await waiting).number).toBe(5);
    heads.poke();
    expect((await heads.next(signal)).number).toBe(5);
  });

  it('rejects a waiting loop when aborted', async () => {
    const aborting = new AbortController();
    const waiting = new HeadSignal().next(aborting.signal);
    aborting.abort(new Error('closing'));
    await expect(waiting).rejects.toThrow('closing');
  });
});

describe('keeping', () => {
  it('tells of a store that fails as what it is: nothing more is kept', async () => {
    const log = createEventLog();
    keep(Promise.reject(new Error('quota exceeded')), log);
    keep(Promise.resolve(), log);
    await vi.waitFor(() => expect(log.present()).toHaveLength(1));
    expect(log.present()[0]).toMatchObject({
      type: 'storage',
      status: { state: 'none', failure: { reason: 'quota exceeded' } },
    });
  });
});
