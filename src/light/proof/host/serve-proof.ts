/** The worker's side: opens an engine when told to, answers calls, passes on what it tells. */
import { LightError } from '../../errors.ts';
import type { MessageEnd } from '../../smoldot/messages.ts';
import type { RpcSubscription } from '../../types.ts';
import type { OpenedProof, OpenProofOptions } from '../open.ts';
import type { Call, FromProofWorker, ToProofWorker } from './messages.ts';
import { toPlainError } from './plain-error.ts';

type Open = (source: Extract<ToProofWorker, { type: 'open' }>['source'], options: OpenProofOptions) => OpenedProof;

export function serveProof(end: MessageEnd<FromProofWorker, ToProofWorker>, open: Open): void {
  let opened: OpenedProof | undefined;
  const calls = new Map<number, AbortController>();
  const subscriptions = new Map<number, RpcSubscription>();

  const fail = (id: number, error: unknown) => end.postMessage({ type: 'failed', id, error: toPlainError(error) });
  const answer = async (call: Call, { engine, compare }: OpenedProof): Promise<unknown> => {
    const ending = new AbortController();
    const { signal } = ending;
    calls.set(call.id, ending);
    const options = { signal };
    switch (call.name) {
      case 'readStorage':
        return engine.readStorage(...call.args, options);
      case 'readBody':
        return engine.readBody(...call.args, options);
      case 'submit':
        return engine.submit(...call.args, options);
      case 'request':
        return engine.request(...call.args, options);
      case 'exportDatabase':
        return engine.exportDatabase();
      case 'compare':
        return compare();
      case 'subscribe': {
        // Who gave up waiting never learns how to unsubscribe, and hears nothing.
        const tell = (result: unknown) => {
          const isWanted = !signal.aborted && (calls.has(call.id) || subscriptions.has(call.id));
          if (isWanted) end.postMessage({ type: 'notification', id: call.id, result });
        };
        const subscription = await engine.subscribeRpc(...call.args, tell, options);
        if (!signal.aborted) subscriptions.set(call.id, subscription);
        return subscription.id;
      }
    }
  };

  end.onmessage = ({ data }) => {
    switch (data.type) {
      case 'open': {
        if (opened) return;
        const { source, checkpointText, shippedText } = data;
        const onSearch: OpenProofOptions['onSearch'] = (progress) => end.postMessage({ type: 'search', progress });
        opened = open(source, { checkpointText, shippedText, onSearch });
        const { engine } = opened;
        engine.subscribe((status) => end.postMessage({ type: 'status', status }));
        engine.ended.addEventListener('abort', () => {
          end.postMessage({ type: 'status', status: engine.status });
          end.postMessage({ type: 'ended', error: toPlainError(engine.ended.reason) });
        });
        break;
      }
      case 'call': {
        const { id } = data;
        if (!opened) return fail(id, new LightError('light/closed', 'The light client was not opened.'));
        answer(data, opened)
          .then((result) => end.postMessage({ type: 'answer', id, result }))
          // An answer that cannot be cloned fails as well.
          .catch((error: unknown) => fail(id, error))
          .finally(() => calls.delete(id));
        break;
      }
      case 'abort':
        calls.get(data.id)?.abort(new DOMException('Nobody waits for it any more.', 'AbortError'));
        subscriptions.delete(data.id);
        break;
      case 'unsubscribe':
        subscriptions.get(data.id)?.close(data.method);
        subscriptions.delete(data.id);
        break;
      case 'wake':
        opened?.engine.wake();
        break;
      case 'close':
        Promise.resolve(opened?.engine.close()).then(() => end.postMessage({ type: 'closed' }));
        break;
    }
  };
}
