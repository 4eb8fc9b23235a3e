/** A buffer that is laid out first and written afterwards, when its size is known. */

/** One buffer as all the kinds of numbers that a job has. */
export interface JobViews {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly i64: BigInt64Array;
  readonly f64: Float64Array;
}

/** Vectors of 128 bits are loaded and stored. */
const ALIGNMENT = 16;

export class JobSpace {
  #size: number;
  readonly #writes: ((views: JobViews) => void)[] = [];

  constructor(from = 0) {
    this.#size = from;
  }

  get size(): number {
    return this.#size;
  }

  /** Reserves bytes; gives their offset. */
  reserve(bytes: number): number {
    const offset = Math.ceil(this.#size / ALIGNMENT) * ALIGNMENT;
    this.#size = offset + bytes;
    return offset;
  }

  /** What is to be written once everything has its place. */
  later(write: (views: JobViews) => void): void {
    this.#writes.push(write);
  }

  /** The buffer, up to a multiple of the alignment. */
  finish(): ArrayBuffer {
    const buffer = new ArrayBuffer(Math.ceil(this.#size / ALIGNMENT) * ALIGNMENT);
    const views = {
      u8: new Uint8Array(buffer),
      u16: new Uint16Array(buffer),
      u32: new Uint32Array(buffer),
      i32: new Int32Array(buffer),
      i64: new BigInt64Array(buffer),
      f64: new Float64Array(buffer),
    };
    for (const write of this.#writes) write(views);
    return buffer;
  }
}
