/**
 * Root by one key (`pallet_sudo`).
 *
 * `sudo` succeeds whatever becomes of the call in it; that stands in the event `Sudid`. Root may do here what the key may.
 */

import { equalBytes } from '../../../src/chain/bytes.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { accountOf } from '../balances-calls.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { CANNOT_LOOKUP, resultOf, withoutFilter } from '../utility/index.ts';

const { Key } = storage.Sudo;

export const sudoCalls: Handlers<'Sudo'> = {
  sudo: asRoot,
  sudo_unchecked_weight: asRoot,
  sudo_as: (execution, origin, { who, call }) => {
    const refused = refusal(execution, origin);
    if (refused) return refused;
    const account = accountOf(who);
    if (!account) return CANNOT_LOOKUP;
    const fresh = withoutFilter(execution);
    const outcome = fresh.dispatch(fresh, { type: 'signed', account }, call);
    emit(execution, 'Sudo', 'SudoAsDone', { sudo_result: resultOf(outcome) });
    return undefined;
  },
  set_key: (execution, origin, { new: address }) => {
    const refused = refusal(execution, origin);
    if (refused) return refused;
    const key = accountOf(address);
    if (!key) return CANNOT_LOOKUP;
    emit(execution, 'Sudo', 'KeyChanged', { old: execution.state.get(Key), new: key });
    execution.state.put(Key, key);
    return undefined;
  },
  remove_key: (execution, origin) => {
    const refused = refusal(execution, origin);
    if (refused) return refused;
    execution.state.kill(Key);
    emit(execution, 'Sudo', 'KeyRemoved', undefined);
    return undefined;
  },
};

function asRoot(execution: BlockExecution, origin: Origin, { call }: { readonly call: InnerCall }): Outcome {
  const refused = refusal(execution, origin);
  if (refused) return refused;
  const outcome = execution.dispatch(execution, { type: 'root' }, call);
  emit(execution, 'Sudo', 'Sudid', { sudo_result: resultOf(outcome) });
  return undefined;
}

function refusal({ state }: BlockExecution, origin: Origin): Outcome {
  if (origin.type === 'root') return undefined;
  if (origin.type === 'none') return BAD_ORIGIN;
  const key = state.get(Key);
  return key && equalBytes(key, origin.account) ? undefined : moduleError('Sudo', 'RequireSudo');
}
