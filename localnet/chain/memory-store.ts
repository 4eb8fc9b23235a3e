/** A store that forgets: for `--ephemeral` and for tests. What it holds is bounded as on disk: headers stay, bodies go. */
import { toHex } from '../../src/chain/bytes.ts';
import type { FinalizedBlock, Store, StoredBlock, StoredFinality } from './store.ts';
import { RETAINED_BODIES } from './store.ts';

export function openMemoryStore(): Store {
  const blocks = new Map<number, StoredBlock>();
  const numbers = new Map<string, number>();
  const proofs = new Map<number, StoredFinality>();
  const setChanges: number[] = [];
  const add = ({ block }: FinalizedBlock) => {
    const { number, hash, headerBytes, body } = block;
    blocks.set(number, { number, hash, headerBytes, body });
    numbers.set(toHex(hash), number);
    const old = blocks.get(number - RETAINED_BODIES);
    if (old && old.number > 0) blocks.set(old.number, { ...old, body: undefined });
  };
  return {
    load: async () => undefined,
    create: async (genesis) => add(genesis),
    async append(finalized, finality, kept) {
      finalized.forEach(add);
      const { number } = finalized.at(-1)!.block;
      const { round, setId, justification, commit } = finality;
      if (kept) proofs.set(number, { round, setId, justification, commit });
      if (kept === 'set-change') setChanges.push(number);
    },
    keptProof: (number) => proofs.get(number),
    setChanges,
    byNumber: (number) => blocks.get(number),
    byHash: (hash) => blocks.get(numbers.get(toHex(hash)) ?? -1),
    close: async () => undefined,
  };
}
