/** What the tracker needs of a transaction that was signed here. */
import type { TrackableTransaction } from './tracked-transaction.ts';
import type { SignedTransaction } from './types.ts';

export function trackableOf({ bytes, hash, terms, validUntilBlock }: SignedTransaction): TrackableTransaction {
  const { signer, nonce, specVersion, era } = terms;
  return { bytes, hash, signer, nonce, specVersion, birth: era.birth, validUntil: validUntilBlock + 1 };
}
