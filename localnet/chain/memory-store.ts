/** A store that forgets: for `--ephemeral` and for tests. */
import { toHex } from '../../src/chain/bytes.ts';
import type { FinalizedBlock, Store, StoredBlock } from './store.ts';

export function openMemoryStore(): Store {
  const blocks: StoredBlock[] = [];
  const numbers = new Map<string, number>();
  const add = ({ block }: FinalizedBlock) => {
    blocks[block.number] = block;
    numbers.set(toHex(block.hash), block.number);
  };
  return {
    load: async () => undefined,
    create: async (genesis) => add(genesis),
    append: async (finalized) => finalized.forEach(add),
    byNumber: (number) => blocks[number],
    byHash: (hash) => blocks[numbers.get(toHex(hash)) ?? -1],
    close: async () => undefined,
  };
}
