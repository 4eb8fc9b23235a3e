/**
 * Gossip substreams: long-lived, one per direction; only who opened one sends notifications on it.
 *
 *   we ── handshake ──→ node      ours: our notifications go there       `openGossip`
 *   we ←─ handshake ─── node
 *   we ←─ handshake ─── node      its own, opened in return              `takeGossip`
 *   we ── handshake ──→ node
 *   we ←─ notification* ─ node
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { MAX_NOTIFICATION_BYTES } from '../../../chain/wire/index.ts';
import { LightError } from '../../errors.ts';
import type { Meter } from './meter.ts';
import type { Connection, Stream } from './node.ts';
import { openStream } from './open-stream.ts';
import { Substream } from './substream.ts';

export interface GossipProtocol {
  readonly name: string;
  readonly maxHandshakeBytes: number;
  readonly handshake: Bytes;
  /** @throws ChainError `wire/…` if the node is none that we talk to. */
  checkHandshake(handshake: Bytes): void;
  /** @throws ChainError if it is no notification of this protocol. */
  received(notification: Bytes): void;
}

/** Opens our substream and waits until the node has accepted it. @throws LightError `proof/refused`, ChainError, libp2p's errors. */
export async function openGossip(
  connection: Connection,
  protocol: GossipProtocol,
  meter: Meter,
  signal: AbortSignal,
): Promise<Substream> {
  const stream = await openStream(connection, protocol.name, signal);
  if (!stream) throw notAccepted(protocol, connection);
  const substream = new Substream(stream, meter);
  const stop = () => substream.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    // If our handshake does not arrive, the stream ends, and there is none of the node.
    substream.send(protocol.handshake).catch(() => undefined);
    await checkHands(substream, protocol, connection);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  substream.expectNothing();
  return substream;
}

/** Accepts a substream of the node and hands out its notifications until it ends; then rejects or resolves. */
export async function takeGossip(
  stream: Stream,
  connection: Connection,
  protocol: GossipProtocol,
  meter: Meter,
): Promise<void> {
  const substream = new Substream(stream, meter);
  await checkHands(substream, protocol, connection);
  await substream.send(protocol.handshake);
  substream.receiveAll(MAX_NOTIFICATION_BYTES, (notification) => protocol.received(notification));
  await substream.ended;
  if (substream.reason) throw substream.reason;
}

async function checkHands(substream: Substream, protocol: GossipProtocol, connection: Connection): Promise<void> {
  const handshake = await substream.receiveOne(protocol.maxHandshakeBytes);
  if (!handshake) {
    const refusal = notAccepted(protocol, connection);
    substream.abort(refusal); // it may have ended its side only
    throw refusal;
  }
  try {
    protocol.checkHandshake(handshake);
  } catch (error) {
    substream.abort(error as Error);
    throw error;
  }
}

function notAccepted({ name }: GossipProtocol, connection: Connection): LightError {
  return connection.status === 'open'
    ? new LightError('proof/refused', `The node does not accept us for ${name}`)
    : new LightError('proof/unreachable', 'The connection was closed');
}
