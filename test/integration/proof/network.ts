/** A localnet and engines of every kind on it, for tests of the proof engine against the real thing. */
import type { Localnet, StartOptions } from '../../../localnet/index.ts';
import { startLocalnet } from '../../../localnet/index.ts';
import type { BlockRef, ChainEngine, ChainSource, EngineStatus } from '../../../src/light/index.ts';
import { openEngine } from '../../../src/light/index.ts';
import type { OpenProofOptions } from '../../../src/light/proof/open.ts';
import { openProof } from '../../../src/light/proof/open.ts';
import { openSmoldot } from '../../../src/light/smoldot/host.node.ts';

export const localnet = (options: StartOptions = {}): Promise<Localnet> =>
  startLocalnet({ blockTimeMs: 500, p2pPort: 0, rpcPort: 0, ...options });

export function sourceOn(net: Localnet, servers: readonly string[], change: Partial<ChainSource> = {}): ChainSource {
  return {
    id: 'localnet',
    name: 'Localnet',
    specText: net.chainSpec,
    servers,
    genesisHash: undefined,
    genesisSetId: 0n,
    justificationPeriod: 512,
    blockTimeMs: 500,
    ...change,
  };
}

export const smoldotOn = (net: Localnet): ChainEngine =>
  openEngine('smoldot', { id: 'localnet', name: 'Localnet', specText: net.chainSpec }, { openPipe: openSmoldot });

export const proofOn = (
  net: Localnet,
  servers: readonly string[],
  options: OpenProofOptions = {},
  change: Partial<ChainSource> = {},
): ChainEngine => openProof(sourceOn(net, servers, change), options).engine;

/** Resolves with the first status that `isIt`; rejects with the last one seen if it does not come. */
export function until(
  engine: ChainEngine,
  isIt: (status: EngineStatus) => boolean,
  withinMs = 15_000,
): Promise<EngineStatus> {
  return new Promise((resolve, reject) => {
    const check = (status: EngineStatus) => {
      if (!isIt(status)) return;
      clearTimeout(timer);
      stop();
      resolve(status);
    };
    const stop = engine.subscribe(check);
    const timer = setTimeout(() => {
      stop();
      const shown = JSON.stringify(engine.status, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
      reject(new Error(`not reached in ${withinMs} ms: ${shown}`));
    }, withinMs);
    check(engine.status);
  });
}

export const followed = async (engine: ChainEngine): Promise<BlockRef> =>
  (await until(engine, ({ stage }) => stage === 'following')).finalized!;
