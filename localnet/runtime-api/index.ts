/**
 * What the runtime's own functions answer, computed here over a state: the node's side of `state_call`.
 *
 *   <API>_<method>, SCALE arguments ─▶ the API's table ─▶ SCALE result
 *
 * Light clients cannot ask this: they run the blob of `runtime/`, which knows only what a client must have, or read storage.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { State } from '../state.ts';
import { coreApis } from './core.ts';
import { delegateInfoApi } from './delegates.ts';
import type { ApiContext, RuntimeApi, RuntimeMethod } from './method.ts';
import { neuronInfoApi } from './neurons.ts';
import { paymentApis } from './payment.ts';
import { proxyFilterApi } from './proxies.ts';
import { subnetRegistrationApi } from './registration.ts';
import { stakeInfoApi } from './stake.ts';
import { subnetInfoApi } from './subnets.ts';
import { swapApi } from './swap.ts';

export type { ApiContext, RuntimeApi } from './method.ts';
export { feeParts } from './payment.ts';

/** In the order of finney's runtime. */
export const runtimeApis: readonly RuntimeApi[] = [
  ...coreApis,
  ...paymentApis,
  delegateInfoApi,
  neuronInfoApi,
  subnetInfoApi,
  stakeInfoApi,
  subnetRegistrationApi,
  proxyFilterApi,
  swapApi,
];

const calls: ReadonlyMap<string, NonNullable<RuntimeMethod['call']>> = new Map(
  runtimeApis.flatMap(({ name, methods }) =>
    Object.entries(methods).flatMap(([method, { call }]) => (call ? [[`${name}_${method}`, call] as const] : [])),
  ),
);

/**
 * The answer of `method` (`SwapRuntimeApi_current_alpha_price`) over a state; undefined for a function that is not here.
 * @throws ChainError for arguments that are not what the function takes
 */
export function callRuntimeApi(state: State, context: ApiContext, method: string, args: Uint8Array): Bytes | undefined {
  return calls.get(method)?.(state, args, context);
}
