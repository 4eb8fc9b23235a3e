/** smoldot 3.4.1 in a module worker of its own. */
import { SYSTEM_CLOCK } from '../clock.ts';
import type { OpenPipe } from './pipe.ts';
import type { PipeWorker } from './worker-pipe.ts';
import { workerPipe } from './worker-pipe.ts';

const createWorker = () =>
  new Worker(new URL('./worker.browser.ts', import.meta.url), { type: 'module', name: 'smoldot' }) as PipeWorker;

export const openSmoldot: OpenPipe = workerPipe(createWorker, SYSTEM_CLOCK);

/** A worker that is loading already, for the first pipe; later pipes get workers of their own. */
export interface PreparedSmoldot {
  readonly openPipe: OpenPipe;
  /** Ends the worker if no pipe has taken it. */
  discard(): void;
}

/**
 * Begins to load the three megabytes of the light client before it is known which chain it will follow, if it is likely
 * to be wanted at all.
 */
export function prepareSmoldot(isLikely = true): PreparedSmoldot {
  let waiting = isLikely ? tryCreate() : undefined;
  const take = (): PipeWorker => {
    const worker = waiting ?? createWorker();
    waiting = undefined;
    return worker;
  };
  return {
    openPipe: workerPipe(take, SYSTEM_CLOCK),
    discard() {
      waiting?.terminate();
      waiting = undefined;
    },
  };
}

/** A browser that lets no worker be made says so again, and is told of, when the pipe is opened. */
function tryCreate(): PipeWorker | undefined {
  try {
    return createWorker();
  } catch {
    return undefined;
  }
}
