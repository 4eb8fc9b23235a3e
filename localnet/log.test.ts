import { describe, expect, it } from 'vitest';
import type { LogFormat } from './log.ts';
import { createLog } from './log.ts';

function logged(format: LogFormat) {
  const lines: string[] = [];
  const log = createLog({
    format,
    nowMs: () => 0,
    out: (line) => lines.push(`out ${line}`),
    err: (line) => lines.push(`err ${line}`),
  });
  return { lines, log };
}

describe('the log', () => {
  it('writes a line of words for people, problems apart from the rest', () => {
    const { lines, log } = logged('text');
    log('info', 'finalized', { block: 10, hash: 'ab', extra: undefined, stake: 5n, ok: true });
    log('warn', 'p2p', { message: 'peer left: too slow' });
    expect(lines).toEqual([
      'out 1970-01-01T00:00:00.000Z info finalized block=10 hash=ab stake=5 ok=true',
      'err 1970-01-01T00:00:00.000Z warn p2p message="peer left: too slow"',
    ]);
  });

  it('writes an object for programs', () => {
    const { lines, log } = logged('json');
    log('error', 'failed', { code: 'a/b', rao: 2n ** 60n, none: undefined });
    expect(JSON.parse(lines[0]!.slice('err '.length))).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'error',
      event: 'failed',
      code: 'a/b',
      rao: '1152921504606846976',
    });
  });

  it.each(['text', 'json'] as const)('keeps to one line that no terminal obeys, whatever a value is: %s', (format) => {
    const { lines, log } = logged(format);
    log('warn', 'p2p', { message: 'a\nerror forged=1\r\u001b[31m"x"=' });
    expect(lines).toHaveLength(1);
    const codes = [...lines[0]!].map((character) => character.charCodeAt(0));
    expect(codes.every((code) => code >= 0x20)).toBe(true);
  });

  it('cuts values that are too long', () => {
    const { lines, log } = logged('text');
    log('info', 'x', { value: 'y'.repeat(10_000) });
    expect(lines[0]!.length).toBeLessThan(700);
  });
});
