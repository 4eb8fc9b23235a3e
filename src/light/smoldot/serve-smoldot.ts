/** A pipe over smoldot in this very thread. The package is the caller's to import, so that it loads where it is meant to. */
import type { Client, ClientOptions } from 'smoldot';
import { isTelling, LOG_LEVEL } from './log-hints.ts';
import type { OpenPipe } from './pipe.ts';

import { serveChain } from './serve-chain.ts';

export function smoldotPipe(start: (options: ClientOptions) => Client): OpenPipe {
  return (chain, events) => {
    const client = start({
      maxLogLevel: LOG_LEVEL,
      logCallback(level, target, text) {
        const line = { level, target, text };
        if (isTelling(line)) events.onLog(line);
      },
    });
    return serveChain(
      {
        addChain: () =>
          client.addChain({
            chainSpec: chain.specText,
            ...(chain.databaseText === undefined ? {} : { databaseContent: chain.databaseText }),
          }),
        end: () => client.terminate(),
      },
      events,
    );
  };
}
