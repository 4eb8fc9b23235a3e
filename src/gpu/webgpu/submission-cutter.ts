/**
 * Cuts the work of a stretch into submissions of a given cost: between kernels, and where one kernel alone is too much,
 * between its tiles, which do not depend on each other.
 */
import { TILE_BYTES } from './layout.ts';
import type { Dispatch, WorkStep } from './program.ts';
import { TILES_PER_ALIGNMENT } from './tiles.ts';

export interface Submission {
  readonly steps: readonly WorkStep[];
  readonly cost: number;
  /** Epochs, over all series, that are computed when it is done. */
  readonly epochs: number;
  readonly isLast: boolean;
}

export class SubmissionCutter {
  readonly #steps: readonly WorkStep[];
  #next = 0;
  /** What is left of the step at `#next`, if a part of it was submitted. */
  #rest: Dispatch | undefined;

  constructor(steps: readonly WorkStep[]) {
    this.#steps = steps;
  }

  get isDone(): boolean {
    return this.#next >= this.#steps.length;
  }

  /** As much of the rest as costs up to `budget`, at least a step or a few tiles of it. */
  next(budget: number): Submission {
    const steps: WorkStep[] = [];
    let cost = 0;
    let epochs = 0;
    while (!this.isDone) {
      const step = this.#rest ?? this.#steps[this.#next]!;
      if (step.kind !== 'dispatch' || cost + step.cost <= budget) {
        this.#rest = undefined;
        this.#next += 1;
        steps.push(step);
        if (step.kind === 'dispatch') cost += step.cost;
        if (step.kind === 'epoch-end') epochs += step.epochs;
        continue;
      }
      // A kernel that would fit a submission of its own is not divided.
      if (cost > 0 && step.cost <= budget) break;
      const [part, rest] = divided(step, budget - cost);
      // What cannot be made smaller comes next, or now if there is nothing else.
      if (cost > 0 && cost + part.cost > budget) break;
      steps.push(part);
      cost += part.cost;
      this.#rest = rest;
      if (!rest) this.#next += 1;
      else break;
    }
    return { steps, cost, epochs, isLast: this.isDone };
  }
}

/** The first tiles of a dispatch for about this cost, as few as can be bound on their own at least; and the others. */
function divided(dispatch: Dispatch, cost: number): readonly [Dispatch, Dispatch | undefined] {
  const perTile = dispatch.cost / dispatch.count;
  const alignments = Math.max(1, Math.floor(cost / perTile / TILES_PER_ALIGNMENT));
  const count = alignments * TILES_PER_ALIGNMENT;
  if (count >= dispatch.count) return [dispatch, undefined];
  const left = dispatch.count - count;
  return [
    { ...dispatch, count, cost: count * perTile },
    { ...dispatch, offset: dispatch.offset + count * TILE_BYTES, count: left, cost: left * perTile },
  ];
}
