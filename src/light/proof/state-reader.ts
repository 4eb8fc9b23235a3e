/**
 * Proved reads: keys in, values out, each shown by Merkle nodes to be under the state root of a final block.
 *
 *   keys ─▶ cells: known, or on their way ─▶ one batch of what is asked for in the same turn ─▶ question ─▶ verify ─▶ values
 *
 * Values are remembered for a few blocks, so that readers who ask the same key twice do not cost a second proof. On a new
 * head the keys that were read at the last two heads are fetched in one question before anybody asks (`prefetch`).
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import type { Header } from '../../chain/header.ts';
import { verifyProof } from '../../chain/trie/index.ts';
import type { Question } from './server-pool.ts';

/** Keys in one question. */
export const MAX_KEYS_PER_PROOF = 1024;
/** Blocks whose values are remembered. */
const REMEMBERED_BLOCKS = 4;
/** Values remembered per block; beyond it they are asked for again. */
const MAX_REMEMBERED_KEYS = 1 << 16;
/** Keys fetched beforehand. */
const MAX_PREFETCHED_KEYS = 8 * MAX_KEYS_PER_PROOF;

export interface StateReaderOptions {
  /** Asks a server, another if it fails; the question throws if the answer is not true. */
  readonly ask: <T>(question: Question<T>, signal: AbortSignal) => Promise<T>;
  /** A proof was checked: values of so many bytes, in nodes of so many. */
  readonly onProved: (valueBytes: number, proofBytes: number) => void;
}

/** A final block and the root of its state. */
export interface StateAt {
  readonly hash: BlockHash;
  readonly stateRoot: Bytes;
}

export const stateOf = ({ hash, header }: { readonly hash: BlockHash; readonly header: Header }): StateAt => ({
  hash,
  stateRoot: header.stateRoot,
});

/** One key at one block. */
interface Cell {
  readonly key: Bytes;
  /** The value is there (or proved to be absent) when this resolves. One promise for all keys of a batch. */
  readonly proved: Promise<void>;
  value: Bytes | undefined;
  /** Somebody asked for it, now or once it had been fetched beforehand. */
  isWanted: boolean;
}

/** Cells by the names of their keys. */
type Page = Map<string, Cell>;

/** What goes into one question. */
interface Batch {
  readonly cells: Map<string, Cell>;
  readonly proved: PromiseWithResolvers<void>;
}

export class StateReader {
  readonly #options: StateReaderOptions;
  /** Newest last. */
  readonly #pages = new Map<BlockHash, Page>();
  /** Those of this turn that have room. */
  readonly #batches = new Map<BlockHash, Batch>();
  readonly #ending: AbortSignal;

  constructor(options: StateReaderOptions, ending: AbortSignal) {
    this.#options = options;
    this.#ending = ending;
  }

  /** Values in the order of the keys, not to be changed; undefined is proven absence. */
  async read(keys: readonly Bytes[], at: StateAt): Promise<readonly (Bytes | undefined)[]> {
    const page = this.#page(at.hash);
    const cells = keys.map((key) => this.#cell(nameOf(key), key, at, page));
    for (const cell of cells) cell.isWanted = true;
    await Promise.all(new Set(cells.map(({ proved }) => proved)));
    return cells.map(({ value }) => value);
  }

  /** Begins the page of a new head, and fetches what was read at both of the heads before. */
  prefetch(at: StateAt): void {
    if (this.#pages.has(at.hash)) return;
    const [before, last] = [...this.#pages.values()].slice(-2);
    const page = this.#page(at.hash);
    if (!before || !last) return;
    let count = 0;
    for (const [name, { key, isWanted }] of last) {
      if (!isWanted || !before.get(name)?.isWanted) continue;
      if (++count > MAX_PREFETCHED_KEYS) break;
      this.#cell(name, key, at, page);
    }
  }

  #page(hash: BlockHash): Page {
    const known = this.#pages.get(hash);
    if (known) return known;
    const page: Page = new Map();
    this.#pages.set(hash, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= REMEMBERED_BLOCKS) break;
      this.#pages.delete(oldest);
    }
    return page;
  }

  /** The cell of a key; a new one joins the batch of this turn. */
  #cell(name: string, key: Bytes, at: StateAt, page: Page): Cell {
    const known = page.get(name);
    if (known) return known;
    const batch = this.#batch(at);
    const joined = batch.cells.get(name);
    if (joined) return joined;
    const cell: Cell = { key, proved: batch.proved.promise, value: undefined, isWanted: false };
    batch.cells.set(name, cell);
    if (batch.cells.size === MAX_KEYS_PER_PROOF) this.#batches.delete(at.hash);
    if (page.size < MAX_REMEMBERED_KEYS) page.set(name, cell);
    return cell;
  }

  #batch(at: StateAt): Batch {
    const open = this.#batches.get(at.hash);
    if (open) return open;
    const batch: Batch = { cells: new Map(), proved: Promise.withResolvers() };
    this.#batches.set(at.hash, batch);
    queueMicrotask(() => {
      if (this.#batches.get(at.hash) === batch) this.#batches.delete(at.hash);
      this.#prove([...batch.cells.values()], at).then(batch.proved.resolve, batch.proved.reject);
    });
    // Failures are not remembered: whoever wants these keys asks again.
    batch.proved.promise.catch(() => {
      const page = this.#pages.get(at.hash);
      for (const [name, cell] of batch.cells) if (page?.get(name) === cell) page.delete(name);
    });
    return batch;
  }

  async #prove(cells: readonly Cell[], at: StateAt): Promise<void> {
    const keys = cells.map(({ key }) => key);
    const values = await this.#options.ask(async (server, signal) => {
      const nodes = await server.readProof(at.hash, keys, { signal });
      const proof = verifyProof(at.stateRoot, nodes);
      const found = keys.map((key) => proof.get(key));
      this.#options.onProved(sizeOf(found), sizeOf(nodes));
      return found;
    }, this.#ending);
    for (const [i, cell] of cells.entries()) cell.value = values[i];
  }
}

function sizeOf(parts: readonly (Bytes | undefined)[]): number {
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}

/** A key as a string of one character per byte: made in a fraction of the time that hex takes. */
const nameOf = (key: Bytes): string => String.fromCharCode.apply(null, key as unknown as number[]);
