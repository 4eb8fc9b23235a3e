/** What a person does with a checkpoint as text: bring one from elsewhere, or say that it is the right one. */

import { LightError } from '../errors.ts';
import type { ChainSource } from '../types.ts';
import { assertForChain, checkpointAge, decodeCheckpoint, encodeCheckpoint } from './checkpoint-text.ts';

/**
 * A checkpoint from a file, as one that the person stands for.
 * @throws LightError `checkpoint/malformed`, `checkpoint/other-version`, `checkpoint/other-chain`, `checkpoint/too-old`.
 */
export function importedCheckpoint(
  text: string,
  chain: Pick<ChainSource, 'id' | 'genesisHash'>,
  nowMs: number,
): { readonly text: string; readonly genesisHash: string } {
  const checkpoint = decodeCheckpoint(text);
  assertForChain(checkpoint, { chainId: chain.id, genesisHash: chain.genesisHash });
  if (checkpointAge(checkpoint, nowMs) === 'too-old') {
    throw new LightError('checkpoint/too-old', 'This checkpoint is too old to rely on; ask for a newer one.');
  }
  const anchor = { ...checkpoint.anchor, kind: 'imported', isConfirmed: true } as const;
  return { text: encodeCheckpoint({ ...checkpoint, anchor }), genesisHash: checkpoint.genesisHash };
}

/** The same, with the person's word that its anchor is the right block. @throws LightError `checkpoint/malformed`. */
export function confirmedCheckpoint(text: string): string {
  const checkpoint = decodeCheckpoint(text);
  return encodeCheckpoint({ ...checkpoint, anchor: { ...checkpoint.anchor, isConfirmed: true } });
}
