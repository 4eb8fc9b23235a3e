/** Whole metagraphs of every subnet at one head after the other; all three must read the same. */
import { quantile } from '../localnet/chain.ts';
import type { Figure } from '../types.ts';
import { CLIENTS, openNetwork } from './network.ts';

const HEADS = 50;

export async function reads(): Promise<readonly Figure[]> {
  const network = await openNetwork();
  try {
    const seen = new Map<number, string>();
    const figures: Figure[] = [];
    let compared = 0;
    for (const name of CLIENTS) {
      const client = await network.client(name);
      const { readMs, digests } = await client.ask({ type: 'read', heads: HEADS });
      await client.close();
      for (const [number, digest] of digests!) {
        const other = seen.get(number);
        if (other !== undefined) compared++;
        if (other !== undefined && other !== digest) throw new Error(`${name} reads something else at block ${number}`);
        seen.set(number, digest);
      }
      const whole = 'metagraphs of all subnets (312 neurons)';
      figures.push({ what: `${whole}, p50: ${name}`, value: quantile(readMs!, 0.5), unit: 'ms' });
      figures.push({ what: `${whole}, p95: ${name}`, value: quantile(readMs!, 0.95), unit: 'ms' });
    }
    console.log(`${compared} blocks were read by more than one client; all equal`);
    return figures;
  } finally {
    await network.close();
  }
}
