/**
 * One libp2p stream as frames in and frames out, with bounds on both.
 *
 *   receiveOne ──→ one frame, within a deadline        (a handshake, a request)
 *   receiveAll ──→ a call for every further frame      (notifications)
 *   send       ──→ frames in order, waiting for room   (back-pressure)
 *
 * Whatever the peer does wrong ends in `abort`, a reset of this stream only. Two quirks of js-libp2p 3.3 are met here:
 * the stream's iterator loses data that comes together with the end of the other side's writing, so we listen to
 * `message` and treat the end as said a moment later; and `onDrain()` waits only once, so we wait for the event.
 */
import type { Libp2p } from 'libp2p';
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeFrame, FrameDecoder } from '../../src/chain/wire/index.ts';
import type { ByteBudget } from './budget.ts';
import { P2pError } from './error.ts';
import { DRAIN_DEADLINE_MS } from './limits.ts';

type StreamHandler = Parameters<Libp2p['handle']>[1];
export type Stream = Parameters<StreamHandler>[0];
export type Connection = Parameters<StreamHandler>[1];

/** What a peer may cost us, shared by all its streams. */
export interface PeerBudget {
  readonly incoming: ByteBudget;
  readonly outgoing: ByteBudget;
}

/** Handed to the stream at once; larger pieces only sit in another buffer. */
const SEND_CHUNK_BYTES = 64 << 10;

type Consumer = (frame: Bytes) => void;

export class Substream {
  /** Resolves when the peer has ended its side, or the stream is gone. Never rejects. */
  readonly ended: Promise<void>;
  readonly #stream: Stream;
  readonly #budget: PeerBudget;
  readonly #decoder = new FrameDecoder();
  #counted = 0;
  #queued = 0;
  #isOver = false;
  /** Why the stream was reset. */
  #reason: Error | undefined;
  #maxFrameBytes = 0;
  #consumer: Consumer | undefined;
  #lastSend: Promise<void> = Promise.resolve();

  constructor(stream: Stream, budget: PeerBudget) {
    this.#stream = stream;
    this.#budget = budget;
    const { promise, resolve } = Promise.withResolvers<void>();
    const over = (reason?: Error) => {
      this.#isOver = true;
      this.#reason ??= reason;
      this.#decoder.clear();
      this.#count();
      resolve();
    };
    this.ended = promise;
    stream.addEventListener('message', ({ data }) => this.#guarded(() => this.#receive(data.subarray())));
    // Yamux tells the end before the data of the very frame that carries both.
    stream.addEventListener('end', () => setImmediate(over));
    stream.addEventListener('close', ({ error }) => over(error));
    if (stream.readableEnded || stream.status !== 'open') setImmediate(over);
  }

  /**
   * The next frame. If it does not come within `deadlineMs` the stream is reset.
   * @throws P2pError `p2p/ended-early`, `p2p/timeout`, and what resets the stream.
   */
  async receiveOne(maxBytes: number, deadlineMs: number): Promise<Bytes> {
    const { promise, resolve, reject } = Promise.withResolvers<Bytes>();
    const late = setTimeout(() => {
      this.abort(new P2pError('p2p/timeout', `nothing came within ${deadlineMs} ms`));
    }, deadlineMs);
    this.#consume(maxBytes, (frame) => {
      this.#consumer = undefined;
      resolve(frame);
    });
    // A frame that arrived together with the end was given out above.
    void this.ended.then(() => {
      reject(this.#reason ?? new P2pError('p2p/ended-early', 'the peer ended the stream before its frame'));
    });
    try {
      return await promise;
    } finally {
      clearTimeout(late);
    }
  }

  /** Calls `consumer` for every frame from now on. If it throws, the stream is reset. */
  receiveAll(maxBytes: number, consumer: Consumer): void {
    this.#consume(maxBytes, consumer);
  }

  /** The peer has ended its side, or the stream is gone. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Bytes handed to `send` that the peer has not taken. */
  get queued(): number {
    return this.#queued;
  }

  /**
   * Sends one frame after those before it.
   * @throws P2pError `p2p/over-budget`, `p2p/slow-peer`, `p2p/closing`; libp2p's errors if the stream is gone.
   */
  async send(payload: Uint8Array): Promise<void> {
    const frame = encodeFrame(payload);
    this.#budget.outgoing.take(frame.length);
    this.#queued += frame.length;
    const sent = this.#lastSend.then(() => this.#write(frame));
    // A failed send has failed for its caller; the next one finds the stream closed and fails by itself.
    this.#lastSend = sent.catch(() => undefined);
    try {
      await sent;
    } finally {
      this.#budget.outgoing.release(frame.length);
      this.#queued -= frame.length;
    }
  }

  /** Ends our side after what was sent. */
  async close(): Promise<void> {
    await this.#lastSend;
    await this.#stream.close({ signal: AbortSignal.timeout(DRAIN_DEADLINE_MS) });
  }

  /** Resets the stream: nothing more is sent or received. */
  abort(reason: Error): void {
    this.#reason ??= reason;
    this.#stream.abort(reason);
  }

  #consume(maxFrameBytes: number, consumer: Consumer): void {
    this.#maxFrameBytes = maxFrameBytes;
    this.#consumer = consumer;
    this.#guarded(() => this.#giveOut());
  }

  #receive(chunk: Uint8Array): void {
    this.#decoder.append(chunk);
    this.#giveOut();
    this.#count();
  }

  #giveOut(): void {
    while (this.#consumer) {
      const frame = this.#decoder.next(this.#maxFrameBytes);
      if (!frame) break;
      this.#consumer(frame);
    }
  }

  /** Accounts for what waits for the rest of its frame. */
  #count(): void {
    const change = this.#decoder.held - this.#counted;
    if (change > 0) this.#budget.incoming.take(change);
    else this.#budget.incoming.release(-change);
    this.#counted = this.#decoder.held;
  }

  #guarded(work: () => void): void {
    if (this.#isOver) return;
    try {
      work();
    } catch (error) {
      this.abort(error instanceof Error ? error : new P2pError('p2p/refused', String(error)));
    }
  }

  async #write(frame: Uint8Array): Promise<void> {
    for (let at = 0; at < frame.length; at += SEND_CHUNK_BYTES) {
      const isRoomLeft = this.#stream.send(frame.subarray(at, at + SEND_CHUNK_BYTES));
      if (!isRoomLeft) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    if (this.#stream.status !== 'open') throw new P2pError('p2p/closing', 'the stream is gone');
    if (!this.#stream.writableNeedsDrain) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const drained = () => resolve();
    const closed = () => reject(new P2pError('p2p/closing', 'the stream is gone'));
    const late = setTimeout(() => {
      reject(new P2pError('p2p/slow-peer', `the peer took nothing for ${DRAIN_DEADLINE_MS} ms`));
    }, DRAIN_DEADLINE_MS);
    this.#stream.addEventListener('drain', drained);
    this.#stream.addEventListener('close', closed);
    try {
      await promise;
    } finally {
      clearTimeout(late);
      this.#stream.removeEventListener('drain', drained);
      this.#stream.removeEventListener('close', closed);
    }
  }
}
