/** Small values for tests: complete, with only what matters to the test changed. */
import type { EngineStatus, TrustStatus } from '../../light/types.ts';
import type { Audit, Snapshot } from '../../roles/index.ts';
import { FAKE_GENESIS, fakeAudit, fakeBlock, fakeHyperparameters, fakeMetagraph, fakeSubnets } from './fake-chain.ts';
import { FAKE_CHECKPOINT_BLOCK, fakeAnchor, fakeTrust } from './fake-proof.ts';

export const SAMPLE_BLOCK = 4000;
export const SAMPLE_NOW_MS = 1_800_000_000_000;

export function sampleSnapshot<T>(value: T, change: Partial<Snapshot<T>> = {}): Snapshot<T> {
  return {
    label: 'proved',
    chainId: 'localnet',
    genesisHash: FAKE_GENESIS,
    at: fakeBlock(SAMPLE_BLOCK),
    takenAtMs: SAMPLE_NOW_MS,
    value,
    ...change,
  };
}

export const sampleSubnets = () => sampleSnapshot(fakeSubnets(fakeBlock(SAMPLE_BLOCK)));

export function sampleView(netuid: number) {
  const metagraph = fakeMetagraph(netuid, fakeBlock(SAMPLE_BLOCK));
  if (!metagraph) throw new RangeError(`netuid: the made-up chain has no subnet ${netuid}`);
  return sampleSnapshot({ metagraph, hyperparameters: fakeHyperparameters() });
}

export function sampleAudit(change: Partial<Audit> = {}): Snapshot<Audit> {
  return sampleSnapshot({ ...fakeAudit(1, fakeBlock(SAMPLE_BLOCK), false), ...change });
}

export function sampleEngine(change: Partial<EngineStatus> = {}): EngineStatus {
  return {
    kind: 'smoldot',
    stage: 'following',
    detail: '',
    genesisHash: FAKE_GENESIS,
    peers: 4,
    best: fakeBlock(SAMPLE_BLOCK + 2),
    finalized: fakeBlock(SAMPLE_BLOCK),
    finalizedAtMs: SAMPLE_NOW_MS - 2000,
    blockTimeMs: undefined,
    proofsChecked: 12,
    provedBytes: 3400,
    label: 'proved',
    trust: undefined,
    servers: [],
    specVersion: undefined,
    failure: undefined,
    ...change,
  };
}

/** A checkpoint that servers named and the person confirmed; the chain is followed with the votes of 20. */
export function sampleTrust(change: Partial<TrustStatus> = {}): TrustStatus {
  const finalized = fakeBlock(FAKE_CHECKPOINT_BLOCK + SAMPLE_BLOCK);
  return { ...fakeTrust(fakeAnchor('confirmed', true, SAMPLE_NOW_MS), finalized), ...change };
}
