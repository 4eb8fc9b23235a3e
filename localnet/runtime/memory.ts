/**
 * Where things lie in the blob's linear memory: constants one after another, then scratch space, then the host's heap.
 *
 * A *span* is how host and runtime hand over bytes: `length << 32 | pointer` in an i64.
 */

/** Low addresses stay empty, so that a null pointer shows. */
const FIRST_BYTE = 1024;
/** Anything may be read as 64-bit words. */
const ALIGNMENT = 16;
export const WASM_PAGE_BYTES = 65_536;

export interface Segment {
  readonly at: number;
  readonly length: number;
}

export class MemoryLayout {
  readonly #segments: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  #end = FIRST_BYTE;

  /** Puts a constant into memory. */
  constant(bytes: Uint8Array): Segment {
    const segment = this.scratch(bytes.length);
    this.#segments.push({ at: segment.at, bytes });
    return segment;
  }

  /** Reserves zeroed bytes that a call may write to. */
  scratch(length: number): Segment {
    const at = this.#end;
    this.#end = Math.ceil((at + length) / ALIGNMENT) * ALIGNMENT;
    return { at, length };
  }

  /** First byte that the host may hand out. */
  get heapBase(): number {
    return Math.ceil(this.#end / WASM_PAGE_BYTES) * WASM_PAGE_BYTES;
  }

  /** The constants in the text format. */
  dataSegments(): string {
    return this.#segments.map(({ at, bytes }) => `(data (i32.const ${at}) "${escapeBytes(bytes)}")`).join('\n  ');
  }
}

function escapeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}

/** The span of a segment, as an i64 literal. */
export function spanOf({ at, length }: Segment): string {
  return `(i64.const ${(BigInt(length) << 32n) | BigInt(at)})`;
}
