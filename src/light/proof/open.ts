/**
 * The proof engine with its transports, in this very thread: for workers and for Node. The page's own way is `host/`.
 *
 * JSON-RPC is always there; the peer-to-peer stack is loaded where an address needs it.
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Clock } from '../clock.ts';
import { SYSTEM_CLOCK, withDeadline } from '../clock.ts';
import { isLightError, LightError, toFailure } from '../errors.ts';
import type { ChainEngine, ChainSource, EngineStatus } from '../types.ts';
import type { AgreeProgress } from './agree-checkpoint.ts';
import { agreeCheckpoint } from './agree-checkpoint.ts';
import type { ProofEngineOptions } from './engine.ts';
import { openProofEngine } from './engine.ts';
import { openJsonRpcServer } from './json-rpc-server.ts';
import type { OpenServer } from './server.ts';
import { transportOf } from './server-pool.ts';

/** Before a chain's genesis is known nobody can be spoken to over libp2p: its hash is in the protocols' names. */
const NO_GENESIS = `0x${'00'.repeat(32)}`;

/** Servers may agree on a block that is not final here yet; finality takes a few slots. */
const REACH_DEADLINE_MS = 60_000;

export interface OpenProofOptions
  extends Pick<ProofEngineOptions, 'checkpointText' | 'shippedText' | 'clock' | 'policy'> {
  /** Told how a search for a checkpoint among servers goes. */
  readonly onSearch?: (progress: AgreeProgress) => void;
}

/** A proof engine, and a way to ask its servers for a checkpoint once more. */
export interface OpenedProof {
  readonly engine: ChainEngine;
  /** Asks all servers, and whether what they agree on is a part of the chain that is followed. Never rejects: see `onSearch`. */
  compare(): Promise<void>;
}

export function openProof(source: ChainSource, options: OpenProofOptions = {}): OpenedProof {
  const { clock = SYSTEM_CLOCK, onSearch = () => undefined } = options;
  const transports = (genesisHash: BlockHash) => transportsFor(source.servers, genesisHash);
  const agree = async (signal: AbortSignal, tell: (progress: AgreeProgress) => void) => {
    const openServer = await transports(source.genesisHash ?? NO_GENESIS);
    const addresses = source.servers;
    const { checkpoint } = await agreeCheckpoint({ source, addresses, openServer, clock, signal, onAnswer: tell });
    return checkpoint;
  };
  const engine = openProofEngine(source, {
    ...options,
    transports,
    agree: (signal) => agree(signal, onSearch),
  });
  return {
    engine,
    async compare() {
      let last: AgreeProgress = { state: 'searching', answers: [], failure: undefined };
      const tell = (progress: AgreeProgress) => {
        last = progress;
        // Agreement is told once it is known to be about our chain.
        if (progress.state !== 'agreed') onSearch(progress);
      };
      try {
        const { anchor } = await agree(engine.ended, tell);
        await reached(engine, anchor.block.number, clock);
        await engine.readStorage([], anchor.block.hash);
        onSearch(last);
      } catch (error) {
        if (engine.ended.aborted || last.state !== 'agreed') return;
        const isOther = isLightError(error, 'light/unknown-block');
        const next = isOther
          ? 'Trust neither before you have compared with a source of your own.'
          : 'Nothing is known to be wrong; compare again later.';
        onSearch({ ...last, state: isOther ? 'differ' : 'failed', failure: toFailure(error, next) });
      }
    },
  };
}

/** Resolves when the engine's finalized block has come to `number`. @throws LightError `light/timeout`, the engine's end. */
function reached(engine: ChainEngine, number: number, clock: Clock): Promise<void> {
  const late = () => new LightError('light/timeout', `Block ${number} did not become final here in time.`);
  return withDeadline(clock, REACH_DEADLINE_MS, late, engine.ended, (signal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = ({ finalized }: EngineStatus) => {
      if (finalized && finalized.number >= number) resolve();
    };
    const unsubscribe = engine.subscribe(look);
    signal.addEventListener('abort', unsubscribe, { once: true });
    look(engine.status);
    return promise.finally(unsubscribe);
  });
}

async function transportsFor(addresses: readonly string[], genesisHash: BlockHash): Promise<OpenServer> {
  if (addresses.every((address) => transportOf(address) === 'json-rpc')) return openJsonRpcServer;
  const { libp2pServers } = await import('./libp2p-server.ts');
  const openLibp2p = libp2pServers(genesisHash);
  return (address, events) =>
    transportOf(address) === 'libp2p' ? openLibp2p(address, events) : openJsonRpcServer(address, events);
}
