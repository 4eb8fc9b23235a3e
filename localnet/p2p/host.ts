/**
 * The node's p2p side: a Substrate full node as light clients see one, over js-libp2p.
 *
 *   WebSocket → multistream-select → Noise XX → Yamux → the protocols of this folder
 *
 * Deliberately without the services that js-libp2p offers: its ping and its connection monitor cut connections that
 * smoldot uses rightly, and nobody asks for identify.
 */

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { noise } from '@libp2p/noise';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import type { Libp2p } from 'libp2p';
import { createLibp2p } from 'libp2p';
import type { ChainEvent, ChainView, Lies } from '../types.ts';
import { announcementOf, blockAnnounces } from './block-announces.ts';
import { P2pError } from './error.ts';
import { Gossip } from './gossip.ts';
import { commitMessageOf, grandpa, neighbourPacketOf } from './grandpa.ts';
import { kademlia } from './kad.ts';
import { HONEST } from './lies.ts';
import { lightRequests } from './light.ts';
import { CLOSE_DEADLINE_MS, MAX_CONNECTIONS, MAX_STREAMS_PER_PEER } from './limits.ts';
import { Peers } from './peers.ts';
import { servePing } from './ping.ts';
import { serveRequests } from './requests.ts';
import { blockRequests } from './sync.ts';
import { transactions } from './transactions.ts';
import { warpProofs } from './warp.ts';

export interface P2pHostOptions {
  readonly chain: ChainView;
  /** IPv4 address to listen on. */
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** 32 bytes from which the node's Ed25519 identity is made. */
  readonly seed: Uint8Array;
  /** Looked at for every answer, so a test may change its mind. */
  readonly lies?: Lies;
  /** Whether blocks come with the votes that are kept for them; not if left out. */
  readonly serveJustifications?: boolean;
  readonly log: (line: string) => void;
}

export interface P2pHost {
  /** Where to dial, with the peer id: an entry for `bootNodes`. */
  readonly multiaddr: string;
  readonly peerId: string;
  /** Peers connected now. */
  peers(): number;
  close(): Promise<void>;
}

export async function startP2pHost(options: P2pHostOptions): Promise<P2pHost> {
  const { chain, lies = HONEST, serveJustifications, log } = options;
  const libp2p = await createNode(options);
  const peers = new Peers();
  const announces = new Gossip(blockAnnounces(chain), peers, log);
  const finality = new Gossip(grandpa(chain, lies), peers, log);
  const pool = new Gossip(transactions(chain, log), peers, log);
  for (const gossip of [announces, finality, pool]) await gossip.serve(libp2p);
  for (const protocol of [
    blockRequests(chain, serveJustifications),
    warpProofs(chain, lies),
    lightRequests(chain, lies),
    kademlia(chain),
  ]) {
    await serveRequests(libp2p, peers, protocol, log);
  }
  await servePing(libp2p);

  const unsubscribe = chain.subscribe((event: ChainEvent) => {
    if (event.type === 'imported') {
      announces.broadcast(announcementOf(event.block, event.isBest));
    } else if (event.type === 'finalized') {
      finality.broadcast(commitMessageOf(event.finality, lies));
      finality.broadcast(neighbourPacketOf(chain));
    }
  });
  await libp2p.start();
  const [address] = libp2p.getMultiaddrs();
  if (!address) throw new P2pError('p2p/closing', 'the node listens nowhere');
  return {
    multiaddr: address.toString(),
    peerId: libp2p.peerId.toString(),
    peers: () => libp2p.getPeers().length,
    async close() {
      unsubscribe();
      await stop(libp2p);
    },
  };
}

async function createNode({ host, port, seed }: P2pHostOptions): Promise<Libp2p> {
  return createLibp2p({
    start: false,
    privateKey: await generateKeyPairFromSeed('Ed25519', seed),
    addresses: { listen: [`/ip4/${host}/tcp/${port}/ws`] },
    transports: [webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxInboundStreams: MAX_STREAMS_PER_PEER })],
    connectionMonitor: { enabled: false },
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      // All clients of a localnet come from the same address, often at once.
      inboundConnectionThreshold: MAX_CONNECTIONS,
      maxIncomingPendingConnections: MAX_CONNECTIONS,
    },
  });
}

/** Closes what closes in time and cuts the rest: a peer that does not answer must not keep us. */
async function stop(libp2p: Libp2p): Promise<void> {
  const late = setTimeout(() => {
    for (const connection of libp2p.getConnections()) connection.abort(new P2pError('p2p/closing', 'the node stops'));
  }, CLOSE_DEADLINE_MS);
  try {
    await libp2p.stop();
  } finally {
    clearTimeout(late);
  }
}
