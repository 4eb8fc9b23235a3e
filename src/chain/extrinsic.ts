/**
 * Extrinsics of version 4: how a call travels to the chain and stands in a block.
 *
 *   signed   = compact length ++ 0x84 ++ MultiAddress ++ MultiSignature ++ extra ++ call
 *   unsigned = compact length ++ 0x04 ++ call                                        (inherents, drand pulses)
 *   to sign  = call ++ extra ++ implicit, or its BLAKE2b-256 hash if that is longer than 256 bytes
 *
 * The runtime also declares version 5; nothing here sends it and nothing on the chain requires it. Calls stay bytes: what
 * is inside may belong to a pallet that this house does not declare. Signing is in `keys.ts`.
 */
import type { Bytes } from './bytes.ts';
import { concatBytes } from './bytes.ts';
import { ChainError } from './error.ts';
import { blake2b256 } from './hash.ts';
import type { Value } from './scale/index.ts';
import { bytes, decode, encode, ScaleReader, struct, within } from './scale/index.ts';
import type { Extra, Implicit, RuntimeCall } from './schema/index.ts';
import { extra, implicit, multiAddress, multiSignature, runtimeCall } from './schema/index.ts';

/** Version 4 with the bit that says "signed", and without. */
const SIGNED_V4 = 0x84;
const UNSIGNED_V4 = 0x04;
/** Longer payloads are hashed before they are signed. */
const MAX_PLAIN_PAYLOAD_BYTES = 256;

const signature = struct([], { address: multiAddress, signature: multiSignature, extra });
export type ExtrinsicSignature = Value<typeof signature>;

export interface Extrinsic {
  /** Who signed, how, and under which terms; undefined for unsigned extrinsics. */
  readonly signature: ExtrinsicSignature | undefined;
  /** The encoded call; `decodeCall` reads it. */
  readonly call: Bytes;
}

export interface SigningInput {
  readonly call: Uint8Array;
  readonly extra: Extra;
  readonly implicit: Implicit;
}

/** What the signer signs: at most 256 bytes, or the 32 bytes of a hash. */
export function signingPayload(input: SigningInput): Bytes {
  const payload = concatBytes(input.call, encode(extra, input.extra), encode(implicit, input.implicit));
  return payload.length > MAX_PLAIN_PAYLOAD_BYTES ? blake2b256(payload) : payload;
}

export interface SignedExtrinsicInput {
  /** The signer's account, 32 bytes. */
  readonly signer: Bytes;
  /** 64 bytes by the signer's sr25519 key over `signingPayload`. */
  readonly sr25519Signature: Bytes;
  readonly extra: Extra;
  readonly call: Uint8Array;
}

/** The bytes to submit, with their length prefix. @throws RangeError on a key or signature of the wrong length. */
export function encodeSignedExtrinsic(input: SignedExtrinsicInput): Bytes {
  return encodeExtrinsic({
    signature: {
      address: { type: 'Id', value: [input.signer] },
      signature: { type: 'Sr25519', value: [input.sr25519Signature] },
      extra: input.extra,
    },
    call: concatBytes(input.call),
  });
}

/** The bytes of any extrinsic, with their length prefix; the inverse of `decodeExtrinsic`. */
export function encodeExtrinsic(extrinsic: Extrinsic): Bytes {
  const head = extrinsic.signature
    ? concatBytes(Uint8Array.of(SIGNED_V4), encode(signature, extrinsic.signature))
    : Uint8Array.of(UNSIGNED_V4);
  return encode(bytes, concatBytes(head, extrinsic.call));
}

/**
 * Reads an extrinsic with its length prefix. The call is cut out, not read.
 * @throws ChainError `extrinsic/unsupported-version`, `extrinsic/no-call`, `scale/…` with field and offset.
 */
export function decodeExtrinsic(extrinsic: Uint8Array): Extrinsic {
  const body = decode(bytes, extrinsic, 'extrinsic');
  const input = new ScaleReader(body);
  return within('extrinsic', () => {
    const version = input.u8();
    if (version !== SIGNED_V4 && version !== UNSIGNED_V4) {
      throw new ChainError('extrinsic/unsupported-version', `expected 0x84 or 0x04, got 0x${version.toString(16)}`, {
        field: 'version',
        offset: 0,
      });
    }
    const signed = version === SIGNED_V4 ? signature.read(input) : undefined;
    if (input.remaining === 0) {
      throw new ChainError('extrinsic/no-call', 'nothing follows the signature', {
        field: 'call',
        offset: input.offset,
      });
    }
    return { signature: signed, call: input.take(input.remaining) };
  });
}

/** BLAKE2b-256 of the whole extrinsic: its name in pools and explorers. */
export const extrinsicHash = (extrinsic: Uint8Array): Bytes => blake2b256(extrinsic);

/** A call's bytes. @throws RangeError if an argument is outside its type. */
export const encodeCall = (call: RuntimeCall): Bytes => encode(runtimeCall, call);

/** @throws ChainError `scale/…`; a call of a pallet that is not declared is `scale/bad-variant`. */
export const decodeCall = (call: Uint8Array): RuntimeCall => decode(runtimeCall, call, 'call');
