/**
 * How much the chain's series for e^x (spec yuma §5) may lie below e^x, so that floating point can bound it:
 *
 *   e^x·2^32 − slack(x)  ≤  series(x)  ≤  e^x·2^32      I32F32 bits, x in 0…20
 *
 * It lacks what flooring takes from its terms, and the terms after the 31st. t_i = ⌊t_{i−1}·x/i⌋ (its two floors are one) is
 * too small by δ_i ≤ min(δ_{i−1}·x/i + 1, the exact term), with δ_1 = 0; the tail is at most its first term times
 * 1/(1 − x/33). All of it grows with x, so the value at the upper end of a step holds for the whole step.
 *
 * Rounding changes an entry by a relative 2^-45 at most; the kernel leaves more room than that around what it computes.
 */
import { SLACK_STEPS } from './assembly/layout.ts';

const LAST_TERM = 31;
/** Steps per unit of x. */
const STEPS_PER_UNIT = 8;

function slackAt(x: number): number {
  let term = x * 2 ** 32;
  let missing = 0;
  let slack = 0;
  for (let i = 2; i <= LAST_TERM; i++) {
    term *= x / i;
    missing = Math.min((missing * x) / i + 1, term);
    slack += missing;
  }
  const firstLeftOut = (term * x) / (LAST_TERM + 1);
  return slack + firstLeftOut / (1 - x / (LAST_TERM + 2));
}

/** By x in eighths, rounded down; I32F32 bits. */
export const SERIES_SLACK: Float64Array = Float64Array.from({ length: SLACK_STEPS }, (_, k) =>
  slackAt((k + 1) / STEPS_PER_UNIT),
);
