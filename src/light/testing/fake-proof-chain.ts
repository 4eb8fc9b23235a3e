/**
 * A small true chain for tests of the proof engine: sealed headers, tries, votes, changes of authors and voters; and a
 * server of it in memory that a test can make lie, fall silent or go away.
 */
import { auraPreRuntime, encodeAuraAuthoritiesChange, sealHeader } from '../../chain/aura.ts';
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { createFinality, encodeScheduledChange } from '../../chain/grandpa.ts';
import type { DigestItem, Header } from '../../chain/header.ts';
import { encodeHeader, headerHash } from '../../chain/header.ts';
import type { KeyPair } from '../../chain/keys.ts';
import { ed25519FromUri, sr25519FromUri } from '../../chain/keys.ts';
import { encode } from '../../chain/scale/index.ts';
import { storage, storageKey } from '../../chain/schema/index.ts';
import { orderedTrieRoot, Trie } from '../../chain/trie/index.ts';
import { LightError } from '../errors.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { ChainServer, FinalityProof, OpenServer, ServerEvents } from '../proof/server.ts';

export const FAKE_SLOT_MS = 1000;
/** Seals are the same in every run. */
const NO_RANDOM = new Uint8Array(32);
const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'];
export const auraPairs: readonly KeyPair[] = names.map((name) => sr25519FromUri(`//${name}`));
export const grandpaPairs: readonly KeyPair[] = names.map((name) => ed25519FromUri(`//${name}`));
const voters = (pairs: readonly KeyPair[]) => pairs.map(({ publicKey }) => ({ publicKey, weight: 1n }));
const keysOf = (pairs: readonly KeyPair[]) => pairs.map(({ publicKey }) => publicKey);

export interface ProofBlock {
  readonly number: number;
  readonly hash: BlockHash;
  readonly header: Header;
  readonly headerBytes: Bytes;
  readonly state: Trie;
  readonly body: readonly Bytes[];
}

export interface ProduceOptions {
  /** Left out: the last block. */
  readonly parent?: ProofBlock;
  /** Who builds after it. */
  readonly authors?: readonly KeyPair[];
  /** Who votes after it (and `delay` blocks more). */
  readonly voters?: readonly KeyPair[];
  readonly delay?: number;
  readonly entries?: Iterable<readonly [Uint8Array, Uint8Array]>;
  readonly body?: readonly Bytes[];
  /** What else its header tells. */
  readonly digest?: readonly DigestItem[];
  /** Slots to leave empty before it. */
  readonly missedSlots?: number;
}

export class FakeProofChain {
  /** The best chain, by number. */
  readonly blocks: ProofBlock[] = [];
  readonly #authors = new Map<BlockHash, readonly KeyPair[]>();
  readonly #slots = new Map<BlockHash, bigint>();

  constructor(authors = auraPairs.slice(0, 4)) {
    const state = stateAfter(Trie.empty(1), { number: 0, authors, slot: 0n, entries: [], parent: undefined });
    const header: Header = {
      parentHash: new Uint8Array(32),
      number: 0,
      stateRoot: state.root(),
      extrinsicsRoot: orderedTrieRoot([]),
      digest: [],
    };
    this.#keep(header, state, [], authors, 0n, true);
  }

  get best(): ProofBlock {
    return this.blocks.at(-1)!;
  }

  produce(options: ProduceOptions = {}): ProofBlock {
    const parent = options.parent ?? this.best;
    const authors = this.#authors.get(parent.hash)!;
    const next = options.authors ?? authors;
    const slot = this.#slots.get(parent.hash)! + 1n + BigInt(options.missedSlots ?? 0);
    const number = parent.number + 1;
    const body = options.body ?? [];
    const state = stateAfter(parent.state, { number, authors: next, slot, entries: options.entries ?? [], parent });
    const digest: DigestItem[] = [auraPreRuntime(slot), ...(options.digest ?? [])];
    if (options.voters) digest.push(encodeScheduledChange(voters(options.voters), options.delay ?? 0));
    if (options.authors) digest.push(encodeAuraAuthoritiesChange(keysOf(options.authors)));
    const header = sealHeader(
      {
        parentHash: headerHash(parent.headerBytes),
        number,
        stateRoot: state.root(),
        extrinsicsRoot: orderedTrieRoot(body),
        digest,
      },
      authors[Number(slot % BigInt(authors.length))]!,
      NO_RANDOM,
    );
    return this.#keep(header, state, body, next, slot, parent === this.best);
  }

  /** Makes `count` plain blocks; the last. */
  grow(count: number): ProofBlock {
    for (let i = 0; i < count; i++) this.produce();
    return this.best;
  }

  votesFor(block: ProofBlock, pairs = grandpaPairs.slice(0, 4), setId = 0n, round = 1n) {
    const target = { hash: headerHash(block.headerBytes), number: block.number };
    return createFinality({ target, round, setId, pairs });
  }

