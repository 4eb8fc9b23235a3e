/**
 * A chain for tests of the p2p host and the RPC server: real headers, seals, tries and finality, and next to no rules.
 *
 * Blocks are sealed by two Aura authorities and finalized by four GRANDPA voters, so that a light client accepts them.
 * A transaction is any extrinsic that `refuse` does not refuse; including it writes its hash into the state. Tests make
 * blocks by hand (`produce`, `finalize`) or let them come (`run`).
 */
import { auraPreRuntime, sealHeader } from '../src/chain/aura.ts';
import type { Bytes } from '../src/chain/bytes.ts';
import { concatBytes, toHex, utf8 } from '../src/chain/bytes.ts';
import { authorityList, createFinality } from '../src/chain/grandpa.ts';
import { blake2b256, twox128 } from '../src/chain/hash.ts';
import type { Header } from '../src/chain/header.ts';
import { encodeHeader } from '../src/chain/header.ts';
import { ed25519FromSeed, sr25519FromSeed } from '../src/chain/keys.ts';
import { bytes, compact, encode, fixedBytes, u32, u64, vec } from '../src/chain/scale/index.ts';
import { orderedTrieRoot, Trie } from '../src/chain/trie/index.ts';
import { AURA_AUTHORITIES_KEY, CODE_KEY, GRANDPA_AUTHORITIES_KEY, GRANDPA_SET_ID_KEY } from './runtime/index.ts';
import type { Block, ChainEvent, ChainView, Finality, PoolRefusal, SubmitResult } from './types.ts';

export interface FakeChainOptions {
  /** The runtime blob. */
  readonly code: Bytes;
  readonly slotDurationMs: number;
  /** Blocks that are there at the start, all finalized. */
  readonly history: number;
  /** More genesis state. */
  readonly entries?: Iterable<readonly [Uint8Array, Uint8Array]>;
  readonly refuse?: (extrinsic: Uint8Array) => PoolRefusal | undefined;
}

/** How far finality stays behind the head. */
const FINALITY_LAG_BLOCKS = 1;
const AURA_PAIRS = ['aura 0', 'aura 1'].map((name) => sr25519FromSeed(seedOf(name)));
const GRANDPA_PAIRS = [0, 1, 2, 3].map((i) => ed25519FromSeed(seedOf(`grandpa ${i}`)));
/** Seals are the same in every run. */
const NO_RANDOM = new Uint8Array(32);

function seedOf(name: string): Bytes {
  return blake2b256(utf8(name));
}

const key = (item: string, ...parts: readonly Uint8Array[]): Bytes =>
  concatBytes(twox128(utf8('Fake')), twox128(utf8(item)), ...parts);

/** Number of the last block, u32. */
export const NUMBER_KEY: Bytes = key('Number');
/** One of many entries: 32 + 8 + 32 bytes long. */
export const bulkKey = (i: number): Bytes => key('Bulk', blake2b256(encode(u32, i)), encode(u32, i));
export const bulkValue = (i: number): Bytes =>
  concatBytes(blake2b256(encode(u32, i + 1)), encode(u64, BigInt(i)), blake2b256(encode(u32, i + 3)));
/** Where an included extrinsic leaves its block's number. */
export const includedKey = (extrinsicHash: Uint8Array): Bytes => key('Included', extrinsicHash);

