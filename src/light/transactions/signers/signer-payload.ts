/**
 * A transaction as wallets are given it: the `SignerPayloadJSON` of polkadot-js. A wallet makes the payload anew from these
 * fields and the list of extensions, so all of them must be there, by name and in order (spec storage §5).
 *
 * Numbers are big-endian hex of fixed width, as polkadot-js writes them.
 */
import { toHex } from '../../../chain/bytes.ts';
import { encode } from '../../../chain/scale/index.ts';
import { era, signedExtensions } from '../../../chain/schema/index.ts';
import { toSs58 } from '../../../chain/ss58.ts';
import { encodedEra } from '../era.ts';
import type { UnsignedTransaction } from '../types.ts';

/** Version of signed extrinsics that the payload is for. */
const EXTRINSIC_VERSION = 4;
const U32_DIGITS = 8;
const U128_DIGITS = 32;

export interface SignerPayload {
  readonly address: string;
  readonly blockHash: string;
  readonly blockNumber: string;
  readonly era: string;
  readonly genesisHash: string;
  readonly metadataHash: null;
  readonly method: string;
  readonly mode: number;
  readonly nonce: string;
  readonly specVersion: string;
  readonly tip: string;
  readonly transactionVersion: string;
  readonly signedExtensions: readonly string[];
  readonly version: number;
}

export function signerPayload({ callBytes, terms }: UnsignedTransaction): SignerPayload {
  const { signer, nonce, tipRao, specVersion, transactionVersion, genesisHash } = terms;
  return {
    address: toSs58(signer),
    blockHash: terms.era.birth.hash,
    blockNumber: hexNumber(terms.era.birth.number, U32_DIGITS),
    era: toHex(encode(era, encodedEra(terms.era))),
    genesisHash: toHex(genesisHash),
    metadataHash: null,
    method: toHex(callBytes),
    mode: 0,
    nonce: hexNumber(nonce, U32_DIGITS),
    specVersion: hexNumber(specVersion, U32_DIGITS),
    tip: hexNumber(tipRao, U128_DIGITS),
    transactionVersion: hexNumber(transactionVersion, U32_DIGITS),
    signedExtensions: signedExtensions.map(({ identifier }) => identifier),
    version: EXTRINSIC_VERSION,
  };
}

const hexNumber = (value: number | bigint, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
