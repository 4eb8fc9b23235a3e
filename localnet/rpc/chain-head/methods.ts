/**
 * `chainHead_v1_*`: following the head of the chain, and looking into the blocks that one is told of.
 *
 * Followers belong to a connection; whoever names another's, or one that is over, gets the answer for a stale one.
 */
import { toHex } from '../../../src/chain/bytes.ts';
import type { Block } from '../../types.ts';
import type { RpcContext } from '../context.ts';
import { stateOf } from '../context.ts';
import {
  duplicateHashes,
  explanation,
  invalidBlock,
  invalidContinue,
  invalidParams,
  reachedLimits,
  withoutRuntime,
} from '../error.ts';
import type { Methods } from '../json-rpc.ts';
import { MAX_FOLLOWS_PER_CONNECTION, MAX_STORAGE_ITEMS } from '../limits.ts';
import type { Params } from '../params.ts';
import type { RuntimeCaller } from '../runtime-call.ts';
import { asksForDescendants, readStorageQuery, storageAnswers } from '../storage-query.ts';
import type { Subscriptions } from '../subscriptions.ts';
import { Follow } from './follow.ts';
import { bodyJson } from './operations.ts';

const FAMILY = 'ChainHeadFollow';
const LIMIT_REACHED = { result: 'limitReached' } as const;

export function chainHeadMethods(
  { chain, log }: RpcContext,
  callRuntime: RuntimeCaller,
  runtimeSpec: (block: Block) => unknown,
): Methods {
  const explain = (error: unknown) => explanation(error, log);
  const followers = new WeakMap<Subscriptions, Map<string, Follow>>();
  const followersOf = (subscriptions: Subscriptions): Map<string, Follow> => {
    const known = followers.get(subscriptions) ?? new Map<string, Follow>();
    followers.set(subscriptions, known);
    return known;
  };
  const followOf = (params: Params, subscriptions: Subscriptions): Follow | undefined =>
    followersOf(subscriptions).get(params.text(0, 'followSubscription'));

  return {
    chainHead_v1_follow: (params, subscriptions) => {
      const withRuntime = params.bool(0, 'withRuntime');
      const mine = followersOf(subscriptions);
      if (mine.size >= MAX_FOLLOWS_PER_CONNECTION) throw reachedLimits(MAX_FOLLOWS_PER_CONNECTION);
      let id = '';
      let follow: Follow | undefined;
      id = subscriptions.open(FAMILY, 'chainHead_v1_followEvent', (send, end) => {
        follow = new Follow(chain, withRuntime ? runtimeSpec : undefined, send, end);
        return () => {
          follow?.close();
          mine.delete(id);
        };
      });
      if (follow) mine.set(id, follow);
      return id;
    },
    chainHead_v1_unfollow: (params, subscriptions) => {
      subscriptions.close(FAMILY, params.text(0, 'followSubscription'));
      return null;
    },
    chainHead_v1_header: (params, subscriptions) => {
      const follow = followOf(params, subscriptions);
      return follow ? toHex(pinnedBlock(follow, params).headerBytes) : null;
    },
    chainHead_v1_body: (params, subscriptions) => {
      const follow = followOf(params, subscriptions);
      if (!follow) return LIMIT_REACHED;
      const { body } = pinnedBlock(follow, params);
      return started(follow.operations.once((tell) => tell('operationBodyDone', { value: bodyJson(body) }), explain));
    },
    chainHead_v1_call: (params, subscriptions) => {
      const follow = followOf(params, subscriptions);
      if (!follow) return LIMIT_REACHED;
      const block = pinnedBlock(follow, params);
      const [method, args] = [params.text(2, 'function'), params.bytes(3, 'callParameters')];
      if (follow.runtime === undefined) throw withoutRuntime();
      const work = follow.operations.once(
        (tell) => tell('operationCallDone', { output: toHex(callRuntime(block, method, args)) }),
        explain,
      );
      return started(work);
    },
    chainHead_v1_storage: (params, subscriptions) => {
      const queries = params.objects(2, 'items', (fields) => ({ ...readStorageQuery(fields), after: undefined }));
      const isChild = !params.isAbsent(3);
      if (isChild) params.key(3, 'childTrie');
      const follow = followOf(params, subscriptions);
      if (!follow) return LIMIT_REACHED;
      const state = stateOf(pinnedBlock(follow, params));
      // This chain has no child tries: looking into one finds nothing.
      const accepted = isChild ? [] : queries.slice(0, MAX_STORAGE_ITEMS);
      const waits = accepted.some(asksForDescendants);
      const id = follow.operations.stream(storageAnswers(state, accepted), waits, explain);
      return started(id, { discardedItems: isChild ? 0 : queries.length - accepted.length });
    },
    chainHead_v1_continue: (params, subscriptions) => {
      const id = params.text(1, 'operationId');
      const follow = followOf(params, subscriptions);
      if (follow && !follow.operations.resume(id)) throw invalidContinue();
      return null;
    },
    chainHead_v1_stopOperation: (params, subscriptions) => {
      followOf(params, subscriptions)?.operations.stop(params.text(1, 'operationId'));
      return null;
    },
    chainHead_v1_unpin: (params, subscriptions) => {
      const hashes = params.isList(1) ? params.keys(1, 'hashes') : [required(params, 1)];
      const follow = followOf(params, subscriptions);
      if (new Set(hashes.map(toHex)).size < hashes.length) throw duplicateHashes();
      if (follow && !follow.unpin(hashes)) throw invalidBlock();
      return null;
    },
  };
}

function required(params: Params, place: number) {
  const hash = params.hash(place, 'hash');
  if (!hash) throw invalidParams('hash: expected a block hash');
  return hash;
}

function pinnedBlock(follow: Follow, params: Params): Block {
  const block = follow.pinned(required(params, 1));
  if (!block) throw invalidBlock();
  return block;
}

const started = (operationId: string | undefined, more: Readonly<Record<string, unknown>> = {}) =>
  operationId === undefined ? LIMIT_REACHED : { result: 'started', operationId, ...more };
