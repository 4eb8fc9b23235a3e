/**
 * The one sentence of state that is always there: which chain, which block, how old, finalized, proved.
 *
 * While the chain is not followed, `words` says what is being waited for instead. `announcement` is the part worth
 * reading aloud: it changes with the stage and never with the block.
 */
import type { EngineStage, EngineStatus } from '../../light/types.ts';

export type PulseTone = 'good' | 'waiting' | 'bad';

export interface Pulse {
  readonly tone: PulseTone;
  readonly chain: string;
  /** What is being waited for or what is wrong; empty while following. */
  readonly words: string;
  readonly best: number | undefined;
  readonly finalized: number | undefined;
  /** Since the finalized block moved; undefined before there was one. */
  readonly ageMs: number | undefined;
  readonly peers: number;
  /** GRANDPA signatures were checked up to the finalized block. */
  readonly isProved: boolean;
  readonly announcement: string;
}

const STAGE_WORDS: Readonly<Record<EngineStage, string>> = {
  idle: 'waiting to start',
  starting: 'starting the light client',
  connecting: 'looking for peers',
  syncing: 'verifying finality',
  following: '',
  stalled: 'stalled',
  failed: 'the light client stopped',
};

const STAGE_TONES: Readonly<Record<EngineStage, PulseTone>> = {
  idle: 'waiting',
  starting: 'waiting',
  connecting: 'waiting',
  syncing: 'waiting',
  following: 'good',
  stalled: 'bad',
  failed: 'bad',
};

/** `hasFailed`: what is there instead of a light client is a failure, told elsewhere. */
export function describePulse(
  chain: string,
  engine: EngineStatus | undefined,
  nowMs: number,
  hasFailed = false,
): Pulse {
  const stage = engine?.stage ?? 'idle';
  const unopened = hasFailed ? 'not followed' : 'loading the light client';
  const words = engine === undefined ? unopened : STAGE_WORDS[stage];
  return {
    tone: engine === undefined && hasFailed ? 'bad' : STAGE_TONES[stage],
    chain,
    words,
    best: engine?.best?.number,
    finalized: engine?.finalized?.number,
    ageMs: engine?.finalizedAtMs === undefined ? undefined : Math.max(0, nowMs - engine.finalizedAtMs),
    peers: engine?.peers ?? 0,
    isProved: stage === 'following' && engine?.finalized !== undefined,
    announcement: stage === 'following' ? `Following ${chain}.` : `${chain}: ${words}.`,
  };
}
