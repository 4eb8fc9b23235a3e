/**
 * Keeping for the next visit, and what an earlier one has kept, as the events that it was.
 */
import type { Snapshot, Store, StoredSnapshot } from '../../store/types.ts';
import { describeFailure } from './describe-failure.ts';
import type { EventLog } from './event-log.ts';
import type { Audit, ObserverEvent, SubnetView } from './types.ts';

/** Lets a store write beside the work. One that fails costs offline use, not the page. */
export function keep(writing: Promise<void>, log: EventLog): void {
  writing.catch((error: unknown) => {
    log.send({ type: 'storage', status: { state: 'none', failure: describeFailure(error) } });
  });
}

/** What is kept of a chain, oldest slot name first; slots of another version are passed over. */
export async function loadKept(store: Store, genesisHash: string | undefined): Promise<readonly ObserverEvent[]> {
  if (genesisHash === undefined) return [];
  return (await store.loadSnapshots(genesisHash)).flatMap((kept) => keptEvent(kept) ?? []);
}

function keptEvent({ slot, snapshot }: StoredSnapshot): ObserverEvent | undefined {
  const kind = slot.split('/')[0];
  if (kind === 'subnets') return { type: 'subnets', snapshot } as ObserverEvent;
  if (kind === 'subnet') return { type: 'subnet', snapshot: snapshot as Snapshot<SubnetView> };
  if (kind === 'audit') return { type: 'audit', snapshot: snapshot as Snapshot<Audit> };
  return undefined;
}
