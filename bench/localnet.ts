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
import { runSections } from './sections.ts';
import type { Benchmark } from './types.ts';

/** In this order, so that the memory of one does not show in the next one's figures: the largest comes last. */
const SECTIONS: Readonly<Record<string, Benchmark>> = { transactions, clients, memory, blocks };

export const localnet: Benchmark = (names) => runSections(SECTIONS, names);