  checkpoint(block = this.blocks[0]!, pairs = grandpaPairs.slice(0, 4), setId = 0n): Checkpoint {
    return {
      chainId: 'fake',
      genesisHash: this.blocks[0]!.hash,
      headerBytes: block.headerBytes,
      grandpa: { setId, authorities: voters(pairs) },
      auraAuthorities: keysOf(this.#authors.get(block.hash)!),
      takenAtMs: 0,
      anchor: { kind: 'genesis', block, takenAtMs: 0, sources: [], isConfirmed: true },
    };
  }

  byHash(hash: BlockHash): ProofBlock | undefined {
    return this.blocks.find((block) => block.hash === hash);
  }

  #keep(
    header: Header,
    state: Trie,
    body: readonly Bytes[],
    authors: readonly KeyPair[],
    slot: bigint,
    isBest: boolean,
  ): ProofBlock {
    const headerBytes = encodeHeader(header);
    const block = { number: header.number, hash: toHex(headerHash(headerBytes)), header, headerBytes, state, body };
    this.#authors.set(block.hash, authors);
    this.#slots.set(block.hash, slot);
    if (isBest) this.blocks.push(block);
    return block;
  }
}

function stateAfter(
  before: Trie,
  change: {
    readonly number: number;
    readonly authors: readonly KeyPair[];
    readonly slot: bigint;
    readonly entries: Iterable<readonly [Uint8Array, Uint8Array]>;
    readonly parent: ProofBlock | undefined;
  },
): Trie {
  const { System, Aura, Timestamp } = storage;
  const { number, authors, slot, entries, parent } = change;
  let state = before
    .set(storageKey(System.Number), encode(System.Number.value, number))
    .set(storageKey(Aura.Authorities), encode(Aura.Authorities.value, keysOf(authors)))
    .set(storageKey(Aura.CurrentSlot), encode(Aura.CurrentSlot.value, slot))
    .set(storageKey(Timestamp.Now), encode(Timestamp.Now.value, slot * BigInt(FAKE_SLOT_MS)));
  if (parent) state = state.set(storageKey(System.BlockHash, parent.number), headerHash(parent.headerBytes));
  for (const [key, value] of entries) state = state.set(key, value);
  return state;
}

export interface FakeServerOptions {
  readonly chain: FakeProofChain;
  /** Votes by number, as a node stores them. */
  readonly votes: Map<number, FinalityProof>;
  /** Replaces answers; `this` is the honest server. */
  readonly lies?: Partial<ChainServer> | undefined;
  /** What it says of itself. */
  readonly finalizedNumber?: () => number;
  readonly genesisHash?: BlockHash;
  /** False: no `finalitySince`, as behind a proxy that knows only the oldest methods. */
  readonly provesFinality?: boolean;
}

/** A server in memory. `connections` are the open ones, to announce to or to cut. */
export function fakeServers(options: ReadonlyMap<string, FakeServerOptions>): {
  readonly openServer: OpenServer;
  readonly connections: Map<string, ServerEvents>;
  /** Addresses in the order in which they were dialled. */
  readonly dialled: string[];
} {
  const connections = new Map<string, ServerEvents>();
  const dialled: string[] = [];
  const openServer: OpenServer = (address, events) => {
    dialled.push(address);
    const found = options.get(address);
    const server = found ? honest(address, found) : undefined;
    queueMicrotask(() => {
      if (!found) return events.onClosed(new LightError('proof/unreachable', `${address} does not answer.`));
      connections.set(address, events);
      events.onOpen({
        genesisHash: found.genesisHash ?? found.chain.blocks[0]!.hash,
        finalizedNumber: found.finalizedNumber?.() ?? Math.max(0, ...found.votes.keys()),
      });
    });
    const close = () => void connections.delete(address);
    return { ...(server ?? honest(address, { chain: new FakeProofChain(), votes: new Map() })), ...found?.lies, close };
  };
  return { openServer, connections, dialled };
}

function honest(address: string, { chain, votes, provesFinality = true }: FakeServerOptions): ChainServer {
  const known = (hash: BlockHash) => {
    const block = chain.byHash(hash);
    if (!block) throw new LightError('proof/unavailable', `no block ${hash}`);
    return block;
  };
  return {
    address,
    transport: 'json-rpc',
    blockHash: async (number) => {
      const block = chain.blocks[number];
      if (!block) throw new LightError('proof/unavailable', `no block ${number}`);
      return block.hash;
    },
    header: async (hash) => known(hash).headerBytes,
    headers: async (from, count) => chain.blocks.slice(from, from + count).map(({ headerBytes }) => headerBytes),
    finalityOf: async (number) => votes.get(number),
    finalitySince: async ({ number }) =>
      provesFinality ? [...votes].filter(([at]) => at > number).map(([, proof]) => proof) : undefined,
    readProof: async (at, keys) => known(at).state.prove(keys),
    body: async (at) => known(at).body,
    submit: async () => undefined,
    request: async () => {
      throw new LightError('light/unsupported', 'a fake server has no other methods');
    },
    subscribe: async () => {
      throw new LightError('light/unsupported', 'a fake server has no other methods');
    },
    close: () => undefined,
  };
}
