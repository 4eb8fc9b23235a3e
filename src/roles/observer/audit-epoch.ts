/**
 * Audits one epoch: recompute it from the inputs at the parent block and compare with what the chain stored.
 */
import { compareEpoch } from '../../chain/yuma/index.ts';
import type { EpochEngine } from '../../gpu/index.ts';
import { runSubnetEpochs } from '../../gpu/index.ts';
import type { EpochRecord } from '../../light/types.ts';
import type { Audit } from './types.ts';

/** @throws what the engine throws (`gpu/device-lost`, …) or the abort reason; never a wrong result. */
export async function auditEpoch(record: EpochRecord, engine: EpochEngine, signal: AbortSignal): Promise<Audit> {
  const startedMs = performance.now();
  const [output] = await runSubnetEpochs(engine, [record.input], { signal });
  const computeMs = performance.now() - startedMs;
  const comparison = compareEpoch(output!, record.stored);
  return {
    netuid: record.netuid,
    epochIndex: record.epochIndex,
    parent: record.parent,
    block: record.block,
    engine: engine.name,
    computeMs,
    uids: record.input.n,
    equalUids: comparison.equalUids,
    fields: comparison.fields,
    differences: comparison.differences,
    differenceCount: comparison.differenceCount,
    label: 'proved',
  };
}
