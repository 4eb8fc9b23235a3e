/** Bytes that come in chunks and are taken in pieces of known length; holds no more than one piece needs, and its total is bounded. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { snapshotError } from './format.ts';

export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #maxTotal: number;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;
  #total = 0;

  /** @param maxTotal bytes that may come in all */
  constructor(source: AsyncIterable<Uint8Array>, maxTotal: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#maxTotal = maxTotal;
  }

  /** True if nothing is left. @throws LocalnetError as `take` */
  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#chunk.length) if (!(await this.#pull())) return true;
    return false;
  }

  /** The next `length` bytes, a copy. @throws LocalnetError `snapshot/damaged` if there are fewer, `snapshot/too-large`. */
  async take(length: number): Promise<Bytes> {
    const piece = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (await this.isAtEnd()) throw snapshotError('damaged', 'the file ends too early');
      const part = this.#chunk.subarray(this.#at, this.#at + length - filled);
      piece.set(part, filled);
      filled += part.length;
      this.#at += part.length;
    }
    return piece;
  }

  /** The bytes before the next `end`, at most `max` of them; `end` itself is passed over. */
  async takeUntil(end: number, max: number): Promise<Bytes> {
    const bytes: number[] = [];
    for (;;) {
      const [byte] = await this.take(1);
      if (byte === end) return Uint8Array.from(bytes);
      if (bytes.length === max)
        throw snapshotError('foreign', `the first line of the file is longer than ${max} bytes`);
      bytes.push(byte!);
    }
  }

  async #pull(): Promise<boolean> {
    const { done, value } = await this.#next();
    if (done) return false;
    this.#chunk = value;
    this.#at = 0;
    this.#total += value.length;
    if (this.#total <= this.#maxTotal) return true;
    throw snapshotError('too-large', `the file unpacks to more than ${this.#maxTotal} bytes`);
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.#source.next();
    } catch (error) {
      throw snapshotError('damaged', `the file cannot be read: ${String((error as Error).message)}`, error);
    }
  }
}
