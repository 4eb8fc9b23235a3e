/**
 * The page's side of a proof engine in a worker: looks like the engine itself.
 *
 * A worker that dies is an engine that has failed; calls that wait for it reject.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { callListener } from '../../call-listener.ts';
import { LightError, toFailure } from '../../errors.ts';
import type { PipeWorker } from '../../smoldot/worker-pipe.ts';
import type { ChainEngine, ChainSource, EngineStatus, ReadOptions } from '../../types.ts';
import type { OpenedProof, OpenProofOptions } from '../open.ts';
import type { Call, CallName, Calls, FromProofWorker, ToProofWorker } from './messages.ts';
import { fromPlainError } from './plain-error.ts';

/** Half of a Worker that speaks our messages. */
export interface ProofWorker extends Pick<PipeWorker, 'onerror' | 'onmessageerror' | 'terminate'> {
  postMessage(message: ToProofWorker): void;
  onmessage: ((event: { readonly data: FromProofWorker }) => void) | null;
}

/** A worker that cannot say goodbye in this time is busy or dead. */
const CLOSE_GRACE_MS = 500;
const NEXT = 'Restart the light client; everything kept on this device stays readable.';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export function remoteProof(
  createWorker: () => ProofWorker,
  source: ChainSource,
  options: Pick<OpenProofOptions, 'checkpointText' | 'shippedText' | 'onSearch'>,
): OpenedProof {
  const worker = createWorker();
  const ending = new AbortController();
  const goodbye = Promise.withResolvers<void>();
  const listeners = new Set<(status: EngineStatus) => void>();
  const waiting = new Map<number, Waiting>();
  const notified = new Map<number, (result: unknown) => void>();
  let status = STARTING;
  let lastId = 0;

  const tell = (next: EngineStatus) => {
    status = next;
    for (const listener of [...listeners]) callListener(listener, next);
  };
  const end = (reason: Error) => {
    if (ending.signal.aborted) return;
    ending.abort(reason);
    for (const call of [...waiting.values()]) call.reject(reason);
    waiting.clear();
    notified.clear();
  };
  const crash = (detail: string) => {
    if (ending.signal.aborted) return;
    const error = new LightError('light/worker-failed', `The light client's worker failed: ${detail}`);
    worker.terminate();
    end(error);
    tell({ ...status, stage: 'failed', detail: error.message, peers: 0, failure: toFailure(error, NEXT) });
  };
  worker.onerror = (event) => crash(event.message ?? 'its script could not be loaded');
  worker.onmessageerror = () => crash('a message could not be read');
  worker.onmessage = ({ data }) => {
    switch (data.type) {
      case 'status':
        return tell(data.status);
      case 'search':
        return options.onSearch?.(data.progress);
      case 'answer':
        waiting.get(data.id)?.resolve(data.result);
        return void waiting.delete(data.id);
      case 'failed':
        waiting.get(data.id)?.reject(fromPlainError(data.error));
        return void waiting.delete(data.id);
      case 'notification':
        return notified.get(data.id)?.(data.result);
      case 'ended':
        return end(fromPlainError(data.error));
      case 'closed':
        return goodbye.resolve();
    }
  };
  const { checkpointText, shippedText } = options;
  worker.postMessage({ type: 'open', source, checkpointText, shippedText });

  function call<Name extends CallName>(
    name: Name,
    args: Calls[Name]['args'],
    { signal }: ReadOptions = {},
    id = ++lastId,
  ): Promise<Calls[Name]['result']> {
    if (ending.signal.aborted) return Promise.reject(ending.signal.reason);
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        if (!waiting.delete(id)) return;
        worker.postMessage({ type: 'abort', id });
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', onAbort);
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.set(id, {
        resolve: (result) => {
          settled();
          resolve(result as Calls[Name]['result']);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      try {
        worker.postMessage({ type: 'call', id, name, args } as Call);
      } catch (error) {
        // Arguments that cannot be cloned.
        settled();
        waiting.delete(id);
        reject(error);
      }
    });
  }

  const engine: ChainEngine = {
    kind: 'proof',
    get status() {
      return status;
    },
    ended: ending.signal,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readStorage: (keys, at, read) => call('readStorage', [keys, at], read),
    readBody: (at, read) => call('readBody', [{ number: at.number, hash: at.hash }], read),
    submit: (extrinsic: Bytes, read) => call('submit', [extrinsic], read),
    request: (method, params, read) => call('request', [method, params], read),
    async subscribeRpc(method, params, listener, read) {
      const id = ++lastId;
      notified.set(id, (result) => callListener(listener, result));
      try {
        return {
          id: await call('subscribe', [method, params], read, id),
          close(unsubscribeMethod) {
            if (notified.delete(id)) worker.postMessage({ type: 'unsubscribe', id, method: unsubscribeMethod });
          },
        };
      } catch (error) {
        notified.delete(id);
        throw error;
      }
    },
    wake: () => worker.postMessage({ type: 'wake' }),
    exportDatabase: () => (ending.signal.aborted ? Promise.resolve(undefined) : call('exportDatabase', [])),
    async close() {
      listeners.clear();
      if (!ending.signal.aborted) {
        const late = setTimeout(goodbye.resolve, CLOSE_GRACE_MS);
        worker.postMessage({ type: 'close' });
        end(new LightError('light/closed', 'The light client was closed.'));
        await goodbye.promise;
        clearTimeout(late);
      }
      worker.terminate();
    },
  };
  return { engine, compare: () => call('compare', []).then(() => undefined) };
}

const STARTING: EngineStatus = {
  kind: 'proof',
  stage: 'starting',
  detail: 'The light client is starting.',
  genesisHash: undefined,
  peers: 0,
  best: undefined,
  finalized: undefined,
  finalizedAtMs: undefined,
  blockTimeMs: undefined,
  proofsChecked: 0,
  provedBytes: 0,
  label: 'claimed',
  trust: undefined,
  servers: [],
  specVersion: undefined,
  failure: undefined,
};
