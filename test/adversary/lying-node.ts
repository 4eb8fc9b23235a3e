/**
 * A p2p node that misbehaves as such: the localnet's own protocols, with what goes out changed on the way.
 *
 *   request  ─▶ honest answer ─▶ lie ─▶ frame, bytes without one, drops, silence, reset
 *   gossip   ─▶ handshake, notifications ─▶ lie
 */
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { noise } from '@libp2p/noise';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import type { Libp2p } from 'libp2p';
import { createLibp2p } from 'libp2p';
import { announcementOf, blockAnnounces } from '../../localnet/p2p/block-announces.ts';
import type { GossipProtocol } from '../../localnet/p2p/gossip.ts';
import { Gossip } from '../../localnet/p2p/gossip.ts';
import { commitMessageOf, grandpa, neighbourPacketOf } from '../../localnet/p2p/grandpa.ts';
import { HONEST } from '../../localnet/p2p/index.ts';
import { kademlia } from '../../localnet/p2p/kad.ts';
import { lightRequests } from '../../localnet/p2p/light.ts';
import { Peers } from '../../localnet/p2p/peers.ts';
import { servePing } from '../../localnet/p2p/ping.ts';
import type { RequestProtocol } from '../../localnet/p2p/requests.ts';
import type { Stream } from '../../localnet/p2p/substream.ts';
import { Substream } from '../../localnet/p2p/substream.ts';
import { blockRequests } from '../../localnet/p2p/sync.ts';
import { transactions } from '../../localnet/p2p/transactions.ts';
import { warpProofs } from '../../localnet/p2p/warp.ts';
import type { ChainView } from '../../localnet/types.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeFrame } from '../../src/chain/wire/index.ts';
import type { Served } from './world.ts';
import { nodeSeed } from './world.ts';

export type RequestName = 'sync/2' | 'sync/warp' | 'light/2';
export type GossipName = 'block-announces/1' | 'grandpa/1' | 'transactions/1';

/** What goes out instead of a framed answer. */
export type Outgoing =
  | { readonly frame: Uint8Array }
  /** Bytes as they are, then the stream is left open or ended. */
  | { readonly raw: Uint8Array; readonly ends: boolean }
  /** A frame that comes in pieces of one byte, every so many ms. */
  | { readonly drip: Uint8Array; readonly everyMs: number }
  | 'silence'
  | 'reset'
  | 'hang up';

export interface NodeLie {
  answer?(protocol: RequestName, honest: Bytes): Outgoing;
  handshake?(protocol: GossipName, honest: Bytes): Bytes;
  /** What is sent for one notification. */
  notify?(protocol: GossipName, honest: Uint8Array): readonly Uint8Array[];
  /** False: the protocol is not spoken. */
  serves?(protocol: RequestName | GossipName): boolean;
}

const REQUEST_DEADLINE_MS = 10_000;
const MAX_STREAMS = 1024;

export async function startLyingNode(chain: ChainView, lie: NodeLie): Promise<Served> {
  const libp2p = await createLibp2p({
    start: false,
    privateKey: await generateKeyPairFromSeed('Ed25519', nodeSeed()),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
    transports: [webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxInboundStreams: MAX_STREAMS })],
    connectionMonitor: { enabled: false },
    connectionManager: { inboundConnectionThreshold: MAX_STREAMS },
  });
  const peers = new Peers();
  const open = async (name: GossipName, honest: GossipProtocol) => {
    const gossip = new Gossip(lyingGossip(name, honest, lie), peers, () => undefined);
    if (lie.serves?.(name) ?? true) await gossip.serve(libp2p);
    return (notification: Uint8Array) => {
      for (const told of lie.notify?.(name, notification) ?? [notification]) gossip.broadcast(told);
    };
  };
  const announce = await open('block-announces/1', blockAnnounces(chain));
  const tellFinality = await open('grandpa/1', grandpa(chain, HONEST));
  await open(
    'transactions/1',
    transactions(chain, () => undefined),
  );
  await serve(libp2p, peers, 'sync/2', blockRequests(chain), lie);
  await serve(libp2p, peers, 'sync/warp', warpProofs(chain, HONEST), lie);
  await serve(libp2p, peers, 'light/2', lightRequests(chain, HONEST), lie);
  await serve(libp2p, peers, 'kad', kademlia(chain), {});
  await servePing(libp2p);
  const unsubscribe = chain.subscribe((event) => {
    if (event.type === 'imported') announce(announcementOf(event.block, event.isBest));
    if (event.type !== 'finalized') return;
    tellFinality(commitMessageOf(event.finality, HONEST));
    tellFinality(neighbourPacketOf(chain));
  });
  await libp2p.start();
  return {
    address: libp2p.getMultiaddrs()[0]!.toString(),
    async close() {
      unsubscribe();
      for (const connection of libp2p.getConnections()) connection.abort(new Error('the test is over'));
      await libp2p.stop();
    },
  };
}

function lyingGossip(name: GossipName, honest: GossipProtocol, lie: NodeLie): GossipProtocol {
  return {
    ...honest,
    handshake: () => lie.handshake?.(name, honest.handshake()) ?? honest.handshake(),
    opened: (send) =>
      honest.opened?.((notification) => {
        for (const told of lie.notify?.(name, notification) ?? [notification]) send(told);
      }),
  };
}

async function serve(
  libp2p: Libp2p,
  peers: Peers,
  name: RequestName | 'kad',
  protocol: RequestProtocol,
  lie: NodeLie,
): Promise<void> {
  if (name !== 'kad' && !(lie.serves?.(name) ?? true)) return;
  await libp2p.handle(
    protocol.name,
    async (stream, connection) => {
      const substream = new Substream(stream, peers.budgetOf(connection));
      try {
        const honest = protocol.answer(await substream.receiveOne(protocol.maxRequestBytes, REQUEST_DEADLINE_MS));
        const told = name === 'kad' ? undefined : lie.answer?.(name, honest);
        if (told === 'hang up') connection.abort(new Error('a liar hangs up'));
        else await send(stream, substream, told ?? { frame: honest });
      } catch (error) {
        substream.abort(error instanceof Error ? error : new Error(String(error)));
      }
    },
    { maxInboundStreams: MAX_STREAMS },
  );
}

async function send(stream: Stream, substream: Substream, told: Exclude<Outgoing, 'hang up'>): Promise<void> {
  if (told === 'silence') return;
  if (told === 'reset') return substream.abort(new Error('a liar resets'));
  if ('frame' in told) {
    await substream.send(told.frame);
    return substream.close();
  }
  if ('raw' in told) {
    stream.send(told.raw);
    if (told.ends) await substream.close();
    return;
  }
  const bytes = encodeFrame(told.drip);
  for (let at = 0; at < bytes.length && stream.status === 'open'; at++) {
    stream.send(bytes.subarray(at, at + 1));
    await new Promise((resolve) => setTimeout(resolve, told.everyMs));
  }
}
