/**
 * The engine that recomputes epochs, with a fallback when the GPU goes away in the middle of its work.
 */
import type { EpochEngine } from '../../gpu/index.ts';
import { chooseEngine, createReferenceEngine } from '../../gpu/index.ts';
import type { EpochRecord } from '../../light/types.ts';
import { auditEpoch } from './audit-epoch.ts';
import { describeFailure } from './describe-failure.ts';
import type { Audit, ComputeStatus } from './types.ts';

export interface Compute {
  audit(record: EpochRecord, signal: AbortSignal): Promise<Audit>;
  close(): void;
}

/**
 * Computing, opened by the first audit: compiling for the GPU takes a second of a small machine's time, and a chain must
 * be followed before there is anything to compute. `report` hears every change of engine.
 */
export function openCompute(allowSoftware: boolean, report: (status: ComputeStatus) => void): Compute {
  let closed = false;
  let engine: Promise<EpochEngine> | undefined;

  /** Probes the GPU, known-answer test included, and settles on an engine. */
  async function choose(): Promise<EpochEngine> {
    report({ engine: undefined, device: '', stage: 'probing', failure: undefined });
    const { engine: chosen, failure } = await chooseEngine({ allowSoftware });
    if (closed) chosen.close();
    else report(statusOf(chosen, failure));
    return chosen;
  }

  return {
    async audit(record, signal) {
      engine ??= choose();
      const chosen = await engine;
      try {
        return await auditEpoch(record, chosen, signal);
      } catch (error) {
        if (signal.aborted || chosen.name === 'reference') throw error;
        const reference = createReferenceEngine();
        engine = Promise.resolve(reference);
        chosen.close();
        report(statusOf(reference, describeFailure(error)));
        return auditEpoch(record, reference, signal);
      }
    },
    close() {
      closed = true;
      void engine?.then((chosen) => chosen.close());
    },
  };
}

function statusOf(engine: EpochEngine, failure: ComputeStatus['failure']): ComputeStatus {
  return { engine: engine.name, device: engine.device, stage: failure ? 'fallback' : 'ready', failure };
}
