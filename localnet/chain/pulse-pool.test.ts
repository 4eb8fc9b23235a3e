import { expect, it } from 'vitest';
import { MAX_POOL_PULSES, PulsePool } from './pulse-pool.ts';
import type { UnsignedExtrinsic } from './valid-extrinsic.ts';

const pulse = (round: bigint): UnsignedExtrinsic => ({
  type: 'unsigned',
  round,
  bytes: new Uint8Array(),
  hash: new Uint8Array(32),
  call: { type: 'System', value: [{ type: 'remark', value: { remark: new Uint8Array() } }] },
  info: { refTime: 0n, class: 'Normal', paysFee: false },
  diesAt: 1,
});

it('gives its pulses by round, whatever the order in which they came', () => {
  const pool = new PulsePool();
  for (const round of [30n, 4n, 200n]) pool.add(pulse(round));
  expect(pool.ready().map(({ round }) => round)).toEqual([4n, 30n, 200n]);
  pool.delete(30n);
  expect([pool.has(30n), pool.has(4n)]).toEqual([false, true]);
  expect(pool.ready().map(({ round }) => round)).toEqual([4n, 200n]);
});

it('is full of so many rounds, and has room again when one has gone', () => {
  const pool = new PulsePool();
  for (let i = 0; i < MAX_POOL_PULSES; i++) {
    expect(pool.isFull).toBe(false);
    pool.add(pulse(BigInt(i)));
  }
  expect(pool.isFull).toBe(true);
  pool.delete(0n);
  expect(pool.isFull).toBe(false);
});
