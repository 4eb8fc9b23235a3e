/**
 * Deposits after a change of their price: what was set aside becomes what is asked for now. Prices have never changed on
 * this chain, so a poke finds nothing to do unless the state was made elsewhere.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { adjustDeposit, announcementDeposit, proxyDeposit } from './deposits.ts';

const { Announcements, Proxies } = storage.Proxy;

export function pokeDeposits(execution: BlockExecution, who: Bytes): Outcome {
  const { state } = execution;
  const [proxies, heldForProxies] = state.get(Proxies, who);
  const proxiesError = poke(execution, who, 'Proxies', heldForProxies, proxyDeposit(proxies.length));
  if (proxiesError) return proxiesError;
  if (proxies.length > 0) state.put(Proxies, who, [proxies, proxyDeposit(proxies.length)]);
  else state.kill(Proxies, who);

  const [pending, heldForPending] = state.get(Announcements, who);
  const pendingError = poke(execution, who, 'Announcements', heldForPending, announcementDeposit(pending.length));
  if (pendingError) return pendingError;
  if (pending.length > 0) state.put(Announcements, who, [pending, announcementDeposit(pending.length)]);
  else state.kill(Announcements, who);
  return undefined;
}

function poke(
  execution: BlockExecution,
  who: Bytes,
  kind: 'Proxies' | 'Announcements',
  before: bigint,
  after: bigint,
): Outcome {
  if (before === after) return undefined;
  const error = adjustDeposit(execution, who, before, after);
  if (error) return error;
  emit(execution, 'Proxy', 'DepositPoked', {
    who,
    kind: { type: kind, value: undefined },
    old_deposit: before,
    new_deposit: after,
  });
  return undefined;
}
