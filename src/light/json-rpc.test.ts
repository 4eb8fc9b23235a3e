import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LightError } from './errors.ts';
import { isLightError } from './errors.ts';
import { MAX_PENDING_REQUESTS, openJsonRpc, REQUEST_DEADLINE_MS } from './json-rpc.ts';
import { MAX_ERROR_CHARS, MAX_MESSAGE_CHARS, parseRpcMessage } from './json-rpc-message.ts';
import { FakeClock, settle } from './testing/fake-clock.ts';

function world() {
  const clock = new FakeClock();
  const sent: { id: number; method: string; params: unknown[] }[] = [];
  const junk: LightError[] = [];
  const rpc = openJsonRpc((text) => sent.push(JSON.parse(text)), { clock, onJunk: (error) => junk.push(error) });
  const answer = (id: number, result: unknown) => rpc.receive(JSON.stringify({ jsonrpc: '2.0', id, result }));
  const notify = (subscription: unknown, result: unknown) =>
    rpc.receive(JSON.stringify({ jsonrpc: '2.0', method: 'x', params: { subscription, result } }));
  return { clock, sent, junk, rpc, answer, notify };
}

describe('a JSON-RPC client', () => {
  it('matches answers to requests, whatever order they come in', async () => {
    const { rpc, sent, answer } = world();
    const first = rpc.request('a', [1]);
    const second = rpc.request('b', []);
    expect(sent.map(({ method, params }) => [method, params])).toEqual([
      ['a', [1]],
      ['b', []],
    ]);
    answer(sent[1]!.id, 'two');
    answer(sent[0]!.id, null);
    await expect(first).resolves.toBeNull();
    await expect(second).resolves.toBe('two');
  });

  it('rejects with the code and the words of a refusal', async () => {
    const { rpc, sent } = world();
    const request = rpc.request('a', []);
    rpc.receive(JSON.stringify({ jsonrpc: '2.0', id: sent[0]!.id, error: { code: -32800, message: 'not here' } }));
    await expect(request).rejects.toMatchObject({
      code: 'light/rpc-refused',
      data: { method: 'a', rpcCode: -32800, rpcMessage: 'not here' },
    });
  });

  it('drops answers that come twice, late, or to nobody', async () => {
    const { rpc, sent, answer, junk, clock } = world();
    const request = rpc.request('a', []);
    answer(sent[0]!.id, 1);
    answer(sent[0]!.id, 2);
    answer(999, 3);
    await expect(request).resolves.toBe(1);
    const late = rpc.request('b', [], { deadlineMs: 10 });
    const outcome = expect(late).rejects.toMatchObject({ code: 'light/timeout', data: { method: 'b', afterMs: 10 } });
    await clock.advance(11);
    answer(sent[1]!.id, 4);
    await outcome;
    expect(junk).toEqual([]);
  });

  it('gives up on an answer that never comes after its deadline, and not before', async () => {
    const { rpc, clock } = world();
    let outcome = 'pending';
    rpc.request('a', []).catch((error: LightError) => {
      outcome = error.code;
    });
    await clock.advance(REQUEST_DEADLINE_MS - 1);
    expect(outcome).toBe('pending');
    await clock.advance(1);
    expect(outcome).toBe('light/timeout');
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects with the reason of an abort, before and after sending', async () => {
    const { rpc, sent } = world();
    const gone = new AbortController();
    gone.abort(new Error('left the page'));
    await expect(rpc.request('a', [], { signal: gone.signal })).rejects.toThrow('left the page');
    expect(sent).toEqual([]);
    const leaving = new AbortController();
    const request = rpc.request('b', [], { signal: leaving.signal });
    leaving.abort(new Error('left later'));
    await expect(request).rejects.toThrow('left later');
  });

  it('refuses more requests at once than it keeps', async () => {
    const { rpc, sent, answer } = world();
    const all = Array.from({ length: MAX_PENDING_REQUESTS }, () => rpc.request('a', []));
    await expect(rpc.request('a', [])).rejects.toMatchObject({ code: 'light/too-many-requests' });
    for (const { id } of sent) answer(id, id);
    await expect(Promise.all(all)).resolves.toHaveLength(MAX_PENDING_REQUESTS);
    const next = rpc.request('a', []);
    answer(sent.at(-1)!.id, 'room again');
    await expect(next).resolves.toBe('room again');
  });

  it('loses no notification that follows the answer immediately', async () => {
    const { rpc, sent, answer, notify } = world();
    const heard: unknown[] = [];
    const opening = rpc.subscribe('follow', [], (result, { id }) => heard.push([id, result]));
    answer(sent[0]!.id, 'sub');
    notify('sub', 1);
    notify('other', 2);
    const subscription = await opening;
    notify('sub', 3);
    expect(heard).toEqual([
      ['sub', 1],
      ['sub', 3],
    ]);
    subscription.close('unfollow');
    notify('sub', 4);
    expect(heard).toHaveLength(2);
    expect(sent.at(-1)).toMatchObject({ method: 'unfollow', params: ['sub'] });
  });

  it('refuses a subscription without a name', async () => {
    const { rpc, sent, answer } = world();
    const opening = rpc.subscribe('follow', [], () => undefined);
    answer(sent[0]!.id, { id: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'light/unexpected-answer' });
    const other = rpc.subscribe('follow', [], () => undefined);
    answer(sent[1]!.id, 'x'.repeat(1 << 20));
    await expect(other).rejects.toMatchObject({ code: 'light/unexpected-answer' });
  });

  it('rejects everything with the reason it was closed for, and is silent then', async () => {
    const { rpc, sent, answer, notify } = world();
    const heard: unknown[] = [];
    const opening = rpc.subscribe('follow', [], (result) => heard.push(result));
    answer(sent[0]!.id, 'sub');
    const subscription = await opening;
    const pending = rpc.request('a', []);
    rpc.close(new Error('closed'));
    notify('sub', 1);
    subscription.close('unfollow');
    await expect(pending).rejects.toThrow('closed');
    await expect(rpc.request('b', [])).rejects.toThrow('closed');
    expect(heard).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  it('reports texts that are no messages and goes on', async () => {
    const { rpc, sent, answer, junk } = world();
    const request = rpc.request('a', []);
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"id":"1","result":2}',
      '{"params":{}}',
      '{"id":1.5,"result":1}',
    ]) {
      rpc.receive(text);
    }
    expect(junk).toHaveLength(8);
    expect(junk.every((error) => isLightError(error, 'light/bad-message'))).toBe(true);
    answer(sent[0]!.id, 'fine');
    await expect(request).resolves.toBe('fine');
  });

  it('survives any text', async () => {
    const { rpc } = world();
    rpc.request('a', []).catch(() => undefined);
    const hostile = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          { id: fc.jsonValue(), result: fc.jsonValue(), error: fc.jsonValue(), params: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((message) => JSON.stringify(message)),
    );
    fc.assert(
      fc.property(hostile, (text) => rpc.receive(text)),
      { seed: 7, numRuns: 2_000 },
    );
    await settle();
  });

  it.each([
    ['an error', 'id":1,"error'],
    ['a result', 'id":1,"result'],
    ['a notice', 'params'],
  ])('survives %s that is nested beyond all measure', async (_, member) => {
    const { rpc, junk } = world();
    const request = rpc.request('a', []);
    request.catch(() => undefined);
    rpc.receive(`{"${member}":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(junk.map(({ code }) => code)).toEqual(['light/bad-message']);
  });

  it('keeps a bounded part of what a refusal says', async () => {
    const { rpc, sent } = world();
    const request = rpc.request('a', []);
    const long = 'x'.repeat(1 << 20);
    rpc.receive(JSON.stringify({ id: sent[0]!.id, error: { code: 1, message: long, data: long } }));
    const error = (await request.catch((reason: unknown) => reason)) as LightError;
    expect(error.message.length).toBeLessThan(2 * MAX_ERROR_CHARS);
    expect(String(error.data.rpcData)).toHaveLength(MAX_ERROR_CHARS);
  });

  it('does not read a message beyond its limit', () => {
    expect(() => parseRpcMessage('"'.padEnd(MAX_MESSAGE_CHARS + 1, 'x'))).toThrow(/at most/);
  });
});
