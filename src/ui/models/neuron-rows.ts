/**
 * A metagraph as rows: what each column of the table shows, sorts and filters by.
 *
 * Roles, by what the last epoch stored: a validator holds a permit; a miner earns incentive or announces an axon; who
 * does neither is inactive. A validator that is not `active` has set no weights within the cut-off: its weights are
 * masked, so its "updated" is marked late.
 */
import type { Bytes } from '../../chain/bytes.ts';
import type { Metagraph } from '../../light/types.ts';
import type { Column } from './table.ts';
import { matchesText } from './table.ts';

export const ROLES = ['validator', 'miner', 'inactive'] as const;
export type Role = (typeof ROLES)[number];
export const ROLE_CHOICES = ['all', ...ROLES] as const;
export type RoleChoice = (typeof ROLE_CHOICES)[number];

export const ROLE_HELP: Readonly<Record<Role, string>> = {
  validator: 'Holds a validator permit',
  miner: 'No permit; earns incentive or announces an axon',
  inactive: 'No permit, no incentive, no axon',
};

export interface NeuronRow {
  readonly uid: number;
  /** SS58. */
  readonly hotkey: string;
  readonly role: Role;
  /** A validator whose weights no longer count. */
  readonly isLate: boolean;
  readonly stakeRao: bigint;
  readonly validatorTrust: number;
  readonly consensus: number;
  readonly incentive: number;
  readonly dividends: number;
  /** Of one epoch. */
  readonly emissionRao: bigint;
  readonly updatedBlocksAgo: number;
  /** `ip:port`, or empty. */
  readonly axon: string;
}

export const NEURON_KEYS = [
  'uid',
  'hotkey',
  'role',
  'stake',
  'vtrust',
  'consensus',
  'incentive',
  'dividends',
  'emission',
  'updated',
  'axon',
] as const;
export type NeuronKey = (typeof NEURON_KEYS)[number];
export type NeuronColumn = Column<NeuronRow, NeuronKey>;

export const NEURON_COLUMNS: readonly NeuronColumn[] = [
  column('uid', 'UID', 'The slot in the subnet', true, (row) => row.uid),
  column('hotkey', 'Hotkey', 'The key that works', false, (row) => row.hotkey),
  column('role', 'Role', 'By permit, incentive and axon', false, (row) => ROLES.indexOf(row.role)),
  column('stake', 'Stake weight', 'Alpha + TaoWeight · τ: what the epoch weighs with', true, (row) => row.stakeRao),
  column('vtrust', 'V-trust', 'How much of its weights survived consensus', true, (row) => row.validatorTrust),
  column('consensus', 'Consensus', 'Stake-weighted median of the weights on it', true, (row) => row.consensus),
  column('incentive', 'Incentive', 'Share of what miners earn', true, (row) => row.incentive),
  column('dividends', 'Dividends', 'Share of what validators earn', true, (row) => row.dividends),
  column('emission', 'Emission / epoch', 'Alpha paid by the last epoch', true, (row) => row.emissionRao),
  column('updated', 'Updated', 'Blocks since its last weights', true, (row) => row.updatedBlocksAgo),
  column('axon', 'Axon', 'Where it says it serves', false, (row) => (row.axon === '' ? undefined : row.axon)),
];

function column(
  key: NeuronKey,
  title: string,
  help: string,
  isNumeric: boolean,
  value: NeuronColumn['value'],
): NeuronColumn {
  return { key, title, help, isNumeric, value };
}

/** One row per uid, in the order of uids. `toAddress` writes a public key as SS58. */
export function neuronRows(metagraph: Metagraph, toAddress: (publicKey: Bytes) => string): readonly NeuronRow[] {
  return metagraph.hotkeys.map((hotkey, uid) => {
    const role = roleOf(metagraph, uid);
    return {
      uid,
      hotkey: toAddress(hotkey),
      role,
      isLate: role === 'validator' && !metagraph.active[uid],
      stakeRao: metagraph.totalStake[uid] ?? 0n,
      validatorTrust: metagraph.validatorTrust[uid] ?? 0,
      consensus: metagraph.consensus[uid] ?? 0,
      incentive: metagraph.incentive[uid] ?? 0,
      dividends: metagraph.dividends[uid] ?? 0,
      emissionRao: metagraph.emission[uid] ?? 0n,
      updatedBlocksAgo: Math.max(0, metagraph.at.number - Number(metagraph.lastUpdate[uid] ?? 0n)),
      axon: metagraph.axons[uid] ?? '',
    };
  });
}

function roleOf(metagraph: Metagraph, uid: number): Role {
  if (metagraph.validatorPermit[uid]) return 'validator';
  return (metagraph.incentive[uid] ?? 0) > 0 || (metagraph.axons[uid] ?? '') !== '' ? 'miner' : 'inactive';
}

export function countRoles(rows: readonly NeuronRow[]): Readonly<Record<RoleChoice, number>> {
  const counts = { all: rows.length, validator: 0, miner: 0, inactive: 0 };
  for (const { role } of rows) counts[role]++;
  return counts;
}

export function filterNeurons(rows: readonly NeuronRow[], role: RoleChoice, find: string): readonly NeuronRow[] {
  return rows.filter(
    (row) => (role === 'all' || row.role === role) && matchesText(find, [String(row.uid), row.hotkey, row.axon]),
  );
}

/** The largest of each column that has a meter; 1 where all are zero, so that shares are defined. */
export interface ColumnMaxima {
  readonly stakeRao: bigint;
  readonly emissionRao: bigint;
  readonly incentive: number;
  readonly dividends: number;
}

export function columnMaxima(rows: readonly NeuronRow[]): ColumnMaxima {
  const largest = { stakeRao: 1n, emissionRao: 1n, incentive: 1, dividends: 1 };
  for (const row of rows) {
    if (row.stakeRao > largest.stakeRao) largest.stakeRao = row.stakeRao;
    if (row.emissionRao > largest.emissionRao) largest.emissionRao = row.emissionRao;
    largest.incentive = Math.max(largest.incentive, row.incentive);
    largest.dividends = Math.max(largest.dividends, row.dividends);
  }
  return largest;
}

/** Part of the largest, 0…1, in thousandths: finer than a pixel of any column. */
export function shareOf(amount: bigint, largest: bigint): number {
  return Number((amount * 1000n) / largest) / 1000;
}
