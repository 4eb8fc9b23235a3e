/** A chain's state in a file: taken over JSON-RPC from any chain, and the beginning of a localnet that goes on from it. */
export { type ExportOptions, exportState } from './export.ts';
export { type ForkOptions, forkFounding, KEPT_PALLETS } from './fork.ts';
export {
  type Entry,
  LIMITS,
  type Snapshot,
  type SnapshotHeader,
  type SnapshotLimits,
} from './format.ts';
export { readSnapshot, readSnapshotHeader } from './read.ts';
export { writeSnapshot } from './write.ts';
