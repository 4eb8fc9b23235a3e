/** What pools say, taken apart. */
import { describe, expect, it } from 'vitest';
import { poolErrors } from '../../chain/pool-codes.ts';
import { LightError } from '../errors.ts';
import { refusalOf } from './track-refusal.ts';
import { poolError } from './tracker.fixture.ts';

describe('refusalOf', () => {
  it.each([
    ['Custom error: 0', 'Custom.ColdkeyInSwapSchedule', 0],
    ['Custom error: 8', 'Custom.SlippageTooHigh', 8],
    ['Custom error: 255', 'Custom.BadRequest', 255],
    ['Custom error: 77', 'Custom.Error77', 77],
  ])('reads %s', (data, name, custom) => {
    expect(refusalOf(poolError(1010, data))).toMatchObject({ kind: 'final', name, custom });
  });

  it.each([
    ['Transaction is outdated', 'stale', 'Stale'],
    ['Transaction has a bad signature', 'final', 'BadProof'],
    ['Transaction has an ancient birth block', 'final', 'AncientBirthBlock'],
    ['Inability to pay some fees (e.g. account balance too low)', 'final', 'Payment'],
  ])('reads “%s”', (data, kind, name) => {
    expect(refusalOf(poolError(1010, data))).toMatchObject({ kind, name, custom: undefined });
  });

  it.each([
    [1001, 'final'],
    [1012, 'later'],
    [1013, 'known'],
    [1014, 'occupied'],
    [1016, 'later'],
    [1099, 'final'],
  ])('reads code %i as %s', (code, kind) => {
    expect(refusalOf(poolError(code))).toMatchObject({ kind, rpcCode: code });
  });

  it('reads a refusal that a server gave to the proof engine', () => {
    const data = { rpcCode: 1010, rpcMessage: 'Invalid Transaction', rpcData: 'Custom error: 3' };
    expect(refusalOf(new LightError('proof/refused', 'no', { data }))).toMatchObject({
      name: 'Custom.SubnetNotExists',
    });
  });

  it('keeps no text of the server’s', () => {
    for (const text of ['<script>', 'Custom error: 999', 'Custom error: 1 or so', undefined]) {
      const refusal = refusalOf(poolError(1010, text))!;
      expect(refusal).toMatchObject({ kind: 'final', custom: undefined, name: 'InvalidTransaction' });
      expect(JSON.stringify(refusal)).not.toContain(text ?? 'author_submit');
    }
  });

  it('takes nothing else for a refusal', () => {
    const others = [
      new LightError('light/timeout', 'no answer'),
      new LightError('light/rpc-refused', 'no such method', { data: { rpcCode: -32601 } }),
      new LightError('light/rpc-refused', 'no', { data: { rpcCode: '1010' } }),
      new Error('1010'),
      'Custom error: 1',
      undefined,
    ];
    for (const other of others) expect(refusalOf(other)).toBeUndefined();
  });

  it('has a name for every code that the chain’s guards give', () => {
    for (let code = 0; code < 256; code++) {
      if (poolErrors(code).length === 0) continue;
      expect(refusalOf(poolError(1010, `Custom error: ${code}`))!.name).not.toMatch(/^Custom\.Error/);
    }
  });
});
