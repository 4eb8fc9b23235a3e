import { describe, expect, it } from 'vitest';
import { callName, isAllowedInSafeMode, isAllowedWhileSwapAnnounced, isNestedBatch } from './call-filters.ts';
import type { AnyPallet, InnerCall } from './schema/index.ts';
import { pallets } from './schema/index.ts';

const call = (type: string, name: string, value: unknown = {}): InnerCall => ({ type, value: [{ type: name, value }] });
const all: readonly InnerCall[] = (pallets as readonly AnyPallet[]).flatMap(({ name: pallet, calls }) => {
  const shape = calls?.shape();
  return shape?.kind === 'variant' ? shape.variants.map(({ name }) => call(pallet, name, { calls: [] })) : [];
});

describe('calls that are let through', () => {
  it('while a swap is announced are four about swaps and the encrypted one', () => {
    expect(all.filter(isAllowedWhileSwapAnnounced).map(callName).sort()).toEqual([
      'MevShield.submit_encrypted',
      'SubtensorModule.announce_coldkey_swap',
      'SubtensorModule.clear_coldkey_swap_announcement',
      'SubtensorModule.dispute_coldkey_swap',
      'SubtensorModule.swap_coldkey_announced',
    ]);
  });

  it('in safe mode are five pallets and three calls', () => {
    const safe = all.filter(isAllowedInSafeMode);
    expect([...new Set(safe.map(({ type }) => type))].sort()).toEqual([
      'Commitments',
      'Multisig',
      'SafeMode',
      'SubtensorModule',
      'Sudo',
      'System',
      'Timestamp',
    ]);
    expect(safe.filter(({ type }) => type === 'SubtensorModule').map(callName)).toHaveLength(2);
    expect(isAllowedInSafeMode(call('Utility', 'batch'))).toBe(false);
  });

  it.each(['batch', 'batch_all', 'force_batch'])('into %s are all but batches', (name) => {
    for (const inner of all) {
      const isBatch = ['Utility.batch', 'Utility.batch_all', 'Utility.force_batch'].includes(callName(inner));
      expect(isNestedBatch(call('Utility', name, { calls: [inner] }))).toBe(isBatch);
    }
    expect(isNestedBatch(call('Proxy', name, { calls: [call('Utility', 'batch')] }))).toBe(false);
  });
});
