/**
 * One libp2p stream as frames in and frames out, with bounds on both.
 *
 *   receiveOne ──→ one frame                    (a handshake, an answer)
 *   receiveAll ──→ a call for every further     (notifications)
 *   send       ──→ frames in order, waiting for room
 *
 * Whatever the node does wrong ends in `abort`, a reset of this stream only, and is what `receiveOne` rejects with. Two
 * quirks of js-libp2p 3.3 are met here: a stream's iterator loses data that comes together with the end of the other
 * side's writing, so we listen to `message` and treat the end as said a turn later; and `onDrain()` waits only once, so
 * we wait for the event.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { encodeFrame, FrameDecoder } from '../../../chain/wire/index.ts';
import { LightError } from '../../errors.ts';
import { LINGER_MS, MAX_UNSENT_BYTES } from './limits.ts';
import type { Meter } from './meter.ts';
import type { Stream } from './node.ts';

/** Handed to the stream at once; larger pieces only sit in another buffer. */
const SEND_CHUNK_BYTES = 64 << 10;

type Consumer = (frame: Bytes) => void;

export class Substream {
  /** Resolves when the node has ended its side, or the stream is gone. Never rejects. */
  readonly ended: Promise<void>;
  readonly #stream: Stream;
  readonly #meter: Meter;
  readonly #decoder = new FrameDecoder();
  #counted = 0;
  #unsent = 0;
  #isOver = false;
  /** Why we reset the stream. */
  #reason: Error | undefined;
  #maxFrameBytes = 0;
  #consumer: Consumer | undefined;
  #lastSend: Promise<void> = Promise.resolve();

  constructor(stream: Stream, meter: Meter) {
    this.#stream = stream;
    this.#meter = meter;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    const over = () => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#decoder.clear();
      this.#count();
      resolve();
    };
    // Yamux tells the end before the data of the very frame that carries both.
    const overSoon = () => void setTimeout(over, 0);
    stream.addEventListener('message', ({ data }) => this.#receive(data.subarray()));
    stream.addEventListener('end', overSoon);
    stream.addEventListener('close', overSoon);
    if (stream.readableEnded || stream.status !== 'open') overSoon();
  }

  /**
   * The next frame; undefined if the node ends or resets the stream before it.
   * @throws ChainError `wire/…` and LightError, whatever made us reset the stream.
   */
  async receiveOne(maxBytes: number): Promise<Bytes | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Bytes | undefined>();
    this.receiveAll(maxBytes, (frame) => {
      this.#consumer = undefined;
      resolve(frame);
    });
    // A frame that arrived together with the end was given out above.
    void this.ended.then(() => (this.#reason ? reject(this.#reason) : resolve(undefined)));
    return promise;
  }

  /** Calls `consumer` for every frame from now on. If it throws, the stream is reset with that error. */
  receiveAll(maxBytes: number, consumer: Consumer): void {
    this.#maxFrameBytes = maxBytes;
    this.#consumer = consumer;
    this.#guarded(() => this.#giveOut());
  }

  /** Why we reset the stream; undefined as long as we have not. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  /** Sends one frame after those before it. @throws LightError `proof/unreachable`; libp2p's errors if the stream is gone. */
  async send(payload: Uint8Array): Promise<void> {
    const frame = encodeFrame(payload);
    if (this.#unsent + frame.length > MAX_UNSENT_BYTES) {
      throw new LightError('proof/unreachable', 'the node does not take what is sent to it');
    }
    this.#unsent += frame.length;
    const sent = this.#lastSend.then(() => this.#write(frame));
    // A failed send has failed for its caller; the next one finds the stream closed and fails by itself.
    this.#lastSend = sent.catch(() => undefined);
    try {
      await sent;
    } finally {
      this.#unsent -= frame.length;
    }
  }

  /** Ends our side after what was sent. */
  async endWriting(signal: AbortSignal): Promise<void> {
    await this.#lastSend;
    await this.#stream.close({ signal });
  }

  /** Nothing more may come: any frame resets the stream, an empty one too, of which a packet holds thousands. */
  expectNothing(): void {
    this.receiveAll(0, () => {
      throw new LightError('proof/malformed', 'the node goes on talking where it has no more to say');
    });
  }

  /** We have all that we want: the node may end its side now, or is reset a little later. */
  release(): void {
    this.expectNothing();
    const late = setTimeout(
      () => this.abort(new LightError('proof/unreachable', 'the stream was left open')),
      LINGER_MS,
    );
    void this.ended.then(() => clearTimeout(late));
  }

  /** Resets the stream: nothing more is sent or received. Does nothing once it is closed. */
  abort(reason: Error): void {
    this.#reason ??= reason;
    this.#stream.abort(reason);
  }

  #receive(chunk: Uint8Array): void {
    this.#meter.received(chunk.length);
    this.#guarded(() => {
      this.#decoder.append(chunk);
      this.#giveOut();
      this.#count();
    });
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
    this.#counted = this.#decoder.held;
    this.#meter.hold(change);
  }

  #guarded(work: () => void): void {
    if (this.#isOver || this.#reason) return;
    try {
      work();
    } catch (error) {
      this.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #write(frame: Uint8Array): Promise<void> {
    for (let at = 0; at < frame.length; at += SEND_CHUNK_BYTES) {
      const isRoomLeft = this.#stream.send(frame.subarray(at, at + SEND_CHUNK_BYTES));
      if (!isRoomLeft) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    const gone = () => new LightError('proof/unreachable', 'the stream is gone');
    if (this.#stream.status !== 'open') throw gone();
    if (!this.#stream.writableNeedsDrain) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onDrain = () => resolve();
    const onClose = () => reject(gone());
    this.#stream.addEventListener('drain', onDrain);
    this.#stream.addEventListener('close', onClose);
    try {
      await promise;
    } finally {
      this.#stream.removeEventListener('drain', onDrain);
      this.#stream.removeEventListener('close', onClose);
    }
  }
}
