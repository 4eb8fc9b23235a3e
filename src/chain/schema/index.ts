/**
 * The chain's storage, calls, events, errors, extensions and constants, declared once (runtime 424 of finney).
 *
 * From one declaration come the TypeScript types, the storage keys, the codecs and the runtime metadata.
 */

export type { ChainMetadata } from './chain-metadata.ts';
export type { SchemaDifference, SchemaReport } from './compatibility.ts';
export { checkSchema, isCallable, isReadable, SCHEMA_SPEC_VERSIONS } from './compatibility.ts';
export type { ErrorText } from './errors.ts';
export { describeDispatchError, moduleErrorIndex, moduleErrorName } from './errors.ts';
export type { Extra, Implicit, SignedExtension } from './extensions.ts';
export { extra, implicit, metadataHashMode, signedExtensions, uncheckedExtrinsic } from './extensions.ts';
export type { MetadataOptions } from './metadata.ts';
export { metadata } from './metadata.ts';
export { decodeMetadata, MAX_METADATA_BYTES } from './metadata-decode.ts';
export { metadataV14 } from './metadata-v14.ts';
export { metadataV15 } from './metadata-v15.ts';
export type { RuntimeApiShape } from './metadata-with-apis.ts';
export { metadataWithApis } from './metadata-with-apis.ts';
export type { AnyPallet } from './pallet.ts';
export type { CommitmentData } from './pallets/commitments.ts';
export { commitmentData, commitmentInfo, rawCommitment } from './pallets/commitments.ts';
export { pulse, pulsesPayload } from './pallets/drand.ts';
export type { RuntimeVersion } from './pallets/runtime-version.ts';
export { finneyVersion, runtimeApis, runtimeVersion } from './pallets/runtime-version.ts';
export type { ErrorName, EventRecord, PalletWithErrors, RuntimeCall, RuntimeEvent } from './runtime.ts';
export { constants, eventRecord, pallets, runtimeCall, runtimeEvent, storage } from './runtime.ts';
export { AURA_API, apisOfAnswer, apisOfCode, BABE_API, isSmoldotCompatible } from './runtime-apis.ts';
export type { AnyStorageItem, HasherName, StorageItem } from './storage-item.ts';
export type { Leading } from './storage-key.ts';
export { decodeKeyTail, decodeValue, encodeValue, knownKeyName, storageKey, storagePrefix } from './storage-key.ts';
export type { InnerCall } from './types/call.ts';
export * from './types/index.ts';
