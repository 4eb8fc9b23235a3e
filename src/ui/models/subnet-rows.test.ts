import { describe, expect, it } from 'vitest';
import { UNKNOWN_SUBNET } from '../node/state.ts';
import { SAMPLE_BLOCK, sampleAudit, sampleSubnets } from '../testing/samples.ts';
import { filterSubnets, SUBNET_COLUMNS, SUBNET_KEYS, subnetRows } from './subnet-rows.ts';
import { sortRows } from './table.ts';

const { subnets } = sampleSubnets().value;
const netuids = (rows: ReturnType<typeof subnetRows>) => rows.map(({ summary }) => summary.netuid);

describe('the rows of the subnet list', () => {
  it('have a column for every key that an address may name', () => {
    expect(SUBNET_COLUMNS.map(({ key }) => key)).toEqual(SUBNET_KEYS);
  });

  it('show the price, and no next epoch for the root network', () => {
    const [root, first] = subnetRows(subnets, {}, SAMPLE_BLOCK);
    expect(root).toMatchObject({ priceRao: 1_000_000_000n, blocksLeft: undefined });
    expect(first?.priceRao).toBeGreaterThan(12_000_000n);
    expect(first?.blocksLeft).toBeGreaterThan(0);
  });

  it('put the most urgent audit first when the audit column is sorted downwards', () => {
    const differing = sampleAudit({ differenceCount: 1, equalUids: 255 });
    const bySubnet = {
      1: { ...UNKNOWN_SUBNET, audit: sampleAudit() },
      2: { ...UNKNOWN_SUBNET, audit: differing },
      3: { ...UNKNOWN_SUBNET, auditFailure: { code: 'audit/state-pruned', reason: '', next: '' } },
      4: { ...UNKNOWN_SUBNET, auditing: 'reading' },
    };
    const rows = subnetRows(subnets, bySubnet, SAMPLE_BLOCK);
    expect(netuids(sortRows(rows, SUBNET_COLUMNS, { key: 'audit', direction: 'descending' }))).toEqual([2, 3, 4, 1, 0]);
  });

  it('are found by netuid, name or symbol', () => {
    const rows = subnetRows(subnets, {}, SAMPLE_BLOCK);
    expect(netuids(filterSubnets(rows, 'vault'))).toEqual([3]);
    expect(netuids(filterSubnets(rows, 'β'))).toEqual([2]);
    expect(netuids(filterSubnets(rows, '4'))).toEqual([4]);
  });
});
