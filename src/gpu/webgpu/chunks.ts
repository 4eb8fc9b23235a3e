/**
 * Which series of a batch are computed together, and how many of their epochs at once.
 *
 * Together go as many series as keep the device busy and, beyond that, as many as fit one submission; never more than
 * fit the device. A series that does not fit with all its epochs is computed in stretches of epochs, alone; its bonds
 * stay on the device between them.
 */

import { PAIR_BYTES } from './layout.ts';
import { type DeviceLimits, excess } from './limits.ts';
import { chooseProbe, type Probe } from './recheck.ts';
import type { SeriesPlan } from './series-plan.ts';
import { type IsRead, planStretch, type Stretch } from './stretch.ts';
import { BUSY_COLUMNS } from './submissions.ts';

export interface ChunkRules {
  readonly limits: DeviceLimits;
  readonly workgroupSize: number;
  /** What one submission should cost, in plain cells. */
  readonly budget: number;
  readonly epochs: 'every' | 'last';
  /** 0 … 1, picks the series that is computed on the CPU as well; undefined = none. */
  readonly draw: number | undefined;
}

export interface Chunk {
  readonly plans: readonly SeriesPlan[];
  readonly probe: Probe | undefined;
  readonly isRead: IsRead;
  /** Of the longest series. */
  readonly epochs: number;
  /** Sum of all columns: how much the device does at a time. */
  readonly width: number;
}

/** The next chunk from `first` on, at least one series, which must fit (`assertFits`); and its first stretch. */
export function nextChunk(plans: readonly SeriesPlan[], first: number, rules: ChunkRules): [Chunk, Stretch] {
  let count = wantedCount(plans, first, rules);
  for (;;) {
    const chunk = chunkOf(plans.slice(first, first + count), rules);
    if (count === 1) return [chunk, longestStretch(chunk, 0, rules)];
    const stretch = planStretch(chunk.plans, 0, chunk.epochs, chunk.isRead);
    if (!excess(stretch, rules.limits, rules.workgroupSize)) return [chunk, stretch];
    count = Math.ceil(count / 2);
  }
}

/** As many epochs from `from` on as fit the device together. */
export function longestStretch({ plans, epochs, isRead }: Chunk, from: number, rules: ChunkRules): Stretch {
  let to = epochs;
  for (;;) {
    const stretch = planStretch(plans, from, to, isRead);
    if (to === from + 1 || !excess(stretch, rules.limits, rules.workgroupSize)) return stretch;
    to = from + Math.ceil((to - from) / 2);
  }
}

function wantedCount(plans: readonly SeriesPlan[], first: number, { limits, budget }: ChunkRules): number {
  let width = 0;
  let cost = 0;
  let bytes = 0;
  let end = first;
  while (end < plans.length) {
    const plan = plans[end]!;
    width += plan.n;
    cost += plan.cost;
    bytes += plan.cells * PAIR_BYTES;
    const isWanted = (width <= BUSY_COLUMNS || cost <= budget) && bytes <= limits.maxStorageBufferBindingSize;
    if (!isWanted && end > first) break;
    end += 1;
  }
  return end - first;
}

function chunkOf(plans: readonly SeriesPlan[], { epochs, draw }: ChunkRules): Chunk {
  const probe = draw === undefined ? undefined : chooseProbe(plans, draw);
  const isRead: IsRead =
    epochs === 'every'
      ? () => true
      : (plan, epoch) => epoch === plan.steps.length - 1 || (plan === probe?.plan && epoch === probe.epochs - 1);
  return {
    plans,
    probe,
    isRead,
    epochs: Math.max(...plans.map(({ steps }) => steps.length)),
    width: plans.reduce((sum, { n }) => sum + n, 0),
  };
}
