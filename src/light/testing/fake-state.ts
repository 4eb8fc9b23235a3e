/** States made by hand, and an engine that answers reads from them. */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex, toHex } from '../../chain/bytes.ts';
import { blake2b256, utf8 } from '../../chain/index.ts';
import type { StorageItem } from '../../chain/schema/index.ts';
import { encodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import type { ChainEngine } from '../types.ts';

export class FakeState {
  readonly values = new Map<string, Bytes>();

  put<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keysAndValue: [...K, NoInfer<S>]): this {
    const keys = keysAndValue.slice(0, -1) as unknown as K;
    return this.putBytes(item, encodeValue(item, keysAndValue.at(-1) as S), ...keys);
  }

  /** Puts what no chain would. */
  putBytes<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, bytes: Bytes, ...keys: K): this {
    this.values.set(toHex(storageKey(item, ...keys)), bytes);
    return this;
  }

  remove<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): this {
    this.values.delete(toHex(storageKey(item, ...keys)));
    return this;
  }
}

export const blockRef = (number: number): BlockRef => ({ number, hash: toHex(blake2b256(utf8(`block ${number}`))) });

/** Writes the hashes of the blocks before `number`, as a real state would hold. */
export function withBlockHashes(state: FakeState, number: number, from = 0): FakeState {
  for (let n = from; n < number; n++) state.put(storage.System.BlockHash, n, fromHex(blockRef(n).hash));
  return state;
}

/** Counts round trips and keys; everything but reading is refused. */
export class FakeEngine implements Pick<ChainEngine, 'readStorage'> {
  readonly rounds: number[] = [];
  readonly #states: ReadonlyMap<string, FakeState>;

  constructor(states: readonly (readonly [BlockRef, FakeState])[]) {
    this.#states = new Map(states.map(([{ hash }, state]) => [hash, state]));
  }

  async readStorage(keys: readonly Bytes[], at: string): Promise<readonly (Bytes | undefined)[]> {
    const state = this.#states.get(at);
    if (!state) throw new LightError('light/unknown-block', `no state of ${at}`);
    this.rounds.push(keys.length);
    return keys.map((key) => state.values.get(toHex(key)));
  }

  /** As the readers take it. */
  get engine(): ChainEngine {
    return this as unknown as ChainEngine;
  }
}
