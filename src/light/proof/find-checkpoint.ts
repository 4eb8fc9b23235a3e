/**
 * What the proof engine begins with, the best that there is:
 *
 *   kept or brought ─▶ shipped with the page ─▶ the chain's own specification ─▶ what several servers agree on
 *
 * One that is not of this chain or no checkpoint at all is passed over; one that is too old is a failure that a person
 * decides about, since whoever held the voters' keys long ago could show another history.
 */
import { isLightError, LightError } from '../errors.ts';
import type { ChainSource } from '../types.ts';
import type { Checkpoint } from './checkpoint.ts';
import { assertForChain, checkpointAge, decodeCheckpoint } from './checkpoint-text.ts';
import { checkpointFromSpec } from './genesis-checkpoint.ts';

export interface CheckpointOffers {
  /** From an earlier session, or a file of the person's choice. */
  readonly keptText: string | undefined;
  /** Shipped with the page. */
  readonly shippedText: string | undefined;
  /** Asks the servers. */
  readonly agree: () => Promise<Checkpoint>;
  readonly nowMs: number;
}

const DAY_MS = 86_400_000;

/** @throws LightError `checkpoint/too-old`, and what the specification's reading and `agree` throw. */
export async function findCheckpoint(source: ChainSource, offers: CheckpointOffers): Promise<Checkpoint> {
  const kept = tryDecode(offers.keptText, source);
  const shipped = tryDecode(offers.shippedText, source);
  const young = [kept, shipped].find((known) => known && checkpointAge(known, offers.nowMs) !== 'too-old');
  if (young) return young;
  if (source.specText !== undefined) return checkpointFromSpec(source, offers.nowMs);
  // Only what was relied on before is worth a question; one that aged on the page's server is as good as none.
  if (!kept) return offers.agree();
  const days = Math.floor((offers.nowMs - kept.takenAtMs) / DAY_MS);
  const reason = `The checkpoint of this chain is ${days} days old; that is too old to rely on.`;
  throw new LightError('checkpoint/too-old', reason);
}

function tryDecode(text: string | undefined, source: ChainSource): Checkpoint | undefined {
  if (text === undefined) return undefined;
  try {
    const checkpoint = decodeCheckpoint(text);
    if (source.genesisHash !== undefined) {
      assertForChain(checkpoint, { genesisHash: source.genesisHash, chainId: source.id });
    }
    return checkpoint;
  } catch (error) {
    if (isLightError(error)) return undefined;
    throw error;
  }
}
