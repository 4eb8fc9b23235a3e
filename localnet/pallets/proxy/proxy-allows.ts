/**
 * Whether a proxy of some type may make a call, and whether it may hand on a type (`InstanceFilter` of the runtime).
 */
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import type { CallCondition, FilterRule, ProxyFilter, ProxyType } from './proxy-filters.ts';
import { PROXY_FILTERS } from './proxy-filters.ts';

const FILTER_OF: ReadonlyMap<ProxyType, ProxyFilter> = new Map(
  PROXY_FILTERS.map((filter) => [filter.proxyType, filter]),
);

/** True if a proxy of type `type` may make `call` itself; calls within it are asked for when their turn comes. */
export function proxyAllows(type: ProxyType, call: InnerCall): boolean {
  const { mode, calls, exceptions } = FILTER_OF.get(type)!;
  const matches = (rule: FilterRule) => isMatch(rule, call);
  switch (mode) {
    case 'AllowAll':
      return true;
    case 'DenyAll':
      return false;
    case 'Allow':
      return calls.some(matches) && !exceptions.some(matches);
    case 'Deny':
      return !calls.some(matches);
  }
}

function isMatch({ pallet, call: name, condition }: FilterRule, call: InnerCall): boolean {
  const [inner] = call.value;
  if (call.type !== pallet || (name !== undefined && inner.type !== name)) return false;
  return !condition || isFulfilled(condition, inner.value as Readonly<Record<string, unknown>>);
}

function isFulfilled(condition: CallCondition, args: Readonly<Record<string, unknown>>): boolean {
  if (condition.type === 'ParamLessThan') return (args[condition.param] as bigint) < condition.limit;
  const nested = args[condition.param] as InnerCall;
  return nested.type === condition.pallet && nested.value[0].type === condition.call;
}

/** True if whoever acts as `type` may add and remove proxies of type `other`: it may do all of that itself. */
export function isSuperset(type: ProxyType, other: ProxyType): boolean {
  if (type === other || type === 'Any') return true;
  if (other === 'Any') return false;
  if (type === 'NonTransfer') return other !== 'Transfer' && other !== 'SmallTransfer';
  return type === 'Transfer' && other === 'SmallTransfer';
}
