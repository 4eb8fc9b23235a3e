/**
 * Where followed transactions are written down, so that a reload does not lose them. What is kept is plain data (numbers,
 * texts, byte arrays, bigints) and fit for IndexedDB; storage itself is somebody else's.
 */
import type { TrackedTransaction } from './tracked-transaction.ts';

export interface TransactionLog {
  /** Everything that was saved and not forgotten, in any order. Whoever loads decodes: storage is not believed. */
  load(): Promise<readonly unknown[]>;
  /** Writes it in place of what had the same hash. Resolves when it would survive a reload. */
  save(transaction: TrackedTransaction): Promise<void>;
  /** Resolves also if there was none. */
  forget(hash: string): Promise<void>;
}

/** A log that lives as long as the process; every record is a copy, as storage would make it. */
export function openMemoryLog(): TransactionLog {
  const records = new Map<string, TrackedTransaction>();
  return {
    load: async () => structuredClone([...records.values()]),
    async save(transaction) {
      records.set(transaction.hash, structuredClone(transaction));
    },
    async forget(hash) {
      records.delete(hash);
    },
  };
}
