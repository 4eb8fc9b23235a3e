/**
 * Studies: questions about consensus that take thousands of epochs, described in a small file, answered as a table.
 *
 *   description (JSON) ─ decodeStudy, openStudy ─▶ chunks of points ─ runShard ─▶ rows ─ encodePart ─▶ Parquet
 *
 * Three kinds: `sweep` (parameters/), `consensus-guarantees` (guarantees/), `weight-copier` (copier/). Results are equal
 * to the byte whatever engine, shard, thread or browser computed them. Nothing here needs a platform; `npm run study`
 * (scripts/study) adds files and threads.
 */

export type { CopierDescription } from './copier/description.ts';
export { type AnalyticGame, analyticEmission, analyticRetention } from './guarantees/analytic.ts';
export type { GuaranteesDescription, Spread } from './guarantees/description.ts';
export { honestTeam } from './guarantees/teams.ts';
export type { SweepDescription } from './parameters/description.ts';
export { encodeDerived, encodePart, PART_KEYS } from './parquet.ts';
export { chunksOfShard, runShard, type ShardOptions } from './run-shard.ts';
export { decodeStudy, openStudy, pointsOfChunk } from './study.ts';
export { type Cell, type ColumnKind, type ColumnSpec, numbersOf, type Table, tableBuilder } from './table.ts';
export type * from './types.ts';
