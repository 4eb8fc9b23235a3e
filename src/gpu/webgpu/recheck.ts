/**
 * Computing one random series of every chunk a second time, on the CPU, before the chunk's results are handed out: the
 * only defence against a device that starts to miscalculate after the known-answer test.
 *
 * A long series is computed only so far: its first epochs, about `RECHECK_CELLS` of them. A fault that shows in later
 * epochs alone would show in the first ones of some other chunk.
 */
import { seriesDifference } from '../difference.ts';
import type { EpochCalculator, EpochShares, SeriesOutput, SeriesResult } from '../types.ts';
import type { SeriesPlan } from './series-plan.ts';

export interface Recheck {
  readonly calculator: EpochCalculator;
  /** 0 … 1, without 1. */
  readonly random: () => number;
}

/** About two milliseconds for a kernel in WebAssembly, and at most one epoch more. */
export const RECHECK_CELLS = 131_072;

export interface Probe {
  readonly plan: SeriesPlan;
  /** How many of its epochs, from the first. */
  readonly epochs: number;
}

/** @param draw 0 … 1 */
export function chooseProbe(plans: readonly SeriesPlan[], draw: number): Probe {
  const plan = plans[Math.min(plans.length - 1, Math.floor(draw * plans.length))]!;
  const cells = plan.cost / plan.steps.length;
  const epochs = Math.max(1, Math.min(plan.steps.length, Math.floor(RECHECK_CELLS / Math.max(1, cells))));
  return { plan, epochs };
}

/**
 * What the calculator finds different, in words; undefined if nothing.
 * @param last what the device gave for the last of the probe's epochs
 * @param result what it gave for the whole series
 */
export function recheckDifference(
  { plan, epochs }: Probe,
  calculator: EpochCalculator,
  last: EpochShares,
  result: SeriesResult,
  output: SeriesOutput,
): string | undefined {
  const isWhole = epochs === plan.steps.length;
  const steps = plan.steps.slice(0, epochs);
  const bonds = isWhole && result.bonds !== undefined;
  const [expected] = calculator.computeSeries([{ steps }], { ...output, bonds });
  const got = output.epochs === 'last' ? [last] : result.epochs.slice(0, epochs);
  const difference = seriesDifference(expected!, { epochs: got, bonds: bonds ? result.bonds : undefined });
  return difference && `series ${plan.index}, ${difference}`;
}
