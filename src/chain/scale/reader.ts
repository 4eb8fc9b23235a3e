/**
 * Reads SCALE bytes from front to back and refuses to read past the end.
 *
 * A reader never allocates on the word of a length prefix: lengths are checked against the bytes that are left
 * (`expectItems`) before anything of that size is made. Errors carry the byte offset; the codecs add the field path.
 */
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';

/** How deep values that contain their own type may go (calls in calls). The chain itself stops at 256. */
const MAX_DEPTH = 64;

/** Where a wide integer is put together: most values are short, and a view of each would cost more than reading it. */
const WORD = new DataView(new ArrayBuffer(8));
const WORD_BYTES = new Uint8Array(WORD.buffer);

export class ScaleReader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Copies the next `length` bytes. */
  take(length: number): Bytes {
    const at = this.#advance(length);
    return this.#bytes.slice(at, at + length) as Bytes;
  }

  /** Looks at the next byte without reading it; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#offset];
  }

  u8(): number {
    return this.#bytes[this.#advance(1)]!;
  }
  u16(): number {
    const at = this.#advance(2);
    return this.#bytes[at]! | (this.#bytes[at + 1]! << 8);
  }
  u32(): number {
    return this.#word(this.#advance(4), 4).getUint32(0, true);
  }
  u64(): bigint {
    return this.#word(this.#advance(8), 8).getBigUint64(0, true);
  }
  u128(): bigint {
    const at = this.#advance(16);
    const low = this.#word(at, 8).getBigUint64(0, true);
    return low | (this.#word(at + 8, 8).getBigUint64(0, true) << 64n);
  }

  /** Refuses a claimed number of items, each of at least `minItemBytes`, that cannot be in the bytes that are left. */
  expectItems(count: number, minItemBytes: number): void {
    if (count * minItemBytes > this.remaining) {
      throw new ChainError(
        'scale/length-exceeds-input',
        `${count} items of at least ${minItemBytes} bytes are announced, ${this.remaining} bytes are left`,
        { offset: this.#offset },
      );
    }
  }

  /** Refuses bytes after the value. */
  expectEnd(): void {
    if (this.remaining > 0) {
      throw new ChainError('scale/trailing-bytes', `${this.remaining} bytes follow the value`, {
        offset: this.#offset,
      });
    }
  }

  /** Reads a value that may contain its own type, within a bounded depth. */
  nested<T>(read: () => T): T {
    if (this.#depth >= MAX_DEPTH) {
      throw new ChainError('scale/too-deep', `nested deeper than ${MAX_DEPTH}`, { offset: this.#offset });
    }
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  /** The bytes from `at` on, at the beginning of the shared view. */
  #word(at: number, width: number): DataView {
    for (let i = 0; i < width; i++) WORD_BYTES[i] = this.#bytes[at + i]!;
    return WORD;
  }

  #advance(length: number): number {
    if (length > this.remaining) {
      throw new ChainError('scale/truncated', `expected ${length} more bytes, got ${this.remaining}`, {
        offset: this.#offset,
      });
    }
    const at = this.#offset;
    this.#offset += length;
    return at;
  }
}
