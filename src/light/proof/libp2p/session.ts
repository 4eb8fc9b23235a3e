/**
 * One connection to one full node: opened, greeted, asked, ended.
 *
 *   dial ─▶ block-announces/1 ─▶ grandpa/1, transactions/1 ─▶ the node opens its own ─▶ first neighbour packet = onOpen
 *
 * Our neighbour packet repeats the node's, whenever its set of voters is another: Substrate sends commits only to peers
 * that stand in the same set. A node that stops announcing or telling what is final is of no use any more and is left;
 * one that takes no transactions still is.
 */
import type { BlockHash } from '../../../chain/block-ref.ts';
import type { Bytes } from '../../../chain/bytes.ts';
import { fromHex } from '../../../chain/bytes.ts';
import { ChainError } from '../../../chain/error.ts';
import type { NeighbourPacket, ProtocolSuffix } from '../../../chain/wire/index.ts';
import { encodeNeighbourPacket, protocolName } from '../../../chain/wire/index.ts';
import type { Clock } from '../../clock.ts';
import { sleep, withDeadline } from '../../clock.ts';
import { isLightError, LightError } from '../../errors.ts';
import type { NewsMeter } from '../news-meter.ts';
import { openNewsMeter } from '../news-meter.ts';
import type { ServerEvents } from '../server.ts';
import { exchange } from './exchange.ts';
import type { GossipProtocol } from './gossip.ts';
import { openGossip, takeGossip } from './gossip.ts';
import type { GossipProtocols } from './gossip-protocols.ts';
import { gossipProtocols } from './gossip-protocols.ts';
import { GOSSIP_RETRY_MS, MAX_QUESTIONS, OPEN_DEADLINE_MS, SUBMIT_DEADLINE_MS } from './limits.ts';
import { Meter } from './meter.ts';
import type { Connection, NodeConnection, Stream } from './node.ts';
import type { Substream } from './substream.ts';
import { inOurWords, silent } from './trouble.ts';

export interface Question<T> {
  readonly protocol: ProtocolSuffix;
  readonly request: Bytes;
  readonly deadlineMs: number;
  /** For people: `Headers from block 7`. */
  readonly what: string;
  /** @throws ChainError if the answer is none; LightError as it is. */
  read(answer: Bytes): T;
}

export class Session {
  readonly #address: string;
  readonly #genesisHash: BlockHash;
  readonly #genesis: Bytes;
  readonly #events: ServerEvents;
  readonly #clock: Clock;
  readonly #meter: Meter;
  /** Aborted with the reason when the connection is over. */
  readonly #life = new AbortController();
  readonly #greeted = Promise.withResolvers<void>();
  readonly #protocols: GossipProtocols;
  /** Substreams of the node that are alive, by protocol. */
  readonly #theirs = new Map<string, number>();
  readonly #news: NewsMeter;
  #node: NodeConnection | undefined;
  #grandpa: Substream | undefined;
  #transactions: Promise<Substream> | undefined;
  #isOpen = false;
  #questions = 0;
  #neighbour: NeighbourPacket | undefined;
  #toldSetId: bigint | undefined;

  constructor(address: string, genesisHash: BlockHash, events: ServerEvents, clock: Clock) {
    this.#address = address;
    this.#genesisHash = genesisHash;
    this.#genesis = fromHex(genesisHash);
    this.#events = events;
    this.#clock = clock;
    this.#news = openNewsMeter(clock.now());
    this.#meter = new Meter((bytes) => {
      if (!this.#life.signal.aborted) events.onReceived(bytes);
    });
    this.#protocols = gossipProtocols(this.#genesis, {
      onHeader: (headerBytes) => {
        if (this.#mayTell() && this.#isOpen) events.onHeader(headerBytes);
      },
      onCommit: (bytes) => {
        if (this.#mayTell() && this.#isOpen) events.onVotes({ kind: 'commit', bytes });
      },
      onNeighbour: (packet) => {
        if (this.#mayTell()) this.#receiveNeighbour(packet);
      },
      onChatter: () => void this.#mayTell(),
    });
    void this.#open();
  }

  /** The node's last word on what is final; undefined before its first. */
  get finalizedNumber(): number | undefined {
    return this.#neighbour?.finalizedNumber;
  }

  /** @throws LightError `proof/…`, `light/too-many-requests`; the abort reason. */
  async ask<T>(
    { protocol, request, deadlineMs, what, read }: Question<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return this.#within(what, deadlineMs, signal, async (ending) => {
      const { connection } = this.#node!;
      const name = protocolName(this.#genesis, protocol);
      const answer = await exchange(connection, name, request, this.#meter, ending);
      if (answer) return read(answer);
      throw connection.status === 'open'
        ? new LightError('proof/unavailable', `${what}: the node does not answer that`)
        : new LightError('proof/unreachable', `${what}: the connection was closed`);
    });
  }

