/** Runs the work of a stretch in as many submissions as it takes, and reads back what is asked for at the end. */
import type { BatchDevice } from './batch.ts';
import { PAIR_BYTES, WORD_BYTES } from './layout.ts';
import type { WorkStep } from './program.ts';
import { type ReadbackSource, submitWithReadback } from './readback.ts';
import { ignoreUnlessAwaited, scoped } from './scopes.ts';
import type { Stretch } from './stretch.ts';
import type { EpochBuffers } from './stretch-buffers.ts';
import { type Submission, SubmissionCutter } from './submission-cutter.ts';

export interface StretchRun {
  readonly stretch: Stretch;
  readonly steps: readonly WorkStep[];
  readonly buffers: EpochBuffers;
  /** Whether the device has accepted the buffers. */
  readonly verdict: Promise<void>;
  /** For the budget. */
  readonly width: number;
  readonly readsBonds: boolean;
  /** Called before each submission; throws to stop. */
  readonly proceed: () => void;
  readonly onSubmitted: (done: { readonly epochs: number; readonly gpuMs: number | undefined }) => void;
}

/**
 * The readback of a stretch (stretch.ts), in memory of our own.
 * @throws ComputeError `gpu/out-of-memory`, `gpu/validation-failed`; what `proceed` throws
 */
export async function runStretch(on: BatchDevice, run: StretchRun): Promise<Uint32Array<ArrayBuffer>> {
  const cutter = new SubmissionCutter(run.steps);
  for (;;) {
    run.proceed();
    const submission = cutter.next(on.budget.cost(run.width));
    const startedMs = performance.now();
    const { words, gpuMs } = await submit(on, run, submission);
    on.budget.learn(run.width, submission.cost, gpuMs ?? performance.now() - startedMs);
    run.onSubmitted({ epochs: submission.epochs, gpuMs });
    if (words) return words;
  }
}

/** Submits and waits. `words` only from the last submission. */
async function submit(on: BatchDevice, { stretch, buffers, verdict, readsBonds }: StretchRun, submission: Submission) {
  const { device, pool, kernels, clock } = on;
  const isTimed = clock !== undefined && submission.steps.some(({ kind }) => kind === 'dispatch');
  const sources = submission.isLast ? sourcesOf(stretch, buffers, readsBonds) : [];
  const submitted = scoped(device, 'a part of a batch', () => {
    const encoder = device.createCommandEncoder();
    kernels.encode(encoder, submission.steps, buffers, clock);
    if (sources.some(({ bytes }) => bytes > 0)) return submitWithReadback(device, pool, encoder, sources);
    device.queue.submit([encoder.finish()]);
    return undefined;
  });
  const timing = isTimed ? clock.ms() : device.queue.onSubmittedWorkDone().then(() => undefined);
  try {
    const [gpuMs] = await Promise.all([timing, verdict, submitted.verdict]);
    const words = (await submitted.made?.words()) ?? (submission.isLast ? new Uint32Array() : undefined);
    return { words, gpuMs };
  } catch (error) {
    submitted.made?.drop();
    // The clock is read to its end, or the next submission would find its buffer in use.
    await timing.catch(ignoreUnlessAwaited);
    throw error;
  }
}

function sourcesOf(stretch: Stretch, buffers: EpochBuffers, readsBonds: boolean): readonly ReadbackSource[] {
  const { historySlots, groupSlots, dividendSlots, cells } = stretch;
  return [
    { buffer: buffers.history, bytes: historySlots * PAIR_BYTES },
    { buffer: buffers.results.buffer, offset: dividendSlots * PAIR_BYTES, bytes: groupSlots * PAIR_BYTES },
    { buffer: buffers.bonds.buffer, bytes: readsBonds ? cells * WORD_BYTES : 0 },
  ];
}
