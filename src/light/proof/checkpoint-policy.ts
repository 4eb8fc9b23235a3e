/**
 * Whether a checkpoint may be begun with: of this chain, and not too old.
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import { LightError } from '../errors.ts';
import type { Checkpoint } from './checkpoint.ts';

const DAY_MS = 24 * 3600 * 1000;

/*
 * Votes bind those who voted only as long as they have something to lose. Keys that have retired since the checkpoint can
 * sign another history from there on, and nothing in the signatures tells it from the true one; the risk grows with the
 * checkpoint's age. This chain has no stake that binds its voters (proof of authority, changed by sudo), so the periods
 * are a choice of this house: two weeks, after which a newer one is advised, and three months, after which none is used
 * without the person's word.
 */
const OLD_AFTER_MS = 14 * DAY_MS;
const TOO_OLD_AFTER_MS = 90 * DAY_MS;

/** `nowMs`: wall-clock ms. One of the future (clocks differ) is fresh. */
export function checkpointAge(
  { takenAtMs }: Pick<Checkpoint, 'takenAtMs'>,
  nowMs: number,
): 'fresh' | 'old' | 'too-old' {
  const ageMs = nowMs - takenAtMs;
  if (ageMs > TOO_OLD_AFTER_MS) return 'too-old';
  return ageMs > OLD_AFTER_MS ? 'old' : 'fresh';
}

/**
 * The genesis hash decides; where none is pinned, the name does.
 * @throws LightError `checkpoint/other-chain`
 */
export function assertForChain(
  checkpoint: Checkpoint,
  chain: { readonly genesisHash: BlockHash | undefined; readonly chainId: string },
): void {
  const [expected, got] =
    chain.genesisHash === undefined ? [chain.chainId, checkpoint.chainId] : [chain.genesisHash, checkpoint.genesisHash];
  if (expected === got) return;
  const reason = `This checkpoint is of ${checkpoint.chainId} (${got}), this chain is ${chain.chainId} (${expected}).`;
  throw new LightError('checkpoint/other-chain', reason, { data: { expected, got } });
}
