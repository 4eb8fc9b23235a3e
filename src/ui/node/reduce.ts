/**
 * `(state, event) → state` for the observer's event stream. Pure; what did not change keeps its identity.
 *
 * Two rules beyond storing what was said:
 * - good news ends bad news of the same kind (a subnet list ends the chain's failure, an audit ends the audit's);
 * - a chain with another genesis is another chain: what was shown of the old one is dropped.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EngineStatus } from '../../light/types.ts';
import type { ObserverEvent } from '../../roles/index.ts';
import type { NodeState, SubnetState } from './state.ts';
import { UNKNOWN_SUBNET } from './state.ts';

export function reduce(state: NodeState, event: ObserverEvent): NodeState {
  switch (event.type) {
    case 'engine':
      return {
        ...ofSameChain(state, event.status),
        engine: event.status,
        lastFailure: newFailure(event.status, state.engine) ?? state.lastFailure,
      };
    case 'subnets':
      return { ...state, subnets: event.snapshot, failure: undefined };
    case 'subnet': {
      const { netuid } = event.snapshot.value.metagraph;
      return withSubnet(state, netuid, { view: event.snapshot, readFailure: undefined });
    }
    case 'audit':
      return withSubnet(state, event.snapshot.value.netuid, {
        audit: event.snapshot,
        auditing: undefined,
        auditFailure: undefined,
      });
    case 'auditing':
      return withSubnet(state, event.netuid, { auditing: event.detail, auditFailure: undefined });
    case 'failure':
      return { ...withFailure(state, event.netuid, event.failure), lastFailure: event.failure };
    case 'checkpoint':
      return { ...state, checkpoint: event.search };
    case 'runtime':
      return { ...state, runtime: { specVersion: event.specVersion, detail: event.detail } };
    case 'transactions':
      return { ...state, transactions: event.transactions };
    case 'compute':
      return { ...state, compute: event.status };
    case 'tab':
      return { ...state, tab: event.role };
    case 'storage':
      return { ...state, storage: event.status };
  }
}

function withSubnet(state: NodeState, netuid: number, change: Partial<SubnetState>): NodeState {
  const before = state.bySubnet[netuid] ?? UNKNOWN_SUBNET;
  return { ...state, bySubnet: { ...state.bySubnet, [netuid]: { ...before, ...change } } };
}

/** What went wrong since `before`: with the engine, or with one of its servers. */
function newFailure(status: EngineStatus, before: EngineStatus | undefined): Failure | undefined {
  if (status.failure) return status.failure;
  const known = new Set(before?.servers.map(({ address, failure }) => `${address} ${failure?.reason}`));
  return status.servers.find(({ address, failure }) => failure && !known.has(`${address} ${failure.reason}`))?.failure;
}

/** A failure that comes while a subnet is audited, or says so by its code, is the audit's; else it is the reading's. */
function withFailure(state: NodeState, netuid: number | undefined, failure: Failure): NodeState {
  if (netuid === undefined) return { ...state, failure };
  const isOfAudit = state.bySubnet[netuid]?.auditing !== undefined || failure.code.startsWith('audit/');
  if (isOfAudit) return withSubnet(state, netuid, { auditing: undefined, auditFailure: failure });
  return withSubnet(state, netuid, { readFailure: failure });
}

/** The state without what belongs to a chain of another genesis than the one that is followed now. */
function ofSameChain(state: NodeState, status: EngineStatus): NodeState {
  const { genesisHash } = status;
  if (genesisHash === undefined) return state;
  const isOther = (snapshot: { readonly genesisHash: string } | undefined) =>
    snapshot !== undefined && snapshot.genesisHash !== genesisHash;
  const hasOther =
    isOther(state.subnets) || Object.values(state.bySubnet).some(({ view, audit }) => isOther(view) || isOther(audit));
  return hasOther
    ? { ...state, subnets: undefined, bySubnet: {}, runtime: undefined, transactions: [], failure: undefined }
    : state;
}
