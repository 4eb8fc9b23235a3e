/**
 * Calling the runtime: what the node computes itself, else what the blob in the state says.
 *
 * The node's list of APIs is longer than the blob's, so it tells a longer list as its version.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { encode } from '../../src/chain/scale/index.ts';
import type { RuntimeVersion } from '../../src/chain/schema/index.ts';
import { runtimeApis as apiList, runtimeVersion } from '../../src/chain/schema/index.ts';
import type { VersionNumbers } from '../runtime/index.ts';
import { callRuntime, localnetVersion } from '../runtime/index.ts';
import type { ApiContext } from '../runtime-api/index.ts';
import { callRuntimeApi, runtimeApis } from '../runtime-api/index.ts';
import { State } from '../state.ts';
import type { Block } from '../types.ts';
import type { RpcContext, RuntimeDescription } from './context.ts';
import { stateOf } from './context.ts';

/** The blob's version with all APIs that this node answers. */
export function nodeVersion(numbers: VersionNumbers): RuntimeVersion {
  const version = localnetVersion(numbers);
  const known = new Set(version.apis.map(([id]) => toHex(id)));
  const more = apiList(runtimeApis.map(({ name, version: number }) => [name, number])).filter(
    ([id]) => !known.has(toHex(id)),
  );
  return { ...version, apis: [...version.apis, ...more] };
}

export type RuntimeCaller = (block: Block, method: string, args: Uint8Array) => Bytes;

/**
 * Calls `method` with SCALE `args` over the state of a block.
 * The caller throws RpcError 4003 if the state is gone, ChainError for bad arguments, RuntimeError as `callRuntime`.
 */
export function runtimeCaller({ chain, runtimeAt }: RpcContext): RuntimeCaller {
  const contexts = new WeakMap<RuntimeDescription, ApiContext>();
  const contextOf = (runtime: RuntimeDescription): ApiContext => {
    const { version, metadata, metadataWithApis } = runtime;
    const context = contexts.get(runtime) ?? {
      version: encode(runtimeVersion, nodeVersion(version)),
      metadata: new Map(
        [metadata, metadataWithApis].flatMap((bytes) => (bytes ? [[metadataVersion(bytes), bytes] as const] : [])),
      ),
      queryInfo: (extrinsic) => chain.queryInfo(extrinsic),
    };
    contexts.set(runtime, context);
    return context;
  };
  return (block, method, args) => {
    const trie = stateOf(block);
    const context = contextOf(runtimeAt(block));
    return callRuntimeApi(new State(trie), context, method, args) ?? callRuntime(trie, method, args).output;
  };
}

/** The byte behind `meta`. */
const metadataVersion = (metadata: Bytes): number => metadata[4]!;
