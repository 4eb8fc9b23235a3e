/**
 * Signing elsewhere: the transaction leaves as text (a file, a QR code) and a signature comes back the same way.
 *
 *   exportPayload ─▶ JSON for tools, hex for a QR code ─▶ a key that is not on this machine ─▶ importSignature
 *
 * The JSON holds what the other side needs to make the payload anew and compare; the signature is verified here.
 */
import { toHex } from '../../../chain/bytes.ts';
import { LightError } from '../../errors.ts';
import { assembleTransaction } from '../sign.ts';
import type { SignedTransaction, UnsignedTransaction } from '../types.ts';
import { readSignature } from './signature-text.ts';
import { signerPayload } from './signer-payload.ts';

const FORMAT = 'yumalight-unsigned-transaction';
const FORMAT_VERSION = 1;
/** A signature with its brackets and names; a whole file of something else is not read. */
const MAX_TEXT_CHARS = 4096;

export interface ExportedPayload {
  /** For a file or the clipboard. */
  readonly json: string;
  /** The bytes to sign, as a QR code can carry them: at most 256 of them. */
  readonly payloadHex: string;
}

export function exportPayload(transaction: UnsignedTransaction): ExportedPayload {
  const payloadHex = toHex(transaction.payload);
  const { preflight, validUntilBlock } = transaction;
  const exported = {
    format: FORMAT,
    version: FORMAT_VERSION,
    call: preflight.call,
    validUntilBlock,
    payload: payloadHex,
    signerPayload: signerPayload(transaction),
  };
  return { json: `${JSON.stringify(exported, null, 2)}\n`, payloadHex };
}

/**
 * The transaction with a signature that came as text: hex with or without `0x`, 64 bytes or `01` and 64 bytes, or JSON with
 * a `signature`.
 * @throws LightError `signer/bad-answer`, `signer/other-scheme`, `signer/bad-signature`
 */
export function importSignature(transaction: UnsignedTransaction, text: string): SignedTransaction {
  if (text.length > MAX_TEXT_CHARS) {
    throw new LightError('signer/bad-answer', `A signature is shorter than ${MAX_TEXT_CHARS} characters.`, {
      data: { field: 'signature' },
    });
  }
  return assembleTransaction(transaction, readSignature(signatureIn(text.trim()), false));
}

function signatureIn(text: string): unknown {
  if (!text.startsWith('{')) return text.startsWith('0x') ? text : `0x${text}`;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, 'signature')
      ? (parsed as { readonly signature: unknown }).signature
      : undefined;
  } catch (error) {
    throw new LightError('signer/bad-answer', 'The text is not JSON with a signature.', {
      data: { field: 'signature' },
      cause: error,
    });
  }
}
