/**
 * A small honest chain whose keys the test holds, so that it can be lied about with real keys: sealed by three authors,
 * finalized by four voters, who hand over to others at the blocks that the test wants.
 *
 *   genesis ─ 1 ─ … ─ n          block c announces set s+1 and is final by set s; from c+1 on set s+1 votes
 *
 * Every block changes `NUMBER_KEY`; `BULK_KEYS` stay as they are. Justifications of all blocks are kept.
 */

import {
  AURA_AUTHORITIES_KEY,
  CODE_KEY,
  GRANDPA_AUTHORITIES_KEY,
  GRANDPA_SET_ID_KEY,
} from '../../localnet/runtime/index.ts';
import type { Block, ChainEvent, ChainView, Finality, SubmitResult } from '../../localnet/types.ts';
import { auraPreRuntime, sealHeader } from '../../src/chain/aura.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import type { Authority } from '../../src/chain/grandpa.ts';
import { authorityList, createFinality, encodeScheduledChange } from '../../src/chain/grandpa.ts';
import { blake2b256, twox128 } from '../../src/chain/hash.ts';
import type { DigestItem, Header } from '../../src/chain/header.ts';
import { encodeHeader } from '../../src/chain/header.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { ed25519FromSeed, sr25519FromSeed } from '../../src/chain/keys.ts';
import { bytes, encode, fixedBytes, u32, u64, vec } from '../../src/chain/scale/index.ts';
import { storage, storageKey } from '../../src/chain/schema/index.ts';
import { orderedTrieRoot, Trie } from '../../src/chain/trie/index.ts';

const AUTHORS = 3;
const VOTERS = 4;
const BULK_ENTRIES = 64;
/** Seals are the same in every run. */
const NO_RANDOM = new Uint8Array(32);
export const VERSION = { specVersion: 424, transactionVersion: 1 };

const seedOf = (name: string): Bytes => blake2b256(utf8(name));
const item = (name: string, ...parts: readonly Uint8Array[]): Bytes =>
  concatBytes(twox128(utf8('Adversary')), twox128(utf8(name)), ...parts);

export const authors: readonly KeyPair[] = Array.from({ length: AUTHORS }, (_, i) =>
  sr25519FromSeed(seedOf(`adversary author ${i}`)),
);
/** The voters of a set, by its id. */
export function votersOf(setId: bigint): readonly KeyPair[] {
  return Array.from({ length: VOTERS }, (_, i) => ed25519FromSeed(seedOf(`adversary voter ${setId} ${i}`)));
}
export const authoritiesOf = (setId: bigint): readonly Authority[] =>
  votersOf(setId).map(({ publicKey }) => ({ publicKey, weight: 1n }));

/** Number of the block, u32. */
export const NUMBER_KEY = item('Number');
export const BULK_KEYS = Array.from({ length: BULK_ENTRIES }, (_, i) => item('Bulk', seedOf(`${i}`)));
/** 7…100 bytes: some of the values stand in their nodes, some beside them. */
const bulkValue = (i: number): Bytes => new Uint8Array(7 + ((i * 31) % 94)).fill(i);
const SLOT_KEY = storageKey(storage.Aura.CurrentSlot);
const NOW_KEY = storageKey(storage.Timestamp.Now);
export const ABSENT_KEY = item('Absent');
/** What the suite reads at every final block. */
export const READ_KEYS: readonly Bytes[] = [NUMBER_KEY, ...BULK_KEYS.slice(0, 12), ABSENT_KEY];

export interface AdversaryChainOptions {
  readonly code: Bytes;
  readonly slotMs: number;
  /** Final blocks at the start. */
  readonly history: number;
  /** Blocks with which voters change. */
  readonly changesAt: readonly number[];
  /** Another genesis, for another chain. */
  readonly salt?: string;
}

