/**
 * All methods of the server by name.
 */
import { authorMethods } from './author.ts';
import { chainMethods } from './chain.ts';
import type { RpcContext } from './context.ts';
import type { Methods } from './json-rpc.ts';
import type { Justifications } from './justifications.ts';
import { paymentMethods } from './payment.ts';
import { stateMethods } from './state.ts';
import { systemMethods } from './system.ts';

export function allMethods(context: RpcContext, justifications: Justifications): Methods {
  const methods = {
    ...systemMethods(context),
    ...chainMethods(context, justifications),
    ...justifications.methods(),
    ...stateMethods(context),
    ...authorMethods(context),
    ...paymentMethods(context),
  };
  const names = [...Object.keys(methods), 'rpc_methods'].sort();
  return { ...methods, rpc_methods: () => ({ methods: names }) };
}
