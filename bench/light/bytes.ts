/** What following costs on the wire when nothing is read: both directions, with all framing. */
import type { Figure } from '../types.ts';
import { CLIENTS, openNetwork } from './network.ts';

const BLOCKS = 60;
const SETTLING_BLOCKS = 5;

export async function bytes(): Promise<readonly Figure[]> {
  const network = await openNetwork();
  try {
    return await Promise.all(
      CLIENTS.map(async (name): Promise<Figure> => {
        const client = await network.client(name);
        const { finalized } = await client.ask({ type: 'memory' });
        const first = finalized! + SETTLING_BLOCKS;
        await client.ask({ type: 'follow', until: first });
        const before = client.door.bytes();
        await client.ask({ type: 'follow', until: first + BLOCKS });
        const perBlock = (client.door.bytes() - before) / BLOCKS;
        await client.close();
        return { what: `bytes per block followed: ${name}`, value: perBlock / 1000, unit: 'kB' };
      }),
    );
  } finally {
    await network.close();
  }
}
