/**
 * Founding: what the first block writes before anything else, so that the genesis itself stays small.
 *
 *   genesis (0)  code, authorities, System's frame, digest of the founding
 *   first block  accounts, subnets, stakes, …            numbered 1, or N+1 where the chain goes on from a state of block N
 *
 * A light client reads the whole genesis at every start, so what it does not need for that is not in there. The digest
 * names the founding: two chains of one genesis hash begin alike. The hooks of pallets begin with the block after it: an
 * epoch's inputs are what stands at the parent block, and here that is the bare genesis.
 */
import { createHash } from 'node:crypto';
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex, utf8 } from '../../src/chain/bytes.ts';
import { encode, u32 } from '../../src/chain/scale/index.ts';
import type { State } from '../state.ts';
import { LocalnetError } from './error.ts';

export interface Founding {
  /** The first block's number: 1, or N+1 for a state of block N, so that block numbers inside the state keep their meaning. */
  readonly number: number;
  /** The same at every call, each key once; none that the genesis has. */
  entries(): Iterable<readonly [key: Bytes, value: Bytes]>;
}

/** Where the genesis names the founding. */
export const FOUNDING_KEY: Bytes = utf8(':yumalight:founding');

/** BLAKE2b-512 of the number and of all keys and values in their order, each behind its length (u32). 64 bytes. */
export function foundingDigest(founding: Founding): Bytes {
  // Node's own: a founding can have millions of entries.
  const hash = createHash('blake2b512');
  const length = Buffer.alloc(4);
  hash.update(encode(u32, founding.number));
  for (const entry of founding.entries()) {
    for (const part of entry) {
      length.writeUInt32LE(part.length);
      hash.update(length).update(part);
    }
  }
  return Uint8Array.from(hash.digest());
}

/** Writes the founding. @throws LocalnetError `founding/not-new` if it has a key that the state has. */
export function writeFounding(state: State, founding: Founding): void {
  for (const [key, value] of founding.entries()) {
    if (state.getRaw(key) !== undefined) {
      throw new LocalnetError('founding/not-new', `the founding has ${toHex(key)}, which stands already`);
    }
    state.putRaw(key, value);
  }
}
