/**
 * What the localnet can carry: blocks and epochs of a network as large as finney, transactions, memory and disk after many
 * blocks, restarts, light clients.
 *
 *   npm run bench -- localnet                 all sections, some minutes
 *   npm run bench -- localnet blocks clients  only these
 *
 * A chain makes its blocks as fast as it can here; on a clock it has a slot's time for each.
 */
import { blocks } from './localnet/blocks.ts';
import { clients } from './localnet/clients.ts';
import { memory } from './localnet/memory.ts';
import { transactions } from './localnet/transactions.ts';
import type { Benchmark, Figure } from './types.ts';

/** In this order, so that the memory of one does not show in the next one's figures: the largest comes last. */
const SECTIONS: Readonly<Record<string, Benchmark>> = { transactions, clients, memory, blocks };

export async function localnet(names: readonly string[]): Promise<readonly Figure[]> {
  const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0) {
    throw new RangeError(`expected sections of ${Object.keys(SECTIONS).join(', ')}; got ${unknown.join(', ')}`);
  }
  const figures: Figure[] = [];
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`${name} …`);
    figures.push(...(await section([])));
  }
  return figures;
}
