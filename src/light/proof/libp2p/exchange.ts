/**
 * Request protocols: one stream per question, one frame each way, then both sides close. A node that cannot or will not
 * answer resets the stream: that is what "no" looks like to a Substrate peer.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { MAX_RESPONSE_BYTES } from '../../../chain/wire/index.ts';
import type { Meter } from './meter.ts';
import type { Connection } from './node.ts';
import { openStream } from './open-stream.ts';
import { Substream } from './substream.ts';

/**
 * The answer; undefined if the node has reset the stream, or ended it without one.
 * @throws ChainError `wire/…` on an answer that is no frame or too long; the abort reason; libp2p's errors if the node does
 *   not speak the protocol or the connection is gone.
 */
export async function exchange(
  connection: Connection,
  protocol: string,
  request: Uint8Array,
  meter: Meter,
  signal: AbortSignal,
): Promise<Bytes | undefined> {
  const stream = await openStream(connection, protocol, signal);
  if (!stream) return undefined;
  const substream = new Substream(stream, meter);
  const stop = () => substream.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const answer = substream.receiveOne(MAX_RESPONSE_BYTES);
    // If the request does not arrive, the stream ends, and the answer says so.
    substream
      .send(request)
      .then(() => substream.endWriting(signal))
      .catch(() => undefined);
    return await answer;
  } finally {
    signal.removeEventListener('abort', stop);
    substream.release();
  }
}
