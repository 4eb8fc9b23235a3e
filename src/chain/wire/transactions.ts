/**
 * `transactions/1`: extrinsics on their way into somebody's pool.
 *
 *   notification = C(count) · extrinsic*      each extrinsic is C(length) · bytes, and keeps its length prefix
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { bytes, encode, readCompactLength, ScaleReader, writeCompact } from '../scale/index.ts';
import { MAX_EXTRINSICS_PER_NOTIFICATION } from './limits.ts';

/** `extrinsics`: each with its length prefix. */
export function encodeTransactions(extrinsics: readonly Uint8Array[]): Bytes {
  const count: Uint8Array[] = [];
  writeCompact(extrinsics.length, count);
  return concatBytes(...count, ...extrinsics);
}

/** The extrinsics of a notification, each with its length prefix. @throws ChainError `wire/bad-notification`, `scale/…`. */
export function decodeTransactions(notification: Uint8Array): Bytes[] {
  const input = new ScaleReader(notification);
  const count = readCompactLength(input, 1);
  if (count > MAX_EXTRINSICS_PER_NOTIFICATION) {
    const reason = `${count} extrinsics at once, at most ${MAX_EXTRINSICS_PER_NOTIFICATION}`;
    throw new ChainError('wire/bad-notification', reason);
  }
  const extrinsics = Array.from({ length: count }, () => encode(bytes, bytes.read(input)));
  input.expectEnd();
  return extrinsics;
}
