/**
 * The subnet list as rows: what each column shows, sorts and filters by.
 */
import type { SubnetSummary } from '../../light/types.ts';
import type { NodeState } from '../node/state.ts';
import { UNKNOWN_SUBNET } from '../node/state.ts';
import { locateEpoch } from './epoch-clock.ts';
import type { Column } from './table.ts';
import { matchesText } from './table.ts';

export interface SubnetRow {
  readonly summary: SubnetSummary;
  readonly priceRao: bigint;
  /** Blocks until the next epoch; undefined where there are no epochs. */
  readonly blocksLeft: number | undefined;
  readonly auditState: SubnetAuditState;
}

/** In the order of urgency: what sorts first when the audit column is sorted descending. */
export const AUDIT_STATES = ['none', 'equal', 'running', 'failed', 'differing'] as const;
export type SubnetAuditState = (typeof AUDIT_STATES)[number];

export const SUBNET_KEYS = [
  'netuid',
  'name',
  'neurons',
  'validators',
  'price',
  'pool',
  'tempo',
  'epoch',
  'audit',
] as const;
export type SubnetKey = (typeof SUBNET_KEYS)[number];

export const SUBNET_COLUMNS: readonly Column<SubnetRow, SubnetKey>[] = [
  column('netuid', 'Netuid', 'The number of the subnet', true, (row) => row.summary.netuid),
  column('name', 'Subnet', 'Name and symbol of its alpha', false, (row) => row.summary.name),
  column('neurons', 'Neurons', 'Registered of the most allowed', true, (row) => row.summary.n),
  column('validators', 'Validators', 'Uids with a validator permit', true, (row) => row.summary.validators),
  column('price', 'Price', 'τ per alpha, by the pool', true, (row) => row.priceRao),
  column('pool', 'Pool', 'τ in the pool', true, (row) => row.summary.taoInPoolRao),
  column('tempo', 'Tempo', 'Blocks between two epochs', true, (row) => row.summary.epoch.tempoBlocks),
  column('epoch', 'Next epoch', 'Until the next epoch ends', true, (row) => row.blocksLeft),
  column('audit', 'Audit', 'The last epoch, recomputed here', false, (row) => AUDIT_STATES.indexOf(row.auditState)),
];

function column(
  key: SubnetKey,
  title: string,
  help: string,
  isNumeric: boolean,
  value: Column<SubnetRow, SubnetKey>['value'],
): Column<SubnetRow, SubnetKey> {
  return { key, title, help, isNumeric, value };
}

export function subnetRows(
  summaries: readonly SubnetSummary[],
  bySubnet: NodeState['bySubnet'],
  block: number,
): readonly SubnetRow[] {
  return summaries.map((summary) => {
    const epoch = locateEpoch(summary.netuid, summary.epoch, block);
    return {
      summary,
      priceRao: summary.priceRao,
      blocksLeft: epoch.kind === 'ticking' ? epoch.blocksLeft : undefined,
      auditState: auditStateOf(bySubnet[summary.netuid] ?? UNKNOWN_SUBNET),
    };
  });
}

function auditStateOf({ audit, auditing, auditFailure }: NodeState['bySubnet'][number]): SubnetAuditState {
  if (auditFailure) return 'failed';
  if (audit) return audit.value.differenceCount > 0 ? 'differing' : 'equal';
  return auditing === undefined ? 'none' : 'running';
}

export function filterSubnets(rows: readonly SubnetRow[], find: string): readonly SubnetRow[] {
  return rows.filter(({ summary }) => matchesText(find, [String(summary.netuid), summary.name, summary.symbol]));
}
