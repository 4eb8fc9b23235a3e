/**
 * What calls do: the function of each call, by pallet and name. A call without one is refused like a call that the chain
 * filters: included, paid for, and failed with `System.CallFiltered`. The README names those and says why.
 */
import type { InnerCall } from '../../src/chain/schema/index.ts';
import { adminUtilsCalls } from './admin-utils/index.ts';
import { balancesCalls } from './balances-calls.ts';
import type { BlockExecution, Origin, Outcome } from './block-execution.ts';
import { attempt } from './block-execution.ts';
import { commitmentsCalls } from './commitments/index.ts';
import { drandCalls } from './drand/index.ts';
import type { Handler, Handlers, PalletName } from './handlers.ts';
import { moduleError } from './module-error.ts';
import { multisigCalls } from './multisig/index.ts';
import { proxyCalls } from './proxy/index.ts';
import { isCallFiltered, safeModeCalls } from './safe-mode/index.ts';
import { delegationCalls } from './subtensor/delegation/index.ts';
import { guardCall } from './subtensor/guards.ts';
import { keySwapCalls } from './subtensor/key-swaps/index.ts';
import { lockCalls } from './subtensor/locks/index.ts';
import { networkCalls } from './subtensor/networks/index.ts';
import { ownerCalls } from './subtensor/owner/index.ts';
import { registrationCalls } from './subtensor/registration/index.ts';
import { servingCalls } from './subtensor/serving/index.ts';
import { stakingCalls } from './subtensor/staking/index.ts';
import { weightsCalls } from './subtensor/weights/index.ts';
import { sudoCalls } from './sudo/index.ts';
import { swapCalls } from './swap/index.ts';
import { systemCalls } from './system.ts';
import { utilityCalls } from './utility/index.ts';

const HANDLERS: { readonly [P in PalletName]?: Handlers<P> } = {
  System: systemCalls,
  Balances: balancesCalls,
  SubtensorModule: {
    ...stakingCalls,
    ...lockCalls,
    ...networkCalls,
    ...registrationCalls,
    ...servingCalls,
    ...keySwapCalls,
    ...delegationCalls,
    ...weightsCalls,
    ...ownerCalls,
  },
  AdminUtils: adminUtilsCalls,
  Sudo: sudoCalls,
  Utility: utilityCalls,
  Proxy: proxyCalls,
  Multisig: multisigCalls,
  SafeMode: safeModeCalls,
  Commitments: commitmentsCalls,
  Drand: drandCalls,
  Swap: swapCalls,
};

/**
 * Runs a call in the name of `origin`. Its changes and events stay only if it returns no error. A call that throws has met
 * a bug of ours: it fails with `Other`, changes nothing, and `onBug` hears of it.
 */
export function dispatch(execution: BlockExecution, origin: Origin, call: InnerCall): Outcome {
  const [inner] = call.value;
  const handler = handlerOf(call.type, inner.type);
  try {
    const isFiltered = origin.type === 'signed' && isCallFiltered(execution.state, call);
    if (!handler || isFiltered) return moduleError('System', 'CallFiltered');
    const refusal = guardCall(execution.state, execution.number, origin, call);
    if (refusal) return refusal.error;
    return attempt(execution, (branch) => handler(branch, origin, inner.value));
  } catch (error) {
    if (!execution.onBug) throw error;
    execution.onBug(`${call.type}.${inner.type}`, error);
    return { type: 'Other', value: undefined };
  }
}

/** True if this chain does what the call is for. */
export const isHandled = (call: InnerCall): boolean => handlerOf(call.type, call.value[0].type) !== undefined;

function handlerOf(pallet: string, name: string): Handler<unknown> | undefined {
  const handlers = HANDLERS[pallet as PalletName] as Readonly<Record<string, Handler<unknown>>> | undefined;
  return handlers && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}
