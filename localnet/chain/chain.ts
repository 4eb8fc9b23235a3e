/**
 * The chain: blocks made one after another by the authorities in this process, and finalized two behind the best.
 *
 *   submit ─▶ pool ─▶ produce(slot) ─▶ imported ─▶ finalizeTo(n) ─▶ on disk ─▶ finalized
 *
 * A step of finality ends at the latest with a block that changes the voters: the old ones vote for it, and the new ones,
 * in the next set, whose rounds begin anew, for what follows. There are no forks: one process makes every block. After a
 * restart the chain goes on from the last finalized block; what was made after it is forgotten, as it would be by a network
 * that never saw it final.
 */

import { auraSlot } from '../../src/chain/aura.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes, toHex } from '../../src/chain/bytes.ts';
import { createFinality } from '../../src/chain/grandpa.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { encodeHeader, headerHash } from '../../src/chain/header.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import { EMPTY_ROOT } from '../../src/chain/trie/index.ts';
import type { ComputeCore } from '../../src/chain/yuma/index.ts';
import { computeCore } from '../../src/chain/yuma/index.ts';
import type { Authorities } from '../residents/index.ts';
import type { Change } from '../state.ts';
import { State } from '../state.ts';
import type { Block, ChainEvent, ChainView, ExtrinsicSource, Finality, SubmitResult } from '../types.ts';
import { changesVoters, voterSetAfter, votersPairs } from './authorities.ts';
import { LocalnetError } from './error.ts';
import { executeBlock } from './execute.ts';
import type { Founding } from './founding.ts';
import { FOUNDING_KEY, foundingDigest } from './founding.ts';
import { Pool } from './pool.ts';
import type { RestoredChain } from './restore.ts';
import { prunedBlock, restoreChain } from './restore.ts';
import type { FinalizedBlock, KeptProof, Store, StoredChain } from './store.ts';
import { MAX_APPEND, RETAINED_STATES } from './store.ts';
import { storeFailure } from './store-failure.ts';
import type { RuntimeUpgrade } from './upgrade.ts';
import { assertUpgrades, specVersionOf } from './upgrade.ts';
import type { ValidationContext } from './valid-extrinsic.ts';
import { queryInfo } from './validate.ts';

/** Blocks between the best and the finalized one, as on a network that needs a moment to vote. */
export const FINALITY_LAG = 2;
/** A real node's: the votes for every so manieth block are kept. */
export const JUSTIFICATION_PERIOD = 512;
const FIRST_ROUND = 1n;

export interface ChainOptions {
  readonly store: Store;
  /** The keys at hand: whoever is an authority must have one of them. */
  readonly authorities: Authorities;
  /** What votes number the first set of voters; 0 if left out. */
  readonly genesisSetId?: bigint;
  /** Votes for every so manieth block are kept; JUSTIFICATION_PERIOD if left out. */
  readonly justificationPeriod?: number;
  readonly blockTimeMs: number;
  /** What extrinsics are signed for, as long as the state says nothing of an upgrade. */
  readonly version: { readonly specVersion: number; readonly transactionVersion: number };
  /** The engine of epochs; absent = the reference engine. */
  readonly computeCore?: ComputeCore;
  /** Told of calls that threw instead of failing, and of listeners that did. Absent: what they threw goes on up. */
  readonly onBug?: (who: string, error: unknown) => void;
  /** Makes the genesis state; asked only if the store is empty. The founding's digest is added to it. */
  readonly genesis: () => Trie | Promise<Trie>;
  /** What the first block writes; absent = nothing, the genesis says it all. */
  readonly founding?: Founding;
}

export class Chain implements ChainView {
  readonly genesis: Block;
  readonly firstNumber: number;
  readonly #options: Omit<ChainOptions, 'founding'>;
  /** Until it is a part of a final state; it may be large. */
  #founding: Founding | undefined;
  readonly #pool: Pool;
  readonly #listeners = new Set<(event: ChainEvent) => void>();
  /** Blocks whose state is kept, and those not final yet, by hash and in order. */
  readonly #byHash = new Map<string, Block>();
  #recent: Block[];
  /** Changes of the blocks that are not final yet. */
  readonly #changes = new Map<number, readonly Change[]>();
  #finalized: Block;
  #lastFinality: Finality | undefined;
  #round: bigint;
  #upgrade: RuntimeUpgrade | undefined;
  #finalizing: Promise<void> = Promise.resolve();
  #validation: ValidationContext | undefined;

