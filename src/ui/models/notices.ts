/**
 * What a person must know about this page's state, at most one problem (with one button) and a few quiet notices.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EngineStage, EngineStatus } from '../../light/types.ts';
import { formatCount, formatDuration, unbroken } from '../format/index.ts';
import type { NodeState } from '../node/state.ts';

export interface Problem {
  readonly failure: Failure;
  /** What the button says. It restarts the engine. */
  readonly action: string;
}

/** The trouble that stands above the page; undefined while there is none. The most fundamental one wins. */
export function findProblem(state: NodeState, online: boolean): Problem | undefined {
  const { engine } = state;
  if (engine?.stage === 'failed') {
    // The observer knows better than the engine what happens next.
    const failure = state.failure ?? engine.failure ?? withCode('light/failed', engine.detail);
    return { failure, action: 'Start again' };
  }
  if (!online && engine?.stage !== 'following') return { failure: OFFLINE, action: 'Try again' };
  if (engine?.stage === 'stalled') return { failure: engine.failure ?? describeStall(engine), action: 'Reconnect' };
  if (engine?.failure) return { failure: engine.failure, action: 'Reconnect' };
  return state.failure && { failure: state.failure, action: actionFor(state.failure) };
}

/** The same button for a light client that failed before, during and after its next start. */
const actionFor = ({ code }: Failure) => (code.startsWith('light/') ? 'Start again' : 'Try again');

const OFFLINE: Failure = {
  code: 'ui/offline',
  reason: 'This device has no network.',
  next: 'What was verified before stays; following goes on by itself when the network is back.',
};
/** Says nothing that changes by the second: it is read aloud whenever it changes. The age stands in the bar. */
function describeStall({ detail, finalized }: EngineStatus): Failure {
  const next = finalized
    ? `Figures stay as of block ${unbroken(formatCount(finalized.number))}.`
    : 'It goes on by itself.';
  return { code: 'light/stalled', reason: `No new block is finalized. ${detail}`.trim(), next };
}

function withCode(code: string, detail: string): Failure {
  return { code, reason: detail === '' ? 'The light client stopped.' : detail, next: 'Start it again.' };
}

/** In these stages the figures are of this visit; the problem says what there is to say. */
const WITH_OWN_FIGURES: ReadonlySet<EngineStage | undefined> = new Set<EngineStage>(['following', 'stalled']);

export interface Notice {
  readonly id: 'follower' | 'storage' | 'kept';
  readonly words: string;
  /** Why, where there is a reason to tell. */
  readonly failure?: Failure;
}

export function listNotices(state: NodeState, nowMs: number): readonly Notice[] {
  const notices: Notice[] = [];
  if (state.tab === 'follower') {
    notices.push({ id: 'follower', words: 'Another tab follows the chain; this one shows what it verifies.' });
  }
  if (state.storage.state === 'none') {
    const { failure } = state.storage;
    notices.push({ id: 'storage', words: 'Nothing can be kept for offline.', ...(failure && { failure }) });
  }
  if (state.subnets && !WITH_OWN_FIGURES.has(state.engine?.stage)) {
    const { at, takenAtMs } = state.subnets;
    const age = formatDuration(nowMs - takenAtMs);
    const words = `Kept figures as of block ${unbroken(formatCount(at.number))}, ${age} old. They are renewed once the chain is followed.`;
    notices.push({ id: 'kept', words });
  }
  return notices;
}
