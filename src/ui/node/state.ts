/**
 * Everything the page knows about the node, as one immutable value. Whatever is undefined was not told yet.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EngineStatus, SubnetList } from '../../light/types.ts';
import type { Audit, ComputeStatus, Snapshot, StorageStatus, SubnetView, TabRole } from '../../roles/index.ts';

/** What is known about one subnet's page. */
export interface SubnetState {
  readonly view: Snapshot<SubnetView> | undefined;
  /** Why the last reading of the metagraph did not work; ends with the next good one. */
  readonly readFailure: Failure | undefined;
  readonly audit: Snapshot<Audit> | undefined;
  /** What a running audit is waiting for. */
  readonly auditing: string | undefined;
  /** Why the last audit could not be made; ends with the next audit. */
  readonly auditFailure: Failure | undefined;
}

export interface NodeState {
  readonly engine: EngineStatus | undefined;
  /** What concerns the whole chain and went wrong; ends with the next good subnet list. */
  readonly failure: Failure | undefined;
  readonly compute: ComputeStatus | undefined;
  readonly tab: TabRole;
  readonly storage: StorageStatus;
  readonly subnets: Snapshot<SubnetList> | undefined;
  readonly bySubnet: Readonly<Record<number, SubnetState>>;
}

export const UNKNOWN_SUBNET: SubnetState = {
  view: undefined,
  readFailure: undefined,
  audit: undefined,
  auditing: undefined,
  auditFailure: undefined,
};

export const INITIAL_STATE: NodeState = {
  engine: undefined,
  failure: undefined,
  compute: undefined,
  tab: 'electing',
  storage: { state: 'opening', failure: undefined },
  subnets: undefined,
  bySubnet: {},
};
