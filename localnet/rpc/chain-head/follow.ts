/**
 * One `chainHead_v1_follow`: tells a client of every block, and keeps those blocks for it until it lets them go.
 *
 *   initialized ─▶ newBlock … ─▶ bestBlockChanged ─▶ (newBlock │ bestBlockChanged │ finalized)* ─▶ stop
 *
 * A pinned block keeps its state, whatever the chain forgets. A follower that pins too much, or that has missed a block, is
 * stopped and must begin again.
 */
import { toHex } from '../../../src/chain/bytes.ts';
import type { Block, ChainEvent, ChainView } from '../../types.ts';
import { MAX_INITIAL_FINALIZED_BLOCKS, MAX_PINNED_BLOCKS } from '../limits.ts';
import type { Send } from '../subscriptions.ts';
import { blocksBetween, KnownBlocks } from './known-blocks.ts';
import { Operations } from './operations.ts';

export class Follow {
  readonly operations: Operations;
  /** What the runtime of a block is told as; undefined for followers that did not ask. */
  readonly runtime: ((block: Block) => unknown) | undefined;
  readonly #send: Send;
  readonly #end: () => void;
  readonly #pinned = new Map<string, Block>();
  readonly #known: KnownBlocks;
  readonly #unsubscribe: () => void;
  #best: string;

  /** Tells the present at once. `end` ends the subscription, which calls `close`. */
  constructor(chain: ChainView, runtime: ((block: Block) => unknown) | undefined, send: Send, end: () => void) {
    this.runtime = runtime;
    this.#send = send;
    this.#end = end;
    this.operations = new Operations(send);
    const { finalized, best } = chain;
    const byNumber = (number: number) => chain.byNumber(number);
    const first = Math.max(0, finalized.number - MAX_INITIAL_FINALIZED_BLOCKS + 1);
    // Blocks whose state is gone would be of no use.
    const final = blocksBetween(byNumber, first, finalized.number).filter(({ state }) => state !== undefined);
    for (const block of final) this.#pinned.set(toHex(block.hash), block);
    this.#known = new KnownBlocks(toHex(finalized.hash));
    this.#best = toHex(finalized.hash);
    send({
      event: 'initialized',
      finalizedBlockHashes: final.map(({ hash }) => toHex(hash)),
      ...(runtime && { finalizedBlockRuntime: { type: 'valid', spec: runtime(finalized) } }),
    });
    const firstNew = Math.max(finalized.number + 1, chain.firstNumber);
    for (const block of blocksBetween(byNumber, firstNew, best.number)) this.#tellNew(block);
    this.#tellBest(toHex(best.hash));
    this.#unsubscribe = chain.subscribe((event) => this.#hear(event));
  }

  /** The block, if it is pinned. */
  pinned(hash: Uint8Array): Block | undefined {
    return this.#pinned.get(toHex(hash));
  }

  /** False, and nothing happens, if one of them is not pinned. */
  unpin(hashes: readonly Uint8Array[]): boolean {
    const names = hashes.map(toHex);
    if (!names.every((name) => this.#pinned.has(name))) return false;
    for (const name of names) this.#pinned.delete(name);
    return true;
  }

  close(): void {
    this.#unsubscribe();
    this.operations.stopAll();
    this.#pinned.clear();
  }

  #hear(event: ChainEvent): void {
    if (event.type === 'imported') {
      if (!this.#tellNew(event.block)) this.#stop();
      else if (event.isBest) this.#tellBest(toHex(event.block.hash));
    }
    if (event.type === 'finalized') this.#tellFinalized(toHex(event.finality.block.hash));
    if (this.#pinned.size > MAX_PINNED_BLOCKS) this.#stop();
  }

  #tellNew(block: Block): boolean {
    const [blockHash, parentBlockHash] = [toHex(block.hash), toHex(block.header.parentHash)];
    if (!this.#known.add(blockHash, parentBlockHash)) return false;
    this.#pinned.set(blockHash, block);
    const isChanged = block.header.digest.some(({ type }) => type === 'RuntimeEnvironmentUpdated');
    const change = this.runtime && {
      newRuntime: isChanged ? { type: 'valid', spec: this.runtime(block) } : null,
    };
    this.#send({ event: 'newBlock', blockHash, parentBlockHash, ...change });
    return true;
  }

  #tellBest(bestBlockHash: string): void {
    this.#best = bestBlockHash;
    this.#send({ event: 'bestBlockChanged', bestBlockHash });
  }

  /** The best block is never one that can not become final. */
  #tellFinalized(target: string): void {
    if (!this.#known.isBelow(this.#best, target) && this.#known.has(target)) this.#tellBest(target);
    const { finalized, pruned } = this.#known.finalize(target);
    if (finalized.length > 0) {
      this.#send({ event: 'finalized', finalizedBlockHashes: finalized, prunedBlockHashes: pruned });
    }
  }

  #stop(): void {
    this.#send({ event: 'stop' });
    this.#end();
  }
}
