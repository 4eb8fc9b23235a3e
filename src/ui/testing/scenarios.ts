/**
 * What the stand-in observer can be told to be. Each scenario is a few switches; the observer plays them.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EngineStage } from '../../light/types.ts';
import type { ProofScene } from './fake-proof.ts';
import { DIFFER } from './fake-proof.ts';

export interface Scenario {
  /** Stages the engine goes through; it stays in the last one. */
  readonly stages: readonly EngineStage[];
  /** How long each stage lasts. */
  readonly stageMs: number;
  /** An earlier visit was kept and is replayed, so many blocks and ms old. */
  readonly kept: { readonly blocksAgo: number; readonly ageMs: number } | undefined;
  readonly tab: 'leader' | 'follower';
  readonly storage: 'ready' | 'none';
  readonly gpu: boolean;
  readonly subnets: 'all' | 'none';
  readonly audit: 'equal' | 'differing' | 'failing' | 'endless' | 'never';
  /** Reading a watched subnet fails. */
  readonly subnetFailure: Failure | undefined;
  readonly chainFailure: Failure | undefined;
  readonly engineFailure: Failure | undefined;
  readonly decode: 'works' | 'fails' | 'never';
  /** The engine is the proof engine and stands so; undefined: a light client. */
  readonly proof: ProofScene | undefined;
}

const FOLLOWING: Scenario = {
  stages: ['following'],
  stageMs: 0,
  kept: undefined,
  tab: 'leader',
  storage: 'ready',
  gpu: true,
  subnets: 'all',
  audit: 'equal',
  subnetFailure: undefined,
  chainFailure: undefined,
  engineFailure: undefined,
  decode: 'works',
  proof: undefined,
};

const KEPT = { blocksAgo: 15, ageMs: 190_000 };

export const SCENARIOS = {
  following: FOLLOWING,
  slow: { ...FOLLOWING, stages: ['starting', 'connecting', 'syncing', 'following'], stageMs: 2000 },
  starting: { ...FOLLOWING, stages: ['starting'] },
  connecting: { ...FOLLOWING, stages: ['connecting'] },
  syncing: { ...FOLLOWING, stages: ['syncing'] },
  stalled: { ...FOLLOWING, stages: ['following', 'stalled'], stageMs: 1500 },
  stale: { ...FOLLOWING, stages: ['connecting'], kept: KEPT },
  failed: {
    ...FOLLOWING,
    stages: ['failed'],
    engineFailure: {
      code: 'light/engine-crashed',
      reason: 'The light client ended unexpectedly: unreachable instruction in its worker.',
      next: 'Starting it again takes about a second and loses nothing.',
    },
  },
  'failed-kept': {
    ...FOLLOWING,
    stages: ['failed'],
    kept: KEPT,
    engineFailure: {
      code: 'light/engine-crashed',
      reason: 'The light client ended unexpectedly.',
      next: 'Start it again.',
    },
  },
  unavailable: {
    ...FOLLOWING,
    stages: ['idle'],
    chainFailure: {
      code: 'chain/spec-unavailable',
      reason:
        'The specification of localnet could not be fetched (answered 404) and none was kept from an earlier visit.',
      next: 'Trying again in 4 s.',
    },
  },
  'long-words': {
    ...FOLLOWING,
    proof: 'confirmed',
    chainFailure: {
      code: 'light/unavailable',
      reason: `No server could answer: it has no header of 0x${'8dc2b4f2'.repeat(8)}.`,
      next: 'Trying again at the next finalized block.',
    },
  },
  follower: { ...FOLLOWING, tab: 'follower' },
  'no-storage': { ...FOLLOWING, storage: 'none' },
  'no-gpu': { ...FOLLOWING, gpu: false },
  differing: { ...FOLLOWING, audit: 'differing' },
  auditing: { ...FOLLOWING, audit: 'endless' },
  'audit-failed': { ...FOLLOWING, audit: 'failing' },
  'audit-waiting': { ...FOLLOWING, audit: 'never' },
  empty: { ...FOLLOWING, subnets: 'none' },
  'subnet-failed': {
    ...FOLLOWING,
    subnetFailure: {
      code: 'light/unavailable',
      reason: 'No peer had the storage of subnet 1 at block 4769998.',
      next: 'Trying again at the next finalized block.',
    },
  },
  'decode-failed': { ...FOLLOWING, decode: 'fails' },
  'decode-slow': { ...FOLLOWING, decode: 'never' },
  proof: { ...FOLLOWING, proof: 'confirmed' },
  'proof-claimed': { ...FOLLOWING, proof: 'claimed' },
  'proof-search': { ...FOLLOWING, proof: 'search', stages: ['connecting'] },
  'proof-differ': { ...FOLLOWING, proof: 'differ', stages: ['idle'], chainFailure: DIFFER },
  'proof-too-old': {
    ...FOLLOWING,
    proof: 'too-old',
    stages: ['failed'],
    engineFailure: {
      code: 'checkpoint/too-old',
      reason: 'The checkpoint that came with this page was made 47 days ago.',
      next: 'A newer one is needed: from servers that agree, or from a file.',
    },
  },
  'proof-liars': { ...FOLLOWING, proof: 'liars' },
  incompatible: {
    ...FOLLOWING,
    stages: ['failed'],
    engineFailure: {
      code: 'light/incompatible-runtime',
      reason: 'smoldot cannot follow this chain: its runtime has both AuraApi and BabeApi.',
      next: 'The proof engine can follow it.',
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;

/** @throws RangeError that lists the names. */
export function findScenario(name: string): Scenario {
  if (!Object.hasOwn(SCENARIOS, name)) {
    throw new RangeError(`fake: expected one of ${Object.keys(SCENARIOS).join(', ')}; got ${JSON.stringify(name)}`);
  }
  return SCENARIOS[name as ScenarioName];
}
