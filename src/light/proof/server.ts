/**
 * An untrusted server of one chain, whatever it speaks: what it can be asked, and what it tells by itself.
 *
 *   opened ── onOpen ──→ (questions, onHeader, onVotes)* ──→ onClosed, or close()
 *
 * Nothing that comes from here is believed. A transport only takes the answer apart within bounds (sizes, counts, hex,
 * SCALE lengths) and hands out bytes; `header-chain.ts` and `chain/trie` decide whether they are true. A server is one
 * connection: when it is over, a new one is opened. No event comes before the opening call has returned, none after
 * `onClosed` or `close()`; `onClosed` comes at most once. Every question rejects with a `LightError`:
 *
 *   proof/unreachable   no connection, or it went away
 *   proof/timeout       no answer within the deadline
 *   proof/limited       the server asks us to come less often (HTTP 429, JSON-RPC -32005, -32029, "rate limit")
 *   proof/malformed     an answer that is none: junk, wrong types, over a bound
 *   proof/unavailable   the server says that it does not have it (unknown block, pruned state)
 *   proof/refused       the server refuses the method or the extrinsic (data: rpcCode, rpcMessage, rpcData)
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';

/** What is kept of a server that says hello: claims, all of it. */
export interface Greeting {
  readonly genesisHash: BlockHash;
  /** The number of its finalized block. */
  readonly finalizedNumber: number;
}

/** Votes that make a block final, as they came: `chain/grandpa` checks them. */
export interface Votes {
  readonly kind: 'justification' | 'commit';
  readonly bytes: Bytes;
}

export interface ServerEvents {
  onOpen(greeting: Greeting): void;
  /** SCALE bytes of a header that it announces, sealed. */
  onHeader(headerBytes: Bytes): void;
  onVotes(votes: Votes): void;
  /** Another finalized block, by its word. */
  onFinalized(number: number): void;
  /** Bytes that arrived, for the books. */
  onReceived(bytes: number): void;
  onClosed(reason: Error): void;
}

/** A block and the votes for it. */
export interface FinalityProof {
  readonly headerBytes: Bytes;
  /** SCALE justification. */
  readonly justification: Bytes;
}

export interface QuestionOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ChainServer {
  readonly address: string;
  readonly transport: 'json-rpc' | 'libp2p';
  /** The hash of the block of this number on its best chain. */
  blockHash(number: number, options?: QuestionOptions): Promise<BlockHash>;
  /** One header, as bytes whose hash the caller compares. */
  header(hash: BlockHash, options?: QuestionOptions): Promise<Bytes>;
  /** Headers `from`…`from + count − 1` of its best chain, ascending; fewer where the chain ends. `count` ≤ 512. */
  headers(from: number, count: number, options?: QuestionOptions): Promise<readonly Bytes[]>;
  /** The stored votes for the block of this number and its header; undefined if it keeps none for it. */
  finalityOf(number: number, options?: QuestionOptions): Promise<FinalityProof | undefined>;
  /**
   * Proofs that lead from a finalized block towards the newest one, ascending: every block that changed the voters, and
   * the newest finalized one. Empty if there is nothing newer; undefined if the server cannot tell, and `finalityOf` has
   * to be asked block by block.
   */
  finalitySince(
    from: { readonly hash: BlockHash; readonly number: number },
    options?: QuestionOptions,
  ): Promise<readonly FinalityProof[] | undefined>;
  /** Nodes of the state trie of block `at` that hold `keys` (≤ 2048) or show that they are absent. */
  readProof(at: BlockHash, keys: readonly Bytes[], options?: QuestionOptions): Promise<readonly Bytes[]>;
  /** Opaque extrinsics with their length prefixes. */
  body(at: BlockHash, options?: QuestionOptions): Promise<readonly Bytes[]>;
  /** Hands over an extrinsic with its length prefix. */
  submit(extrinsic: Bytes, options?: QuestionOptions): Promise<void>;
  /** A JSON-RPC request of somebody else's choice. @throws LightError `light/unsupported` over libp2p. */
  request(method: string, params: readonly unknown[], options?: QuestionOptions): Promise<unknown>;
  /** A JSON-RPC subscription of somebody else's choice; the returned function ends it. As `request`. */
  subscribe(
    method: string,
    params: readonly unknown[],
    listener: (result: unknown) => void,
    options?: QuestionOptions,
  ): Promise<{ readonly id: string | number; close(unsubscribeMethod: string): void }>;
  close(): void;
}

/** Opens a connection. Returns at once; how it goes is told by the events. */
export type OpenServer = (address: string, events: ServerEvents) => ChainServer;
