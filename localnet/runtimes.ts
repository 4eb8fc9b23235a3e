/**
 * The runtimes of a chain: what each says of itself, by the blob that stands in a state.
 *
 *   version, metadata ─▶ blob ─▶ `:code` of a block ─▶ the same version and metadata, for whoever asks about that block
 *
 * Everything is read back from the blob, so a chain that was upgraded and started again tells the same.
 */
import type { Bytes } from '../src/chain/bytes.ts';
import { equalBytes, toHex } from '../src/chain/bytes.ts';
import { callCosts } from '../src/chain/fees/index.ts';
import { bytes, decode } from '../src/chain/scale/index.ts';
import { runtimeApis as apiList, metadata, metadataWithApis, runtimeVersion } from '../src/chain/schema/index.ts';
import type { Trie } from '../src/chain/trie/index.ts';
import type { RuntimeDescription } from './rpc/index.ts';
import type { MetadataChange, VersionNumbers } from './runtime/index.ts';
import {
  BABE_API,
  buildRuntime,
  CODE_KEY,
  callRuntime,
  localnetVersion,
  METADATA_CHANGES,
  withMetadataChange,
} from './runtime/index.ts';
import { runtimeApis } from './runtime-api/index.ts';

const NO_ARGUMENTS = new Uint8Array();

/** The blob of a runtime, with its metadata in it. */
export async function buildCode(
  version: VersionNumbers,
  slotDurationMs: number,
  change?: MetadataChange,
): Promise<Bytes> {
  const plain = metadata({ slotDurationMs, version: localnetVersion(version) });
  const constants = { ...version, metadata: withMetadataChange(plain, change), slotDurationMs };
  return buildRuntime({ ...constants, callCosts: callCosts() });
}

/** What the runtime in a state says of itself. */
export type DescribeRuntime = (state: Trie) => RuntimeDescription;

/** Each runtime is described once. */
export function describeRuntimes(slotDurationMs: number): DescribeRuntime {
  const known = new WeakMap<Uint8Array, RuntimeDescription>();
  return (state) => {
    const code = state.get(CODE_KEY);
    const description = (code && known.get(code)) ?? readRuntime(state, slotDurationMs);
    if (code) known.set(code, description);
    return description;
  };
}

function readRuntime(state: Trie, slotDurationMs: number): RuntimeDescription {
  const said = decode(runtimeVersion, callRuntime(state, 'Core_version', NO_ARGUMENTS).output);
  const [[babeId]] = apiList([BABE_API]) as [readonly [Bytes, number]];
  const version: VersionNumbers = {
    specVersion: said.spec_version,
    transactionVersion: said.transaction_version,
    babeApi: said.apis.some(([id]) => toHex(id) === toHex(babeId)),
  };
  const options = { slotDurationMs, version: localnetVersion(version) };
  const own = decode(bytes, callRuntime(state, 'Metadata_metadata', NO_ARGUMENTS).output);
  const plain = metadata(options);
  const change = METADATA_CHANGES.find((name) => equalBytes(withMetadataChange(plain, name), own));
  return {
    version,
    metadata: own,
    metadataWithApis: withMetadataChange(metadataWithApis(runtimeApis, options), change),
  };
}
