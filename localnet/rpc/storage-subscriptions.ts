/**
 * `state_subscribeStorage`: the values of some keys now, and at every best block those that have changed.
 */
import { equalBytes, toHex } from '../../src/chain/bytes.ts';
import type { Block, ChainView } from '../types.ts';
import { tooManySubscriptions } from './error.ts';
import type { Methods } from './json-rpc.ts';
import { MAX_SUBSCRIBED_KEYS_PER_CONNECTION } from './limits.ts';
import type { Send, Stop, Subscriptions } from './subscriptions.ts';

const FAMILY = 'Storage';

export function storageSubscriptions(chain: ChainView): Methods {
  const keysHeld = new WeakMap<Subscriptions, number>();
  const hold = (subscriptions: Subscriptions, change: number): void => {
    const held = (keysHeld.get(subscriptions) ?? 0) + change;
    if (held > MAX_SUBSCRIBED_KEYS_PER_CONNECTION) throw tooManySubscriptions(MAX_SUBSCRIBED_KEYS_PER_CONNECTION);
    keysHeld.set(subscriptions, held);
  };
  return {
    state_subscribeStorage: (params, subscriptions) => {
      const keys = params.distinctKeys(0, 'keys');
      return subscriptions.open(FAMILY, 'state_storage', (send) => {
        hold(subscriptions, keys.length);
        const stop = follow(chain, keys, send);
        return () => {
          hold(subscriptions, -keys.length);
          stop();
        };
      });
    },
    state_unsubscribeStorage: (params, subscriptions) => subscriptions.close(FAMILY, params.text(0, 'subscription')),
  };
}

function follow(chain: ChainView, keys: readonly Uint8Array[], send: Send): Stop {
  const known = new Map<string, Uint8Array | undefined>();
  const tell = ({ state, hash }: Block, isFirst: boolean): void => {
    const changes = keys.flatMap((key) => {
      const name = toHex(key);
      const value = state?.get(key);
      const isSame = value && known.get(name) ? equalBytes(value, known.get(name)!) : value === known.get(name);
      known.set(name, value);
      return isSame && !isFirst ? [] : [[name, value ? toHex(value) : null] as const];
    });
    if (changes.length > 0) send({ block: toHex(hash), changes });
  };
  tell(chain.best, true);
  return chain.subscribe((event) => {
    if (event.type === 'imported' && event.isBest) tell(event.block, false);
  });
}
