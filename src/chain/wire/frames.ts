/**
 * Cuts a stream of bytes into frames: a varint length, then so many bytes.
 *
 * The length is judged as soon as it is there, before anything of that size is kept. What waits lies in one buffer that
 * doubles when it is full, so that a frame sent byte by byte costs no more than one sent at once.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { encodeVarint, readVarint } from './varint.ts';

export function encodeFrame(payload: Uint8Array): Bytes {
  return concatBytes(encodeVarint(payload.length), payload);
}

export class FrameDecoder {
  #buffer = new Uint8Array();
  #start = 0;
  #end = 0;

  /** Bytes that arrived and were not given out. */
  get held(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) {
      const roomy = new Uint8Array(2 * (this.held + chunk.length));
      roomy.set(this.#buffer.subarray(this.#start, this.#end));
      this.#end = this.held;
      this.#start = 0;
      this.#buffer = roomy;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The next whole frame; undefined if it has not arrived yet.
   * @throws ChainError `wire/frame-too-long` if more than `maxBytes` are announced, `wire/bad-length` if there is no length.
   */
  next(maxBytes: number): Bytes | undefined {
    const waiting = this.#buffer.subarray(this.#start, this.#end);
    const length = readVarint(waiting, 0);
    if (length === undefined) return undefined;
    if (length === 'too-long') throw new ChainError('wire/bad-length', 'a frame begins with no length');
    if (length.value > BigInt(maxBytes)) {
      throw new ChainError(
        'wire/frame-too-long',
        `a frame of ${length.value} bytes is announced, at most ${maxBytes} may be`,
      );
    }
    const frameEnd = length.width + Number(length.value);
    if (waiting.length < frameEnd) return undefined;
    this.#start += frameEnd;
    const frame = waiting.slice(length.width, frameEnd);
    if (this.held === 0) this.clear();
    return frame;
  }

  clear(): void {
    this.#buffer = new Uint8Array();
    this.#start = 0;
    this.#end = 0;
  }
}
