/**
 * Runs the files of test/vectors/economy about a subnet's prices and clock: what registering a neuron and creating a
 * subnet cost, and when epochs are due.
 */
import type { PriceBounds } from '../../src/chain/economy/index.ts';
import {
  blocksUntilAutoEpoch,
  decayFactorQ32,
  decayRegistrationPrice,
  isEpochDue,
  lockReductionInterval,
  networkLockCost,
  nextEpochStartBlock,
  raiseRegistrationPrice,
} from '../../src/chain/economy/index.ts';
import type { JsonPlace } from '../../src/chain/json.ts';
import { sameFields } from './same-fields.ts';
import type { CaseRunner } from './types.ts';

export const SUBNET_RUNNERS: Readonly<Record<string, CaseRunner>> = {
  'burn-bump': runBurnBump,
  'burn-decay': runBurnDecay,
  'burn-decay-factor': (input, expected) =>
    sameFields(expected, { factor_q32: decayFactorQ32(input.get('half_life').u16()) }),
  'epoch-schedule': runEpochSchedule,
  'network-lock-cost': runNetworkLockCost,
};

/** Bounds how long a file can keep the runner busy. */
const MAX_STEPS = 1_000_000;
/** The files are about blocks in which the price decays; the first such block. */
const FIRST_DECAY_BLOCK = 2n;
const U128_MAX = 2n ** 128n - 1n;

const bounds = (input: JsonPlace): PriceBounds => ({
  minRao: input.get('min_burn').u64(),
  maxRao: input.get('max_burn').u64(),
});

function runBurnBump(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const multiplier = input.get('mult_u64f64_bits').bigint(0n, U128_MAX);
  const prices: bigint[] = [];
  let price = input.get('burn').u64();
  for (let left = input.get('registrations').integer(0, MAX_STEPS); left > 0; left--) {
    price = raiseRegistrationPrice(price, multiplier, bounds(input));
    prices.push(price);
  }
  return sameFields(expected, { burn_after_each: prices });
}

function runBurnDecay(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const asked = input
    .get('blocks')
    .list()
    .map((place) => place.integer(0, MAX_STEPS));
  const factor = decayFactorQ32(input.get('half_life').u16());
  const limits = bounds(input);
  const prices = [input.get('burn').u64()];
  for (let passed = 0; passed < Math.max(0, ...asked); passed++) {
    prices.push(decayRegistrationPrice(prices[passed]!, factor, limits, FIRST_DECAY_BLOCK + BigInt(passed)));
  }
  return sameFields(expected, {
    burn_after_blocks: Object.fromEntries(asked.map((blocks) => [blocks, prices[blocks]!])),
  });
}

function runEpochSchedule(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const schedule = {
    tempo: input.get('tempo').u16(),
    lastEpochBlock: input.get('last_epoch_block').u64(),
    pendingEpochAt: input.get('pending_epoch_at').u64(),
    blocksSinceLastStep: input.get('blocks_since_last_step').u64(),
  };
  const block = input.get('block').u64();
  return sameFields(expected, {
    should_run_epoch: isEpochDue(schedule, block),
    blocks_until_next_auto_epoch: blocksUntilAutoEpoch(schedule, block),
    get_next_epoch_start_block: nextEpochStartBlock(schedule),
  });
}

function runNetworkLockCost(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const lock = {
    lastCostRao: input.get('network_last_lock_cost').u64(),
    minCostRao: input.get('network_min_lock_cost').u64(),
    lastRegistrationBlock: input.get('last_registration_block').u64(),
    reductionIntervalBlocks: input.get('lock_reduction_interval').u64(),
    taoIssuanceRao: input.get('tao_issuance').u64(),
  };
  return sameFields(expected, {
    effective_interval: lockReductionInterval(lock.reductionIntervalBlocks, lock.taoIssuanceRao),
    lock_cost: networkLockCost(lock, input.get('block').u64()),
  });
}
