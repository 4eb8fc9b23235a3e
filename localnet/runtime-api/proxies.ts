/**
 * `ProxyFilterRuntimeApi`: which kinds of proxies there are, and which calls each may make, from the very lists that the
 * proxy pallet goes by. Types are told by index, filters in the order of those lists.
 */
import { utf8 } from '../../src/chain/bytes.ts';
import type { Value } from '../../src/chain/scale/index.ts';
import { option, u8, vec } from '../../src/chain/scale/index.ts';
import type { AnyPallet, callInfo } from '../../src/chain/schema/index.ts';
import { pallets, proxyFilterInfo, proxyTypeInfo } from '../../src/chain/schema/index.ts';
import type { CallCondition, FilterRule, ProxyFilter } from '../pallets/proxy/index.ts';
import { PROXY_FILTERS, PROXY_TYPE_INDEX } from '../pallets/proxy/index.ts';
import { method, type RuntimeApi } from './method.ts';

type CallInfo = Value<typeof callInfo>;

/** Pallets by name, and their calls' indices by name. */
const PALLETS = new Map(
  (pallets as readonly AnyPallet[]).map(({ name, index, calls }) => {
    const shape = calls?.shape();
    const variants = shape?.kind === 'variant' ? shape.variants : [];
    return [name, { index, calls: new Map(variants.map((call) => [call.name, call.index])) }] as const;
  }),
);

function ruleInfo({ pallet, call, condition }: FilterRule): CallInfo {
  const { index, calls } = PALLETS.get(pallet)!;
  return {
    pallet_name: utf8(pallet),
    pallet_index: index,
    call_name: call === undefined ? undefined : utf8(call),
    call_index: call === undefined ? undefined : calls.get(call),
    condition: condition && conditionInfo(condition),
  };
}

function conditionInfo(condition: CallCondition): NonNullable<CallInfo['condition']> {
  return condition.type === 'ParamLessThan'
    ? { type: condition.type, value: { param_name: utf8(condition.param), limit: condition.limit } }
    : { type: condition.type, value: { pallet_name: utf8(condition.pallet), call_name: utf8(condition.call) } };
}

const filterInfo = ({ proxyType, deprecated, mode, calls, exceptions }: ProxyFilter) => ({
  proxy_type: PROXY_TYPE_INDEX[proxyType],
  name: utf8(proxyType),
  deprecated,
  filter_mode: { type: mode, value: undefined },
  calls: calls.map(ruleInfo),
  exceptions: exceptions.map(ruleInfo),
});

const filters = (): readonly Value<typeof proxyFilterInfo>[] => PROXY_FILTERS.map(filterInfo);

function types(): readonly Value<typeof proxyTypeInfo>[] {
  const list = PROXY_FILTERS.map(({ proxyType, deprecated }) => ({
    name: utf8(proxyType),
    index: PROXY_TYPE_INDEX[proxyType],
    deprecated,
  }));
  return list.sort((a, b) => a.index - b.index);
}

export const proxyFilterApi: RuntimeApi = {
  name: 'ProxyFilterRuntimeApi',
  version: 1,
  methods: {
    get_proxy_types: method({}, vec(proxyTypeInfo), types),
    get_proxy_filter: method({ proxy_type: option(u8) }, vec(proxyFilterInfo), (_, { proxy_type: type }) =>
      filters().filter((info) => type === undefined || info.proxy_type === type),
    ),
  },
};
