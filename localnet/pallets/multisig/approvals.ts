/**
 * Approving a call of a shared account, until enough have and somebody brings the call itself.
 *
 *   first approval (deposit, time point) ─▶ more approvals ─▶ the last one, with the call: deposit back, call made
 *                                       └─▶ cancelled by whoever opened it: deposit back
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import { callInfo } from '../../../src/chain/fees/index.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { constants, storage } from '../../../src/chain/schema/index.ts';
import { reserve, unreserve } from '../balances.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../block-execution.ts';
import type { Arguments } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { extrinsicIndex, resultOf, withoutFilter } from '../utility/index.ts';
import { groupOf } from './signatories.ts';

const { Multisigs } = storage.Multisig;
const { DepositBase, DepositFactor } = constants.Multisig;
const MIN_THRESHOLD = 2;

export type Timepoint = Arguments<'Multisig', 'cancel_as_multi'>['timepoint'];

const sameTime = (a: Timepoint, b: Timepoint): boolean => a.height === b.height && a.index === b.index;
const refuse = (name: Parameters<typeof moduleError<'Multisig'>>[1]) => moduleError('Multisig', name);

/** Where this extrinsic stands. */
export const timepointOf = (execution: BlockExecution): Timepoint => ({
  height: execution.number,
  index: extrinsicIndex(execution),
});

/** Rao that the opener sets aside. */
export const depositFor = (threshold: number): bigint => DepositBase.value + DepositFactor.value * BigInt(threshold);

export interface Approval {
  readonly threshold: number;
  readonly others: readonly Bytes[];
  readonly timepoint: Timepoint | undefined;
  readonly callHash: Bytes;
  /** Absent if only the hash is approved. */
  readonly call?: InnerCall;
  /** Picoseconds that the call may take at most. */
  readonly maxRefTime: bigint;
}

type Member =
  | { readonly ok: true; readonly who: Bytes; readonly account: Bytes }
  | { readonly ok: false; readonly error: NonNullable<Outcome> };

/** Who signs, and the account that it shares with the others; an account that one may open alone has no approvals. */
function memberOf(origin: Origin, threshold: number, others: readonly Bytes[]): Member {
  const who = signerOf(origin);
  if (!who) return { ok: false, error: BAD_ORIGIN };
  if (threshold < MIN_THRESHOLD) return { ok: false, error: refuse('MinimumThreshold') };
  const group = groupOf(who, others, threshold);
  return group.ok ? { ...group, who } : group;
}

export function approve(execution: BlockExecution, origin: Origin, approval: Approval): Outcome {
  const { state } = execution;
  const { threshold, others, timepoint, callHash, call } = approval;
  const member = memberOf(origin, threshold, others);
  if (!member.ok) return member.error;
  const { who, account } = member;
  const open = state.get(Multisigs, account, callHash);
  if (!open) return timepoint ? refuse('UnexpectedTimepoint') : begin(execution, who, account, approval);
  if (!timepoint) return refuse('NoTimepoint');
  if (!sameTime(open.when, timepoint)) return refuse('WrongTimepoint');

  const isNew = open.approvals.length < threshold && !open.approvals.some((other) => equalBytes(other, who));
  const approvals = isNew ? [...open.approvals, who].sort(Buffer.compare) : open.approvals;
  const about = { approving: who, timepoint, multisig: account, call_hash: callHash };
  if (call && approvals.length >= threshold) {
    if (callInfo(call).refTime > approval.maxRefTime) return refuse('MaxWeightTooLow');
    state.kill(Multisigs, account, callHash);
    unreserve(execution, open.depositor, open.deposit);
    const fresh = withoutFilter(execution);
    const result = resultOf(fresh.dispatch(fresh, { type: 'signed', account }, call));
    emit(execution, 'Multisig', 'MultisigExecuted', { ...about, result });
    return undefined;
  }
  if (!isNew) return refuse('AlreadyApproved');
  state.put(Multisigs, account, callHash, { ...open, approvals });
  emit(execution, 'Multisig', 'MultisigApproval', about);
  return undefined;
}

function begin(execution: BlockExecution, who: Bytes, account: Bytes, { threshold, callHash }: Approval): Outcome {
  const deposit = depositFor(threshold);
  const error = reserve(execution, who, deposit);
  if (error) return error;
  const when = timepointOf(execution);
  execution.state.put(Multisigs, account, callHash, { when, deposit, depositor: who, approvals: [who] });
  emit(execution, 'Multisig', 'NewMultisig', { approving: who, multisig: account, call_hash: callHash });
  return undefined;
}

type Cancellation = Arguments<'Multisig', 'cancel_as_multi'>;

export function cancel(execution: BlockExecution, origin: Origin, args: Cancellation): Outcome {
  const { threshold, other_signatories: others, timepoint, call_hash: callHash } = args;
  const member = memberOf(origin, threshold, others);
  if (!member.ok) return member.error;
  const { who, account } = member;
  const open = execution.state.get(Multisigs, account, callHash);
  if (!open) return refuse('NotFound');
  if (!sameTime(open.when, timepoint)) return refuse('WrongTimepoint');
  if (!equalBytes(open.depositor, who)) return refuse('NotOwner');
  unreserve(execution, who, open.deposit);
  execution.state.kill(Multisigs, account, callHash);
  const about = { timepoint, multisig: account, call_hash: callHash };
  emit(execution, 'Multisig', 'MultisigCancelled', { cancelling: who, ...about });
  return undefined;
}

/** What was set aside becomes what is asked for now. */
export function poke(execution: BlockExecution, origin: Origin, args: Arguments<'Multisig', 'poke_deposit'>): Outcome {
  const { threshold, other_signatories: others, call_hash: callHash } = args;
  const member = memberOf(origin, threshold, others);
  if (!member.ok) return member.error;
  const { who, account } = member;
  const open = execution.state.get(Multisigs, account, callHash);
  if (!open) return refuse('NotFound');
  if (!equalBytes(open.depositor, who)) return refuse('NotOwner');
  const [before, after] = [open.deposit, depositFor(threshold)];
  if (before === after) return undefined;
  const error = after > before ? reserve(execution, who, after - before) : undefined;
  if (error) return error;
  if (before > after) unreserve(execution, who, before - after);
  execution.state.put(Multisigs, account, callHash, { ...open, deposit: after });
  const amounts = { old_deposit: before, new_deposit: after };
  emit(execution, 'Multisig', 'DepositPoked', { who, call_hash: callHash, ...amounts });
  return undefined;
}
