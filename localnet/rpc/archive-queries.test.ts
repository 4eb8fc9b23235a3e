import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { archiveQueries } from './archive-queries.ts';
import {
  ARCHIVE_KEYS_PER_TURN,
  MAX_ARCHIVE_ENTRIES,
  MAX_ARCHIVE_KEYS,
  MAX_ARCHIVE_QUERIES_PER_CONNECTION,
} from './limits.ts';
import { Params } from './params.ts';
import { Subscriptions } from './subscriptions.ts';

function* endless(): Generator<object, void> {
  for (let i = 0; ; i++) yield { key: i };
}
function* inVain(count: number): Generator<undefined, void> {
  for (let i = 0; i < count; i++) yield undefined;
}

function setUp() {
  const log: string[] = [];
  const events: string[] = [];
  const subscriptions = new Subscriptions((text) => {
    events.push((JSON.parse(text) as { params: { result: { event: string } } }).params.result.event);
  });
  const queries = archiveQueries('storage', (line) => log.push(line));
  const open = (answers: () => Iterator<object | undefined, void>) => {
    const id = queries.open(subscriptions, answers);
    subscriptions.begin();
    return id;
  };
  return { events, log, open, queries, subscriptions };
}

describe('queries of the archive', () => {
  it('answer so much per turn, and nothing more once stopped', async () => {
    const { events, open, queries, subscriptions } = setUp();
    const id = open(endless);
    expect(events).toHaveLength(0);
    await nextTurn();
    expect(events).toHaveLength(ARCHIVE_KEYS_PER_TURN);
    await nextTurn();
    expect(events).toHaveLength(2 * ARCHIVE_KEYS_PER_TURN);
    expect(queries.stop(new Params([id]), subscriptions)).toBeNull();
    await nextTurn();
    expect(events).toHaveLength(2 * ARCHIVE_KEYS_PER_TURN);
  });

  it('take turns for what they look at in vain, too', async () => {
    const { events, open } = setUp();
    open(() => inVain(ARCHIVE_KEYS_PER_TURN + 1));
    await nextTurn();
    expect(events).toEqual([]);
    await nextTurn();
    expect(events).toEqual(['storageDone']);
  });

  it('end at the limit with an error', async () => {
    const { events, open, subscriptions } = setUp();
    open(endless);
    for (let i = 0; i <= MAX_ARCHIVE_ENTRIES / ARCHIVE_KEYS_PER_TURN; i++) await nextTurn();
    expect(events).toHaveLength(MAX_ARCHIVE_ENTRIES + 1);
    expect(events.at(-1)).toBe('storageError');
    expect(subscriptions.size).toBe(0);
  });

  it('end with an error when they have looked at too much', async () => {
    const { events, open, subscriptions } = setUp();
    open(() => inVain(Number.POSITIVE_INFINITY));
    for (let i = 0; i <= MAX_ARCHIVE_KEYS / ARCHIVE_KEYS_PER_TURN; i++) await nextTurn();
    expect(events).toEqual(['storageError']);
    expect(subscriptions.size).toBe(0);
  });

  it('are a few per connection at a time', async () => {
    const { open } = setUp();
    for (let i = 0; i < MAX_ARCHIVE_QUERIES_PER_CONNECTION; i++) open(() => inVain(0));
    expect(() => open(endless)).toThrow('Too many');
    await nextTurn();
    open(() => inVain(0));
  });

  it('end with the connection', async () => {
    const { events, open, subscriptions } = setUp();
    open(endless);
    subscriptions.closeAll();
    await nextTurn();
    expect(events).toEqual([]);
  });

  it('tell a mistake of ours to the log, and the client that there was one', async () => {
    const { events, log, open } = setUp();
    open(() => {
      throw new TypeError('oops');
    });
    await nextTurn();
    expect(events).toEqual(['storageError']);
    expect(log.join()).toContain('oops');
  });
});
