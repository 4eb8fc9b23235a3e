/**
 * A block while it is being executed: its state, the events so far, and who is at work.
 *
 *   initialization ─▶ extrinsic 0 (timestamp) ─▶ extrinsic 1 … ─▶ finalization
 *
 * What an extrinsic changes and reports is kept apart until it succeeded (`attempt`), so a failing one leaves nothing.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import type { DispatchError, EventRecord, InnerCall, RuntimeEvent } from '../../src/chain/schema/index.ts';
import type { ComputeCore } from '../../src/chain/yuma/index.ts';
import type { State, StateReader } from '../state.ts';

type Phase = EventRecord['phase'];

/** On whose behalf a call runs. */
export type Origin =
  | { readonly type: 'signed'; readonly account: Bytes }
  | { readonly type: 'root' }
  /** Nobody: inherents and unsigned extrinsics. */
  | { readonly type: 'none' };

/** Why a call failed; undefined if it did what it is for. */
export type Outcome = DispatchError | undefined;

/** Public keys by their hex. */
export interface HeldKeys {
  readonly aura: ReadonlySet<string>;
  readonly grandpa: ReadonlySet<string>;
}

export const heldKeys = (pairs: {
  readonly aura: readonly KeyPair[];
  readonly grandpa: readonly KeyPair[];
}): HeldKeys => ({
  aura: new Set(pairs.aura.map(({ publicKey }) => toHex(publicKey))),
  grandpa: new Set(pairs.grandpa.map(({ publicKey }) => toHex(publicKey))),
});

/** Runs a call in the name of `origin`; its changes and events stay only if it succeeds. */
export type Dispatch = (execution: BlockExecution, origin: Origin, call: InnerCall) => Outcome;

export interface BlockExecution {
  readonly number: number;
  /** The author's account: where fees go. */
  readonly author: Bytes;
  /** State after the parent block: what a light client can prove before this block. */
  readonly parent: StateReader;
  readonly state: State;
  readonly phase: Phase;
  readonly events: EventRecord[];
  /** For calls that contain calls. */
  readonly dispatch: Dispatch;
  /** The engine of epochs. */
  readonly computeCore: ComputeCore;
  /** Whose keys this process holds: nobody else can make blocks or vote. */
  readonly held: HeldKeys;
  /** Told of a call that threw instead of failing. Absent: the error goes on up, and the block with it. */
  readonly onBug?: ((call: string, error: unknown) => void) | undefined;
}

/** The account that signed. Calls that only an account can make begin with it. */
export function signerOf(origin: Origin): Bytes | undefined {
  return origin.type === 'signed' ? origin.account : undefined;
}

export const BAD_ORIGIN: DispatchError = { type: 'BadOrigin', value: undefined };

type EventOf<P extends RuntimeEvent['type']> = Extract<RuntimeEvent, { readonly type: P }>['value'][0];
type ValueOf<P extends RuntimeEvent['type'], N> = Extract<EventOf<P>, { readonly type: N }>['value'];

export function deposit(execution: BlockExecution, event: RuntimeEvent): void {
  execution.events.push({ phase: execution.phase, event, topics: [] });
}

/** `emit(execution, 'SubtensorModule', 'WeightsSet', [index, uid])` */
export function emit<P extends RuntimeEvent['type'], N extends EventOf<P>['type']>(
  execution: BlockExecution,
  pallet: P,
  name: N,
  value: ValueOf<P, N>,
): void {
  deposit(execution, { type: pallet, value: [{ type: name, value }] } as unknown as RuntimeEvent);
}

/** Runs `work` on a branch; its changes and events stay only if it returns no error. */
export function attempt(execution: BlockExecution, work: (branch: BlockExecution) => Outcome): Outcome {
  const branch: BlockExecution = { ...execution, state: execution.state.branch(), events: [] };
  const error = work(branch);
  if (error) return error;
  execution.state.absorb(branch.state);
  // Not by spreading: there can be more events than a call takes arguments.
  for (const event of branch.events) execution.events.push(event);
  return undefined;
}
