/**
 * The frame of a block: what stands in `System` while it is executed and what it leaves behind.
 *
 * As Substrate's `frame_system` leaves them: number, parent hash, digest (without the seal), events and their count of
 * this block stay until the next one begins; the count of extrinsics is gone; block hashes are kept 2400 back, and the
 * genesis for ever. A block cannot hold its own hash, so it notes its parent's.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { DigestItem } from '../../src/chain/header.ts';
import { constants, storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import type { BlockExecution } from './block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from './block-execution.ts';
import type { Handlers } from './handlers.ts';

const system = storage.System;
const BLOCK_HASH_COUNT = constants.System.BlockHashCount.value;

export interface BlockFrame {
  readonly number: number;
  /** Left out: the number before. The first block of a chain that goes on from another's state follows number 0. */
  readonly parentNumber?: number;
  readonly parentHash: Bytes;
  readonly digest: readonly DigestItem[];
}

export function initializeSystem(
  state: State,
  { number, parentNumber = number - 1, parentHash, digest }: BlockFrame,
): void {
  state.put(system.Number, number);
  state.put(system.ParentHash, parentHash);
  state.put(system.Digest, { logs: digest });
  state.put(system.BlockHash, parentNumber, parentHash);
}

/** Adds an item to the header's digest; like every change, it stays only if the call succeeds. */
export function depositLog({ state }: BlockExecution, item: DigestItem): void {
  state.change(system.Digest, ({ logs }) => ({ logs: [...logs, item] }));
}

export function finalizeSystem({ state, number, events }: BlockExecution): void {
  state.put(system.Events, events);
  state.put(system.EventCount, events.length);
  const oldest = number - BLOCK_HASH_COUNT - 1;
  if (oldest > 0) state.kill(system.BlockHash, oldest);
}

export const nonceOf = (state: State, account: Bytes): number => state.get(system.Account, account).nonce;

export function incrementNonce(state: State, account: Bytes): void {
  state.change(system.Account, account, (info) => ({ ...info, nonce: info.nonce + 1 }));
}

/** `remark_with_event` says what it heard; `remark` says nothing. */
export const systemCalls: Handlers<'System'> = {
  remark: (_, origin) => (origin.type === 'none' ? BAD_ORIGIN : undefined),
  remark_with_event: (execution, origin, { remark }) => {
    const sender = signerOf(origin);
    if (!sender) return BAD_ORIGIN;
    emit(execution, 'System', 'Remarked', { sender, hash: blake2b256(remark) });
    return undefined;
  },
};
