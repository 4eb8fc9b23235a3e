/** Opening a stream to a node that may not want one more. */
import { MAX_QUESTIONS } from './limits.ts';
import type { Connection, Stream } from './node.ts';
import { isUnsupported } from './trouble.ts';

/**
 * Undefined if the node resets the stream before it has agreed on the protocol: it has too many, for one.
 * @throws libp2p's errors if the node does not speak the protocol or the connection is gone; the abort reason.
 */
export async function openStream(
  connection: Connection,
  protocol: string,
  signal: AbortSignal,
): Promise<Stream | undefined> {
  try {
    return await connection.newStream(protocol, { signal, maxOutboundStreams: MAX_QUESTIONS });
  } catch (error) {
    if (signal.aborted || isUnsupported(error) || connection.status !== 'open') throw error;
    return undefined;
  }
}
