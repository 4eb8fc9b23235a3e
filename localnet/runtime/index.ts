/** The runtime blob of the localnet: a small wasm module that answers what a light client asks, and its chain spec. */
export { buildRuntime, compressCode, decompressCode } from './build.ts';
export type { ChainSpecOptions } from './chain-spec.ts';
export { CHAIN_TYPE, chainSpec, TOKEN_PROPERTIES } from './chain-spec.ts';
export type { MetadataChange } from './changed-metadata.ts';
export { METADATA_CHANGES, withMetadataChange } from './changed-metadata.ts';
export { RuntimeError } from './error.ts';
export type { CallResult } from './execute.ts';
export { callRuntime } from './execute.ts';
export type { CallCost } from './fees.ts';
export { BASE_EXTRINSIC_REF_TIME, BASE_FEE_RAO, FEE_RAO_PER_BYTE } from './fees.ts';
export { ACCOUNT_PREFIX, AURA_AUTHORITIES_KEY, CODE_KEY, GRANDPA_AUTHORITIES_KEY, GRANDPA_SET_ID_KEY } from './keys.ts';
export type { VersionNumbers } from './version.ts';
export { BABE_API, localnetVersion, SPEC_NAME } from './version.ts';
