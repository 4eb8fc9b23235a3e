/** Acting for another account (`pallet_subtensor_proxy`, spec participation §9). */
import { storage } from '../../../src/chain/schema/index.ts';
import { accountOf } from '../balances-calls.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { CANNOT_LOOKUP, callHash } from '../utility/index.ts';
import { actAs, announce, announced, dropAnnouncements } from './act.ts';
import { addProxy, findProxy, removeAllProxies, removeProxy } from './delegates.ts';
import { pokeDeposits } from './poke.ts';
import { createPure, killPure } from './pure.ts';

export { forgetCallResults } from './act.ts';
export { feePayer } from './fee-payer.ts';
export { isSuperset, proxyAllows } from './proxy-allows.ts';
export type { CallCondition, FilterRule, ProxyFilter, ProxyType } from './proxy-filters.ts';
export { PROXY_FILTERS } from './proxy-filters.ts';
export { PROXY_TYPE_INDEX } from './proxy-type.ts';

const { RealPaysFee } = storage.Proxy;
const notProxy = () => moduleError('Proxy', 'NotProxy');

export const proxyCalls: Handlers<'Proxy'> = {
  proxy: (execution, origin, { real: address, force_proxy_type: forced, call }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const real = accountOf(address);
    if (!real) return CANNOT_LOOKUP;
    const definition = findProxy(execution.state, real, who, forced);
    if (!definition) return notProxy();
    if (definition.delay > 0) return moduleError('Proxy', 'Unannounced');
    actAs(execution, real, definition, call);
    return undefined;
  },
  add_proxy: (execution, origin, { delegate: address, proxy_type, delay }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const delegate = accountOf(address);
    return delegate ? addProxy(execution, who, { delegate, proxy_type, delay }) : CANNOT_LOOKUP;
  },
  remove_proxy: (execution, origin, { delegate: address, proxy_type, delay }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const delegate = accountOf(address);
    return delegate ? removeProxy(execution, who, { delegate, proxy_type, delay }) : CANNOT_LOOKUP;
  },
  remove_proxies: (execution, origin) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    removeAllProxies(execution, who);
    return undefined;
  },
  create_pure: (execution, origin, { proxy_type: type, delay, index }) => {
    const who = signerOf(origin);
    return who ? createPure(execution, who, { type, delay, index }) : BAD_ORIGIN;
  },
  kill_pure: (execution, origin, { spawner: address, proxy_type: type, index, height, ext_index: extrinsic }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const spawner = accountOf(address);
    return spawner ? killPure(execution, who, { spawner, type, index, height, extrinsic }) : CANNOT_LOOKUP;
  },
  announce: (execution, origin, { real: address, call_hash: hash }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const real = accountOf(address);
    if (!real) return CANNOT_LOOKUP;
    return findProxy(execution.state, real, who) ? announce(execution, who, real, hash) : notProxy();
  },
  remove_announcement: (execution, origin, { real: address, call_hash: hash }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const real = accountOf(address);
    if (!real) return CANNOT_LOOKUP;
    return found(dropAnnouncements(execution, who, announced(real, hash)));
  },
  reject_announcement: (execution, origin, { delegate: address, call_hash: hash }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const delegate = accountOf(address);
    if (!delegate) return CANNOT_LOOKUP;
    return found(dropAnnouncements(execution, delegate, announced(who, hash)));
  },
  proxy_announced: (execution, origin, { delegate: by, real: address, force_proxy_type: forced, call }) => {
    if (!signerOf(origin)) return BAD_ORIGIN;
    const delegate = accountOf(by);
    const real = accountOf(address);
    if (!delegate || !real) return CANNOT_LOOKUP;
    const definition = findProxy(execution.state, real, delegate, forced);
    if (!definition) return notProxy();
    const isAnnounced = announced(real, callHash(call));
    const isRipe = (height: number) => execution.number - height >= definition.delay;
    if (!dropAnnouncements(execution, delegate, (entry) => isAnnounced(entry) && isRipe(entry.height))) {
      return moduleError('Proxy', 'Unannounced');
    }
    actAs(execution, real, definition, call);
    return undefined;
  },
  poke_deposit: (execution, origin) => {
    const who = signerOf(origin);
    return who ? pokeDeposits(execution, who) : BAD_ORIGIN;
  },
  set_real_pays_fee: (execution, origin, { delegate: address, pays_fee: paysFee }) =>
    setRealPaysFee(execution, { real: signerOf(origin), delegate: accountOf(address), paysFee }),
};

const found = (isFound: boolean): Outcome => (isFound ? undefined : moduleError('Proxy', 'NotFound'));

interface FeeWish {
  readonly real: ReturnType<typeof signerOf>;
  readonly delegate: ReturnType<typeof accountOf>;
  readonly paysFee: boolean;
}

function setRealPaysFee(execution: BlockExecution, { real, delegate, paysFee }: FeeWish): Outcome {
  const { state } = execution;
  if (!real) return BAD_ORIGIN;
  if (!delegate) return CANNOT_LOOKUP;
  if (!findProxy(state, real, delegate)) return notProxy();
  if (paysFee) state.put(RealPaysFee, real, delegate, []);
  else state.kill(RealPaysFee, real, delegate);
  emit(execution, 'Proxy', 'RealPaysFeeSet', { real, delegate, pays_fee: paysFee });
  return undefined;
}
