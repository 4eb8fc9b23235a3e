import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainError } from '../../src/chain/error.ts';
import { invalidParams } from './error.ts';
import type { Methods } from './json-rpc.ts';
import { answerText } from './json-rpc.ts';
import { MAX_BATCH, MAX_RESPONSE_CHARACTERS } from './limits.ts';
import { Subscriptions } from './subscriptions.ts';

const METHODS: Methods = {
  echo: (params) => params.text(0, 'text'),
  nothing: () => undefined,
  long: (params) => 'x'.repeat(params.u32(0, 'length')),
  // As V8 says it of a text of half a gigabyte.
  boundless: () => ({
    toJSON: () => {
      throw new RangeError('Invalid string length');
    },
  }),
  refuse: () => {
    throw invalidParams('because');
  },
  damaged: () => {
    throw new ChainError('scale/truncated', 'too short');
  },
  mistake: () => {
    throw new TypeError('ours');
  },
};

function ask(message: unknown, log: (line: string) => void = () => undefined) {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const answer = answerText(text, METHODS, new Subscriptions(() => undefined), log);
  return answer === undefined ? undefined : JSON.parse(answer);
}

const call = (method: string, ...params: unknown[]) => ({ jsonrpc: '2.0', id: 1, method, params });

describe('answerText', () => {
  it('answers a request with its id and result', () => {
    expect(ask(call('echo', 'hi'))).toEqual({ jsonrpc: '2.0', id: 1, result: 'hi' });
    expect(ask({ ...call('echo', 'hi'), id: 'x' })).toMatchObject({ id: 'x', result: 'hi' });
  });

  it('refuses to send more than the limit for one message, and still answers every request', () => {
    const third = Math.floor(MAX_RESPONSE_CHARACTERS / 3);
    const batch = [1, 2, 3, 4].map((id) => ({ ...call('long', third), id }));
    const answers = ask(batch) as { id: number; result?: string; error?: { code: number } }[];
    expect(answers.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, -32008, -32008]);
    expect(ask(call('long', MAX_RESPONSE_CHARACTERS))).toMatchObject({ error: { code: -32008 } });
  });

  it('runs nothing more once the limit is reached', () => {
    let runs = 0;
    const methods: Methods = { ...METHODS, count: () => ++runs };
    const batch = [call('count'), call('long', MAX_RESPONSE_CHARACTERS), call('count'), call('count')];
    answerText(JSON.stringify(batch), methods, new Subscriptions(() => undefined), () => undefined);
    expect(runs).toBe(1);
  });

  it('refuses to send what no text can hold', () => {
    expect(ask(call('boundless'))).toMatchObject({ id: 1, error: { code: -32008 } });
  });

  it('says null where a method has nothing to say', () => {
    expect(ask(call('nothing'))).toMatchObject({ result: null });
  });

  it.each([
    ['no JSON', '{', -32700],
    ['no object', 7, -32600],
    ['an empty batch', [], -32600],
    ['another version', { ...call('echo', 'hi'), jsonrpc: '1.0' }, -32600],
    ['no method', { jsonrpc: '2.0', id: 1 }, -32600],
    ['an id that is none', { ...call('echo', 'hi'), id: {} }, -32600],
    ['an unknown method', call('toString'), -32601],
    ['a name of Object', call('__proto__'), -32601],
    ['parameters by name', { ...call('echo'), params: { text: 'hi' } }, -32602],
    ['a missing parameter', call('echo'), -32602],
    ['a refusal', call('refuse'), -32602],
    ['damaged bytes', call('damaged'), -32602],
    ['too many at once', Array.from({ length: MAX_BATCH + 1 }, () => call('nothing')), -32010],
  ])('refuses %s', (_, message, code) => {
    expect(ask(message)).toMatchObject({ error: { code } });
  });

  it('answers a batch in order, without its notifications', () => {
    const { id: _, ...notification } = call('echo', 'unheard');
    expect(ask([call('echo', 'a'), notification, { ...call('echo', 'b'), id: 2 }])).toEqual([
      { jsonrpc: '2.0', id: 1, result: 'a' },
      { jsonrpc: '2.0', id: 2, result: 'b' },
    ]);
    expect(ask([notification])).toBeUndefined();
    expect(ask(notification)).toBeUndefined();
  });

  it('reports a mistake of ours to the log and not to the client', () => {
    const lines: string[] = [];
    expect(ask(call('mistake'), (line) => lines.push(line))).toMatchObject({ error: { code: -32603 } });
    expect(JSON.stringify(ask(call('mistake')))).not.toContain('ours');
    expect(lines[0]).toContain('ours');
  });

  it('answers whatever comes, and never throws', () => {
    const requests = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ jsonrpc: fc.constant('2.0'), id: fc.jsonValue(), method: fc.string(), params: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(requests, (message) => {
        const response = ask(message);
        expect(response === undefined || typeof response === 'object').toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
