/**
 * The runtime version: what the blob says about itself in `Core_version`.
 *
 * Finney's, by name and number, but with a shorter list of APIs: those that the blob answers, and `BlockBuilder`, without
 * which clients doubt that it is a runtime. `BabeApi`, a placeholder on finney, stops smoldot, so it is only there on demand.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { encode } from '../../src/chain/scale/index.ts';
import type { RuntimeVersion } from '../../src/chain/schema/index.ts';
import { finneyVersion, runtimeApis, runtimeVersion } from '../../src/chain/schema/index.ts';

/** What the runtime calls itself: finney's name, since it behaves like finney's. */
export const SPEC_NAME = finneyVersion().spec_name;

export interface VersionNumbers {
  readonly specVersion: number;
  /** Changes whenever the meaning of signed bytes changes. */
  readonly transactionVersion: number;
  /** Whether the placeholder of finney's `BabeApi` is there too; not if left out. */
  readonly babeApi?: boolean;
}

/** Name and version of each, as the real runtime lists them. */
const APIS = [
  ['Core', 5],
  ['Metadata', 2],
  ['BlockBuilder', 6],
  ['TaggedTransactionQueue', 3],
  ['AuraApi', 1],
  ['GrandpaApi', 3],
  ['AccountNonceApi', 1],
  ['TransactionPaymentApi', 4],
] as const;
export const BABE_API = ['BabeApi', 2] as const;

/** The whole version; metadata must be made with the same one (`System.Version`). */
export function localnetVersion({ specVersion, transactionVersion, babeApi }: VersionNumbers): RuntimeVersion {
  return {
    ...finneyVersion(),
    spec_version: specVersion,
    transaction_version: transactionVersion,
    apis: runtimeApis(babeApi ? [...APIS, BABE_API] : APIS),
  };
}

export function encodeRuntimeVersion(numbers: VersionNumbers): Bytes {
  return encode(runtimeVersion, localnetVersion(numbers));
}
