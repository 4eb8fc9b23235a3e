/**
 * The page's side of a worker that serves a pipe. Closing asks the worker to end its connections in good order and then
 * ends the worker, whether or not it answered.
 */
import type { Clock } from '../clock.ts';
import type { FromWorker, MessageEnd, ToWorker } from './messages.ts';
import type { OpenPipe, PipeCrash, PipeEvents } from './pipe.ts';

/** A worker that cannot say goodbye in this time is busy or dead. */
const CLOSE_GRACE_MS = 500;

export interface PipeWorker extends MessageEnd<ToWorker, FromWorker> {
  /** The script could not be loaded, or an error nobody caught. */
  onerror: ((event: { readonly message?: string }) => void) | null;
  /** A message that could not be read. */
  onmessageerror: ((event: unknown) => void) | null;
  terminate(): void;
}

export function workerPipe(createWorker: () => PipeWorker, clock: Clock): OpenPipe {
  return (chain, events) => {
    const worker = tryCreate(createWorker, events);
    if (!worker) return { send: () => undefined, close: () => Promise.resolve() };
    const goodbye = Promise.withResolvers<void>();
    let over = false;
    let ending: Promise<void> | undefined;

    const crash = (reason: PipeCrash) => {
      if (over) return;
      over = true;
      worker.terminate();
      events.onCrash(reason);
    };
    worker.onerror = (event) => crash(workerFailure(event.message ?? 'its script could not be loaded'));
    worker.onmessageerror = () => crash(workerFailure('a message could not be read'));
    worker.onmessage = ({ data }) => {
      if (data.type === 'closed') return goodbye.resolve();
      if (over) return;
      if (data.type === 'ready') events.onReady();
      else if (data.type === 'message') events.onMessage(data.text);
      else if (data.type === 'log') events.onLog(data.line);
      else crash(data.crash);
    };
    const end = async () => {
      const crashed = over;
      over = true;
      if (crashed) return;
      const cancel = clock.after(CLOSE_GRACE_MS, goodbye.resolve);
      worker.postMessage({ type: 'close' });
      await goodbye.promise;
      cancel();
      worker.terminate();
    };
    worker.postMessage({ type: 'open', chain });

    return {
      send(text) {
        if (!over) worker.postMessage({ type: 'send', text });
      },
      close() {
        ending ??= end();
        return ending;
      },
    };
  };
}

/** Reports, after the call, a browser that does not let workers be made (a policy of the page, no memory). */
function tryCreate(createWorker: () => PipeWorker, events: PipeEvents): PipeWorker | undefined {
  try {
    return createWorker();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    queueMicrotask(() => events.onCrash(workerFailure(message)));
    return undefined;
  }
}

const workerFailure = (message: string): PipeCrash => ({
  code: 'light/worker-failed',
  message: `The light client's worker failed: ${message}`,
});
