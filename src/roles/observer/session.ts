/** Opens the engine of a session, of whichever kind, with what was kept for it. */
import type { Clock, PreparedSmoldot } from '../../light/index.ts';
import { openEngine, openProofInWorker } from '../../light/index.ts';
import type { ChainEngine, ChainSource, EngineKind } from '../../light/types.ts';
import type { Store } from '../../store/types.ts';
import { fetchText } from './chain-offer.ts';
import type { EventLog } from './event-log.ts';
import type { ChainEntry } from './types.ts';

const MAX_CHECKPOINT_CHARACTERS = 256 * 1024;

export interface Session {
  readonly engine: ChainEngine;
  /** Asks the servers for a checkpoint again; only the proof engine can. */
  readonly compare?: () => Promise<void>;
}

export interface SessionContext {
  readonly chain: ChainEntry;
  readonly store: Store;
  readonly log: EventLog;
  /** The light client that is being loaded already, for sessions of kind `smoldot`. */
  readonly prepared: PreparedSmoldot;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** @throws Error where the chain has no specification and the engine needs one. */
export async function openSession(kind: EngineKind, source: ChainSource, context: SessionContext): Promise<Session> {
  const { chain, store, log, prepared, signal, clock } = context;
  // Another light client was chosen before the first session began: nobody would take the worker that waits.
  if (kind !== 'smoldot') prepared.discard();
  const { genesisHash, specText } = source;
  const kept =
    genesisHash === undefined || kind === 'substrate-connect' ? undefined : await store.loadDatabase(genesisHash, kind);
  if (kind === 'proof') {
    const { engine, compare } = openProofInWorker(source, {
      checkpointText: kept,
      shippedText: await fetchShipped(chain, signal),
      onSearch: (search) => log.send({ type: 'checkpoint', search }),
    });
    return { engine, compare };
  }
  if (specText === undefined) throw new Error(`${source.name} has no specification, which this light client needs.`);
  const pipe = kind === 'smoldot' ? { openPipe: prepared.openPipe } : {};
  return { engine: openEngine(kind, { ...source, specText }, { databaseText: kept, clock, ...pipe }) };
}

/** A checkpoint that came with the page; a page without one is no failure. */
async function fetchShipped({ checkpointUrl }: ChainEntry, signal: AbortSignal): Promise<string | undefined> {
  if (checkpointUrl === undefined) return undefined;
  return fetchText(checkpointUrl, MAX_CHECKPOINT_CHARACTERS, signal).catch(() => undefined);
}
