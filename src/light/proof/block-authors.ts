/**
 * Who builds blocks, how long a slot is and whether the voters are about to change, by the state of a block.
 *
 *   slot = ⌊time / slot length⌋  ⇒  slot length = ⌊time / slot⌋        (slots are in the hundreds of millions)
 */
import type { Bytes } from '../../chain/bytes.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import { read, readNamed } from '../../chain/economy/index.ts';
import type { Authority } from '../../chain/grandpa.ts';
import { storage } from '../../chain/schema/index.ts';

export interface BlockAuthors {
  /** sr25519 keys in the chain's order. */
  readonly authors: readonly Bytes[];
  /** Undefined at the genesis, which has no time. */
  readonly slotMs: number | undefined;
  /** A change of the voters that was announced in this block or before it and waits for its block. */
  readonly pendingChange:
    | { readonly at: number; readonly authorities: readonly Authority[]; readonly isForced: boolean }
    | undefined;
}

/** One round. */
export function* blockAuthorsPlan(): ReadPlan<BlockAuthors> {
  const { authors, slot, nowMs, pending } = yield* readNamed({
    authors: read(storage.Aura.Authorities),
    slot: read(storage.Aura.CurrentSlot),
    nowMs: read(storage.Timestamp.Now),
    pending: read(storage.Grandpa.PendingChange),
  });
  return {
    authors,
    slotMs: slot > 0n && nowMs > 0n ? Number(nowMs / slot) : undefined,
    pendingChange: pending && {
      at: pending.scheduled_at + pending.delay,
      authorities: pending.next_authorities.map(([publicKey, weight]) => ({ publicKey, weight })),
      isForced: pending.forced !== undefined,
    },
  };
}
