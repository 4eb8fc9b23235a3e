/**
 * How numbers, amounts, times and identifiers are written, in one place. Pure: value in, text out.
 *
 * Digits are grouped in threes by a thin space, long fractions too, so that figures line up.
 * Amounts are cut, never rounded up: what is shown is never more than what is there. The full value belongs in a title
 * or behind a copy button.
 */
export { formatAge, formatBlockCount, formatBlocksAsTime, formatDuration } from './duration.ts';
export { shortHash, shortKey } from './identifier.ts';
export {
  amountDecimals,
  formatBytes,
  formatCount,
  formatExactRao,
  formatFractionU16,
  formatMilliseconds,
  formatPlainRao,
  formatRao,
  formatTauPrice,
  unbroken,
} from './number.ts';
export { asSentence } from './sentence.ts';
