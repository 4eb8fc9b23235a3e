/** The worker's side of the pool: opens the kernel once, then computes job after job. */
import { openKernel, type WasmKernel } from './kernel.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export type Post = (message: FromWorker, transfer: readonly ArrayBuffer[]) => void;

/** Takes the pool's messages in the order in which they came. A job that fails is answered, never thrown. */
export function serveKernel(post: Post): (message: ToWorker) => Promise<void> {
  let opening: Promise<WasmKernel> = Promise.reject(new Error('The kernel was not opened.'));
  opening.catch(() => undefined); // the first job reports it
  return async (message) => {
    if (message.type === 'open') {
      opening = openKernel(message.module, message.isSimd);
      opening.catch(() => undefined);
      return;
    }
    const { id, job } = message;
    try {
      const outcome = (await opening).run(job);
      // Frees the job now: a worker that allocates little else would keep many of them until it is collected.
      job.transfer(0);
      post({ type: 'done', id, outcome }, [outcome]);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      post({ type: 'failed', id, error: { code: 'wasm/worker-failed', message: text } }, []);
    }
  };
}
