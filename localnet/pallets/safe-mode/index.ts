/**
 * Stopping everything but the essential (`pallet_safe_mode`, spec participation §2).
 *
 *   force_enter ── 7200 blocks ──▶ (force_extend: 3600 more) ── the block after `EnteredUntil`, or force_exit ──▶ over
 *
 * Only root can enter here: the chain asks for deposits of nobody, so the calls about them find nothing.
 */
import { isAllowedInSafeMode } from '../../../src/chain/call-filters.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';

const { EnteredUntil } = storage.SafeMode;

/** A day, and half a day: durations that the runtime gives root. */
const ENTER_BLOCKS = 7_200;
const EXTEND_BLOCKS = 3_600;

/** Whether safe mode refuses a call of a signed origin; root is never refused. Without safe mode nothing is. */
export const isCallFiltered = (state: State, call: InnerCall): boolean =>
  isEntered(state) && !isAllowedInSafeMode(call);

const isEntered = (state: State): boolean => state.has(EnteredUntil);

/** At the beginning of a block: leaves safe mode when its time is over. */
export function initializeSafeMode(execution: BlockExecution): void {
  const until = execution.state.get(EnteredUntil);
  if (until === undefined || execution.number <= until) return;
  execution.state.kill(EnteredUntil);
  emit(execution, 'SafeMode', 'Exited', { reason: { type: 'Timeout', value: undefined } });
}

const entered = () => moduleError('SafeMode', 'Entered');
const exited = () => moduleError('SafeMode', 'Exited');
const notConfigured = () => moduleError('SafeMode', 'NotConfigured');
const noDeposit = () => moduleError('SafeMode', 'NoDeposit');

export const safeModeCalls: Handlers<'SafeMode'> = {
  enter: ({ state }, origin) => {
    if (!signerOf(origin)) return BAD_ORIGIN;
    return isEntered(state) ? entered() : notConfigured();
  },
  extend: ({ state }, origin) => {
    if (!signerOf(origin)) return BAD_ORIGIN;
    return isEntered(state) ? notConfigured() : exited();
  },
  force_enter: (execution, origin) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (isEntered(execution.state)) return entered();
    const until = execution.number + ENTER_BLOCKS;
    execution.state.put(EnteredUntil, until);
    emit(execution, 'SafeMode', 'Entered', { until });
    return undefined;
  },
  force_extend: (execution, origin) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    const before = execution.state.get(EnteredUntil);
    if (before === undefined) return exited();
    const until = before + EXTEND_BLOCKS;
    execution.state.put(EnteredUntil, until);
    emit(execution, 'SafeMode', 'Extended', { until });
    return undefined;
  },
  force_exit: (execution, origin) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (!isEntered(execution.state)) return exited();
    execution.state.kill(EnteredUntil);
    emit(execution, 'SafeMode', 'Exited', { reason: { type: 'Force', value: undefined } });
    return undefined;
  },
  force_slash_deposit: (_, origin) => (origin.type === 'root' ? noDeposit() : BAD_ORIGIN),
  force_release_deposit: (_, origin) => (origin.type === 'root' ? noDeposit() : BAD_ORIGIN),
  release_deposit: (_, origin) => (signerOf(origin) ? noDeposit() : BAD_ORIGIN),
};
