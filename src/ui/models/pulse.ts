/**
 * The one sentence of state that is always there: which chain, which block, how old, finalized, proved or claimed.
 *
 * While the chain is not followed, `words` says what is being waited for instead. `announcement` is the part worth
 * reading aloud: it changes with the stage and never with the block.
 */
import type { Label } from '../../chain/label.ts';
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
  /** What figures of the finalized block may be called; undefined unless the chain is followed. */
  readonly label: Label | undefined;
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

/** Where servers are asked and no peers. */
const PROOF_WORDS: Readonly<Partial<Record<EngineStage, string>>> = {
  starting: 'starting the proof engine',
  connecting: 'looking for servers',
  failed: 'the proof engine stopped',
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

/** What is there while there is no engine yet, or none that follows: a failure told elsewhere, or a search. */
export interface PulseContext {
  readonly hasFailed?: boolean;
  /** Servers are asked for a first checkpoint. */
  readonly isSearching?: boolean;
}

export function describePulse(
  chain: string,
  engine: EngineStatus | undefined,
  nowMs: number,
  { hasFailed = false, isSearching = false }: PulseContext = {},
): Pulse {
  const stage = engine?.stage ?? 'idle';
  const words = describeStage(engine, hasFailed, isSearching);
  return {
    tone: (engine === undefined || stage === 'idle') && hasFailed ? 'bad' : STAGE_TONES[stage],
    chain,
    words,
    best: engine?.best?.number,
    finalized: engine?.finalized?.number,
    ageMs: engine?.finalizedAtMs === undefined ? undefined : Math.max(0, nowMs - engine.finalizedAtMs),
    peers: engine?.peers ?? 0,
    label: stage === 'following' && engine?.finalized !== undefined ? engine.label : undefined,
    announcement: stage === 'following' ? `Following ${chain}.` : `${chain}: ${words}.`,
  };
}

function describeStage(engine: EngineStatus | undefined, hasFailed: boolean, isSearching: boolean): string {
  const isWaiting = engine === undefined || ['idle', 'starting', 'connecting'].includes(engine.stage);
  if (isSearching && isWaiting && !engine?.trust) return 'asking servers for a checkpoint';
  if (engine === undefined) return hasFailed ? 'not followed' : 'loading the light client';
  if (engine.stage === 'idle' && hasFailed) return 'not followed';
  if (engine.kind === 'proof') return PROOF_WORDS[engine.stage] ?? STAGE_WORDS[engine.stage];
  return STAGE_WORDS[engine.stage];
}
