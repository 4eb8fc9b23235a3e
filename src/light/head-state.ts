/**
 * Where the head of the chain is: a state machine fed by the events of `head-event.ts`.
 *
 *   waiting ──initialized──→ numbering ──number of that block──→ tracking ──stop──→ waiting
 *
 * smoldot names blocks by hash only. One header tells the number of the block that following begins with; every later
 * number is its parent's plus one. While that header is on its way (`numbering`), events wait in line.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import { LightError } from './errors.ts';
import type { HeadEvent } from './head-event.ts';

/** Blocks after the finalized one that we keep the numbers of. A chain that far ahead of its finality is broken. */
export const MAX_OPEN_BLOCKS = 4096;

export type HeadState =
  | { readonly stage: 'waiting' }
  | { readonly stage: 'numbering'; readonly base: BlockHash; readonly queue: readonly HeadEvent[] }
  | {
      readonly stage: 'tracking';
      /** Numbers of the finalized block and of the blocks after it. */
      readonly numbers: ReadonlyMap<BlockHash, number>;
      readonly best: BlockRef;
      readonly finalized: BlockRef;
    };

/** What a step says about the world: blocks that became final, oldest first. */
export interface HeadStep {
  readonly state: HeadState;
  readonly newlyFinalized: readonly BlockRef[];
}

export const WAITING: HeadState = { stage: 'waiting' };

/**
 * The state after an event.
 * @throws LightError `light/unexpected-answer` if the event cannot follow on the state: a block without a known parent.
 */
export function applyHeadEvent(state: HeadState, event: HeadEvent): HeadStep {
  if (event.type === 'stop') return { state: WAITING, newlyFinalized: [] };
  if (event.type === 'initialized') {
    return { state: { stage: 'numbering', base: event.finalized.at(-1)!, queue: [] }, newlyFinalized: [] };
  }
  if (state.stage === 'waiting') throw unexpected(`${event.type} before initialized`);
  if (state.stage === 'numbering') {
    if (state.queue.length >= MAX_OPEN_BLOCKS) throw unexpected('more events than can wait for a header');
    return { state: { ...state, queue: [...state.queue, event] }, newlyFinalized: [] };
  }
  switch (event.type) {
    case 'newBlock': {
      const parent = numberOf(state.numbers, event.parent, event.type);
      if (state.numbers.size >= MAX_OPEN_BLOCKS) throw unexpected('more blocks without finality than are followed');
      return { state: { ...state, numbers: new Map(state.numbers).set(event.hash, parent + 1) }, newlyFinalized: [] };
    }
    case 'bestBlockChanged': {
      const best = { hash: event.hash, number: numberOf(state.numbers, event.hash, event.type) };
      return { state: { ...state, best }, newlyFinalized: [] };
    }
    case 'finalized': {
      const newlyFinalized = event.finalized.map((hash) => ({
        hash,
        number: numberOf(state.numbers, hash, event.type),
      }));
      const finalized = newlyFinalized.at(-1)!;
      const gone = new Set([...event.pruned, ...event.finalized.slice(0, -1), state.finalized.hash]);
      const numbers = new Map([...state.numbers].filter(([hash]) => !gone.has(hash)));
      const best = numbers.has(state.best.hash) ? state.best : finalized;
      return { state: { ...state, numbers, best, finalized }, newlyFinalized };
    }
  }
}

/** The state once the number of the first block is known: the events that waited are applied. */
export function applyBaseNumber(state: HeadState, base: BlockRef): HeadStep {
  if (state.stage !== 'numbering' || state.base !== base.hash) return { state, newlyFinalized: [] };
  const first: HeadState = {
    stage: 'tracking',
    numbers: new Map([[base.hash, base.number]]),
    best: base,
    finalized: base,
  };
  return state.queue.reduce<HeadStep>(
    (step, event) => {
      const next = applyHeadEvent(step.state, event);
      return { state: next.state, newlyFinalized: [...step.newlyFinalized, ...next.newlyFinalized] };
    },
    { state: first, newlyFinalized: [base] },
  );
}

function numberOf(numbers: ReadonlyMap<BlockHash, number>, hash: BlockHash, event: string): number {
  const number = numbers.get(hash);
  if (number === undefined) throw unexpected(`${event} of a block without known parent, ${hash}`);
  return number;
}

function unexpected(what: string): LightError {
  return new LightError('light/unexpected-answer', `chainHead_v1_follow sent ${what}`);
}
