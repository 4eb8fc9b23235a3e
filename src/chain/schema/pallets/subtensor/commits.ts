/**
 * Weights that are committed and not revealed yet.
 *
 * Hash commits are revealed by their validator, time-locked ones by the chain once drand has reached their round.
 */
import { tuple, u64, vec } from '../../../scale/index.ts';
import { item, optional, twox } from '../../storage-item.ts';
import { accountId, boundedBytes, h256, mechanismIndex } from '../../types/basic.ts';

export const commits = {
  WeightCommits: optional(
    [twox(mechanismIndex), twox(accountId)],
    vec(tuple(h256, u64, u64, u64)),
    "A validator's hash commits in order: (hash, epoch, block, unused).",
  ),
  TimelockedWeightCommits: item(
    [twox(mechanismIndex), twox(u64)],
    vec(tuple(accountId, u64, boundedBytes, u64)),
    [],
    'Weights encrypted to a future drand round, by epoch: (hotkey, block, ciphertext, reveal round).',
  ),
  CRV3WeightCommits: item(
    [twox(mechanismIndex), twox(u64)],
    vec(tuple(accountId, boundedBytes, u64)),
    [],
    'Left over from an older commit scheme; not consulted.',
  ),
  CRV3WeightCommitsV2: item(
    [twox(mechanismIndex), twox(u64)],
    vec(tuple(accountId, u64, boundedBytes, u64)),
    [],
    'Left over from an older commit scheme; not consulted.',
  ),
};
