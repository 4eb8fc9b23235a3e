/**
 * Signing: whoever holds the key is asked, and what comes back is verified here before it counts.
 *
 *   UnsignedTransaction ─ signer.sign ─▶ 64 bytes ─ sr25519 verify against payload and account ─▶ SignedTransaction
 *
 * A signer is not believed: an extension may sign something else, or with another key.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import { SIGNATURE_BYTES, sr25519Verify } from '../../chain/keys.ts';
import { toSs58 } from '../../chain/ss58.ts';
import { LightError } from '../errors.ts';
import { extrinsicOf } from './payload.ts';
import type { SignedTransaction, Signer, SignOptions, UnsignedTransaction } from './types.ts';

/**
 * Has `signer` sign.
 * @throws LightError `signer/bad-signature`, `signer/bad-answer` (a signer of another account), what `Signer.sign` throws.
 */
export async function signTransaction(
  transaction: UnsignedTransaction,
  signer: Signer,
  options: SignOptions = {},
): Promise<SignedTransaction> {
  if (!equalBytes(signer.account, transaction.terms.signer)) {
    throw new LightError(
      'signer/bad-answer',
      `The transaction is of ${toSs58(transaction.terms.signer)}, the signer has another account.`,
      { data: { field: 'account' } },
    );
  }
  return assembleTransaction(transaction, await signer.sign(transaction, options));
}

/** The transaction with a signature from wherever. @throws LightError `signer/bad-signature` */
export function assembleTransaction(transaction: UnsignedTransaction, signature: Bytes): SignedTransaction {
  const { call, callBytes, terms, payload, validUntilBlock } = transaction;
  if (signature.length !== SIGNATURE_BYTES || !sr25519Verify(terms.signer, payload, signature)) {
    throw new LightError(
      'signer/bad-signature',
      `The signature is not of this transaction by ${toSs58(terms.signer)}; nothing was sent.`,
    );
  }
  const bytes = extrinsicOf(callBytes, terms, signature);
  return { bytes, hash: extrinsicHash(bytes), call, terms, validUntilBlock };
}
