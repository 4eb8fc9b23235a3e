/**
 * `chain_*`: blocks, and news of them.
 */
import { toHex } from '../../src/chain/bytes.ts';
import type { Block, ChainView } from '../types.ts';
import { headerJson, signedBlockJson } from './blocks.ts';
import type { RpcContext } from './context.ts';
import { clientError } from './error.ts';
import type { Methods } from './json-rpc.ts';
import type { Params } from './params.ts';
import type { Send, Stop } from './subscriptions.ts';
import { justificationOf } from './votes.ts';

export function chainMethods(context: RpcContext): Methods {
  const { chain } = context;
  const finalizedHead = () => toHex(chain.finalized.hash);
  const blockHash: Methods[string] = (params) => {
    if (params.isAbsent(0)) return toHex(chain.best.hash);
    if (!params.isList(0)) return hashOf(chain, params.number(0, 'number'));
    return params.numbers(0, 'numbers').map((number) => hashOf(chain, number));
  };
  return {
    chain_getHeader: (params) => {
      const block = namedBlock(chain, params);
      return block && headerJson(block.header);
    },
    chain_getBlock: (params) => {
      const block = namedBlock(chain, params);
      if (block?.isBodyPruned) throw clientError(`the extrinsics of block ${toHex(block.hash)} are discarded already`);
      return block && signedBlockJson(block, justificationOf(context, block));
    },
    chain_getBlockHash: blockHash,
    chain_getHead: blockHash,
    chain_getFinalizedHead: finalizedHead,
    chain_getFinalisedHead: finalizedHead,
    // Older names of the same.
    ...heads('NewHead', 'chain_newHead', (send) => followBest(chain, send)),
    ...heads('FinalisedHeads', 'chain_finalizedHead', (send) => followFinalized(chain, send)),
    ...heads('NewHeads', 'chain_newHead', (send) => followBest(chain, send)),
    ...heads('AllHeads', 'chain_allHead', (send) => followAll(chain, send)),
    ...heads('FinalizedHeads', 'chain_finalizedHead', (send) => followFinalized(chain, send)),
  };
}

/** Unknown blocks are null here, not an error: that is how clients ask whether we know one. */
function namedBlock(chain: ChainView, params: Params): Block | undefined {
  const hash = params.hash(0, 'hash');
  return hash ? chain.byHash(hash) : chain.best;
}

function hashOf(chain: ChainView, number: number): string | null {
  const block = chain.byNumber(number);
  return block ? toHex(block.hash) : null;
}

/** The pair of methods of one kind of heads. */
function heads(kind: string, notification: string, start: (send: Send) => Stop): Methods {
  return {
    [`chain_subscribe${kind}`]: (_, subscriptions) => subscriptions.open(kind, notification, start),
    [`chain_unsubscribe${kind}`]: (params, subscriptions) => subscriptions.close(kind, params.text(0, 'subscription')),
  };
}

function followBest(chain: ChainView, send: Send): Stop {
  send(headerJson(chain.best.header));
  return chain.subscribe((event) => {
    if (event.type === 'imported' && event.isBest) send(headerJson(event.block.header));
  });
}

function followAll(chain: ChainView, send: Send): Stop {
  send(headerJson(chain.best.header));
  return chain.subscribe((event) => {
    if (event.type === 'imported') send(headerJson(event.block.header));
  });
}

/** Every block once, also when several become final together. */
function followFinalized(chain: ChainView, send: Send): Stop {
  let last = chain.finalized.number;
  send(headerJson(chain.finalized.header));
  return chain.subscribe((event) => {
    if (event.type !== 'finalized') return;
    const target = event.finality.block;
    for (let number = Math.max(last + 1, chain.firstNumber); number < target.number; number++) {
      const between = chain.byNumber(number);
      if (between) send(headerJson(between.header));
    }
    if (target.number > last) send(headerJson(target.header));
    last = Math.max(last, target.number);
  });
}