  /** Sends a notification of `transactions/1`. @throws as `ask`. */
  async tellTransactions(notification: Bytes, signal: AbortSignal | undefined): Promise<void> {
    await this.#within('Handing over a transaction', SUBMIT_DEADLINE_MS, signal, async () => {
      const substream = await this.#openTransactions();
      await substream.send(notification);
    });
  }

  /** Ends the connection; no event comes any more. Idempotent. */
  close(): void {
    this.#end(new LightError('proof/unreachable', `The connection to ${this.#address} was closed by us`), false);
  }

  async #open(): Promise<void> {
    const doing = `Connecting to ${this.#address}`;
    try {
      const late = () => silent(doing, OPEN_DEADLINE_MS);
      await withDeadline(this.#clock, OPEN_DEADLINE_MS, late, this.#life.signal, (signal) => this.#greet(signal));
    } catch (error) {
      this.#end(this.#inOurWords(error));
      return;
    }
    if (this.#life.signal.aborted) return;
    this.#isOpen = true;
    const { finalizedNumber } = this.#neighbour!;
    this.#events.onOpen({ genesisHash: this.#genesisHash, finalizedNumber });
  }

  async #greet(signal: AbortSignal): Promise<void> {
    const { announces, grandpa, transactions } = this.#protocols;
    const accepts = new Map(
      [announces, grandpa, transactions].map((it) => [
        it.name,
        (stream: Stream, connection: Connection) => this.#take(it, stream, connection),
      ]),
    );
    // Loaded only where a full node is dialled: libp2p is large.
    const { connect } = await import('./node.ts');
    const onClosed = () => this.#end(new LightError('proof/unreachable', `${this.#address} has closed the connection`));
    this.#node = await connect(this.#address, { accepts, onClosed }, signal);
    if (signal.aborted) {
      void this.#node.close();
      throw signal.reason;
    }
    await this.#openOurs(announces, signal);
    // That it takes no transactions is told to those who bring one.
    this.#openTransactions().catch(() => undefined);
    this.#grandpa = await this.#openPatiently(grandpa, signal);
    if (this.#neighbour) this.#repeatNeighbour(this.#neighbour);
    await this.#greeted.promise;
  }

  async #openOurs(protocol: GossipProtocol, signal: AbortSignal): Promise<Substream> {
    const substream = await openGossip(this.#node!.connection, protocol, this.#meter, signal);
    void substream.ended.then(() => this.#end(this.#inOurWords(substream.reason ?? this.#left(protocol))));
    return substream;
  }

  /** As `#openOurs`, again and again while the node refuses. */
  async #openPatiently(protocol: GossipProtocol, signal: AbortSignal): Promise<Substream> {
    for (;;) {
      try {
        return await this.#openOurs(protocol, signal);
      } catch (error) {
        if (!isLightError(error, 'proof/refused')) throw error;
      }
      await sleep(this.#clock, GOSSIP_RETRY_MS, signal);
    }
  }

  #openTransactions(): Promise<Substream> {
    this.#transactions ??= (async () => {
      const forget = () => {
        this.#transactions = undefined;
      };
      try {
        const { connection } = this.#node!;
        const { transactions } = this.#protocols;
        const late = () => silent(transactions.name, SUBMIT_DEADLINE_MS);
        const substream = await withDeadline(this.#clock, SUBMIT_DEADLINE_MS, late, this.#life.signal, (signal) =>
          openGossip(connection, transactions, this.#meter, signal),
        );
        void substream.ended.then(forget);
        return substream;
      } catch (error) {
        forget();
        throw error;
      }
    })();
    return this.#transactions;
  }

  /** A substream that the node opens to us. */
  #take(protocol: GossipProtocol, stream: Stream, connection: Connection): void {
    const { name } = protocol;
    this.#theirs.set(name, (this.#theirs.get(name) ?? 0) + 1);
    const over = (error?: unknown) => {
      const left = this.#theirs.get(name)! - 1;
      this.#theirs.set(name, left);
      if (error instanceof ChainError) this.#end(this.#inOurWords(error, name));
      // Until it is open, a node may take back a substream and open another.
      else if (left === 0 && this.#isOpen && protocol !== this.#protocols.transactions) this.#end(this.#left(protocol));
    };
    takeGossip(stream, connection, protocol, this.#meter).then(() => over(), over);
  }

  #inOurWords(error: unknown, doing = 'connecting'): Error {
    return inOurWords(error, `${this.#address}, ${doing}`);
  }

  #left({ name }: GossipProtocol): Error {
    return new LightError('proof/unreachable', `${this.#address} has ended ${name}`);
  }

  #receiveNeighbour(packet: NeighbourPacket): void {
    const before = this.#neighbour?.finalizedNumber;
    this.#neighbour = packet;
    this.#repeatNeighbour(packet);
    if (this.#isListened && packet.finalizedNumber !== before) this.#events.onFinalized(packet.finalizedNumber);
    this.#greeted.resolve();
  }

  #repeatNeighbour(packet: NeighbourPacket): void {
    if (!this.#grandpa || packet.setId === this.#toldSetId) return;
    this.#toldSetId = packet.setId;
    this.#grandpa.send(encodeNeighbourPacket(packet)).catch((error: unknown) => this.#end(this.#inOurWords(error)));
  }

  /** False if the connection is over, be it that the node has told more than anybody could want to know. */
  #mayTell(): boolean {
    if (this.#life.signal.aborted) return false;
    if (this.#news.take(this.#clock.now())) return true;
    this.#end(new LightError('proof/malformed', `${this.#address} tells more than anybody asked for`));
    return false;
  }

  get #isListened(): boolean {
    return this.#isOpen && !this.#life.signal.aborted;
  }

  async #within<T>(
    what: string,
    deadlineMs: number,
    signal: AbortSignal | undefined,
    work: (ending: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    if (!this.#isListened) {
      throw new LightError('proof/unreachable', `${what}: there is no connection to ${this.#address}`);
    }
    if (this.#questions >= MAX_QUESTIONS) {
      throw new LightError('light/too-many-requests', `${what} would be question ${this.#questions + 1} at once`);
    }
    this.#questions += 1;
    try {
      const either = signal ? AbortSignal.any([signal, this.#life.signal]) : this.#life.signal;
      return await withDeadline(this.#clock, deadlineMs, () => silent(what, deadlineMs), either, work);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw inOurWords(error, what);
    } finally {
      this.#questions -= 1;
    }
  }

  #end(reason: Error, isTold = true): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort(reason);
    void this.#node?.close();
    if (isTold) this.#events.onClosed(reason);
  }
}