  private constructor(options: ChainOptions, { genesis, firstNumber, recent, finality }: RestoredChain) {
    const { founding, ...rest } = options;
    this.#options = rest;
    this.genesis = genesis;
    this.firstNumber = firstNumber;
    this.#recent = [...recent];
    for (const block of [genesis, ...recent]) this.#byHash.set(toHex(block.hash), block);
    this.#finalized = recent.at(-1)!;
    this.#founding = this.#finalized.number === 0 ? founding : undefined;
    this.#lastFinality = finality;
    this.#round = finality?.setId === this.#setId ? finality.round + 1n : FIRST_ROUND;
    this.#pool = new Pool(
      () => this.#validationContext(),
      (event) => this.#emit(event),
    );
  }

  /**
   * The chain in the store, or a new one. The store is the chain's from now on: `close` closes it, and so does a failure.
   * @throws LocalnetError `store/corrupt` if what is stored does not fit together, `store/other-chain` if it was to be
   *   founded otherwise, `store/full`.
   */
  static async open(options: ChainOptions): Promise<Chain> {
    try {
      const stored = await options.store.load();
      if (stored) return Chain.#continue(options, stored);
      const { founding } = options;
      const firstNumber = founding?.number ?? 1;
      const frame = await options.genesis();
      const state = founding ? frame.set(FOUNDING_KEY, foundingDigest(founding)) : frame;
      const genesis = genesisBlock(state);
      await options.store
        .create({ block: genesis, changes: [...state.entries()] }, firstNumber)
        .catch((error: unknown) => Promise.reject(storeFailure(error)));
      return new Chain(options, { genesis, firstNumber, recent: [genesis], finality: undefined });
    } catch (error) {
      await options.store.close();
      throw error;
    }
  }

  static #continue(options: ChainOptions, stored: StoredChain): Chain {
    const restored = restoreChain(stored, options.genesisSetId ?? 0n);
    // Of no interest once the first block is final: then the founding is a part of the state.
    if (restored.recent.at(-1)!.number === 0) assertFoundedAs(restored.genesis, options.founding);
    return new Chain(options, restored);
  }

  get best(): Block {
    return this.#recent.at(-1)!;
  }
  get finalized(): Block {
    return this.#finalized;
  }
  get grandpa(): ChainView['grandpa'] {
    return { round: this.#round, setId: this.#setId };
  }
  get #genesisSetId(): bigint {
    return this.#options.genesisSetId ?? 0n;
  }
  /** Of the votes for the first block that is not final. */
  get #setId(): bigint {
    return voterSetAfter(this.#finalized, this.#genesisSetId).setId;
  }
  get lastFinality(): Finality | undefined {
    return this.#lastFinality;
  }

  /** What extrinsics of the next block are signed for. */
  get version(): ChainOptions['version'] {
    const { specVersion, transactionVersion } = this.#validationContext();
    return { specVersion, transactionVersion };
  }

  keptVotes(number: number): Finality | undefined {
    const kept = this.#options.store.keptProof(number);
    const block = kept && this.byNumber(number);
    return block && { ...kept, block };
  }
  setChangesAfter(number: number): readonly number[] {
    const { setChanges } = this.#options.store;
    const next = setChanges.findIndex((change) => change > number);
    return next < 0 ? [] : setChanges.slice(next);
  }

  byHash(hash: Uint8Array): Block | undefined {
    const recent = this.#byHash.get(toHex(hash));
    if (recent) return recent;
    const stored = this.#options.store.byHash(hash);
    return stored && prunedBlock(stored);
  }

  byNumber(number: number): Block | undefined {
    if (number === 0) return this.genesis;
    if (number < this.firstNumber) return undefined;
    // The genesis may stand before the first block, whatever number that has.
    const oldest = this.#recent[0]!.number || this.firstNumber - 1;
    const recent = this.#recent[number - oldest];
    if (recent) return recent;
    const stored = number < oldest ? this.#options.store.byNumber(number) : undefined;
    return stored && prunedBlock(stored);
  }

  submit(extrinsic: Uint8Array, source: ExtrinsicSource = 'external'): SubmitResult {
    return this.#pool.submit(extrinsic, source);
  }
  pending(): readonly Bytes[] {
    return this.#pool.pending();
  }
  queryInfo(extrinsic: Uint8Array): ReturnType<ChainView['queryInfo']> {
    return queryInfo(extrinsic);
  }
  subscribe(listener: (event: ChainEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many blocks there are after the genesis. */
  get blockCount(): number {
    return Math.max(this.best.number - this.firstNumber + 1, 0);
  }

  /** The slot of the best block; 0 for the genesis, which has none. */
  get lastSlot(): bigint {
    return this.best.number === 0 ? 0n : auraSlot(this.best.header);
  }

  /**
   * The next block that is made replaces the runtime.
   * @throws LocalnetError `upgrade/not-higher` if the version is not above the one that is or will be.
   */
  upgrade(upgrade: RuntimeUpgrade): void {
    assertUpgrades(upgrade.specVersion, this.#upgrade?.specVersion ?? this.version.specVersion);
    this.#upgrade = upgrade;
  }

  /** Makes the block of `slot`. @throws RangeError if the slot is not after the best block's. */
  produce(slot: bigint): Block {
    if (slot <= this.lastSlot) throw new RangeError(`slot ${slot} has passed: the best block has ${this.lastSlot}`);
    const { block, changes } = executeBlock({
      parent: this.best,
      slot,
      timestampMs: slot * BigInt(this.#options.blockTimeMs),
      computeCore: this.#options.computeCore ?? computeCore,
      onBug: this.#options.onBug,
      held: this.#options.authorities,
      founding: this.#founding,
      upgrade: this.#upgrade,
      extrinsics: this.#pool.ready(),
    });
    this.#upgrade = undefined;
    this.#recent.push(block);
    this.#byHash.set(toHex(block.hash), block);
    this.#changes.set(block.number, changes);
    this.#pool.onImported(block);
    this.#emit({ type: 'imported', block, isBest: true });
    return block;
  }

  /**
   * Finalizes all blocks up to `number` (at most the best one); resolves when they are on disk and announced.
   * Calls wait for each other. A number that is already final is nothing to do.
   */
  finalizeTo(number: number): Promise<void> {
    const run = this.#finalizing.then(async () => {
      const last = Math.min(number, this.best.number);
      for (let from = this.#notFinal; from <= last; from = this.#notFinal) {
        await this.#finalizeStep(from, Math.min(last, from + MAX_APPEND - 1));
      }
    });
    // A failure is the caller's to report; later calls fail by themselves.
    this.#finalizing = run.catch(() => undefined);
    return run;
  }

  /** Number of the first block that is not final. */
  get #notFinal(): number {
    return Math.max(this.#finalized.number + 1, this.firstNumber);
  }

  /** Finalizes from block `first` on up to `last`, or only to the next block whose votes are to be kept. */
  async #finalizeStep(first: number, last: number): Promise<void> {
    const { setId, voters } = voterSetAfter(this.#finalized, this.#genesisSetId);
    const blocks: Block[] = [];
    let kept: KeptProof | undefined;
    for (let number = first; number <= last && !kept; number++) {
      const next = this.byNumber(number)!;
      blocks.push(next);
      kept = this.#whyKept(next, setId);
    }
    const block = blocks.at(-1)!;
    const target = { hash: block.hash, number: block.number };
    const round = this.#round;
    const proof = createFinality({ target, round, setId, pairs: votersPairs(voters, this.#options.authorities) });
    const finality: Finality = { block, round, setId, ...proof };
    const toAppend = blocks.map(
      (finalized): FinalizedBlock => ({ block: finalized, changes: this.#changes.get(finalized.number)! }),
    );
    const { store } = this.#options;
    await store.append(toAppend, finality, kept).catch((error: unknown) => Promise.reject(storeFailure(error)));
    for (const { number: done } of blocks) this.#changes.delete(done);
    this.#round = kept === 'set-change' ? FIRST_ROUND : round + 1n;
    this.#finalized = block;
    this.#founding = undefined;
    this.#lastFinality = finality;
    this.#prune();
    this.#emit({ type: 'finalized', finality });
    for (const finalized of blocks) this.#reportFinalized(finalized);
  }

  #whyKept(block: Block, setId: bigint): KeptProof | undefined {
    if (changesVoters(block, this.#genesisSetId, setId)) return 'set-change';
    const { justificationPeriod = JUSTIFICATION_PERIOD } = this.#options;
    return block.number % justificationPeriod === 0 ? 'period' : undefined;
  }

  /** Forgets blocks whose state is no longer kept; the store still has their headers and bodies. */
  #prune(): void {
    const keepFrom = this.#finalized.number - RETAINED_STATES;
    while (this.#recent[0]!.number < keepFrom) {
      const old = this.#recent.shift()!;
      if (old.number > 0) this.#byHash.delete(toHex(old.hash));
    }
  }

  #reportFinalized(block: Block): void {
    block.body.forEach((extrinsic, index) => {
      const hash = blake2b256(extrinsic);
      this.#emit({ type: 'extrinsic', hash, status: { type: 'finalized', block: block.hash, index } });
    });
  }

  /** The best block, for judging extrinsics; the state is made once per block. */
  #validationContext(): ValidationContext {
    if (this.#validation?.best !== this.best) {
      const state = new State(this.best.state!);
      this.#validation = {
        best: this.best,
        state,
        genesisHash: this.genesis.hash,
        specVersion: specVersionOf(state) ?? this.#options.version.specVersion,
        transactionVersion: this.#options.version.transactionVersion,
      };
    }
    return this.#validation;
  }

  #emit(event: ChainEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        if (!this.#options.onBug) throw error;
        this.#options.onBug(`a listener to ${event.type}`, error);
      }
    }
  }

  /** Waits for what is being written. The chain makes no more blocks after it. */
  async close(): Promise<void> {
    await this.#finalizing;
    this.#listeners.clear();
    await this.#options.store.close();
  }
}

/** @throws LocalnetError `store/other-chain` */
function assertFoundedAs(genesis: Block, founding: Founding | undefined): void {
  const [stored, wanted] = [genesis.state!.get(FOUNDING_KEY), founding && foundingDigest(founding)];
  if (stored && wanted ? equalBytes(stored, wanted) : stored === wanted) return;
  throw new LocalnetError(
    'store/other-chain',
    'the database is of a chain that was to begin with another state; choose another directory or remove it',
  );
}

function genesisBlock(state: Trie): Block {
  const header = {
    parentHash: new Uint8Array(32),
    number: 0,
    stateRoot: state.root(),
    extrinsicsRoot: EMPTY_ROOT,
    digest: [],
  };
  const headerBytes = encodeHeader(header);
  return { number: 0, hash: headerHash(headerBytes), header, headerBytes, body: [], state };
}
