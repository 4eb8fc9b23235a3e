/**
 * One end of a libp2p connection to one full node: WebSocket → multistream-select → Noise XX → Yamux.
 *
 * Every connection is a libp2p node of its own with a fresh identity, so that connections know nothing of each other: a
 * node that still keeps a dead connection of ours does not take the next one for a second of the same peer. Without the
 * services of js-libp2p: its connection monitor cuts connections that are used rightly, and nobody asks for identify.
 * It resolves no `dnsaddr`: in browsers that would ask public name servers over HTTPS, about whatever an address says.
 * In browsers js-libp2p would refuse `ws:` and private addresses; what may be dialled is for the browser to say.
 */
import { noise } from '@libp2p/noise';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2p } from 'libp2p';
import { CLOSE_DEADLINE_MS, MAX_GOSSIP_STREAMS, MAX_STREAMS_FROM_NODE } from './limits.ts';

export type Connection = Awaited<ReturnType<Libp2p['dial']>>;
export type Stream = Awaited<ReturnType<Connection['newStream']>>;

export interface NodeConnection {
  readonly connection: Connection;
  /** Says goodbye, or cuts the connection where that takes too long. Never rejects. */
  close(): Promise<void>;
}

/**
 * Dials a full node. `accept` is called with every substream that it opens by one of the names; `onClosed` once, when the
 * connection is over, whoever ended it.
 * @throws whatever libp2p finds wrong with the address or the way there; the abort reason.
 */
export async function connect(
  address: string,
  events: {
    readonly accepts: ReadonlyMap<string, (stream: Stream, connection: Connection) => void>;
    readonly onClosed: () => void;
  },
  signal: AbortSignal,
): Promise<NodeConnection> {
  const target = multiaddr(address);
  const libp2p = await createLibp2p({
    addresses: { listen: [] },
    transports: [webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxInboundStreams: MAX_STREAMS_FROM_NODE })],
    connectionMonitor: { enabled: false },
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: { resolvers: {} },
  });
  const close = () => stop(libp2p);
  try {
    signal.throwIfAborted();
    for (const [name, accept] of events.accepts) {
      await libp2p.handle(name, accept, { maxInboundStreams: MAX_GOSSIP_STREAMS });
    }
    libp2p.addEventListener('connection:close', () => events.onClosed(), { once: true });
    return { connection: await libp2p.dial(target, { signal }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function stop(libp2p: Libp2p): Promise<void> {
  const late = setTimeout(() => {
    for (const connection of libp2p.getConnections()) connection.abort(new Error('the node does not say goodbye'));
  }, CLOSE_DEADLINE_MS);
  try {
    await libp2p.stop();
  } catch {
    // What cannot be stopped in order is cut; nobody waits for it any more.
    for (const connection of libp2p.getConnections()) connection.abort(new Error('stopping'));
  } finally {
    clearTimeout(late);
  }
}
