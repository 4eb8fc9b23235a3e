/**
 * From facts to a stage: what the engine is doing, in one word and one sentence. Pure, so that every case can be shown.
 */
import type { BlockRef } from '../chain/block-ref.ts';
import type { Failure } from '../chain/failure.ts';
import { INCOMPATIBLE_RUNTIME } from './smoldot/log-hints.ts';
import type { EngineStage } from './types.ts';

/** Slots without a newly finalized block after which finality counts as stalled. A healthy chain needs two or three. */
export const STALL_SLOTS = 6;
/** Used until the runtime has told the real one: the slot of Bittensor. */
const DEFAULT_SLOT_MS = 12_000;
/** On chains with very short slots a busy machine is no stall. */
export const MIN_STALL_MS = 8_000;
/** Syncing takes well under a second on a good connection; after this long it is said what may be wrong. */
export const SLOW_SYNC_MS = 10_000;

export interface EngineFacts {
  readonly failure: Failure | undefined;
  readonly closed: boolean;
  /** The light client has accepted the chain specification. */
  readonly ready: boolean;
  /** undefined until asked for the first time. */
  readonly peers: number | undefined;
  readonly best: BlockRef | undefined;
  readonly finalized: BlockRef | undefined;
  readonly startedAtMs: number;
  readonly finalizedAtMs: number | undefined;
  /** undefined until the runtime was asked. */
  readonly slotMs: number | undefined;
  /** The light client's own last words of warning since finality moved; empty if there were none. */
  readonly lastWarning: string;
  /** The light client has said that it cannot make sense of the chain's runtime. */
  readonly isIncompatible: boolean;
}

export function stallAfterMs(slotMs: number | undefined): number {
  return Math.max(STALL_SLOTS * (slotMs ?? DEFAULT_SLOT_MS), MIN_STALL_MS);
}

export interface StageInWords {
  readonly stage: EngineStage;
  readonly detail: string;
  /** Why it failed, or what keeps it from its first finalized block for so long. */
  readonly failure?: Failure;
}

/** What a person can do where the light client cannot follow the chain at all. */
export const USE_PROOF_ENGINE = 'Choose the proof engine for this chain.';
const INCOMPATIBLE: Failure = {
  code: 'light/incompatible-runtime',
  reason: INCOMPATIBLE_RUNTIME,
  next: USE_PROOF_ENGINE,
};

export function stageOf(facts: EngineFacts, nowMs: number): StageInWords {
  if (facts.failure) return { stage: 'failed', detail: facts.failure.reason, failure: facts.failure };
  if (facts.closed) return { stage: 'idle', detail: 'The light client is closed.' };
  if (!facts.ready) return { stage: 'starting', detail: 'The light client is starting.' };
  const says = facts.lastWarning === '' ? '' : ` The light client says: ${facts.lastWarning}`;
  if (facts.finalized === undefined || facts.finalizedAtMs === undefined) {
    const [stage, hope] = facts.peers
      ? (['syncing', 'Checking the finality of the chain up to its newest block.'] as const)
      : (['connecting', 'Looking for a peer of this chain.'] as const);
    if (nowMs - facts.startedAtMs <= SLOW_SYNC_MS) return { stage, detail: hope };
    if (facts.isIncompatible) return { stage, detail: INCOMPATIBLE_RUNTIME, failure: INCOMPATIBLE };
    // A peer whose finality proof is wrong is dropped at once, and looks like none at all until it is tried again.
    const reason = `No finalized block is proved yet: no peer was found, or what peers showed did not hold.${says}`;
    return {
      stage,
      detail: reason,
      failure: { code: 'light/no-finality', reason, next: 'It goes on trying by itself.' },
    };
  }
  const limitMs = stallAfterMs(facts.slotMs);
  const isLate = nowMs - facts.finalizedAtMs > limitMs;
  if (isLate && (facts.peers !== 0 || says !== '')) {
    return { stage: 'stalled', detail: `No block was finalized for more than ${limitMs / 1000} s.${says}` };
  }
  if (facts.peers === 0)
    return { stage: 'stalled', detail: `No peer is connected; connecting again by itself.${says}` };
  return { stage: 'following', detail: '' };
}
