/**
 * `archive_v1_*`: any block that the node knows, without following. What is not known is null or an empty list.
 */
import { toHex } from '../../src/chain/bytes.ts';
import type { Block, ChainView } from '../types.ts';
import { diffAnswers, readDiffQuery } from './archive-diff.ts';
import { archiveQueries } from './archive-queries.ts';
import type { RpcContext } from './context.ts';
import { stateOf } from './context.ts';
import { explanation, invalidParams } from './error.ts';
import type { Methods } from './json-rpc.ts';
import type { Params } from './params.ts';
import type { RuntimeCaller } from './runtime-call.ts';
import { readStorageQuery, storageAnswers } from './storage-query.ts';

export function archiveMethods({ chain, log }: RpcContext, callRuntime: RuntimeCaller): Methods {
  const storage = archiveQueries('storage', log);
  const diff = archiveQueries('storageDiff', log);
  return {
    archive_v1_finalizedHeight: () => chain.finalized.number,
    archive_v1_genesisHash: () => toHex(chain.genesis.hash),
    archive_v1_hashByHeight: (params) => {
      const block = chain.byNumber(params.u32(0, 'height'));
      return block ? [toHex(block.hash)] : [];
    },
    archive_v1_header: (params) => {
      const block = known(chain, params, 0);
      return block && toHex(block.headerBytes);
    },
    archive_v1_body: (params) => {
      const block = known(chain, params, 0);
      // A body that is gone is not an empty one.
      return block?.isBodyPruned ? null : block?.body.map(toHex);
    },
    archive_v1_call: (params) => {
      const block = known(chain, params, 0);
      const [method, args] = [params.text(1, 'function'), params.bytes(2, 'callParameters')];
      if (!block) return null;
      try {
        return { success: true, value: toHex(callRuntime(block, method, args)) };
      } catch (error) {
        return { success: false, error: explanation(error, log) };
      }
    },
    archive_v1_storage: (params, subscriptions) => {
      const queries = params.objects(1, 'items', readStorageQuery);
      const isChild = !params.isAbsent(2);
      if (isChild) params.key(2, 'childTrie');
      const block = known(chain, params, 0);
      // This chain has no child tries: looking into one finds nothing.
      return storage.open(subscriptions, () => storageAnswers(existingState(block), isChild ? [] : queries));
    },
    archive_v1_stopStorage: storage.stop,
    archive_v1_storageDiff: (params, subscriptions) => {
      const queries = params.isAbsent(1) ? undefined : params.objects(1, 'items', readDiffQuery);
      const [block, before] = [known(chain, params, 0), params.hash(2, 'previousHash')];
      return diff.open(subscriptions, () => {
        const previous = chain.byHash(before ?? existing(block).header.parentHash);
        return diffAnswers(existingState(previous), existingState(block), queries);
      });
    },
    archive_v1_stopStorageDiff: diff.stop,
    // As the node's own implementation calls it.
    archive_v1_storageDiff_stopStorageDiff: diff.stop,
  };
}

function known(chain: ChainView, params: Params, place: number): Block | undefined {
  const hash = params.hash(place, 'hash');
  if (!hash) throw invalidParams('hash: expected a block hash');
  return chain.byHash(hash);
}

function existing(block: Block | undefined): Block {
  if (!block) throw invalidParams('the block is not known');
  return block;
}

const existingState = (block: Block | undefined) => stateOf(existing(block));
