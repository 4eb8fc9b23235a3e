/**
 * Headers as JSON-RPC writes them (`chain_getHeader`, `chain_getBlock`, the subscriptions):
 *
 *   { parentHash: "0x…", number: "0x1a2", stateRoot: "0x…", extrinsicsRoot: "0x…", digest: { logs: ["0x…", …] } }
 *
 * Hashes and numbers are hex, each log is one SCALE digest item. What comes out encodes to the bytes that the block's
 * hash is of; whether it is the right block is for the caller to compare.
 */
import type { Bytes } from '../chain/bytes.ts';
import { fromHex } from '../chain/bytes.ts';
import { ChainError } from '../chain/error.ts';
import type { Header } from '../chain/header.ts';
import { digestItem, MAX_DIGEST_ITEMS, MAX_HEADER_BYTES } from '../chain/header.ts';
import { decode } from '../chain/scale/index.ts';
import { LightError } from './errors.ts';
import { isRecord } from './json-rpc-message.ts';

/** A u32 without leading zeros, as Substrate writes block numbers. */
const HEX_NUMBER = /^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,7})$/;
const HASH_HEX_CHARS = 66;

/** @throws LightError `light/unexpected-answer` on anything that is no header. */
export function decodeHeaderJson(json: unknown): Header {
  if (!isRecord(json)) throw unexpected('nothing of the kind');
  const { parentHash, number, stateRoot, extrinsicsRoot, digest } = json;
  const logs: unknown = isRecord(digest) ? digest.logs : undefined;
  if (typeof number !== 'string' || !HEX_NUMBER.test(number)) throw unexpected('something else than a hex number');
  if (!Array.isArray(logs) || logs.length > MAX_DIGEST_ITEMS) throw unexpected('no digest, or too long a one');
  try {
    return {
      parentHash: hashBytes(parentHash),
      number: Number(number),
      stateRoot: hashBytes(stateRoot),
      extrinsicsRoot: hashBytes(extrinsicsRoot),
      digest: logs.map((log: unknown) => decode(digestItem, hexBytes(log, 2 * MAX_HEADER_BYTES), 'header.digest')),
    };
  } catch (cause) {
    if (cause instanceof ChainError) throw unexpected('undecodable bytes', cause);
    throw cause;
  }
}

function hashBytes(value: unknown): Bytes {
  if (typeof value !== 'string' || value.length !== HASH_HEX_CHARS) throw unexpected('something that is no hash');
  return hexBytes(value, HASH_HEX_CHARS);
}

function hexBytes(value: unknown, maxChars: number): Bytes {
  if (typeof value !== 'string' || !value.startsWith('0x') || value.length > maxChars) {
    throw unexpected('something that is no hex text');
  }
  return fromHex(value);
}

function unexpected(what: string, cause?: unknown): LightError {
  return new LightError('light/unexpected-answer', `A header was expected, but there was ${what}`, { cause });
}
