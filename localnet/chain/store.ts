/**
 * What survives the process: finalized blocks, the state they led to, and proofs of their finality.
 *
 *   base state (of block b)  +  changes of b+1 … f   =   every state from b to f          f = finalized, b = f − RETAINED_STATES
 *
 * Headers are kept for ever (about 400 bytes a block with what finds them), bodies RETAINED_BODIES back, states
 * RETAINED_STATES back; the genesis keeps all. Votes are kept for the last block, and for those that `KeptProof` names. A store holds finalized blocks only. `append` is all or nothing and has reached the disk when it resolves, so whoever
 * announces finality after it never announces what a crash could take back.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { Change } from '../state.ts';

/** How many blocks behind the finalized one a state can still be read. */
export const RETAINED_STATES = 256;
/** How many blocks behind the finalized one extrinsics can still be read. */
export const RETAINED_BODIES = 4096;
/** Most blocks in one append: well below the retained window, and a bound on the memory of one write. */
export const MAX_APPEND = 64;

export interface StoredBlock {
  readonly number: number;
  readonly hash: Bytes;
  readonly headerBytes: Bytes;
  /** Undefined once pruned. */
  readonly body: readonly Bytes[] | undefined;
}

export interface StoredFinality {
  readonly round: bigint;
  readonly setId: bigint;
  readonly justification: Bytes;
  readonly commit: Bytes;
}

/** Why the votes for a block are kept for ever: voters change with it, or its number is one to keep them for. */
export type KeptProof = 'set-change' | 'period';

/** What makes two databases different chains even before their first block. */
export interface ChainParameters {
  readonly blockTimeMs: number;
  readonly seed: string;
  /** What votes number the first set of voters; 0 if left out. */
  readonly genesisSetId?: bigint;
}

export interface FinalizedBlock {
  readonly block: StoredBlock;
  /** From the parent's state to this block's. */
  readonly changes: readonly Change[];
}

export interface StoredChain {
  readonly genesis: FinalizedBlock;
  /** Number of the block after the genesis. */
  readonly firstNumber: number;
  readonly base: { readonly block: StoredBlock; readonly state: Iterable<readonly [Bytes, Bytes]> };
  /** The blocks after the base, ascending, up to the finalized one. */
  readonly recent: readonly FinalizedBlock[];
  readonly finality: StoredFinality | undefined;
}

export interface Store {
  /** What an earlier process finalized; undefined if nothing was ever stored. */
  load(): Promise<StoredChain | undefined>;
  /** The first write: the genesis block and its whole state, and the number that the block after it will have. */
  create(genesis: FinalizedBlock, firstNumber: number): Promise<void>;
  /** Blocks that follow the finalized one (1…MAX_APPEND), and the proof for the last of them, which `kept` keeps for ever. */
  append(blocks: readonly FinalizedBlock[], finality: StoredFinality, kept: KeptProof | undefined): Promise<void>;
  /** The proof that was kept for a block. */
  keptProof(number: number): StoredFinality | undefined;
  /** Numbers of the blocks with which voters changed, ascending. */
  readonly setChanges: readonly number[];
  /** A finalized block, however old; undefined for numbers that no block has. */
  byNumber(number: number): StoredBlock | undefined;
  byHash(hash: Uint8Array): StoredBlock | undefined;
  close(): Promise<void>;
}
