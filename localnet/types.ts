/**
 * Contracts inside the localnet: one chain, seen by the p2p host, the RPC server and the residents.
 */
import type { Bytes } from '../src/chain/bytes.ts';
import type { Header } from '../src/chain/header.ts';
import type { Trie } from '../src/chain/trie/index.ts';

/** A block that the chain knows, with the state after it. Immutable. */
export interface Block {
  readonly number: number;
  readonly hash: Bytes;
  readonly header: Header;
  /** The SCALE bytes that `hash` is of. */
  readonly headerBytes: Bytes;
  /** Opaque extrinsics, each with its own compact length prefix, as they stand in bodies and roots. */
  readonly body: readonly Bytes[];
  /** True once the extrinsics of an old block are gone; `body` is empty then, whatever the header says. */
  readonly isBodyPruned?: boolean;
  /** State after the block; undefined once pruned (older than the retained window). */
  readonly state: Trie | undefined;
}

/** A block that GRANDPA finalized, with the proof of it. */
export interface Finality {
  readonly block: Block;
  readonly round: bigint;
  readonly setId: bigint;
  /** SCALE justification: round, target, precommits, ancestries. */
  readonly justification: Bytes;
  /** The same votes as a gossip commit message (without the leading message kind byte): round, set id, target, precommits, signatures. */
  readonly commit: Bytes;
}

export type ChainEvent =
  | { readonly type: 'imported'; readonly block: Block; readonly isBest: boolean }
  | { readonly type: 'finalized'; readonly finality: Finality }
  /** An extrinsic's life, for whoever watches it by hash. */
  | { readonly type: 'extrinsic'; readonly hash: Bytes; readonly status: ExtrinsicStatus };

export type ExtrinsicStatus =
  | { readonly type: 'ready' }
  | { readonly type: 'broadcast' }
  | { readonly type: 'in-block'; readonly block: Bytes; readonly index: number }
  | { readonly type: 'finalized'; readonly block: Bytes; readonly index: number }
  | { readonly type: 'dropped' }
  | { readonly type: 'invalid' };

/** Why the pool refused an extrinsic: the runtime's `InvalidTransaction`/`UnknownTransaction` by name, as JSON-RPC code 1010 data. */
export interface PoolRefusal {
  readonly ok: false;
  /** Namespaced code of ours, one of `chain/refusal.ts`: `pool/bad-proof`, `pool/stale`, `pool/payment`, `pool/custom`, … */
  readonly code: string;
  /** Substrate's words: "Transaction has a bad signature". */
  readonly message: string;
  /** `InvalidTransaction::Custom(n)`, when that is what it is. */
  readonly custom?: number;
}

/** Who brings an extrinsic: `own` = this process has just signed it, so its signatures are not checked once more. */
export type ExtrinsicSource = 'own' | 'external';

export type SubmitResult = { readonly ok: true; readonly hash: Bytes } | PoolRefusal;

/** What the p2p host, the RPC server and the residents see of the chain. */
export interface ChainView {
  readonly genesis: Block;
  readonly best: Block;
  readonly finalized: Block;
  /** Number of the block after the genesis: 1, or N+1 where the chain goes on from another's state of block N. */
  readonly firstNumber: number;
  /** The round and set that the next commit will be of. */
  readonly grandpa: { readonly round: bigint; readonly setId: bigint };
  /** Justification of the finalized head; undefined while only the genesis is final. */
  readonly lastFinality: Finality | undefined;
  /** Votes for the final block of this number, kept because voters changed with it or by the number; not the newest. */
  keptVotes(number: number): Finality | undefined;
  /** Numbers of the final blocks after `number` with which voters changed, ascending. */
  setChangesAfter(number: number): readonly number[];
  byHash(hash: Uint8Array): Block | undefined;
  /** The block of this number on the best chain. */
  byNumber(number: number): Block | undefined;
  /** Checks and queues an extrinsic (with its length prefix). `source`, if left out: `external`. */
  submit(extrinsic: Uint8Array, source?: ExtrinsicSource): SubmitResult;
  /** Extrinsics waiting, in order. */
  pending(): readonly Bytes[];
  /** The fee of an extrinsic in rao, and its weight, as `TransactionPaymentApi_query_info` would say. */
  queryInfo(extrinsic: Uint8Array): {
    readonly refTime: bigint;
    readonly proofSize: bigint;
    readonly class: 'Normal' | 'Operational' | 'Mandatory';
    readonly partialFeeRao: bigint;
  };
  subscribe(listener: (event: ChainEvent) => void): () => void;
}

/** What a node may be told to lie about, so that clients can be shown to refuse it. */
export interface Lies {
  /** Flip a byte in every storage proof served. */
  readonly proof: boolean;
  /** Flip a byte in a signature of every GRANDPA commit and justification served. */
  readonly signature: boolean;
}
