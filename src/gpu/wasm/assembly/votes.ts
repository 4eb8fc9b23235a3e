/**
 * Stake and votes of the rows (spec yuma §3.7): u_i = ⌊A_i·2^32 / ΣA⌋ over all neurons with stake, whether or not they
 * have a row. Stakes are in 0…ONE, and so is their sum.
 */
import { normalise } from './columns';
import { AREA_STAKE, AREA_SUM_A, AREA_VOTE, ROWS_COUNT, ROWS_UIDS } from './layout';
import { area } from './memory';

/** Neurons with stake. */
export let voterCount: u32 = 0;
/** Σu, 0…ONE. */
export let voteTotal: u64 = 0;
/** The largest stake. */
export let largestStake: u64 = 0;

/** Fills `AREA_STAKE` and `AREA_VOTE`; a vote of one, which is the only one then, is 0 modulo 2^32. */
export function countVotes(stakes: usize, n: u32, rows: usize): void {
  const votes = area(AREA_SUM_A);
  memory.copy(votes, stakes, n << 3);
  normalise(votes, n);
  voterCount = 0;
  voteTotal = 0;
  largestStake = 0;
  for (let uid: u32 = 0; uid < n; uid++) {
    const stake = load<u64>(stakes + (uid << 3));
    voterCount += <u32>(stake != 0);
    voteTotal += load<u64>(votes + (uid << 3));
    largestStake = max(largestStake, stake);
  }
  const rowCount = load<u32>(rows + ROWS_COUNT);
  for (let k: u32 = 0; k < rowCount; k++) {
    const at = load<u32>(rows + ROWS_UIDS + (k << 2)) << 3;
    store<u64>(area(AREA_STAKE) + (k << 3), load<u64>(stakes + at));
    store<u32>(area(AREA_VOTE) + (k << 2), <u32>load<u64>(votes + at));
  }
}
