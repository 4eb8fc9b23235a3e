/**
 * Who may act for whom: the list of an account's proxies, sorted by delegate, type and delay.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import { constants, storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import { unreserve } from '../balances.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import type { Arguments } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { adjustDeposit, proxyDeposit } from './deposits.ts';
import { PROXY_TYPE_INDEX } from './proxy-type.ts';

const { Proxies, RealPaysFee } = storage.Proxy;
const MAX_PROXIES = constants.Proxy.MaxProxies.value;

export type ProxyTypeValue = Arguments<'Proxy', 'add_proxy'>['proxy_type'];

export interface ProxyDefinition {
  readonly delegate: Bytes;
  readonly proxy_type: ProxyTypeValue;
  readonly delay: number;
}

const sameDefinition = (a: ProxyDefinition, b: ProxyDefinition): boolean =>
  equalBytes(a.delegate, b.delegate) && a.proxy_type.type === b.proxy_type.type && a.delay === b.delay;

function inOrder(a: ProxyDefinition, b: ProxyDefinition): number {
  const byDelegate = Buffer.compare(a.delegate, b.delegate);
  if (byDelegate !== 0) return byDelegate;
  const byType = PROXY_TYPE_INDEX[a.proxy_type.type] - PROXY_TYPE_INDEX[b.proxy_type.type];
  return byType !== 0 ? byType : a.delay - b.delay;
}

/** The first permission that `delegate` has from `real`; of type `forced` if that is stated. */
export function findProxy(
  state: State,
  real: Bytes,
  delegate: Bytes,
  forced?: ProxyTypeValue,
): ProxyDefinition | undefined {
  const [proxies] = state.get(Proxies, real);
  return proxies.find(
    (proxy) => equalBytes(proxy.delegate, delegate) && (!forced || forced.type === proxy.proxy_type.type),
  );
}

export function addProxy(execution: BlockExecution, delegator: Bytes, definition: ProxyDefinition): Outcome {
  const { state } = execution;
  if (equalBytes(delegator, definition.delegate)) return moduleError('Proxy', 'NoSelfProxy');
  const [proxies, before] = state.get(Proxies, delegator);
  if (proxies.some((proxy) => sameDefinition(proxy, definition))) return moduleError('Proxy', 'Duplicate');
  if (proxies.length >= MAX_PROXIES) return moduleError('Proxy', 'TooMany');
  const next = [...proxies, definition].sort(inOrder);
  const after = proxyDeposit(next.length);
  const error = adjustDeposit(execution, delegator, before, after);
  if (error) return error;
  state.put(Proxies, delegator, [next, after]);
  emit(execution, 'Proxy', 'ProxyAdded', named(delegator, definition));
  return undefined;
}

export function removeProxy(execution: BlockExecution, delegator: Bytes, definition: ProxyDefinition): Outcome {
  const { state } = execution;
  const [proxies, before] = state.get(Proxies, delegator);
  const next = proxies.filter((proxy) => !sameDefinition(proxy, definition));
  if (next.length === proxies.length) return moduleError('Proxy', 'NotFound');
  const after = proxyDeposit(next.length);
  const error = adjustDeposit(execution, delegator, before, after);
  if (error) return error;
  if (next.length > 0) state.put(Proxies, delegator, [next, after]);
  else state.kill(Proxies, delegator);
  state.kill(RealPaysFee, delegator, definition.delegate);
  emit(execution, 'Proxy', 'ProxyRemoved', named(delegator, definition));
  return undefined;
}

/** Nobody acts for `delegator` any more. */
export function removeAllProxies(execution: BlockExecution, delegator: Bytes): void {
  const { state } = execution;
  const [, deposit] = state.get(Proxies, delegator);
  state.kill(Proxies, delegator);
  unreserve(execution, delegator, deposit);
  for (const keys of state.keysOf(RealPaysFee, delegator)) state.kill(RealPaysFee, ...keys);
}

const named = (delegator: Bytes, { delegate, proxy_type, delay }: ProxyDefinition) => ({
  delegator,
  delegatee: delegate,
  proxy_type,
  delay,
});
