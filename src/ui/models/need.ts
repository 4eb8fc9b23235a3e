/**
 * What keeps the chain from being followed until a person decides something on the Node page.
 */
import type { NodeState } from '../node/state.ts';

/** The engine does not begin: its checkpoint is from so long ago that voters of then can no longer be held to their votes. */
export const TOO_OLD = 'checkpoint/too-old';
/** smoldot cannot follow a chain whose runtime has both AuraApi and BabeApi. */
export const INCOMPATIBLE = 'light/incompatible-runtime';

/**
 * - `other-engine`: this one can never follow the chain
 * - `newer-checkpoint`: the one there is is too old
 * - `checkpoint`: there is none, and the servers did not agree on one
 */
export type Need = 'other-engine' | 'newer-checkpoint' | 'checkpoint';

/** Undefined while nothing is needed, and while it is still being looked for. */
export function findNeed({
  engine,
  failure,
  checkpoint,
}: Pick<NodeState, 'engine' | 'failure' | 'checkpoint'>): Need | undefined {
  const codes = [engine?.failure?.code, failure?.code];
  const isWithout = codes.includes('checkpoint/servers-differ') || codes.includes('checkpoint/too-few-servers');
  if (codes.includes(INCOMPATIBLE)) return 'other-engine';
  if (codes.includes(TOO_OLD)) return 'newer-checkpoint';
  if (engine && (engine.kind !== 'proof' || engine.trust)) return undefined;
  if (checkpoint?.state === 'searching') return undefined;
  return isWithout || checkpoint?.state === 'differ' || checkpoint?.state === 'failed' ? 'checkpoint' : undefined;
}
