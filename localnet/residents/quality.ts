/**
 * How good a miner is in an epoch: the hidden truth that honest validators measure with a little noise.
 *
 * Every miner swings between a low and a high of its own, with its own period (a triangle wave, so the numbers are the
 * same on every machine). Some miners are hopeless on purpose.
 */
import { draw } from './chance.ts';

/** One miner in this many answers nothing useful. */
const HOPELESS_ONE_IN = 7;
const MIN_PERIOD_EPOCHS = 8;
const PERIOD_SPREAD_EPOCHS = 24;

/** 0 (useless) … 1 (perfect). `index`: of the subnet's mechanism, as in storage. */
export function minerQuality(seed: string, index: number, uid: number, epoch: bigint): number {
  if (uid % HOPELESS_ONE_IN === HOPELESS_ONE_IN - 1) return 0;
  const low = 0.4 * draw(seed, index, uid, 'low');
  const high = low + (1 - low) * draw(seed, index, uid, 'high');
  const period = MIN_PERIOD_EPOCHS + Math.floor(PERIOD_SPREAD_EPOCHS * draw(seed, index, uid, 'period'));
  const phase = Math.floor(period * draw(seed, index, uid, 'phase'));
  const position = ((Number(epoch) + phase) % period) / period;
  return low + (high - low) * (1 - Math.abs(2 * position - 1));
}