export class FakeChain implements ChainView {
  readonly genesis: Block;
  readonly firstNumber = 1;
  best: Block;
  finalized: Block;
  grandpa = { round: 1n, setId: 0n };
  lastFinality: Finality | undefined;
  readonly #options: FakeChainOptions;
  readonly #blocks = new Map<string, Block>();
  readonly #numbers: Block[] = [];
  readonly #listeners = new Set<(event: ChainEvent) => void>();
  #pending: Bytes[] = [];
  #slot: bigint;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FakeChainOptions) {
    this.#options = options;
    this.#slot = BigInt(Math.floor(Date.now() / options.slotDurationMs) - options.history);
    const state = genesisState(options);
    const root = Trie.empty(0).root();
    this.genesis = this.#add(
      { parentHash: new Uint8Array(32), number: 0, stateRoot: state.root(), extrinsicsRoot: root, digest: [] },
      [],
      state,
    );
    this.best = this.genesis;
    this.finalized = this.genesis;
    for (let i = 0; i < options.history; i++) this.produce();
    if (options.history > 0) this.finalize(this.best);
  }

  byHash(hash: Uint8Array): Block | undefined {
    return this.#blocks.get(toHex(hash));
  }

  byNumber(number: number): Block | undefined {
    return this.#numbers[number];
  }

  /** None are kept. */
  keptVotes(): undefined {
    return undefined;
  }

  /** The voters are always the same. */
  setChangesAfter(): readonly number[] {
    return [];
  }

  pending(): readonly Bytes[] {
    return this.#pending;
  }

  submit(extrinsic: Uint8Array): SubmitResult {
    const refusal = this.#options.refuse?.(extrinsic);
    if (refusal) return refusal;
    const hash = blake2b256(extrinsic);
    this.#pending.push(extrinsic.slice() as Bytes);
    this.#tell({ type: 'extrinsic', hash, status: { type: 'ready' } });
    return { ok: true, hash };
  }

  queryInfo(extrinsic: Uint8Array) {
    return { refTime: 1000n, proofSize: 10n, class: 'Normal', partialFeeRao: BigInt(extrinsic.length) } as const;
  }

  subscribe(listener: (event: ChainEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes a block of all that is pending; it becomes the best. `change`: more state that the block sets. */
  produce(change: Iterable<readonly [Uint8Array, Uint8Array]> = []): Block {
    const number = this.best.number + 1;
    const body = this.#pending;
    this.#pending = [];
    let state = this.best.state!.set(NUMBER_KEY, encode(u32, number));
    for (const extrinsic of body) state = state.set(includedKey(blake2b256(extrinsic)), encode(u32, number));
    for (const [changed, value] of change) state = state.set(changed, value);
    const slot = ++this.#slot;
    const unsealed: Header = {
      parentHash: this.best.hash,
      number,
      stateRoot: state.root(),
      extrinsicsRoot: orderedTrieRoot(body),
      digest: [auraPreRuntime(slot)],
    };
    const author = AURA_PAIRS[Number(slot % BigInt(AURA_PAIRS.length))]!;
    this.best = this.#add(sealHeader(unsealed, author, NO_RANDOM), body, state);
    this.#tell({ type: 'imported', block: this.best, isBest: true });
    body.forEach((extrinsic, index) => {
      const status = { type: 'in-block', block: this.best.hash, index } as const;
      this.#tell({ type: 'extrinsic', hash: blake2b256(extrinsic), status });
    });
    return this.best;
  }

  finalize(block: Block): Finality {
    const { round, setId } = this.grandpa;
    const proofs = createFinality({ target: block, round, setId, pairs: GRANDPA_PAIRS });
    const before = this.finalized.number;
    this.lastFinality = { block, round, setId, ...proofs };
    this.finalized = block;
    this.grandpa = { round: round + 1n, setId };
    this.#tell({ type: 'finalized', finality: this.lastFinality });
    for (const { hash, body } of this.#numbers.slice(before + 1, block.number + 1)) {
      body.forEach((extrinsic, index) => {
        const status = { type: 'finalized', block: hash, index } as const;
        this.#tell({ type: 'extrinsic', hash: blake2b256(extrinsic), status });
      });
    }
    return this.lastFinality;
  }

  /** Lets the state of a block go, as a node does with old ones. */
  prune(number: number): void {
    const pruned = { ...this.#numbers[number]!, state: undefined };
    this.#numbers[number] = pruned;
    this.#blocks.set(toHex(pruned.hash), pruned);
  }

  /** Lets the extrinsics of a block go, too. */
  pruneBody(number: number): void {
    const pruned: Block = { ...this.#numbers[number]!, state: undefined, body: [], isBodyPruned: true };
    this.#numbers[number] = pruned;
    this.#blocks.set(toHex(pruned.hash), pruned);
  }

  /** A block per slot, finalized one block later, until `stop`. */
  run(): void {
    this.#timer = setInterval(() => {
      this.produce();
      const target = this.#numbers[this.best.number - FINALITY_LAG_BLOCKS];
      if (target && target.number > this.finalized.number) this.finalize(target);
    }, this.#options.slotDurationMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #add(header: Header, body: readonly Bytes[], state: Trie): Block {
    const headerBytes = encodeHeader(header);
    const block = { number: header.number, hash: blake2b256(headerBytes), header, headerBytes, body, state };
    this.#blocks.set(toHex(block.hash), block);
    this.#numbers[block.number] = block;
    return block;
  }

  #tell(event: ChainEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function genesisState({ code, entries = [] }: FakeChainOptions): Trie {
  const authorities = GRANDPA_PAIRS.map(({ publicKey }) => ({ publicKey, weight: 1n }));
  const wellKnown = [
    [CODE_KEY, code],
    [
      AURA_AUTHORITIES_KEY,
      encode(
        vec(fixedBytes(32)),
        AURA_PAIRS.map(({ publicKey }) => publicKey),
      ),
    ],
    [GRANDPA_AUTHORITIES_KEY, encode(authorityList, authorities)],
    [GRANDPA_SET_ID_KEY, encode(u64, 0n)],
    [NUMBER_KEY, encode(u32, 0)],
  ] as const;
  let state = Trie.empty(1);
  for (const [name, value] of [...wellKnown, ...entries]) state = state.set(name, value);
  return state;
}

/** An extrinsic that says nothing but `text`, with its length prefix. */
export function fakeExtrinsic(text: string): Bytes {
  return encode(bytes, concatBytes(Uint8Array.of(4), encode(compact(u32), text.length), utf8(text)));
}

/** Metadata of nothing: enough for a light client, which never looks into it. */
export const FAKE_METADATA: Bytes = concatBytes(utf8('meta'), Uint8Array.of(14), new Uint8Array(64));
