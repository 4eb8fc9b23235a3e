/**
 * Tile tables: which workgroup does which part of which task. Tasks of all sizes are one dispatch, because a workgroup
 * looks up its own (task, index) here.
 */
import { TILE_BYTES } from './layout.ts';

/** Offsets of bindings are multiples of this (WebGPU's default limit), so a dispatch can begin at every 32nd tile. */
const TILE_ALIGNMENT = 256;
export const TILES_PER_ALIGNMENT = TILE_ALIGNMENT / TILE_BYTES;

/** Some tiles one after the other, the first at an offset that can be bound. */
export interface TileRange {
  /** In bytes. */
  readonly offset: number;
  readonly count: number;
}

const WORDS_PER_TILE = TILE_BYTES / Uint32Array.BYTES_PER_ELEMENT;

export class TileTable {
  #words = new Uint32Array(TILES_PER_ALIGNMENT * WORDS_PER_TILE);
  #used = 0;

  /** Tiles (id, 0) … (id, count − 1) for every part. */
  add(parts: Iterable<{ readonly id: number; readonly count: number }>): TileRange {
    const step = TILES_PER_ALIGNMENT * WORDS_PER_TILE;
    const first = Math.ceil(this.#used / step) * step;
    this.#used = first;
    for (const { id, count } of parts) {
      this.#reserve(this.#used + count * WORDS_PER_TILE);
      for (let index = 0; index < count; index++) {
        this.#words[this.#used] = id;
        this.#words[this.#used + 1] = index;
        this.#used += WORDS_PER_TILE;
      }
    }
    return { offset: first * Uint32Array.BYTES_PER_ELEMENT, count: (this.#used - first) / WORDS_PER_TILE };
  }

  get words(): Uint32Array<ArrayBuffer> {
    return this.#words.subarray(0, this.#used);
  }

  #reserve(words: number): void {
    if (words <= this.#words.length) return;
    const larger = new Uint32Array(Math.max(words, 2 * this.#words.length));
    larger.set(this.#words);
    this.#words = larger;
  }
}
