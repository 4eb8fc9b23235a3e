/**
 * Signatures as text from wallets and files: `0x01` and 64 bytes, where the first byte names the scheme (`MultiSignature`).
 * Hostile until read here; whether it is of the right thing is for `assembleTransaction` to say.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { fromHex } from '../../../chain/bytes.ts';
import { SIGNATURE_BYTES } from '../../../chain/keys.ts';
import { LightError } from '../../errors.ts';

const SR25519 = 1;
const PREFIXED_BYTES = SIGNATURE_BYTES + 1;
/** A wallet that signs with ECDSA gives 66 bytes: enough to name the trouble, and nothing longer is read. */
const MAX_CHARS = 2 + 2 * (SIGNATURE_BYTES + 2);

/**
 * @param needsPrefix wallets must name the scheme; people may paste the 64 bytes alone
 * @throws LightError `signer/bad-answer`, `signer/other-scheme`
 */
export function readSignature(value: unknown, needsPrefix: boolean): Bytes {
  if (typeof value !== 'string' || value.length > MAX_CHARS || !/^0x([0-9a-fA-F]{2})+$/.test(value)) {
    throw badSignature('hex of a signature');
  }
  const bytes = fromHex(value);
  if (bytes.length === SIGNATURE_BYTES && !needsPrefix) return bytes;
  if (bytes.length === PREFIXED_BYTES && bytes[0] === SR25519) return bytes.slice(1);
  if (bytes.length > SIGNATURE_BYTES && bytes[0]! !== SR25519) {
    throw new LightError(
      'signer/other-scheme',
      'The signature is of another scheme; this chain’s accounts use sr25519.',
    );
  }
  throw badSignature(`${needsPrefix ? PREFIXED_BYTES : `${SIGNATURE_BYTES} or ${PREFIXED_BYTES}`} bytes`);
}

const badSignature = (expected: string): LightError =>
  new LightError('signer/bad-answer', `The signature cannot be read: ${expected} were expected.`, {
    data: { field: 'signature' },
  });
