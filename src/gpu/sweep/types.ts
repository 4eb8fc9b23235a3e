/**
 * What a study is: points, each of which gives rows, cut into chunks that can be computed anywhere and in any order.
 *
 *   description ─ openStudy ─▶ Study ─ open(calculator) ─▶ rows of points first … first + count − 1
 *
 * A point's rows depend on the description and the point's index alone: not on the engine, the shard or the thread.
 */
import type { EpochCalculator } from '../types.ts';
import type { CopierDescription } from './copier/description.ts';
import type { GuaranteesDescription } from './guarantees/description.ts';
import type { SweepDescription } from './parameters/description.ts';
import type { ColumnSpec, Table } from './table.ts';

/** A study as its file states it, with every default filled in. Plain JSON; it is what the hash is made of. */
export type StudyDescription = SweepDescription | GuaranteesDescription | CopierDescription;
export type StudyKind = StudyDescription['study'];

/** What all descriptions have. */
export interface CommonDescription {
  /** u32: everything that is made up derives from it. */
  readonly seed: number;
  /** Epochs per point, at least one. */
  readonly epochs: number;
  /** Points per chunk: a part of the description, so that files do not depend on shards or threads. */
  readonly chunkPoints: number;
}

/**
 * Computes points of one study in the calling thread. Yields now and then how many of the `count` are done, so that a
 * caller can stop or let others work; returns their rows in order of points. One at a time: caches are shared.
 */
export type PointComputer = (first: number, count: number) => Generator<number, Table>;

/** Makes one more table out of all rows of a study, given in order of points, in pieces of any size. */
export interface Derivation {
  add(rows: Table): void;
  finish(): Table;
}

/** What a kind of study brings. */
export interface StudyDesign {
  readonly points: number;
  readonly columns: readonly ColumnSpec[];
  open(calculator: EpochCalculator): PointComputer;
  /** Further tables by name; may be none. */
  readonly derived: Readonly<Record<string, () => Derivation>>;
}

export interface Study extends StudyDesign {
  readonly description: StudyDescription;
  /** SHA-256 of the description, hex: names the study in its files. */
  readonly hash: string;
  readonly chunks: number;
}

/** Shard `index` of `count` computes the chunks whose number is `index` modulo `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface StudyChunk {
  readonly index: number;
  readonly rows: Table;
}
