/** Whole metagraphs of every subnet at one head after the other. That all three read the same bytes is a test. */
import { quantile } from '../localnet/chain.ts';
import type { Figure } from '../types.ts';
import { CLIENTS, openNetwork } from './network.ts';

const HEADS = 50;

export async function reads(): Promise<readonly Figure[]> {
  const network = await openNetwork();
  try {
    const figures: Figure[] = [];
    for (const name of CLIENTS) {
      const client = await network.client(name);
      const { readMs } = await client.ask({ type: 'read', heads: HEADS });
      await client.close();
      const whole = 'metagraphs of all subnets (312 neurons)';
      figures.push({ what: `${whole}, p50: ${name}`, value: quantile(readMs!, 0.5), unit: 'ms' });
      figures.push({ what: `${whole}, p95: ${name}`, value: quantile(readMs!, 0.95), unit: 'ms' });
    }
    return figures;
  } finally {
    await network.close();
  }
}
