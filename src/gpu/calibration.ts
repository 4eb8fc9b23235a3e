/**
 * How long an engine takes for work, as measured on this machine:
 *
 *   ms = fixedMs + (plainNs · plain cells + liquidNs · liquid cells) / 10⁶
 *
 * A line through two sizes of plain epochs and one of liquid ones. It decides between engines, so the order of magnitude
 * matters and the last ten percent do not.
 */
import type { EpochWork } from './epoch-work.ts';

export interface Calibration {
  /** What every call costs, however small, in ms. */
  readonly fixedMs: number;
  /** Nanoseconds per cell of `EpochWork`. */
  readonly plainNs: number;
  readonly liquidNs: number;
}

/** One timed call. */
export interface Sample {
  readonly work: EpochWork;
  readonly ms: number;
}

/** Timers of browsers are cut to 0.1 ms or more: two measurements may be equal, a slope is never nothing. */
const SMALLEST_NS = 0.01;

const NS_PER_MS = 1e6;

export function predictMs(calibration: Calibration, work: EpochWork): number {
  const { fixedMs, plainNs, liquidNs } = calibration;
  return fixedMs + (plainNs * work.plainCells + liquidNs * work.liquidCells) / NS_PER_MS;
}

/** @param small, large plain epochs only; `liquid` liquid epochs only */
export function fitCalibration(samples: Readonly<Record<'small' | 'large' | 'liquid', Sample>>): Calibration {
  const { small, large, liquid } = samples;
  const slope = (large.ms - small.ms) / (large.work.plainCells - small.work.plainCells);
  const plainNs = Math.max(SMALLEST_NS, slope * NS_PER_MS);
  const fixedMs = Math.max(0, small.ms - (plainNs * small.work.plainCells) / NS_PER_MS);
  const liquidNs = Math.max(SMALLEST_NS, ((liquid.ms - fixedMs) * NS_PER_MS) / liquid.work.liquidCells);
  return { fixedMs, plainNs, liquidNs };
}
