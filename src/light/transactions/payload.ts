/**
 * The bytes of a transaction: what is signed, and what is submitted (spec storage §5).
 *
 *   payload   = call ++ era ++ nonce ++ tip ++ 00 ++ spec ++ transaction version ++ genesis ++ birth hash ++ 00
 *   extrinsic = length ++ 84 ++ 00 account ++ 01 signature ++ era ++ nonce ++ tip ++ 00 ++ call
 */
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex } from '../../chain/bytes.ts';
import { encodeSignedExtrinsic, signingPayload } from '../../chain/extrinsic.ts';
import { SIGNATURE_BYTES } from '../../chain/keys.ts';
import type { Extra, Implicit } from '../../chain/schema/index.ts';
import { encodedEra } from './era.ts';
import type { TransactionTerms } from './types.ts';

export const extraOf = (terms: TransactionTerms): Extra => ({
  era: encodedEra(terms.era),
  nonce: terms.nonce,
  tip: terms.tipRao,
  metadataHashMode: { type: 'Disabled', value: undefined },
});

export const implicitOf = ({ specVersion, transactionVersion, genesisHash, era }: TransactionTerms): Implicit => ({
  specVersion,
  transactionVersion,
  genesisHash,
  eraBlockHash: fromHex(era.birth.hash),
  metadataHash: undefined,
});

/** What the signer signs. */
export const payloadOf = (call: Bytes, terms: TransactionTerms): Bytes =>
  signingPayload({ call, extra: extraOf(terms), implicit: implicitOf(terms) });

/** The extrinsic with its length prefix. */
export const extrinsicOf = (call: Bytes, terms: TransactionTerms, signature: Bytes): Bytes =>
  encodeSignedExtrinsic({ signer: terms.signer, sr25519Signature: signature, extra: extraOf(terms), call });

/** As long as the real one, with a signature that is none: for asking what it costs. */
export const unsignedExtrinsicOf = (call: Bytes, terms: TransactionTerms): Bytes =>
  extrinsicOf(call, terms, new Uint8Array(SIGNATURE_BYTES).fill(1));
