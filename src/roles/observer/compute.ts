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

/** Probes the GPU (known-answer test included) and settles on an engine; `report` hears every change of it. */
export function openCompute(
  options: { readonly allowSoftware: boolean; readonly nowMs: () => number },
  report: (status: ComputeStatus) => void,
): Compute {
  report({ engine: undefined, device: '', stage: 'probing', failure: undefined });
  let closed = false;
  let engine: Promise<EpochEngine> = chooseEngine({ allowSoftware: options.allowSoftware }).then((choice) => {
    if (closed) choice.engine.close();
    else report(statusOf(choice.engine, choice.failure));
    return choice.engine;
  });
  return {
    async audit(record, signal) {
      const chosen = await engine;
      try {
        return await auditEpoch(record, chosen, options.nowMs, signal);
      } catch (error) {
        if (signal.aborted || chosen.name === 'reference') throw error;
        const reference = createReferenceEngine();
        engine = Promise.resolve(reference);
        chosen.close();
        report(statusOf(reference, describeFailure(error)));
        return auditEpoch(record, reference, options.nowMs, signal);
      }
    },
    close() {
      closed = true;
      void engine.then((chosen) => chosen.close());
    },
  };
}

function statusOf(engine: EpochEngine, failure: ComputeStatus['failure']): ComputeStatus {
  return { engine: engine.name, device: engine.device, stage: failure ? 'fallback' : 'ready', failure };
}
