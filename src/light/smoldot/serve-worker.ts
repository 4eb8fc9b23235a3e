/** The worker's side: opens a pipe when told to and passes everything on. */
import type { FromWorker, MessageEnd, ToWorker } from './messages.ts';
import type { OpenPipe, SmoldotPipe } from './pipe.ts';

export function serveWorker(end: MessageEnd<FromWorker, ToWorker>, openPipe: OpenPipe): void {
  let pipe: SmoldotPipe | undefined;
  end.onmessage = ({ data }) => {
    switch (data.type) {
      case 'open':
        pipe ??= openPipe(data.chain, {
          onReady: () => end.postMessage({ type: 'ready' }),
          onMessage: (text) => end.postMessage({ type: 'message', text }),
          onLog: (line) => end.postMessage({ type: 'log', line }),
          onCrash: (crash) => end.postMessage({ type: 'crash', crash }),
        });
        break;
      case 'send':
        pipe?.send(data.text);
        break;
      case 'close':
        Promise.resolve(pipe?.close()).then(() => end.postMessage({ type: 'closed' }));
        break;
    }
  };
}
