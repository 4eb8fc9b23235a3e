/** Acting together (`pallet_multisig`). */
import { BAD_ORIGIN, emit, signerOf } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { callHash, resultOf, withoutFilter } from '../utility/index.ts';
import { approve, cancel, poke, timepointOf } from './approvals.ts';
import { groupOf } from './signatories.ts';

export { multisigAccount } from './signatories.ts';

export const multisigCalls: Handlers<'Multisig'> = {
  /** Any one of them acts for all, at once and without a deposit; fails with the call. */
  as_multi_threshold_1: (execution, origin, { other_signatories: others, call }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const group = groupOf(who, others, 1);
    if (!group.ok) return group.error;
    const fresh = withoutFilter(execution);
    const error = fresh.dispatch(fresh, { type: 'signed', account: group.account }, call);
    if (error) return error;
    const timepoint = timepointOf(execution);
    const about = { approving: who, timepoint, multisig: group.account, call_hash: callHash(call) };
    emit(execution, 'Multisig', 'MultisigExecuted', { ...about, result: resultOf(undefined) });
    return undefined;
  },
  as_multi: (execution, origin, args) => {
    const { threshold, other_signatories: others, maybe_timepoint: timepoint, call, max_weight: maxWeight } = args;
    const approval = { threshold, others, timepoint, call, callHash: callHash(call), maxRefTime: maxWeight.ref_time };
    return approve(execution, origin, approval);
  },
  approve_as_multi: (execution, origin, args) => {
    const { threshold, other_signatories: others, maybe_timepoint: timepoint, max_weight: maxWeight } = args;
    const approval = { threshold, others, timepoint, callHash: args.call_hash, maxRefTime: maxWeight.ref_time };
    return approve(execution, origin, approval);
  },
  cancel_as_multi: cancel,
  poke_deposit: poke,
};
