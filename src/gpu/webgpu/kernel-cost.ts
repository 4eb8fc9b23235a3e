/**
 * How long a kernel takes for one cell, in units of a whole plain epoch's cell. Rough, for dividing work into
 * submissions; what a unit takes on a device is measured while it computes (submissions.ts).
 */
import type { EpochKernel } from './shaders.ts';

/** How many plain cells take as long as one cell with liquid alpha, whose exponential has up to 31 terms. */
export const LIQUID_COST = 8;

export const KERNEL_COST: Readonly<Record<EpochKernel, number>> = {
  weights: 0.2,
  'bonds-start': 0.1,
  consensus: 0.5,
  incentive: 0.05,
  trust: 0.1,
  cursors: 0.1,
  'bonds-yuma3': 0.6,
  'bonds-liquid': LIQUID_COST,
  'bonds-classic': 0.8,
  carry: 0.1,
  dividends: 0.2,
  'dividend-shares': 0.01,
};
