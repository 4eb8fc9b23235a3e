/** Six hours of finney's blocks, sixty times as fast: does a client that only follows grow? */
import type { Figure } from '../types.ts';
import { CLIENTS, openNetwork } from './network.ts';

const BLOCK_TIME_MS = 200;
const BLOCKS = 1800;
/** By then everything is loaded and warm. */
const WARM_BLOCKS = 300;

export async function memory(): Promise<readonly Figure[]> {
  const network = await openNetwork('--block-time', `${BLOCK_TIME_MS}`);
  try {
    const figures = await Promise.all(
      CLIENTS.map(async (name): Promise<readonly Figure[]> => {
        const client = await network.client(name);
        const { finalized } = await client.ask({ type: 'memory' });
        await client.ask({ type: 'follow', until: finalized! + WARM_BLOCKS });
        const warm = (await client.ask({ type: 'memory' })).rssMb!;
        await client.ask({ type: 'follow', until: finalized! + BLOCKS });
        const late = (await client.ask({ type: 'memory' })).rssMb!;
        await client.close();
        return [
          { what: `memory of the process after ${WARM_BLOCKS} blocks: ${name}`, value: warm, unit: 'MB' },
          { what: `memory of the process after ${BLOCKS} blocks: ${name}`, value: late, unit: 'MB', reach: 300 },
        ];
      }),
    );
    return figures.flat();
  } finally {
    await network.close();
  }
}
