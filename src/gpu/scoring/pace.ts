/**
 * How much work goes into one submission, learned from how long the last one took: about `TARGET_MS`, because a browser
 * shares the device with the page and drivers reset one that is busy for seconds.
 */

const TARGET_MS = 100;
/** A fast submission is mostly overhead, so work grows step by step. */
const MAX_GROWTH = 4;

export class Pace {
  #units: number;

  /** @param units of work in the first submission; little enough for an adapter that is a program on the CPU */
  constructor(units: number) {
    this.#units = units;
  }

  /** How many pieces of so many units go into the next submission: at least one. */
  pieces(units: number): number {
    return Math.max(1, Math.floor(this.#units / units));
  }

  /** A submission of so many units took that long, in ms, readback included. */
  learn(units: number, ms: number): void {
    const fitting = (units * TARGET_MS) / Math.max(ms, 1);
    this.#units = Math.max(1, Math.min(fitting, this.#units * MAX_GROWTH));
  }
}
