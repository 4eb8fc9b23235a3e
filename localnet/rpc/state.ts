/**
 * `state_*`: storage, proofs of it, and what the runtime says.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import { proofServed } from '../p2p/index.ts';
import type { Block, ChainView } from '../types.ts';
import type { RpcContext } from './context.ts';
import { blockAt, stateOf } from './context.ts';
import { invalidParams } from './error.ts';
import type { Methods } from './json-rpc.ts';
import { MAX_LISTED_KEYS, MAX_PAGE, MAX_PAIRS, MAX_QUERIED_VALUES } from './limits.ts';
import type { Params } from './params.ts';
import type { RuntimeCaller } from './runtime-call.ts';
import { nodeVersion } from './runtime-call.ts';
import { runtimeVersionJson } from './runtime-version.ts';
import { storageSubscriptions } from './storage-subscriptions.ts';

export function stateMethods(context: RpcContext, callRuntime: RuntimeCaller): Methods {
  const { chain, runtimeAt, lies } = context;
  const value = (params: Params): Bytes | undefined => stateOf(blockAt(chain, params, 1)).get(params.key(0, 'key'));
  const call = (params: Params): string => {
    const [method, args, block] = [params.text(0, 'method'), params.bytes(1, 'data'), blockAt(chain, params, 2)];
    return toHex(callRuntime(block, method, args));
  };
  const versionJson = (block: Block) => runtimeVersionJson(nodeVersion(runtimeAt(block).version));
  const runtimeVersion = (params: Params) => versionJson(blockAt(chain, params, 0));
  const metadataHex = (params: Params) => toHex(runtimeAt(blockAt(chain, params, 0)).metadata);
  const methods: Methods = {
    state_getMetadata: metadataHex,
    state_getRuntimeVersion: runtimeVersion,
    chain_getRuntimeVersion: runtimeVersion,
    state_getStorage: (params) => hexOrNull(value(params)),
    state_getStorageHash: (params) => {
      const stored = value(params);
      return hexOrNull(stored && blake2b256(stored));
    },
    state_getStorageSize: (params) => value(params)?.length ?? null,
    state_queryStorageAt: (params) => [changeSet(blockAt(chain, params, 1), params.distinctKeys(0, 'keys'))],
    state_getKeysPaged: (params) => {
      const count = params.u32(1, 'count');
      if (count > MAX_PAGE) throw invalidParams(`count: expected at most ${MAX_PAGE}, got ${count}`);
      const start = params.isAbsent(2) ? undefined : params.key(2, 'startKey');
      return keysUnder(stateOf(blockAt(chain, params, 3)), params.key(0, 'prefix'), count, start);
    },
    state_queryStorage: (params) => {
      const keys = params.distinctKeys(0, 'keys');
      const [from, to] = [blockAt(chain, params, 1), blockAt(chain, params, 2)];
      return changesBetween(chain, keys, from.number, to.number);
    },
    state_getPairs: (params) => pairsUnder(stateOf(blockAt(chain, params, 1)), params.key(0, 'prefix')),
    state_getKeys: (params) => {
      const keys = keysUnder(stateOf(blockAt(chain, params, 1)), params.key(0, 'prefix'), MAX_LISTED_KEYS + 1);
      if (keys.length <= MAX_LISTED_KEYS) return keys;
      throw invalidParams(`prefix: more than ${MAX_LISTED_KEYS} keys begin with it; take pages`);
    },
    state_getReadProof: (params) => {
      const block = blockAt(chain, params, 1);
      const proof = stateOf(block).prove(params.distinctKeys(0, 'keys'));
      return { at: toHex(block.hash), proof: proofServed(proof, lies).map(toHex) };
    },
    state_call: call,
    ...storageSubscriptions(chain),
    state_subscribeRuntimeVersion: (_, subscriptions) =>
      subscriptions.open(RUNTIME_VERSION, 'state_runtimeVersion', (send) => {
        let told = runtimeAt(chain.best);
        send(versionJson(chain.best));
        return chain.subscribe((event) => {
          if (event.type !== 'imported' || !event.isBest || runtimeAt(event.block) === told) return;
          told = runtimeAt(event.block);
          send(versionJson(event.block));
        });
      }),
    state_unsubscribeRuntimeVersion: (params, subscriptions) =>
      subscriptions.close(RUNTIME_VERSION, params.text(0, 'subscription')),
  };
  return {
    ...methods,
    // Older names of the same.
    state_callAt: call,
    state_getStorageAt: methods.state_getStorage!,
    chain_subscribeRuntimeVersion: methods.state_subscribeRuntimeVersion!,
    chain_unsubscribeRuntimeVersion: methods.state_unsubscribeRuntimeVersion!,
  };
}

const RUNTIME_VERSION = 'RuntimeVersion';

const hexOrNull = (bytes: Uint8Array | undefined): string | null => (bytes ? toHex(bytes) : null);

/** Keys with their values in the state of `block`, as `state_queryStorageAt` and subscriptions say it. */
function changeSet(block: Block, keys: readonly Uint8Array[]) {
  const state = stateOf(block);
  return { block: toHex(block.hash), changes: keys.map((key) => [toHex(key), hexOrNull(state.get(key))] as const) };
}

/** The values at block `from`, then at every block up to `to` those that have changed there. */
function changesBetween(chain: ChainView, keys: readonly Bytes[], from: number, to: number) {
  // Where the chain goes on from another's state, there is nothing between the genesis and the first block.
  const next = (number: number) => Math.max(number + 1, chain.firstNumber);
  const count = Math.max(1, keys.length) * (to < next(from) ? 1 : to - next(from) + 2);
  if (count > MAX_QUERIED_VALUES) throw invalidParams(`expected at most ${MAX_QUERIED_VALUES} values, got ${count}`);
  const sets: ReturnType<typeof changeSet>[] = [];
  let before = new Map<string, string | null>();
  for (let number = from; number <= to; number = next(number)) {
    const block = chain.byNumber(number);
    if (!block) break;
    const { block: hash, changes } = changeSet(block, keys);
    const changed = changes.filter(([key, value]) => !before.has(key) || before.get(key) !== value);
    before = new Map(changes);
    if (changed.length > 0) sets.push({ block: hash, changes: changed });
  }
  return sets;
}

/** Keys with their values. */
function pairsUnder(state: Trie, prefix: Bytes): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const [key, value] of state.entries(prefix)) {
    if (pairs.length === MAX_PAIRS) throw invalidParams(`prefix: more than ${MAX_PAIRS} entries begin with it`);
    pairs.push([toHex(key), toHex(value)]);
  }
  return pairs;
}

/** Keys in ascending order, those after `start`, at most `count`. */
function keysUnder(state: Trie, prefix: Uint8Array, count: number, start?: Uint8Array): string[] {
  const keys: string[] = [];
  if (count === 0) return keys;
  for (const [key] of state.entries(prefix, start)) {
    keys.push(toHex(key));
    if (keys.length === count) break;
  }
  return keys;
}
