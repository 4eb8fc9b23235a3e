/**
 * A checkpoint: a finalized block and who votes and builds after it. The proof engine begins with one and needs nothing
 * else to check everything that comes later.
 *
 * As a file it is JSON (`encodeCheckpoint`, `decodeCheckpoint` in `checkpoint-text.ts`):
 *
 *   { "format": "yumalight-checkpoint", "version": 1, "chain": "finney", "genesisHash": "0x…", "header": "0x…",
 *     "grandpa": { "setId": "17", "authorities": [["0x…", "1"], …] }, "aura": ["0x…", …], "takenAtMs": 1790000000000,
 *     "anchor": { "kind": "servers", "number": 1, "hash": "0x…", "takenAtMs": …, "sources": ["wss://…"], "isConfirmed": false } }
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import type { Authority } from '../../chain/grandpa.ts';
import type { TrustAnchor } from '../types.ts';

export interface Checkpoint {
  /** `finney`, `localnet`: for people; the genesis hash decides. */
  readonly chainId: string;
  readonly genesisHash: BlockHash;
  /** SCALE bytes of the finalized header. */
  readonly headerBytes: Bytes;
  readonly grandpa: {
    /** The set that votes for the block after this one. */
    readonly setId: bigint;
    readonly authorities: readonly Authority[];
  };
  /** sr25519 keys that build the block after this one, in the chain's order. */
  readonly auraAuthorities: readonly Bytes[];
  /** Wall-clock ms at which this block was the finalized head. */
  readonly takenAtMs: number;
  /** Where the trust came from; following the chain makes newer checkpoints of the same anchor. */
  readonly anchor: TrustAnchor;
}
