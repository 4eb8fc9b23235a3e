/** Subscriptions of somebody else's choice (polkadot-js), of which one connection keeps a bounded number. */
import { LightError } from '../../errors.ts';
import type { Subscription } from '../../json-rpc.ts';
import { MAX_SUBSCRIPTIONS } from './limits.ts';

/** Counts what `open` opens until it is closed. @throws LightError `light/too-many-requests` */
export function openForeignSubscriptions() {
  let count = 0;
  return async (open: () => Promise<Subscription>): Promise<Subscription> => {
    if (count >= MAX_SUBSCRIPTIONS) {
      throw new LightError('light/too-many-requests', `this would be subscription ${count + 1} at once`);
    }
    count += 1;
    try {
      const subscription = await open();
      let isClosed = false;
      return {
        id: subscription.id,
        close(unsubscribeMethod) {
          if (!isClosed) count -= 1;
          isClosed = true;
          subscription.close(unsubscribeMethod);
        },
      };
    } catch (error) {
      count -= 1;
      throw error;
    }
  };
}
