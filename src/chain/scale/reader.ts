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

export class ScaleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    return this.#view.getUint8(this.#advance(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }
  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }
  u128(): bigint {
    const at = this.#advance(16);
    return this.#view.getBigUint64(at, true) | (this.#view.getBigUint64(at + 8, true) << 64n);
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
