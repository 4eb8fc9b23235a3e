/** Light clients that all come at once: unmodified smoldot, in this process, each with a node of its own to find. */
import { startLocalnet } from '../../localnet/index.ts';
import { startSmoldot } from '../../localnet/light-client.fixture.ts';
import type { Figure } from '../types.ts';
import { quantile } from './chain.ts';

const CLIENTS = 20;
const BLOCK_TIME_MS = 1000;

export async function clients(): Promise<readonly Figure[]> {
  const localnet = await startLocalnet({ blockTimeMs: BLOCK_TIME_MS, rpcPort: 0, p2pPort: 0 });
  try {
    const one = await syncMs(localnet.chainSpec, localnet.chain.finalized.number);
    const head = localnet.chain.finalized.number;
    const all = await Promise.all(Array.from({ length: CLIENTS }, () => syncMs(localnet.chainSpec, head)));
    return [
      { what: 'one light client: start → finalized head', value: one, unit: 'ms' },
      {
        what: `${CLIENTS} light clients at once: start → finalized head, median`,
        value: quantile(all, 0.5),
        unit: 'ms',
      },
      { what: `${CLIENTS} light clients at once: the last of them`, value: Math.max(...all), unit: 'ms' },
    ];
  } finally {
    await localnet.close();
  }
}

/** Milliseconds until a new client knows block `head` to be final. */
async function syncMs(chainSpec: string, head: number): Promise<number> {
  const startedMs = performance.now();
  const client = await startSmoldot(chainSpec);
  await new Promise<void>((resolve) => {
    void client.subscribe<{ readonly number: string }>('chain_subscribeFinalizedHeads', [], ({ number }) => {
      if (Number(number) >= head) resolve();
    });
  });
  const ms = performance.now() - startedMs;
  await client.close();
  return ms;
}
