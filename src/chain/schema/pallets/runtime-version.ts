/**
 * Which runtime runs, and which of its functions a client may call (`sp_version::RuntimeVersion`).
 *
 * An API is named by the BLAKE2b-64 hash of its trait's name. Clients choose their ways by this list: a runtime that
 * lists `BabeApi` but answers it emptily (as finney's does) stops smoldot, so a chain of ours must leave it out.
 */
import { utf8 } from '../../bytes.ts';
import { blake2b64 } from '../../hash.ts';
import type { Value } from '../../scale/index.ts';
import { fixedBytes, struct, tuple, u8, u32, vec } from '../../scale/index.ts';
import { cow, cowStr } from '../types/basic.ts';

export const runtimeVersion = struct(['sp_version', 'RuntimeVersion'], {
  spec_name: cowStr,
  impl_name: cowStr,
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: cow(vec(tuple(fixedBytes(8), u32))),
  transaction_version: u32,
  system_version: u8,
});
export type RuntimeVersion = Value<typeof runtimeVersion>;

/** A runtime version's list of APIs, from their names and versions. */
export function runtimeApis(versions: readonly (readonly [name: string, version: number])[]): RuntimeVersion['apis'] {
  return versions.map(([name, version]) => [blake2b64(utf8(name)), version]);
}

/** Runtime 424 as it runs on finney. */
export function finneyVersion(): RuntimeVersion {
  return {
    spec_name: 'node-subtensor',
    impl_name: 'node-subtensor',
    authoring_version: 1,
    spec_version: 424,
    impl_version: 1,
    apis: runtimeApis(FINNEY_APIS),
    transaction_version: 1,
    system_version: 1,
  };
}

const FINNEY_APIS = [
  ['Core', 5],
  ['Metadata', 2],
  ['BlockBuilder', 6],
  ['GenesisBuilder', 1],
  ['TaggedTransactionQueue', 3],
  ['OffchainWorkerApi', 2],
  ['AuraApi', 1],
  ['SessionKeys', 1],
  ['GrandpaApi', 3],
  ['AccountNonceApi', 1],
  ['TransactionPaymentApi', 4],
  ['TransactionPaymentCallApi', 3],
  ['EthereumRuntimeRPCApi', 6],
  ['ConvertTransactionRuntimeApi', 2],
  ['ContractsApi', 2],
  ['DelegateInfoRuntimeApi', 1],
  ['NeuronInfoRuntimeApi', 1],
  ['SubnetInfoRuntimeApi', 2],
  ['StakeInfoRuntimeApi', 1],
  ['SubnetRegistrationRuntimeApi', 1],
  ['ProxyFilterRuntimeApi', 1],
  ['BabeApi', 2],
  ['SwapRuntimeApi', 1],
  ['ShieldApi', 1],
] as const;
