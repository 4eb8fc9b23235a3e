/**
 * A libp2p peer that can be made to misbehave, for hostile tests.
 */
import { noise } from '@libp2p/noise';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import type { Libp2p } from 'libp2p';
import { createLibp2p } from 'libp2p';
import type { Connection, Stream } from './substream.ts';

export interface RawPeer {
  readonly libp2p: Libp2p;
  readonly connection: Connection;
  open(protocol: string): Promise<Stream>;
  close(): Promise<void>;
}

/** A node that listens on a free loopback port, or on none. */
export function rawNode(listens: boolean): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: listens ? ['/ip4/127.0.0.1/tcp/0/ws'] : [] },
    transports: [webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
  });
}

export async function dial(address: string): Promise<RawPeer> {
  const libp2p = await rawNode(false);
  const connection = await libp2p.dial(multiaddr(address));
  return {
    libp2p,
    connection,
    open: (protocol) => connection.newStream(protocol, { maxOutboundStreams: 10_000 }),
    close: async () => libp2p.stop(),
  };
}

/** How a stream ended: reset by the other side, or closed. */
export async function endOf(stream: Stream): Promise<'reset' | 'closed'> {
  if (stream.status === 'open' || stream.status === 'closing') {
    await new Promise((resolve) => stream.addEventListener('close', resolve, { once: true }));
  }
  return stream.status === 'reset' || stream.status === 'aborted' ? 'reset' : 'closed';
}
