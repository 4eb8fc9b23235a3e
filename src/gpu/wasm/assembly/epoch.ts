/**
 * The kernel: a job of series of epochs in, shares and bonds out, all in integers that equal the chain's to the last
 * bit (spec yuma §3.5 – §5). The host puts a job at address 0 and calls `run`; `layout.ts` says where everything is.
 *
 *   weights ─▶ votes ─▶ consensus ─▶ incentive ─┐ kept while weights, stakes and kappa stay the same
 *                                    bonds ─────┴▶ dividends ─▶ next epoch
 *
 * Inputs are in the range that `range.ts` proves sufficient: then no operation of the chain clamps or wraps.
 */
import { dropBonds, loadBonds, turnBonds } from './bonds';
import { classicBonds } from './bonds-classic';
import { liquidBonds } from './bonds-liquid';
import { mergeRows } from './bonds-merge';
import { findConsensus } from './consensus';
import { dropDense, forgetDense, gatherOldBonds } from './dense-bonds';
import { findDense } from './dense-consensus';
import { denseEpoch } from './dense-epoch';
import { earn } from './earn';
import { ONE } from './fixed';
import { findIncentive } from './incentive';
import {
  AREA_CONSENSUS,
  AREA_INCENTIVE,
  AREA_PLACE,
  H_BONDS,
  H_EVERY,
  H_OUTCOME,
  H_SERIES,
  H_SERIES_COUNT,
  ROWS_COUNT,
  SERIES_BONDS,
  SERIES_BYTES,
  SERIES_N,
  SERIES_ROWS,
  SERIES_STEP_COUNT,
  SERIES_STEPS,
  STEP_ALPHA,
  STEP_ALPHA_HIGH,
  STEP_ALPHA_LOW,
  STEP_BYTES,
  STEP_KAPPA,
  STEP_KEEPS,
  STEP_LIQUID,
  STEP_PENALTY,
  STEP_STAKE,
  STEP_STEEPNESS,
  STEP_WEIGHTS,
  STEP_YUMA3,
} from './layout';
import { area, follow } from './memory';
import { writeBonds, writeShares } from './outcome';
import { countVotes, largestStake } from './votes';
import { dense, useWeights } from './weights';

/** What the consensus in memory was found from. */
let knownWeights: usize = 0;
let knownStake: usize = 0;
let knownKappa: u64 = 0;
/** Some consensus is not 0: liquid alpha counts only then. */
let hasConsensus: bool = false;
/** One neuron has all of the incentive. */
let hasOneIncentive: bool = false;

/** Computes the job in memory; gives the bytes of its outcome. */
export function run(): u32 {
  knownWeights = 0;
  let to = follow(0, H_OUTCOME);
  let series = follow(0, H_SERIES);
  for (let k = load<u32>(H_SERIES_COUNT); k > 0; k--) {
    to = runSeries(series, to);
    series += SERIES_BYTES;
  }
  return <u32>(to - follow(0, H_OUTCOME));
}

function runSeries(series: usize, to: usize): usize {
  const n = load<u32>(series + SERIES_N);
  const rows = follow(series, SERIES_ROWS);
  memory.fill(area(AREA_PLACE), 0, n << 2);
  if (ASC_FEATURE_SIMD) forgetDense();
  loadBonds(follow(series, SERIES_BONDS));
  let step = follow(series, SERIES_STEPS);
  let end = to;
  for (let k = load<u32>(series + SERIES_STEP_COUNT); k > 0; k--) {
    const isLast = k == 1;
    runStep(step, n, rows, !isLast || load<u32>(H_BONDS) != 0);
    if (isLast || load<u32>(H_EVERY)) end = writeShares(end, n, rows);
    if (!isLast && load<u32>(step + STEP_KEEPS)) {
      dropBonds(follow(step, STEP_KEEPS), rows);
      if (ASC_FEATURE_SIMD) dropDense(follow(step, STEP_KEEPS), n, rows);
    }
    step += STEP_BYTES;
  }
  if (!load<u32>(H_BONDS)) return end;
  if (ASC_FEATURE_SIMD) gatherOldBonds(n, load<u32>(rows + ROWS_COUNT));
  return writeBonds(end, rows);
}

/** Without `needsBonds` nobody looks at the bonds that the epoch leaves. */
function runStep(step: usize, n: u32, rows: usize, needsBonds: bool): void {
  const rowCount = load<u32>(rows + ROWS_COUNT);
  const penalty = load<u64>(step + STEP_PENALTY);
  const weights = follow(step, STEP_WEIGHTS);
  const stake = follow(step, STEP_STAKE);
  const kappa = load<u64>(step + STEP_KAPPA);
  if (weights != knownWeights || stake != knownStake || kappa != knownKappa) {
    useWeights(weights, n);
    countVotes(stake, n, rows);
    if (ASC_FEATURE_SIMD && dense && largestStake < ONE) {
      findDense(dense, n, rowCount, kappa);
    } else {
      findIncentive(n, rowCount, findConsensus(n, rowCount, kappa));
    }
    lookAtColumns(n);
    knownWeights = weights;
    knownStake = stake;
    knownKappa = kappa;
  }
  const alpha = load<u64>(step + STEP_ALPHA);
  const isYuma3 = load<u32>(step + STEP_YUMA3) != 0;
  const isLiquid = isYuma3 && load<u32>(step + STEP_LIQUID) != 0 && hasConsensus;
  if (ASC_FEATURE_SIMD) {
    // The dense kernels ask that nothing but shares of a column be one.
    const isFractional = largestStake < ONE && !hasOneIncentive && alpha != 0 && alpha != ONE;
    if (dense && isFractional && !isLiquid) {
      denseEpoch(isYuma3, n, rowCount, alpha, penalty, needsBonds);
      return;
    }
    gatherOldBonds(n, rowCount);
  }
  if (isLiquid) {
    const low = load<u64>(step + STEP_ALPHA_LOW);
    const high = load<u64>(step + STEP_ALPHA_HIGH);
    liquidBonds(n, rowCount, penalty, low, high, load<i32>(step + STEP_STEEPNESS));
  } else {
    mergeRows(isYuma3, n, rowCount, alpha, penalty, needsBonds);
  }
  if (isYuma3) earn(true, n, rowCount);
  else classicBonds(n, rowCount, alpha);
  turnBonds();
}

function lookAtColumns(n: u32): void {
  hasConsensus = false;
  hasOneIncentive = false;
  for (let column: u32 = 0; column < n; column++) {
    if (load<u32>(area(AREA_CONSENSUS) + (column << 2))) hasConsensus = true;
    if (load<u64>(area(AREA_INCENTIVE) + (column << 3)) == ONE) hasOneIncentive = true;
  }
}
