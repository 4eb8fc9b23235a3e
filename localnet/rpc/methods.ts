/**
 * All methods of the server by name.
 */
import { archiveMethods } from './archive.ts';
import { authorMethods } from './author.ts';
import { chainMethods } from './chain.ts';
import { chainHeadMethods } from './chain-head/methods.ts';
import { chainSpecMethods } from './chain-spec.ts';
import type { RpcContext } from './context.ts';
import type { Methods } from './json-rpc.ts';
import { nodeMethods } from './node.ts';
import { paymentMethods } from './payment.ts';
import { nodeVersion, runtimeCaller } from './runtime-call.ts';
import { runtimeSpecJson } from './runtime-version.ts';
import { stateMethods } from './state.ts';
import { systemMethods } from './system.ts';
import { transactionMethods } from './transaction.ts';
import { voteMethods } from './votes.ts';

export function allMethods(context: RpcContext): Methods {
  const callRuntime = runtimeCaller(context);
  const methods = {
    ...systemMethods(context),
    ...chainMethods(context),
    ...voteMethods(context),
    ...stateMethods(context, callRuntime),
    ...authorMethods(context),
    ...paymentMethods(context),
    ...nodeMethods(context, callRuntime),
    ...chainHeadMethods(context, callRuntime, (block) =>
      runtimeSpecJson(nodeVersion(context.runtimeAt(block).version)),
    ),
    ...archiveMethods(context, callRuntime),
    ...transactionMethods(context),
    ...chainSpecMethods(context),
  };
  const names = [...Object.keys(methods), 'rpc_methods'].sort();
  return { ...methods, rpc_methods: () => ({ methods: names }) };
}
