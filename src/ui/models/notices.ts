/**
 * What a person must know about this page's state, at most one problem (with one button) and a few quiet notices.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EngineStage, EngineStatus } from '../../light/types.ts';
import { formatCount, formatDuration, unbroken } from '../format/index.ts';
import type { NodeState } from '../node/state.ts';
import { findNeed } from './need.ts';

export interface Problem {
  readonly failure: Failure;
  /** What the button says. */
  readonly action: string;
  /** What the button does: starts the engine anew, or the proof engine, reloads, or shows a part of the Node page. */
  readonly does: 'restart' | 'use-proof' | 'reload' | 'show-checkpoint' | 'show-chains';
}

/** The trouble that stands above the page; undefined while there is none. The most fundamental one wins. */
export function findProblem(state: NodeState, online: boolean): Problem | undefined {
  return findDecision(state) ?? findTrouble(state, online);
}

/** Trouble that stays until the person decides something. */
function findDecision(state: NodeState): Problem | undefined {
  const need = findNeed(state);
  // The observer knows better than the engine what happens next.
  const failure = state.failure ?? state.engine?.failure ?? state.checkpoint?.failure;
  if (need === undefined || failure === undefined) return undefined;
  if (need === 'other-engine') return { failure, action: 'Use the proof engine', does: 'use-proof' };
  return { failure, action: 'See what can be done', does: 'show-checkpoint' };
}

function findTrouble(state: NodeState, online: boolean): Problem | undefined {
  const { engine } = state;
  const does = 'restart';
  if (engine?.stage === 'failed') {
    const failure = state.failure ?? engine.failure ?? withCode('light/failed', engine.detail);
    return { failure, action: 'Start again', does };
  }
  if (!online && engine?.stage !== 'following') return { failure: OFFLINE, action: 'Try again', does };
  if (engine?.failure?.code === OTHER_HISTORY) {
    return { failure: engine.failure, action: 'See what can be done', does: 'show-checkpoint' };
  }
  if (engine?.stage === 'stalled')
    return { failure: engine.failure ?? describeStall(engine), action: 'Reconnect', does };
  if (engine?.failure) return { failure: engine.failure, action: 'Reconnect', does };
  if (state.failure?.code === SCHEMA_CHANGED) return { failure: state.failure, action: 'Reload', does: 'reload' };
  if (state.failure?.code === 'ui/unknown-chain') {
    return { failure: state.failure, action: 'Choose a chain', does: 'show-chains' };
  }
  return state.failure && { failure: state.failure, action: actionFor(state.failure), does };
}

/** No server knows the chain that was followed: begun anew or forked, a person must look. */
const OTHER_HISTORY = 'proof/other-history';
/** The chain's runtime keeps something in another form than this page reads. */
const SCHEMA_CHANGED = 'light/schema-changed';

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
  readonly id: 'follower' | 'storage' | 'kept' | 'claimed' | 'runtime';
  readonly words: string;
  /** Where something can be done about it. */
  readonly link?: { readonly href: string; readonly words: string };
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
  // The problem above says it already.
  const isProblem = state.failure?.code === SCHEMA_CHANGED;
  if (state.runtime !== undefined && state.runtime.detail !== '' && !isProblem) {
    notices.push({ id: 'runtime', words: state.runtime.detail });
  }
  if (state.engine?.trust && !state.engine.trust.anchor.isConfirmed) {
    const words = 'Figures are marked claimed: nobody has confirmed the checkpoint that they rest on.';
    notices.push({ id: 'claimed', words, link: { href: '/node#checkpoint', words: 'Compare and confirm it' } });
  }
  return notices;
}
