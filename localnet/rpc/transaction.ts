/**
 * `transactionWatch_v1_*` and `transaction_v1_*`: transactions into the pool by the new interface.
 *
 *   watch       validated ─▶ bestChainBlockIncluded ─▶ finalized          invalid or dropped end it at any time
 *   broadcast   says nothing; what the pool refuses for now is tried again 1, 2, 4 … blocks later until the client stops it
 *
 * A refusal is an event here, not an error: only what is no hex is the request's fault.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes, toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { ChainView, ExtrinsicStatus } from '../types.ts';
import type { RpcContext } from './context.ts';
import { invalidParams, poolError } from './error.ts';
import type { Methods } from './json-rpc.ts';
import { MAX_BROADCAST_PAUSE_BLOCKS, MAX_BROADCASTS_PER_CONNECTION } from './limits.ts';
import type { Send, Stop, Subscriptions } from './subscriptions.ts';

const WATCH = 'TransactionWatch';
const BROADCAST = 'TransactionBroadcast';

export function transactionMethods({ chain }: RpcContext): Methods {
  const broadcasts = new WeakMap<Subscriptions, number>();
  const count = (subscriptions: Subscriptions, change: number): void => {
    broadcasts.set(subscriptions, (broadcasts.get(subscriptions) ?? 0) + change);
  };
  return {
    transactionWatch_v1_submitAndWatch: (params, subscriptions) => {
      const transaction = params.bytes(0, 'transaction');
      return subscriptions.open(WATCH, 'transactionWatch_v1_watchEvent', (send, end) =>
        watch(chain, transaction, send, end),
      );
    },
    transactionWatch_v1_unwatch: (params, subscriptions) => {
      subscriptions.close(WATCH, params.text(0, 'subscription'));
      return null;
    },
    transaction_v1_broadcast: (params, subscriptions) => {
      const transaction = params.bytes(0, 'transaction');
      if ((broadcasts.get(subscriptions) ?? 0) >= MAX_BROADCASTS_PER_CONNECTION) return null;
      return subscriptions.open(BROADCAST, '', () => {
        count(subscriptions, 1);
        const stop = broadcast(chain, transaction);
        return () => {
          count(subscriptions, -1);
          stop();
        };
      });
    },
    transaction_v1_stop: (params, subscriptions) => {
      if (!subscriptions.close(BROADCAST, params.text(0, 'operationId'))) {
        throw invalidParams('operationId: no such broadcast');
      }
      return null;
    },
  };
}

/** Listens from before the submission on, so that nothing is missed. */
function watch(chain: ChainView, transaction: Bytes, send: Send, end: () => void): Stop {
  const hash = blake2b256(transaction);
  const stop = chain.subscribe((event) => {
    if (event.type !== 'extrinsic' || !equalBytes(event.hash, hash)) return;
    const told = watchEvent(event.status);
    if (told) send(told.event);
    if (told?.isLast) end();
  });
  const result = chain.submit(transaction);
  if (!result.ok) {
    const { message, data } = poolError(result);
    send({ event: 'invalid', error: data === undefined ? message : `${message}: ${data}` });
    end();
  }
  return stop;
}

function watchEvent(status: ExtrinsicStatus): { readonly event: object; readonly isLast: boolean } | undefined {
  switch (status.type) {
    case 'ready':
      return { event: { event: 'validated' }, isLast: false };
    case 'broadcast':
      return undefined;
    case 'in-block':
      return { event: { event: 'bestChainBlockIncluded', block: place(status) }, isLast: false };
    case 'finalized':
      return { event: { event: 'finalized', block: place(status) }, isLast: true };
    case 'invalid':
      return { event: { event: 'invalid', error: 'the transaction can not be included any more' }, isLast: true };
    case 'dropped':
      return { event: { event: 'dropped', error: 'the pool has let the transaction go' }, isLast: true };
  }
}

const place = ({ block, index }: { readonly block: Bytes; readonly index: number }) => ({ hash: toHex(block), index });

/** Refusals that another block may lift; after any other there is no use in trying again. */
const PASSING: readonly string[] = ['pool/future', 'pool/payment', 'pool/custom', 'pool/full', 'pool/priority-too-low'];

/** Tries until the pool takes it, ever more seldom: each try costs the reading of it, and a signature. */
function broadcast(chain: ChainView, transaction: Bytes): Stop {
  const isOver = (): boolean => {
    const result = chain.submit(transaction);
    return result.ok || !PASSING.includes(result.code);
  };
  if (isOver()) return () => undefined;
  let [pause, left] = [1, 1];
  const stop = chain.subscribe((event) => {
    if (event.type !== 'imported' || !event.isBest || --left > 0) return;
    pause = Math.min(2 * pause, MAX_BROADCAST_PAUSE_BLOCKS);
    left = pause;
    if (isOver()) stop();
  });
  return stop;
}
