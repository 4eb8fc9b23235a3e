/**
 * The hash by which weights are committed before they are shown (commit–reveal v2; spec participation §5.3).
 *
 *   hash = blake2b-256( hotkey 32 ++ storage index u16 ++ Vec<u16> uids ++ Vec<u16> values ++ Vec<u16> salt ++ version u64 )
 *
 * Little-endian; a Vec is a compact length and its items. The salt hides the weights until they are revealed: random
 * u16s of the caller's, of any number (the SDK takes 8).
 */
import type { Bytes } from '../bytes.ts';
import { blake2b256 } from '../hash.ts';
import { encode, fixedBytes, struct, u16, u64, vec } from '../scale/index.ts';

const commit = struct(['WeightsCommit'], {
  hotkey: fixedBytes(32),
  storageIndex: u16,
  uids: vec(u16),
  values: vec(u16),
  salt: vec(u16),
  versionKey: u64,
});

export interface WeightsCommit {
  /** Public key, 32 bytes. */
  readonly hotkey: Bytes;
  /** `netuid + 4096 · mechanism`. */
  readonly storageIndex: number;
  /** Exactly as they will be revealed, in that order. */
  readonly uids: readonly number[];
  /** u16 each. */
  readonly values: readonly number[];
  /** u16 each. */
  readonly salt: readonly number[];
  readonly versionKey: bigint;
}

/** What is hashed. @throws RangeError on a part outside its type */
export const weightsCommitPreimage = (content: WeightsCommit): Bytes => encode(commit, content);

/** The argument of `commit_weights`, 32 bytes. @throws RangeError on a part outside its type */
export const weightsCommitHash = (content: WeightsCommit): Bytes => blake2b256(weightsCommitPreimage(content));
