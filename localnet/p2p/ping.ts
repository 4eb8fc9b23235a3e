/**
 * `/ipfs/ping/1.0.0`: what comes goes back, on a stream that stays open as long as the peer likes.
 *
 * The service that comes with js-libp2p ends an idle ping stream after 10 s, and smoldot then thinks that we are gone.
 */
import type { Libp2p } from 'libp2p';
import { P2pError } from './error.ts';
import { MAX_PING_STREAMS } from './limits.ts';

export const PING_PROTOCOL = '/ipfs/ping/1.0.0';

export async function servePing(libp2p: Libp2p): Promise<void> {
  await libp2p.handle(
    PING_PROTOCOL,
    (stream) => {
      stream.addEventListener('message', ({ data }) => {
        // A peer that sends pings and does not take the answers has no use for them.
        if (stream.writableNeedsDrain || stream.status !== 'open') stream.abort(new P2pError('p2p/slow-peer', 'ping'));
        else stream.send(data);
      });
      stream.addEventListener('end', () => {
        if (stream.writeStatus === 'writable') void stream.close().catch((error: Error) => stream.abort(error));
      });
    },
    { maxInboundStreams: MAX_PING_STREAMS },
  );
}
