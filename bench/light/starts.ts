/** From opening an engine to a followed chain: with nothing, and with what an earlier session left. */
import type { Figure } from '../types.ts';
import { median } from '../types.ts';
import type { ClientName } from './network.ts';
import { CLIENTS, openNetwork } from './network.ts';

const RUNS = 7;

export async function starts(): Promise<readonly Figure[]> {
  const network = await openNetwork();
  try {
    const cold = new Map<ClientName, number[]>();
    const warm = new Map<ClientName, number[]>();
    for (let run = 0; run < RUNS; run++) {
      for (const name of CLIENTS) {
        const first = await network.client(name);
        cold.set(name, [...(cold.get(name) ?? []), first.startMs]);
        const { databaseText } = await first.ask({ type: 'export' });
        await first.close();
        const second = await network.client(name, databaseText);
        warm.set(name, [...(warm.get(name) ?? []), second.startMs]);
        await second.close();
      }
    }
    const figure = (what: string, times: ReadonlyMap<ClientName, number[]>) =>
      CLIENTS.map((name): Figure => ({ what: `${what}: ${name}`, value: median(times.get(name)!), unit: 'ms' }));
    return [...figure('cold start', cold), ...figure('start with kept state', warm)];
  } finally {
    await network.close();
  }
}
