/**
 * How much work goes into one submission, learned from how long the last ones took.
 *
 * Browsers and drivers reset a device that is busy for about two seconds, and a page that shares the device stutters
 * long before. Work is measured in plain cells (kernel-cost.ts). A wide batch gets through more of them in a
 * millisecond than a narrow one, which leaves most of a large device idle, so every width has a budget of its own.
 */

/** What a submission should take. */
export const SUBMISSION_TARGET_MS = 120;
/** The first one is small: an imitated device does about a cell per µs. */
const FIRST_COST = 65_536;
/** One fast submission is mostly overhead, so the budget grows step by step. */
const MAX_GROWTH = 4;
/**
 * Columns that keep even a large device busy, which has some hundred units of 128 lanes and wants several threads per
 * lane to hide latencies. With fewer the same work takes longer.
 */
export const BUSY_COLUMNS = 65_536;
/** Widths within a factor of eight share a budget. */
const OCTAVES = 3;

export class SubmissionBudget {
  readonly #costs = new Map<number, number>();
  readonly #most: number;

  /** @param most never more than this; for tests */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** @param width how many columns are computed at a time */
  cost(width: number): number {
    return Math.min(this.#most, this.#costs.get(classOf(width)) ?? FIRST_COST);
  }

  /** A submission of this cost took that long, in ms: on the device, or with the way there and back. */
  learn(width: number, cost: number, ms: number): void {
    const budget = this.cost(width);
    if (cost < budget / 2 && ms < SUBMISSION_TARGET_MS) return;
    const fitting = (cost * SUBMISSION_TARGET_MS) / Math.max(ms, 1);
    this.#costs.set(classOf(width), Math.max(1, Math.min(fitting, budget * MAX_GROWTH)));
  }
}

function classOf(width: number): number {
  return Math.floor(Math.log2(Math.max(1, Math.min(width, BUSY_COLUMNS))) / OCTAVES);
}
