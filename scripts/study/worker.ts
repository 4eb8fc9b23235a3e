/** A thread that computes chunks of one study with an engine of its own, and packs them as Parquet. */
import { parentPort, workerData } from 'node:worker_threads';
import { encodePart, openStudy, pointsOfChunk } from '../../src/gpu/sweep/index.ts';
import { openCalculator } from './calculator.ts';
import type { FromStudyWorker, ToStudyWorker, WorkerSetting } from './messages.ts';

const { description, engine } = workerData as WorkerSetting;
const port = parentPort!;
const post = (message: FromStudyWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const study = openStudy(description);
const opening = openCalculator(engine).then((calculator) => study.open(calculator));
opening.catch(() => undefined); // the first chunk reports it

port.on('message', async ({ chunk }: ToStudyWorker) => {
  try {
    const compute = await opening;
    const { first, count } = pointsOfChunk(study, chunk);
    const work = compute(first, count);
    let reported = 0;
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) {
        const bytes = encodePart(study, { index: chunk, rows: step.value });
        post({ type: 'part', chunk, points: count - reported, bytes }, [bytes.buffer]);
        return;
      }
      post({ type: 'progress', points: step.value - reported });
      reported = step.value;
    }
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message?: string };
    post({ type: 'failed', error: { code: code ?? 'study/worker-failed', message: message ?? String(error) } });
  }
});
