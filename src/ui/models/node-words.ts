/** The node's state as one sentence, the words of its engines, and what a tab is. */
import type { EngineKind, EngineStatus } from '../../light/types.ts';
import type { TabRole } from '../../roles/index.ts';
import { asSentence, formatCount, unbroken } from '../format/index.ts';

/** In the middle of a sentence. */
const ENGINE_IN_SENTENCE: Readonly<Record<EngineKind, string>> = {
  smoldot: 'smoldot',
  'substrate-connect': 'Substrate Connect',
  proof: 'the proof engine',
};

export const ENGINE_NAMES: Readonly<Record<EngineKind, string>> = {
  smoldot: 'smoldot',
  'substrate-connect': 'Substrate Connect',
  proof: 'Proof engine',
};

/** What an engine is, where the registry does not say more. */
export const ENGINE_HELP: Readonly<Record<EngineKind, string>> = {
  smoldot: 'A light client in a worker of this page.',
  'substrate-connect': 'The browser extension of that name where it is installed, else an embedded client.',
  proof: 'Checks what servers say, none of them trusted.',
};

export const TAB_WORDS: Readonly<Record<TabRole, string>> = {
  electing: 'finding other tabs',
  leader: 'leads: it follows the chain',
  follower: 'follows: shows what another tab verifies',
};

/** What engines say of themselves before they have anything to say. */
const STARTS = 'The light client is starting.';

export interface NodeSentence {
  readonly sentence: string;
  readonly detail: string;
  readonly tone: 'good' | 'waiting' | 'bad';
}

export function describeNode(chain: string, engine: EngineStatus | undefined, chosen: EngineKind): NodeSentence {
  const by = ENGINE_IN_SENTENCE[engine?.kind ?? chosen];
  // Why it stands still is the problem above the page; that it starts is what the sentence says.
  const isTold = engine?.stage === 'stalled' || engine?.stage === 'failed';
  const detail = engine?.detail && !isTold && engine.detail !== STARTS ? asSentence(engine.detail) : '';
  const say = (sentence: string, tone: NodeSentence['tone']) => ({ sentence: capitalized(sentence), detail, tone });
  switch (engine?.stage) {
    case 'following': {
      const block = unbroken(formatCount(engine.finalized?.number ?? 0));
      return say(`Following ${chain} by ${by}: block ${block} is final.`, 'good');
    }
    case 'starting':
      return say(`${by} is starting.`, 'waiting');
    case 'connecting':
      return say(`${by} is looking for ${engine.kind === 'proof' ? 'servers' : 'peers'} of ${chain}.`, 'waiting');
    case 'syncing':
      return say(`${by} is checking finality up to now.`, 'waiting');
    case 'stalled':
      return say(`No new block of ${chain} is final. Figures stay as they are.`, 'bad');
    case 'failed':
      return say(`${by} has stopped.`, 'bad');
    default:
      return say(`${chain} is not followed yet.`, 'waiting');
  }
}

/** `the proof engine is …` → `The proof engine is …`; names that are written small stay so. */
const capitalized = (sentence: string) => (sentence.startsWith('the ') ? `T${sentence.slice(1)}` : sentence);
