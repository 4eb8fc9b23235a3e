/** The process of one light client: does what its parent asks and answers with figures. */

import { openEngine } from '../../src/light/index.ts';
import { openProof } from '../../src/light/proof/open.ts';
import { readMetagraph } from '../../src/light/readers/metagraph.ts';
import { readSubnetList } from '../../src/light/readers/subnet-list.ts';
import { openSmoldot } from '../../src/light/smoldot/host.node.ts';
import type { BlockRef, ChainEngine, EngineStatus } from '../../src/light/types.ts';
import type { ClientName } from './network.ts';

export type Question =
  | {
      readonly type: 'open';
      readonly name: ClientName;
      readonly specText: string;
      readonly server: string;
      readonly databaseText: string | undefined;
    }
  /** Reads the whole metagraph of every subnet at so many heads, one after the other. */
  | { readonly type: 'read'; readonly heads: number }
  | { readonly type: 'follow'; readonly until: number }
  | { readonly type: 'memory' }
  | { readonly type: 'export' };

export interface Answer {
  readonly startMs?: number;
  /** Ms per head. */
  readonly readMs?: readonly number[];
  readonly finalized?: number;
  readonly rssMb?: number;
  readonly databaseText?: string | undefined;
}

let engine: ChainEngine;

function when(isIt: (status: EngineStatus) => boolean): Promise<EngineStatus> {
  return new Promise((resolve) => {
    const check = (status: EngineStatus) => {
      if (!isIt(status)) return;
      stop();
      resolve(status);
    };
    const stop = engine.subscribe(check);
    check(engine.status);
  });
}

async function answer(question: Question): Promise<Answer> {
  switch (question.type) {
    case 'open': {
      const startedMs = performance.now();
      const { name, specText, server, databaseText } = question;
      const spec = { id: 'localnet', name: 'localnet', specText };
      engine =
        name === 'smoldot'
          ? openEngine('smoldot', spec, { openPipe: openSmoldot, databaseText })
          : openProof(
              {
                ...spec,
                servers: [server],
                genesisHash: undefined,
                genesisSetId: 0n,
                justificationPeriod: 512,
                blockTimeMs: 1000,
              },
              { checkpointText: databaseText },
            ).engine;
      await when(({ stage }) => stage === 'following');
      return { startMs: performance.now() - startedMs };
    }
    case 'read': {
      const readMs: number[] = [];
      let last = 0;
      for (let i = 0; i < question.heads; i++) {
        const { finalized } = await when((status) => (status.finalized?.number ?? 0) > last);
        last = finalized!.number;
        const startedMs = performance.now();
        await readAll(finalized!);
        readMs.push(performance.now() - startedMs);
      }
      return { readMs };
    }
    case 'follow':
      return {
        finalized: (await when(({ finalized }) => (finalized?.number ?? 0) >= question.until)).finalized!.number,
      };
    case 'memory':
      globalThis.gc?.();
      return { rssMb: process.memoryUsage().rss / 1e6, finalized: engine.status.finalized?.number ?? 0 };
    case 'export':
      return { databaseText: await engine.exportDatabase() };
  }
}

/** Every subnet's metagraph. */
async function readAll(at: BlockRef): Promise<void> {
  const { subnets } = await readSubnetList(engine, at);
  await Promise.all(subnets.map(({ netuid }) => readMetagraph(engine, netuid, at)));
}

process.on('message', (question: Question) => {
  answer(question).then(
    (answered) => process.send!(answered),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
