import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { Announcements } from './announcements.ts';

const header = (value: number, length = 1) => ({ header: new Uint8Array(length).fill(value) as Bytes });
const votes = (value: number) => ({ votes: { kind: 'commit', bytes: Uint8Array.of(value) as Bytes } as const });

describe('announcements of one server', () => {
  it('come out in the order in which they came', () => {
    const waiting = new Announcements();
    for (const one of [header(1), votes(2), header(3)]) waiting.push(one);
    expect([waiting.shift(), waiting.shift(), waiting.shift(), waiting.shift()]).toEqual([
      header(1),
      votes(2),
      header(3),
      undefined,
    ]);
  });

  it('give way to newer ones of their kind, so that headers crowd out no votes', () => {
    const waiting = new Announcements();
    waiting.push(votes(1));
    for (let i = 0; i < 200; i++) waiting.push(header(i));
    for (let i = 2; i < 6; i++) waiting.push(votes(i));
    const all = Array.from({ length: 100 }, () => waiting.shift()).filter((one) => one !== undefined);
    expect(all).toHaveLength(64 + 4);
    expect(all[0]).toEqual(header(136));
    expect(all.slice(-4)).toEqual([2, 3, 4, 5].map(votes));
  });

  it('of headers longer than any that is needed are not kept', () => {
    const waiting = new Announcements();
    waiting.push(header(1, 200_000));
    expect(waiting.shift()).toBeUndefined();
  });
});