export class AdversaryChain implements ChainView {
  readonly genesis: Block;
  readonly firstNumber = 1;
  best: Block;
  finalized: Block;
  grandpa = { round: 1n, setId: 0n };
  lastFinality: Finality | undefined;
  readonly options: AdversaryChainOptions;
  readonly #blocks = new Map<string, Block>();
  readonly #numbers: Block[] = [];
  readonly #votes = new Map<number, Finality>();
  readonly #listeners = new Set<(event: ChainEvent) => void>();
  #pending: Bytes[] = [];
  #slot: bigint;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AdversaryChainOptions) {
    this.options = options;
    this.#slot = BigInt(Math.floor(Date.now() / options.slotMs) - options.history - 1);
    const state = genesisState(options);
    const header: Header = {
      parentHash: new Uint8Array(32),
      number: 0,
      stateRoot: state.root(),
      extrinsicsRoot: orderedTrieRoot([]),
      digest: [],
    };
    this.genesis = this.#add(blockOf(header, [], state));
    this.best = this.genesis;
    this.finalized = this.genesis;
    for (let i = 0; i < options.history; i++) this.tick();
  }

  byHash(hash: Uint8Array): Block | undefined {
    return this.#blocks.get(toHex(hash));
  }
  byNumber(number: number): Block | undefined {
    return this.#numbers[number];
  }
  keptVotes(number: number): Finality | undefined {
    return this.#votes.get(number);
  }
  setChangesAfter(number: number): readonly number[] {
    return this.options.changesAt.filter((at) => at > number && at <= this.finalized.number);
  }
  pending(): readonly Bytes[] {
    return this.#pending;
  }
  submit(extrinsic: Uint8Array): SubmitResult {
    this.#pending.push(extrinsic.slice() as Bytes);
    return { ok: true, hash: blake2b256(extrinsic) };
  }
  queryInfo() {
    return { refTime: 1n, proofSize: 1n, class: 'Normal', partialFeeRao: 1n } as const;
  }
  subscribe(listener: (event: ChainEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The set whose votes make a block final. */
  setIdAt(number: number): bigint {
    return BigInt(this.options.changesAt.filter((at) => at < number).length);
  }

  /** A block, and finality for the one before it. */
  tick(): void {
    const parent = this.best;
    const note = encode(bytes, utf8(`of block ${parent.number + 1}`));
    const block = this.extend(parent, ++this.#slot, [note, ...this.#pending]);
    this.#pending = [];
    this.best = this.#add(block);
    this.#tell({ type: 'imported', block, isBest: true });
    if (parent.number > 0) this.#finalize(parent);
  }

  /** A block per slot until `stop`. */
  run(): void {
    this.#timer = setInterval(() => this.tick(), this.options.slotMs);
  }
  stop(): void {
    clearInterval(this.#timer);
  }

  /** A well-made block on any parent, which is not added. `digest`: more items, or others. */
  extend(
    parent: Block,
    slot: bigint,
    body: readonly Bytes[] = [],
    forge: { readonly author?: KeyPair; readonly digest?: readonly DigestItem[]; readonly entry?: Bytes } = {},
  ): Block {
    const number = parent.number + 1;
    let state = parent.state!.set(NUMBER_KEY, forge.entry ?? encode(u32, number));
    state = state.set(SLOT_KEY, encode(u64, slot)).set(NOW_KEY, encode(u64, slot * BigInt(this.options.slotMs)));
    const digest: DigestItem[] = [auraPreRuntime(slot), ...(forge.digest ?? [])];
    if (this.options.changesAt.includes(number)) {
      const next = this.setIdAt(number) + 1n;
      digest.push(encodeScheduledChange(authoritiesOf(next)));
      state = state.set(GRANDPA_AUTHORITIES_KEY, encode(authorityList, authoritiesOf(next)));
      state = state.set(GRANDPA_SET_ID_KEY, encode(u64, next));
    }
    const header: Header = {
      parentHash: parent.hash,
      number,
      stateRoot: state.root(),
      extrinsicsRoot: orderedTrieRoot(body),
      digest,
    };
    const author = forge.author ?? authors[Number(slot % BigInt(AUTHORS))]!;
    return blockOf(sealHeader(header, author, NO_RANDOM), body, state);
  }

  #finalize(block: Block): void {
    const setId = this.setIdAt(block.number);
    const round = BigInt(block.number);
    this.lastFinality = {
      block,
      round,
      setId,
      ...createFinality({ target: block, round, setId, pairs: votersOf(setId) }),
    };
    this.#votes.set(block.number, this.lastFinality);
    this.finalized = block;
    this.grandpa = { round: round + 1n, setId: this.setIdAt(block.number + 1) };
    this.#tell({ type: 'finalized', finality: this.lastFinality });
  }

  #add(block: Block): Block {
    this.#blocks.set(toHex(block.hash), block);
    this.#numbers[block.number] = block;
    return block;
  }

  #tell(event: ChainEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export function blockOf(header: Header, body: readonly Bytes[], state: Trie): Block {
  const headerBytes = encodeHeader(header);
  return { number: header.number, hash: blake2b256(headerBytes), header, headerBytes, body, state };
}

function genesisState({ code, salt = '' }: AdversaryChainOptions): Trie {
  const keys = authors.map(({ publicKey }) => publicKey);
  const entries: readonly (readonly [Bytes, Bytes])[] = [
    [CODE_KEY, code],
    [AURA_AUTHORITIES_KEY, encode(vec(fixedBytes(32)), keys)],
    [GRANDPA_AUTHORITIES_KEY, encode(authorityList, authoritiesOf(0n))],
    [GRANDPA_SET_ID_KEY, encode(u64, 0n)],
    [NUMBER_KEY, encode(u32, 0)],
    [item('Salt'), encode(bytes, utf8(salt))],
    ...BULK_KEYS.map((key, i) => [key, bulkValue(i)] as const),
  ];
  return entries.reduce((state, [key, value]) => state.set(key, value), Trie.empty(1));
}
