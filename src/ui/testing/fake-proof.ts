/**
 * A made-up proof engine for the stand-in observer: servers, checkpoint, searches and what was checked. Pure; the observer
 * says at which block and how the person has decided.
 */
import type { Failure } from '../../chain/failure.ts';
import type { BlockRef, ServerStatus, TrustAnchor, TrustStatus } from '../../light/types.ts';
import type { CheckpointSearch } from '../../roles/index.ts';
import { fakeBlock } from './fake-chain.ts';

/** How the made-up proof engine stands: where its checkpoint came from, or why it has none. */
export type ProofScene = 'confirmed' | 'claimed' | 'search' | 'differ' | 'too-old' | 'liars';

export const FAKE_SERVERS: readonly string[] = [
  'wss://entrypoint.example.org:443',
  'wss://lite.example.net:443',
  '/dns/node.example.com/tcp/30334/wss/p2p/12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC',
  'wss://archive.example.org/public',
];

export const FAKE_CHECKPOINT_BLOCK = 4_761_600;
const DAY_MS = 86_400_000;
const AUTHORS = 20;

export function fakeAnchor(scene: ProofScene, isConfirmed: boolean, nowMs: number): TrustAnchor {
  const days = scene === 'too-old' ? 47 : 1.2;
  return {
    kind: scene === 'too-old' ? 'pinned' : 'servers',
    block: fakeBlock(FAKE_CHECKPOINT_BLOCK),
    takenAtMs: nowMs - days * DAY_MS,
    sources: FAKE_SERVERS.slice(0, 3),
    isConfirmed,
  };
}

export function fakeTrust(anchor: TrustAnchor, finalized: BlockRef): TrustStatus {
  const since = finalized.number - FAKE_CHECKPOINT_BLOCK;
  return {
    anchor,
    justified: finalized,
    setId: 17n,
    voters: AUTHORS,
    finality: 'grandpa',
    confirmations: { authors: 7, of: AUTHORS },
    headersChecked: since,
    sealsChecked: since,
    votesChecked: Math.floor(since / 4) * 14,
  };
}

const LIES: Failure = {
  code: 'proof/bad-proof',
  reason: 'Its proof does not lead to the state root of block 4769994.',
  next: 'It is asked again in 52 min.',
};
const LIMITS: Failure = {
  code: 'proof/limited',
  reason: 'It answered 429: too many requests.',
  next: 'It is asked again in 48 s.',
};
const NO_CONNECTION: Failure = {
  code: 'proof/unreachable',
  reason: 'The connection could not be made.',
  next: 'It is tried again in 12 s.',
};

export function fakeServers(scene: ProofScene, addresses: readonly string[], finalized: number): ServerStatus[] {
  const bad =
    scene === 'liars'
      ? [[1, 'refused', LIES] as const, [2, 'limited', LIMITS] as const, [3, 'unreachable', NO_CONNECTION] as const]
      : [];
  return addresses.map((address, index) => {
    const [, state = 'ready', failure] = bad.find(([place]) => place === index) ?? [];
    const isThere = state !== 'unreachable';
    return {
      address,
      transport: address.startsWith('/') ? 'libp2p' : 'json-rpc',
      state,
      score: state === 'ready' ? 96 - index * 9 : state === 'limited' ? 40 : 0,
      finalizedNumber: isThere ? finalized - index : undefined,
      latencyMs: isThere ? 41 + index * 63 : undefined,
      receivedBytes: isThere ? 2_418_220 / (index + 1) : 0,
      answers: isThere ? 812 >> index : 0,
      failures: state === 'ready' ? index : 3,
      failure,
    };
  });
}

/** The `answered` first servers have said something; the last of them says another block where servers differ. */
export function fakeSearch(scene: ProofScene, addresses: readonly string[], answered: number): CheckpointSearch {
  const isOver = answered >= addresses.length;
  const answers = addresses.map((address, index) => {
    if (index >= answered) return { address, block: undefined, failure: undefined };
    if (index === 2 && scene !== 'differ') return { address, block: undefined, failure: NO_CONNECTION };
    const isLiar = scene === 'differ' && index === 1;
    const block = isLiar
      ? { number: FAKE_CHECKPOINT_BLOCK, hash: fakeBlock(1).hash }
      : fakeBlock(FAKE_CHECKPOINT_BLOCK);
    return { address, block, failure: undefined };
  });
  if (!isOver) return { state: 'searching', answers, failure: undefined };
  if (scene !== 'differ') return { state: 'agreed', answers, failure: undefined };
  return { state: 'differ', answers, failure: DIFFER };
}

export const DIFFER: Failure = {
  code: 'checkpoint/servers-differ',
  reason: 'Two servers name different blocks at height 4761600.',
  next: 'Remove the one that you do not trust, or import a checkpoint from somebody you do.',
};
