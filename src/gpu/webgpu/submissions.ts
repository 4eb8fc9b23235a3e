/**
 * How much work goes into one submission, learned from how long the last one took.
 *
 * Browsers and drivers reset a device that is busy for about two seconds, and a page that shares the device stutters
 * long before. Work is measured in plain cells (`TaskPlan.cost`).
 */

/** What a submission should take. */
export const SUBMISSION_TARGET_MS = 120;
/** The first one is small: an imitated device does about a cell per µs. */
const FIRST_COST = 65_536;
/** One fast submission is mostly overhead, so the budget grows step by step. */
const MAX_GROWTH = 4;

export class SubmissionBudget {
  #cost = FIRST_COST;

  get cost(): number {
    return this.#cost;
  }

  /** A submission of this cost took that long, in ms, readback included. */
  learn(cost: number, ms: number): void {
    if (cost < this.#cost / 2 && ms < SUBMISSION_TARGET_MS) return;
    const fitting = (cost * SUBMISSION_TARGET_MS) / Math.max(ms, 1);
    this.#cost = Math.max(1, Math.min(fitting, this.#cost * MAX_GROWTH));
  }
}
