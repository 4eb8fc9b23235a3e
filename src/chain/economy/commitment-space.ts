/**
 * How much a commitment counts against its hotkey's allowance (spec participation §6; `pallet_commitments`): the bytes of
 * what its fields hold, at least 100 per call, at most `MaxSpace` in one epoch of the subnet.
 */
import type { CommitmentData } from '../schema/index.ts';

/** What the smallest commitment counts, bytes. */
const MIN_SPACE = 100;
const MAX_TIMELOCKED_BYTES = 1024;
const MAX_BIG_RAW_BYTES = 512;

/** Bytes that a commitment of these fields counts. */
export function commitmentSpace(fields: readonly CommitmentData[]): bigint {
  return BigInt(
    Math.max(
      MIN_SPACE,
      fields.reduce((sum, field) => sum + contentBytes(field), 0),
    ),
  );
}

/** Whether a field is longer than the chain's type for it can be. */
export function isCommitmentFieldTooLong(field: CommitmentData): boolean {
  if (field.type === 'TimelockEncrypted') return field.value.encrypted.length > MAX_TIMELOCKED_BYTES;
  return field.type === 'BigRaw' && field.value[0].length > MAX_BIG_RAW_BYTES;
}

function contentBytes(field: CommitmentData): number {
  if (field.type === 'None' || field.type === 'ResetBondsFlag') return 0;
  return field.type === 'TimelockEncrypted' ? field.value.encrypted.length : field.value[0].length;
}

/** `UsageTracker`: what a hotkey has used in an epoch. */
export interface CommitmentUsage {
  readonly last_epoch: bigint;
  readonly used_space: bigint;
}

/** The usage after one more commitment; undefined if that is more than the hotkey may. */
export function useCommitmentSpace(
  usage: CommitmentUsage | undefined,
  epoch: bigint,
  space: bigint,
  maxSpace: number,
): CommitmentUsage | undefined {
  const used = usage?.last_epoch === epoch ? usage.used_space : 0n;
  const after = used + space;
  return after <= BigInt(maxSpace) ? { last_epoch: epoch, used_space: after } : undefined;
}
