/**
 * Everything the page knows about the node, as one immutable value. Whatever is undefined was not told yet.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EngineStatus, SubnetList } from '../../light/types.ts';
import type {
  Audit,
  CheckpointSearch,
  ComputeStatus,
  ObserverEvent,
  Snapshot,
  StorageStatus,
  SubnetView,
  TabRole,
} from '../../roles/index.ts';

/** A transaction of this chain that the observer follows. */
export type FollowedTransaction = Extract<ObserverEvent, { type: 'transactions' }>['transactions'][number];

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
  /** The last of them all, also after it has ended. */
  readonly lastFailure: Failure | undefined;
  /** The last search for a checkpoint among servers of this visit, running or over. */
  readonly checkpoint: CheckpointSearch | undefined;
  /** Of the finalized head; `detail` is a sentence where it is not a runtime that this page was made for. */
  readonly runtime: { readonly specVersion: number | undefined; readonly detail: string } | undefined;
  /** Oldest first. */
  readonly transactions: readonly FollowedTransaction[];
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
  lastFailure: undefined,
  checkpoint: undefined,
  runtime: undefined,
  transactions: [],
  compute: undefined,
  tab: 'electing',
  storage: { state: 'opening', failure: undefined },
  subnets: undefined,
  bySubnet: {},
};
