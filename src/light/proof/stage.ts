/** From facts to what the proof engine is doing, in one word and one sentence. Pure. */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Failure } from '../../chain/failure.ts';
import { SLOW_SYNC_MS, type StageInWords, stallAfterMs } from '../stage.ts';
import type { ServerStatus } from '../types.ts';

export interface ProofFacts {
  readonly failure: Failure | undefined;
  readonly closed: boolean;
  /** What is being done to find a checkpoint; undefined once there is one. */
  readonly searching: string | undefined;
  readonly servers: readonly ServerStatus[];
  /** A server has told all that it has. */
  readonly caughtUp: boolean;
  readonly finalized: BlockRef | undefined;
  readonly finalizedAtMs: number | undefined;
  readonly startedAtMs: number;
  readonly slotMs: number | undefined;
  /** Why the last thing that servers told could not be used; empty if nothing went wrong since finality moved. */
  readonly lastTrouble: string;
}

const OTHER_HISTORY: Failure = {
  code: 'proof/other-history',
  reason: 'All servers show another history of this chain than the one that was followed.',
  next: 'If the chain was begun anew, forget its checkpoint; if not, compare with a source of your own.',
};
const IN_USE: readonly ServerStatus['state'][] = ['ready', 'lagging'];

export function proofStageOf(facts: ProofFacts, nowMs: number): StageInWords {
  if (facts.failure) return { stage: 'failed', detail: facts.failure.reason, failure: facts.failure };
  if (facts.closed) return { stage: 'idle', detail: 'The light client is closed.' };
  if (facts.searching !== undefined) return { stage: 'starting', detail: facts.searching };
  const inUse = facts.servers.filter(({ state }) => IN_USE.includes(state)).length;
  const says = facts.lastTrouble === '' ? troubleOf(facts.servers) : ` ${facts.lastTrouble}`;
  const isFollowed = facts.caughtUp && facts.finalized !== undefined && facts.finalizedAtMs !== undefined;
  if (!isFollowed) {
    const [stage, hope] =
      inUse > 0
        ? (['syncing', 'Checking the votes up to the newest final block.'] as const)
        : (['connecting', 'Connecting to servers of this chain.'] as const);
    if (nowMs - facts.startedAtMs <= SLOW_SYNC_MS) return { stage, detail: hope };
    if (isForked(facts.servers)) return { stage, detail: OTHER_HISTORY.reason, failure: OTHER_HISTORY };
    const reason = `No final block is proved yet.${says}`;
    return {
      stage,
      detail: reason,
      failure: { code: 'light/no-finality', reason, next: 'It goes on trying by itself.' },
    };
  }
  if (isForked(facts.servers)) return { stage: 'stalled', detail: OTHER_HISTORY.reason, failure: OTHER_HISTORY };
  if (inUse === 0) return { stage: 'stalled', detail: `No server is connected; connecting again by itself.${says}` };
  const limitMs = stallAfterMs(facts.slotMs);
  if (nowMs - facts.finalizedAtMs! > limitMs) {
    return { stage: 'stalled', detail: `No block became final for more than ${limitMs / 1000} s.${says}` };
  }
  return { stage: 'following', detail: '' };
}

/** Nobody knows the block that we hold final. */
const isForked = (servers: readonly ServerStatus[]): boolean =>
  servers.length > 0 && servers.every(({ state, failure }) => state === 'refused' && failure?.code === 'proof/forked');

/** What is the matter with the servers that are not used. */
function troubleOf(servers: readonly ServerStatus[]): string {
  const troubled = servers.find(({ state }) => state === 'refused') ?? servers.find(({ failure }) => failure);
  return troubled?.failure ? ` ${troubled.address}: ${troubled.failure.reason}` : '';
}
