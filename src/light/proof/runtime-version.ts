/**
 * Which runtime the chain runs, read with proof only when it may have changed: a header says that the code was replaced,
 * or blocks were passed over that were not seen. Substrate writes the version in the block after the one with the code.
 */
import { decodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import type { KnownBlock } from './header-chain.ts';

import type { StateReader } from './state-reader.ts';
import { stateOf } from './state-reader.ts';

export class RuntimeVersion {
  #specVersion: number | undefined;
  /** The block at whose state it was read. */
  #readAt = -1;
  /** States after this block tell which runtime runs now. */
  #changedAt = -1;

  get specVersion(): number | undefined {
    return this.#specVersion;
  }

  /** A block has become known. `isParentKnown`: nothing lies between it and what was noted before. */
  note({ number, header: { digest } }: KnownBlock, isParentKnown: boolean): void {
    const isReplaced = digest.some(({ type }) => type === 'RuntimeEnvironmentUpdated');
    if (!isReplaced && isParentKnown) return;
    this.#changedAt = Math.max(this.#changedAt, isReplaced ? number : number - 1);
  }

  /** Reads it if it may have changed since. Never rejects: what could not be read is asked again at the next head. */
  async read(head: KnownBlock, reader: StateReader): Promise<void> {
    if (this.#readAt > this.#changedAt) return;
    const item = storage.System.LastRuntimeUpgrade;
    try {
      const [bytes] = await reader.read([storageKey(item)], stateOf(head));
      const specVersion = decodeValue(item, bytes)?.spec_version;
      if (head.number < this.#readAt) return;
      this.#readAt = head.number;
      this.#specVersion = specVersion;
    } catch {
      return;
    }
  }
}
