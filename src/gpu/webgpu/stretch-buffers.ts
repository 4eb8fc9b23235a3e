/** The buffers of a stretch, filled with what the kernels start from. */
import { type BufferPool, MIN_BUFFER_BYTES, USAGE } from './buffers.ts';
import { PAIR_BYTES, WORD_BYTES } from './layout.ts';
import type { PackedStretch } from './pack.ts';
import type { Stretch } from './stretch.ts';

export interface Bound {
  readonly buffer: GPUBuffer;
  readonly size: number;
}

/** What kernels/epoch.wgsl binds, and what is only copied to. */
export interface EpochBuffers {
  readonly tiles: GPUBuffer;
  readonly tasks: Bound;
  readonly rows: Bound;
  readonly entries: Bound;
  /** Bound in place of `entries` where bonds start. */
  readonly bondEntries: Bound;
  readonly weights: Bound;
  readonly bonds: Bound;
  readonly shares: Bound;
  readonly results: Bound;
  readonly history: GPUBuffer;
  /** Bind groups made so far, by their part of `tiles`. */
  readonly groups: Map<string, GPUBindGroup>;
}

/**
 * @param earlier the buffers of the stretch before in this batch: its weights serve again where none are packed, and
 * its bonds where the stretch does not start with epoch 0
 */
export function uploadStretch(
  device: GPUDevice,
  pool: BufferPool,
  stretch: Stretch,
  packed: PackedStretch,
  earlier: EpochBuffers | undefined,
): EpochBuffers {
  const storage = USAGE.STORAGE | USAGE.COPY_DST | USAGE.COPY_SRC;
  const empty = (role: string, bytes: number): Bound => ({
    buffer: pool.take(role, bytes, storage),
    size: Math.max(bytes, MIN_BUFFER_BYTES),
  });
  const filled = (role: string, data: ArrayBuffer | Uint32Array<ArrayBuffer>): Bound => {
    const bound = empty(role, data.byteLength);
    device.queue.writeBuffer(bound.buffer, 0, data);
    return bound;
  };
  const { weights } = packed;
  return {
    tiles: filled('tiles', packed.tiles).buffer,
    tasks: filled('tasks', packed.tasks),
    rows: filled('rows', packed.rows),
    entries: weights ? filled('entries', weights.entries) : earlier!.entries,
    bondEntries: filled('bond-entries', packed.bondEntries),
    weights: weights ? empty('weights', weights.cells * WORD_BYTES) : earlier!.weights,
    bonds: stretch.from > 0 ? earlier!.bonds : empty('bonds', stretch.cells * WORD_BYTES),
    shares: empty('shares', stretch.cells * PAIR_BYTES),
    results: empty('results', stretch.slots * PAIR_BYTES),
    history: empty('history', stretch.historySlots * PAIR_BYTES).buffer,
    groups: new Map(),
  };
}
