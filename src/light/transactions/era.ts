/**
 * How long a transaction is valid: from the finalized block that it is built on, for a number of blocks.
 *
 *   birth = finalized head ──── periodBlocks ────▶ validUntilBlock │ never after
 *
 * The chain forgets hashes of blocks older than `BlockHashCount` (2400), so no transaction lives much longer than that. A
 * period is a power of two on the wire: what is asked for is rounded up (spec storage §5).
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Era, RuntimeCall } from '../../chain/schema/index.ts';
import { constants, mortalEra } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import type { TransactionTerms } from './types.ts';

/** Time for a hardware wallet and a slow network: about 13 minutes of 12 s. */
export const DEFAULT_PERIOD_BLOCKS = 64;
export const MIN_PERIOD_BLOCKS = 4;
export const MAX_PERIOD_BLOCKS = constants.System.BlockHashCount.value;
/** A block drops a hash only when it ends (`frame_system::finalize`), so the one after still knows 2401 of them. */
const MAX_AGE_BLOCKS = constants.System.BlockHashCount.value + 1;
/** `MevShield.submit_encrypted` is refused with a longer one. */
export const MAX_SHIELDED_PERIOD_BLOCKS = 8;

/** The period that a call gets: what was asked for, else the default. @throws LightError `transaction/bad-period` */
export function periodFor(call: RuntimeCall, asked?: number): number {
  const isShielded = call.type === 'MevShield' && call.value[0].type === 'submit_encrypted';
  const most = isShielded ? MAX_SHIELDED_PERIOD_BLOCKS : MAX_PERIOD_BLOCKS;
  const period = asked ?? Math.min(DEFAULT_PERIOD_BLOCKS, most);
  if (Number.isInteger(period) && period >= MIN_PERIOD_BLOCKS && period <= most) return period;
  throw new LightError(
    'transaction/bad-period',
    `A transaction like this may be valid for ${MIN_PERIOD_BLOCKS} to ${most} blocks, not ${period}.`,
    { data: { periodBlocks: period, most } },
  );
}

/** The validity that begins with block `birth`. */
export function eraFrom(birth: BlockRef, periodBlocks: number): TransactionTerms['era'] {
  return { birth, periodBlocks: asMortal(mortalEra(birth.number, periodBlocks)).periodBlocks };
}

/** As it is encoded. */
export const encodedEra = ({ birth, periodBlocks }: TransactionTerms['era']): Era =>
  mortalEra(birth.number, periodBlocks);

/** The last block that may contain a transaction of this era. */
export function lastValidBlock({ birth, periodBlocks }: TransactionTerms['era']): number {
  return birth.number + Math.min(periodBlocks - 1, MAX_AGE_BLOCKS);
}

function asMortal(era: Era): Extract<Era, { readonly type: 'Mortal' }> {
  if (era.type === 'Mortal') return era;
  throw new RangeError('an era from a period is mortal');
}
