import { describe, expect, it } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import { sampleView } from '../testing/samples.ts';
import {
  columnMaxima,
  countRoles,
  filterNeurons,
  NEURON_COLUMNS,
  NEURON_KEYS,
  neuronRows,
  shareOf,
} from './neuron-rows.ts';
import { sortRows } from './table.ts';

const { metagraph } = sampleView(1).value;
const rows = neuronRows(metagraph, toHex);

describe('the rows of a metagraph', () => {
  it('have a column for every key that an address may name', () => {
    expect(NEURON_COLUMNS.map(({ key }) => key)).toEqual(NEURON_KEYS);
  });

  it('are one per uid, in order', () => {
    expect(rows.map(({ uid }) => uid)).toEqual(Array.from({ length: 256 }, (_, uid) => uid));
  });

  it('call a permit holder a validator, and late when its weights no longer count', () => {
    const validators = rows.filter(({ role }) => role === 'validator');
    expect(validators).toHaveLength(14);
    expect(validators.filter(({ isLate }) => isLate).map(({ updatedBlocksAgo }) => updatedBlocksAgo)).toEqual([1812]);
  });

  it('call the others miners if they earn or serve, else inactive', () => {
    const n = 3;
    const small = neuronRows(
      {
        ...metagraph,
        n,
        hotkeys: metagraph.hotkeys.slice(0, n),
        validatorPermit: [false, false, false],
        incentive: Uint16Array.of(1, 0, 0),
        axons: ['', '203.0.113.1:8090', ''],
      },
      toHex,
    );
    expect(small.map(({ role }) => role)).toEqual(['miner', 'miner', 'inactive']);
  });

  it('count every row once', () => {
    const { all, validator, miner, inactive } = countRoles(rows);
    expect(all).toBe(256);
    expect(validator + miner + inactive).toBe(all);
  });

  it('are found by uid, hotkey or axon, within a role', () => {
    const served = rows.find(({ axon }) => axon !== '')!;
    expect(filterNeurons(rows, 'all', served.hotkey.slice(0, 20))).toEqual([served]);
    expect(filterNeurons(rows, 'miner', served.axon)).toContain(served);
    expect(filterNeurons(rows, 'validator', served.axon)).toEqual([]);
  });

  it('sort by stake exactly, largest first', () => {
    const sorted = sortRows(rows, NEURON_COLUMNS, { key: 'stake', direction: 'descending' });
    for (const [i, row] of sorted.slice(1).entries()) expect(sorted[i]!.stakeRao >= row.stakeRao).toBe(true);
  });

  it('show an axon that is announced before one that is not', () => {
    const sorted = sortRows(rows, NEURON_COLUMNS, { key: 'axon', direction: 'descending' });
    expect(sorted.at(-1)?.axon).toBe('');
    expect(sorted[0]?.axon).not.toBe('');
  });

  it('survive columns that are shorter than the metagraph', () => {
    const broken = { ...metagraph, incentive: new Uint16Array(0), lastUpdate: new BigUint64Array(0) };
    expect(neuronRows(broken, toHex)[5]).toMatchObject({ incentive: 0, updatedBlocksAgo: metagraph.at.number });
  });
});

describe('meters', () => {
  it('are shares of the largest, and defined when all is zero', () => {
    const { stakeRao } = columnMaxima(rows);
    expect(shareOf(stakeRao, stakeRao)).toBe(1);
    expect(shareOf(stakeRao / 2n, stakeRao)).toBeCloseTo(0.5, 2);
    expect(shareOf(0n, columnMaxima([]).stakeRao)).toBe(0);
  });
});
