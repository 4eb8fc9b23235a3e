/**
 * Audits one epoch: recompute it from the inputs at the parent block and compare with what the chain stored.
 */
import type { Label } from '../../chain/label.ts';
import { compareEpoch } from '../../chain/yuma/index.ts';
import type { ComputedPart, EngineName, EpochComputer } from '../../gpu/index.ts';
import { computeSubnetEpochs } from '../../gpu/index.ts';
import type { EpochRecord } from '../../light/types.ts';
import type { Audit } from './types.ts';

/** `label`: what the record may be called. @throws what the computer throws or the abort reason; never a wrong result. */
export async function auditEpoch(
  record: EpochRecord,
  label: Label,
  computer: EpochComputer,
  signal: AbortSignal,
): Promise<Audit> {
  const { results, parts } = await computeSubnetEpochs(computer, [record.input], { signal });
  const comparison = compareEpoch(results[0]!, record.stored);
  return {
    netuid: record.netuid,
    epochIndex: record.epochIndex,
    parent: record.parent,
    block: record.block,
    engine: slowestOf(parts),
    computeMs: parts.reduce((sum, { ms }) => sum + ms, 0),
    uids: comparison.uids,
    equalUids: comparison.equalUids,
    fields: comparison.fields,
    differences: comparison.differences,
    differenceCount: comparison.differenceCount,
    label,
  };
}

const SLOWEST_FIRST: readonly EngineName[] = ['reference', 'wasm', 'gpu'];

/** An epoch of several mechanisms may be the work of several engines; nothing is claimed for a faster one then. */
function slowestOf(parts: readonly ComputedPart[]): EngineName {
  return SLOWEST_FIRST.find((name) => parts.some(({ engine }) => engine === name)) ?? 'reference';
}
