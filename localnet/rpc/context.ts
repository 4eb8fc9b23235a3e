/**
 * What all methods work with.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import type { VersionNumbers } from '../runtime/index.ts';
import type { Block, ChainView, Lies } from '../types.ts';
import { clientError } from './error.ts';
import type { Params } from './params.ts';

/** The node's p2p side, as `system_*` tells of it. */
export interface NodeIdentity {
  readonly peerId: string;
  readonly multiaddr: string;
  /** Light clients connected now. */
  peers(): number;
}

/** What the runtime of a block says of itself. */
export interface RuntimeDescription {
  readonly version: VersionNumbers;
  /** As `state_getMetadata` gives it: `meta`, a version byte, the rest. */
  readonly metadata: Bytes;
  /** Version 15 of it, with the runtime's functions; left out, it is not offered. */
  readonly metadataWithApis?: Bytes | undefined;
}

export interface RpcContext {
  readonly chain: ChainView;
  readonly chainName: string;
  /** The caller throws RpcError 4003 if the state of the block is gone. */
  readonly runtimeAt: (block: Block) => RuntimeDescription;
  /** `stored`: only votes that are kept are given away, and only with blocks, as behind a strict proxy. */
  readonly votes: 'all' | 'stored';
  readonly node: NodeIdentity;
  readonly lies: Lies;
  /** Told about exceptions that are mistakes of ours. */
  readonly log: (line: string) => void;
}

/** The block that the parameter names; the best one if it is absent. @throws RpcError 4003 if we do not know it. */
export function blockAt(chain: ChainView, params: Params, place: number): Block {
  const hash = params.hash(place, 'hash');
  if (!hash) return chain.best;
  const block = chain.byHash(hash);
  if (!block) throw clientError(`UnknownBlock: Header was not found in the database: ${toHex(hash)}`);
  return block;
}

/** @throws RpcError 4003 if the state is gone. */
export function stateOf({ state, hash }: Block): Trie {
  if (!state) throw clientError(`UnknownBlock: State already discarded for ${toHex(hash)}`);
  return state;
}
