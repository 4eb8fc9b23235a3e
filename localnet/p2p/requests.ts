/**
 * Request protocols: one stream per request, one frame each way, then both sides close.
 *
 * A request that we cannot answer is reset: that is what "no" looks like to a Substrate peer.
 */
import type { Libp2p } from 'libp2p';
import type { Bytes } from '../../src/chain/bytes.ts';
import { MAX_RESPONSE_BYTES } from '../../src/chain/wire/index.ts';
import { P2pError } from './error.ts';
import { MAX_REQUEST_STREAMS } from './limits.ts';
import type { Peers } from './peers.ts';
import { Substream } from './substream.ts';

export interface RequestProtocol {
  readonly name: string;
  readonly maxRequestBytes: number;
  /** From the opening of the stream until the answer is sent. */
  readonly deadlineMs: number;
  /** The answer. Throws to refuse: `P2pError`, `ChainError` or `RuntimeError`. */
  answer(request: Bytes): Bytes;
}

export async function serveRequests(
  libp2p: Libp2p,
  peers: Peers,
  protocol: RequestProtocol,
  log: (line: string) => void,
): Promise<void> {
  await libp2p.handle(
    protocol.name,
    async (stream, connection) => {
      const substream = new Substream(stream, peers.budgetOf(connection));
      const late = setTimeout(() => {
        substream.abort(new P2pError('p2p/timeout', `not done within ${protocol.deadlineMs} ms`));
      }, protocol.deadlineMs);
      try {
        const request = await substream.receiveOne(protocol.maxRequestBytes, protocol.deadlineMs);
        const response = protocol.answer(request);
        if (response.length > MAX_RESPONSE_BYTES) {
          throw new P2pError(
            'p2p/refused',
            `the answer has ${response.length} bytes, at most ${MAX_RESPONSE_BYTES} may be`,
          );
        }
        await substream.send(response);
        await substream.close();
      } catch (error) {
        log(`${protocol.name}: ${error instanceof Error ? error.message : error}`);
        substream.abort(error instanceof Error ? error : new P2pError('p2p/refused', String(error)));
      } finally {
        clearTimeout(late);
      }
    },
    { maxInboundStreams: MAX_REQUEST_STREAMS },
  );
}
