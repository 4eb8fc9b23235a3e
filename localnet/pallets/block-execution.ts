/**
 * A block while it is being executed: its state, the events so far, and who is at work.
 *
 *   initialization ─▶ extrinsic 0 (timestamp) ─▶ extrinsic 1 … ─▶ finalization
 *
 * What an extrinsic changes and reports is kept apart until it succeeded (`attempt`), so a failing one leaves nothing.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { DispatchError, EventRecord, RuntimeEvent } from '../../src/chain/schema/index.ts';
import type { State, StateReader } from '../state.ts';

type Phase = EventRecord['phase'];

export interface BlockExecution {
  readonly number: number;
  /** The author's account: where fees go. */
  readonly author: Bytes;
  /** State after the parent block: what a light client can prove before this block. */
  readonly parent: StateReader;
  readonly state: State;
  readonly phase: Phase;
  readonly events: EventRecord[];
}

export function deposit(execution: BlockExecution, event: RuntimeEvent): void {
  execution.events.push({ phase: execution.phase, event, topics: [] });
}

/** Runs `work` on a branch; its changes and events stay only if it returns no error. */
export function attempt(
  execution: BlockExecution,
  work: (branch: BlockExecution) => DispatchError | undefined,
): DispatchError | undefined {
  const branch: BlockExecution = { ...execution, state: execution.state.branch(), events: [] };
  const error = work(branch);
  if (error) return error;
  execution.state.absorb(branch.state);
  execution.events.push(...branch.events);
  return undefined;
}
