/**
 * What is inside a time-locked weight commit: the weights and who set them, as SCALE (spec participation §5.4; subtensor
 * `coinbase/reveal_commits.rs`, `WeightsTlockPayload` and `LegacyWeightsTlockPayload`).
 *
 *   { hotkey: Vec<u8>, uids: Vec<u16>, values: Vec<u16>, version_key: u64 }          the older form has no hotkey
 *
 * QUIRK: the chain reads from the front and ignores what follows, in the payload and in the hotkey's bytes; a payload
 * whose hotkey has less than 32 bytes is read once more as the older form.
 */
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { Codec } from '../scale/index.ts';
import { bytes, encode, ScaleReader, struct, u16, u64, vec } from '../scale/index.ts';

const HOTKEY_BYTES = 32;

const weights = { uids: vec(u16), values: vec(u16), versionKey: u64 };
const current = struct(['WeightsTlockPayload'], { hotkey: bytes, ...weights });
const legacy = struct(['LegacyWeightsTlockPayload'], weights);

export interface WeightsPayload {
  /** Public key, 32 bytes. */
  readonly hotkey: Bytes;
  readonly uids: readonly number[];
  /** u16 each, one per uid. */
  readonly values: readonly number[];
  readonly versionKey: bigint;
}

/** What was read; the older form does not say whose weights they are. */
export interface RevealedPayload extends Omit<WeightsPayload, 'hotkey'> {
  readonly hotkey: Bytes | undefined;
}

/** @throws RangeError on a hotkey that has not 32 bytes, on uids, values or a version key outside their types */
export function encodePayload(payload: WeightsPayload): Bytes {
  const { length } = payload.hotkey;
  if (length !== HOTKEY_BYTES) throw new RangeError(`hotkey must have ${HOTKEY_BYTES} bytes, got ${length}`);
  return encode(current, payload);
}

/**
 * Reads a decrypted payload as the chain does. Lists may differ in length: that is for the checks of setting weights.
 * @throws ChainError `scale/…` if it is neither form
 */
export function decodePayload(plaintext: Uint8Array): RevealedPayload {
  const payload = readFront(current, plaintext);
  if (payload && payload.hotkey.length >= HOTKEY_BYTES) {
    return { ...payload, hotkey: payload.hotkey.slice(0, HOTKEY_BYTES) as Bytes };
  }
  return { hotkey: undefined, ...legacy.read(new ScaleReader(plaintext)) };
}

/** Undefined if these bytes do not begin with such a value. */
function readFront<T>(codec: Codec<T>, plaintext: Uint8Array): T | undefined {
  try {
    return codec.read(new ScaleReader(plaintext));
  } catch (error) {
    if (error instanceof ChainError) return undefined;
    throw error;
  }
}
