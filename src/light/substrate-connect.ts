/**
 * The second way to the chain: Substrate Connect 2.1.8, behind the same text pipe as our own smoldot.
 *
 * It uses an installed extension if there is one, otherwise a client of its own (smoldot 2.0.40, in a worker). Version 2
 * is pull-based (`jsonRpcResponses`); polkadot-js' own provider still expects the callbacks of version 0.8 and would wait
 * for ever, which is why this adapter exists. The package is loaded when a pipe is opened.
 */
import type { ScClient } from '@substrate/connect';
import type { OpenPipe } from './smoldot/pipe.ts';
import { serveChain } from './smoldot/serve-chain.ts';

/** A pipe over a client of the caller's, so that a test can bring its own. */
export function substrateConnectPipe(openClient: () => Promise<ScClient>): OpenPipe {
  return (chain, events) => {
    let remove: (() => void) | undefined;
    let ended = false;
    return serveChain(
      {
        async addChain() {
          const client = await openClient();
          const added = await client.addChain(
            chain.specText,
            chain.databaseText === undefined ? {} : { databaseContent: chain.databaseText },
          );
          if (ended) added.remove();
          else remove = () => added.remove();
          return added;
        },
        // The client ends by itself with its last chain.
        end() {
          ended = true;
          remove?.();
        },
      },
      events,
    );
  };
}

const createWorker = () =>
  new Worker(new URL('./substrate-connect.worker.browser.ts', import.meta.url), {
    type: 'module',
    name: 'substrate-connect',
  });

export const openSubstrateConnect: OpenPipe = substrateConnectPipe(async () => {
  const { createScClient } = await import('@substrate/connect');
  // Node has no such workers; there the client runs in the process.
  return createScClient(typeof Worker === 'function' ? { embeddedNodeConfig: { workerFactory: createWorker } } : {});
});
