/**
 * Transaction extensions: what a signed extrinsic carries beside its call, and what is signed without being sent.
 *
 *   extra    = era ++ compact nonce ++ compact tip ++ metadata hash mode       in the extrinsic
 *   implicit = u32 spec version ++ u32 transaction version ++ genesis hash ++ hash of the era's first block
 *              ++ optional metadata hash                                       only signed
 *
 * The runtime runs thirteen of them in this order; nine carry nothing and only check.
 */
import type { AnyCodec, Codec, Value } from '../scale/index.ts';
import { bytes, compact, fixedBytes, newtype, option, struct, tuple, u32, u64, variant } from '../scale/index.ts';
import { runtimeCall } from './runtime.ts';
import { h256, multiAddress, multiSignature, runtimeType, unit } from './types/basic.ts';
import { era } from './types/era.ts';

/** Whether the signer vouches for the metadata that it read the call with. `Disabled` unless a ledger asks for it. */
export const metadataHashMode = variant(['frame_metadata_hash_extension', 'Mode'], {
  Disabled: [0, []],
  Enabled: [1, []],
});
const nonce = compact(u32);
const tip = compact(u64);
const metadataHash = option(fixedBytes(32));

export const extra = struct([], { era, nonce, tip, metadataHashMode });
export type Extra = Value<typeof extra>;

export const implicit = struct([], {
  specVersion: u32,
  transactionVersion: u32,
  genesisHash: h256,
  eraBlockHash: h256,
  metadataHash,
});
export type Implicit = Value<typeof implicit>;

export interface SignedExtension {
  readonly identifier: string;
  /** Its part of `extra`. */
  readonly extra: AnyCodec;
  /** Its part of `implicit`. */
  readonly implicit: AnyCodec;
}

/** An extension that sends nothing. */
const check = (identifier: string, module: readonly string[], implicit: AnyCodec = unit): SignedExtension => ({
  identifier,
  extra: struct([...module, identifier], {}, [{ name: 'T', codec: runtimeType }]),
  implicit,
});
/** An extension that sends a value. */
const carry = <T>(
  identifier: string,
  module: readonly string[],
  value: Codec<T>,
  implicit: AnyCodec = unit,
): SignedExtension => ({ identifier, extra: newtype([...module, identifier], value), implicit });

const frame = (module: string) => ['frame_system', 'extensions', module];

/** In the order in which the runtime runs them. */
export const signedExtensions: readonly SignedExtension[] = [
  check('CheckNonZeroSender', frame('check_non_zero_sender')),
  check('CheckSpecVersion', frame('check_spec_version'), u32),
  check('CheckTxVersion', frame('check_tx_version'), u32),
  check('CheckGenesis', frame('check_genesis'), h256),
  carry('CheckMortality', ['node_subtensor_runtime', 'check_mortality'], era, h256),
  carry('CheckNonce', ['node_subtensor_runtime', 'check_nonce'], nonce),
  check('CheckWeight', frame('check_weight')),
  carry('ChargeTransactionPayment', ['pallet_transaction_payment'], tip),
  check('SudoTransactionExtension', ['node_subtensor_runtime', 'sudo_wrapper']),
  check('CheckShieldedTxValidity', ['pallet_shield', 'extension']),
  check('SubtensorTransactionExtension', ['pallet_subtensor', 'extensions', 'subtensor']),
  check('DrandPriority', ['pallet_drand', 'drand_priority']),
  {
    identifier: 'CheckMetadataHash',
    extra: struct(['frame_metadata_hash_extension', 'CheckMetadataHash'], { mode: metadataHashMode }),
    implicit: metadataHash,
  },
];

/** The type of an extrinsic, as the metadata describes it: opaque bytes, with what they are made of as parameters. */
export const uncheckedExtrinsic = newtype(
  ['sp_runtime', 'generic', 'unchecked_extrinsic', 'UncheckedExtrinsic'],
  bytes,
  [
    { name: 'Address', codec: multiAddress },
    { name: 'Call', codec: runtimeCall },
    { name: 'Signature', codec: multiSignature },
    { name: 'Extra', codec: tuple(...signedExtensions.map((extension) => extension.extra)) },
  ],
);
