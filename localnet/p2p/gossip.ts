/**
 * Gossip protocols: long-lived substreams on which only the opener sends notifications.
 *
 *   peer ── handshake ──→ us      the peer's substream: its notifications come here
 *   peer ←─ handshake ─── us
 *   peer ←─ handshake ─── us      ours, opened in return: our notifications go there
 *   peer ── handshake ──→ us
 *
 * Ours lives as long as the peer's. A peer that does not take our notifications is let go, it may come back.
 */
import type { Libp2p } from 'libp2p';
import type { Bytes } from '../../src/chain/bytes.ts';
import { MAX_NOTIFICATION_BYTES } from '../../src/chain/wire/index.ts';
import { P2pError } from './error.ts';
import { HANDSHAKE_DEADLINE_MS, MAX_GOSSIP_BACKLOG_BYTES, MAX_GOSSIP_STREAMS } from './limits.ts';
import type { Peers } from './peers.ts';
import type { Connection } from './substream.ts';
import { Substream } from './substream.ts';

export type SendNotification = (notification: Uint8Array) => void;

export interface GossipProtocol {
  readonly name: string;
  readonly maxHandshakeBytes: number;
  /** What we say when a substream opens, either way. */
  handshake(): Bytes;
  /** Throws a `ChainError` if the peer is none of ours. */
  checkHandshake(handshake: Uint8Array): void;
  /** A notification of a peer. Throws `ChainError` if it is malformed: the substream is reset. */
  received(notification: Bytes): void;
  /** Our substream is open: what is to be sent first, or later. Sending to one that has closed does nothing. */
  opened?(send: SendNotification): void;
  /** Substreams take part in broadcasts only when they are this old; 0 if left out. */
  readonly settleMs?: number;
}

export class Gossip {
  readonly #protocol: GossipProtocol;
  readonly #peers: Peers;
  readonly #log: (line: string) => void;
  /** Substreams of ours that take part in broadcasts. */
  readonly #audience = new Set<Substream>();

  constructor(protocol: GossipProtocol, peers: Peers, log: (line: string) => void) {
    this.#protocol = protocol;
    this.#peers = peers;
    this.#log = log;
  }

  async serve(libp2p: Libp2p): Promise<void> {
    await libp2p.handle(
      this.#protocol.name,
      async (stream, connection) => {
        const theirs = new Substream(stream, this.#peers.budgetOf(connection));
        await this.#reporting(theirs, () => this.#accept(theirs, connection));
      },
      { maxInboundStreams: MAX_GOSSIP_STREAMS, maxOutboundStreams: MAX_GOSSIP_STREAMS },
    );
  }

  /** Sends to everybody whose substream is open, and old enough. */
  broadcast(notification: Uint8Array): void {
    for (const substream of this.#audience) this.#send(substream, notification);
  }

  async #accept(theirs: Substream, connection: Connection): Promise<void> {
    const handshake = await theirs.receiveOne(this.#protocol.maxHandshakeBytes, HANDSHAKE_DEADLINE_MS);
    this.#protocol.checkHandshake(handshake);
    await theirs.send(this.#protocol.handshake());
    theirs.receiveAll(MAX_NOTIFICATION_BYTES, (notification) => {
      void this.#reporting(theirs, async () => this.#protocol.received(notification));
    });
    await this.#openInReturn(connection, theirs.ended);
    await theirs.close();
  }

  /** Opens our substream and keeps it until the peer's has ended. */
  async #openInReturn(connection: Connection, ended: Promise<void>): Promise<void> {
    const signal = AbortSignal.timeout(HANDSHAKE_DEADLINE_MS);
    const stream = await connection.newStream(this.#protocol.name, { signal });
    const ours = new Substream(stream, this.#peers.budgetOf(connection));
    await this.#reporting(ours, async () => {
      await ours.send(this.#protocol.handshake());
      this.#protocol.checkHandshake(await ours.receiveOne(this.#protocol.maxHandshakeBytes, HANDSHAKE_DEADLINE_MS));
      this.#protocol.opened?.((notification) => this.#send(ours, notification));
      const settled = setTimeout(() => this.#audience.add(ours), this.#protocol.settleMs ?? 0);
      try {
        await Promise.race([ended, ours.ended]);
      } finally {
        clearTimeout(settled);
        this.#audience.delete(ours);
      }
      await ours.close();
    });
  }

  #send(substream: Substream, notification: Uint8Array): void {
    if (substream.isOver) return;
    if (substream.queued > MAX_GOSSIP_BACKLOG_BYTES) {
      substream.abort(new P2pError('p2p/slow-peer', 'the peer does not take our notifications'));
      return;
    }
    void this.#reporting(substream, () => substream.send(notification));
  }

  async #reporting(substream: Substream, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log(`${this.#protocol.name}: ${error instanceof Error ? error.message : error}`);
      substream.abort(error instanceof Error ? error : new P2pError('p2p/refused', String(error)));
    }
  }
}
