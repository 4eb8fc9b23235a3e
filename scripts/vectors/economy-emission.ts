/**
 * Runs the files of test/vectors/economy about what is minted and who gets it: block emission, shares of subnets, moving
 * prices, injection and participants, mechanisms, dividends, root claims, stake weight and stored weights. The files about
 * prices and schedules of a subnet are in economy-subnets.ts.
 */
import { fromHex } from '../../src/chain/bytes.ts';
import {
  blockEmission,
  emissionShares,
  injectionTerms,
  nextMovingPrice,
  rootClaimIndices,
  rootProportion,
  shareAlpha,
  splitDividends,
  taoEmission,
} from '../../src/chain/economy/index.ts';
import { I64F64, U96F32, u64Ratio } from '../../src/chain/fixed/index.ts';
import type { JsonPlace } from '../../src/chain/json.ts';
import {
  inheritedStake,
  maxUpscaleWeights,
  splitEmission,
  stakeWeight,
  taoWeightBits,
} from '../../src/chain/yuma/index.ts';
import { sameFields } from './same-fields.ts';
import type { CaseRunner } from './types.ts';

export const EMISSION_RUNNERS: Readonly<Record<string, CaseRunner>> = {
  'block-emission': (input, expected) =>
    sameFields(expected, { rao_per_block: blockEmission(input.get('issuance_rao').u64()) }),
  'dividend-split': runDividendSplit,
  'emission-shares': runEmissionShares,
  'mechanism-split': runMechanismSplit,
  'moving-price': runMovingPrice,
  'root-claim-indices': runRootClaimIndices,
  'root-proportion': runRootProportion,
  'stake-weight': runStakeWeight,
  'subnet-terms': runSubnetTerms,
  'weights-max-upscale': (input, expected) =>
    sameFields(expected, { values: [...maxUpscaleWeights(input.get('values').list().map(u16))] }),
};

/** Bounds how long a file can keep the runner busy. */
const MAX_STEPS = 1_000_000;
const U128_MAX = 2n ** 128n - 1n;

const u16 = (place: JsonPlace): number => place.u16();
const u64 = (place: JsonPlace): bigint => place.u64();
/** Bits of an unsigned fixed-point number of 128 bits. */
const unsignedBits = (place: JsonPlace): bigint => place.bigint(0n, U128_MAX);

function runEmissionShares(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const burned = input.get('miner_burned_u96f32_bits').list().map(unsignedBits);
  const enabled = input
    .get('emission_enabled')
    .list()
    .map((place) => place.bool());
  const prices = input.get('moving_price_i96f32_bits').list();
  if (burned.length !== prices.length || enabled.length !== prices.length) {
    throw input.error('wrong-type', 'lists of one length');
  }
  const shares = emissionShares(
    prices.map((place, i) => ({
      movingPrice: place.bits(128),
      minerBurned: burned[i]!,
      emissionEnabled: enabled[i]!,
    })),
  );
  const emissions = shares.map((share) => taoEmission(input.get('block_emission').u64(), share));
  return sameFields(expected, {
    share_u64f64_bits: shares,
    tao_emission_u96f32_bits: emissions,
    tao_emission_floor: emissions.map(U96F32.floor),
  });
}

function runMovingPrice(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const constant = {
    spotPrice: unsignedBits(input.get('spot_u64f64_bits')),
    movingAlpha: input.get('moving_alpha_i96f32_bits').bits(128),
    firstEmissionBlock: input.get('first_emission_block').u64(),
    block: input.get('block').u64(),
    halvingBlocks: input.get('halving_blocks').u64(),
  };
  let movingPrice = input.get('moving_price_i96f32_bits').bits(128);
  const steps = input.get('steps').integer(0, MAX_STEPS);
  for (let step = 0; step < steps; step++) movingPrice = nextMovingPrice({ ...constant, movingPrice });
  return sameFields(expected, { moving_price_i96f32_bits: movingPrice });
}

/** The files give TAO emission in whole rao, and suppose that the pool accepts the injection. */
function runSubnetTerms(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const rootTaoRao = input.get('root_tao').u64();
  const taoWeight = input.get('tao_weight').u64();
  const alphaIssuanceRao = input.get('alpha_in').u64() + input.get('alpha_out').u64();
  const terms = injectionTerms({
    taoEmission: U96F32.fromInteger(input.get('tao_emission').u64()),
    spotPrice: unsignedBits(input.get('spot_price_u64f64_bits')),
    alphaIssuanceRao,
    rootTaoRao,
    taoWeight,
  });
  const minted = U96F32.floor(terms.alphaOut);
  const issuanceAfter = alphaIssuanceRao + U96F32.floor(terms.alphaIn) + minted;
  const parts = shareAlpha(minted, rootProportion(rootTaoRao, taoWeight, issuanceAfter), {
    ownerCut: input.get('subnet_owner_cut').u16(),
    ownerCutEnabled: input.get('owner_cut_enabled').bool(),
  });
  return sameFields(expected, {
    block_alpha: minted,
    alpha_in_emission: U96F32.floor(terms.alphaIn),
    tao_in_emission: U96F32.floor(terms.taoIn),
    excess_tao: U96F32.floor(terms.excessTao),
    owner_cut: parts.ownerCut,
    server: parts.server,
    validator: parts.validator,
    root: parts.root,
  });
}

function runRootProportion(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const taoWeight = input.get('tao_weight').u64();
  return sameFields(expected, {
    tao_weight_u96f32_bits: u64Ratio(taoWeight),
    root_proportion_u96f32_bits: rootProportion(
      input.get('root_tao').u64(),
      taoWeight,
      input.get('alpha_issuance').u64(),
    ),
  });
}

function runMechanismSplit(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const split = input.get('split').nullable()?.list().map(u16);
  return sameFields(expected, {
    parts: splitEmission(input.get('alpha').u64(), input.get('mechanism_count').u8(), split),
  });
}

function runDividendSplit(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const pots = {
    validatorRao: input.get('pending_validator_alpha').u64(),
    rootRao: input.get('pending_root_alpha').u64(),
  };
  const validators = input.get('validators').list();
  const parts = splitDividends(
    pots,
    unsignedBits(input.get('tao_weight_u96f32_bits')),
    validators.map((validator) => ({
      dividendRao: validator.get('dividend').u64(),
      alphaStakeRao: validator.get('alpha_stake').u64(),
      rootStakeRao: validator.get('root_stake').u64(),
    })),
  );
  return sameFields(expected, {
    alpha_dividends_u96f32_bits: parts.map(({ alpha }) => alpha),
    root_dividends_u96f32_bits: parts.map(({ root }) => root),
    alpha_dividends_floor: parts.map(({ alpha }) => U96F32.floor(alpha)),
    root_dividends_floor: parts.map(({ root }) => U96F32.floor(root)),
  });
}

function runStakeWeight(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const children = input.get('child_proportions').list().map(u64);
  const parents = input.get('parents').list();
  const inherited = (currency: 'alpha' | 'root_tao'): bigint =>
    inheritedStake(
      input.get(currency).u64(),
      parents.map((parent) => ({ proportion: parent.get('proportion').u64(), stakeRao: parent.get(currency).u64() })),
      children,
    );
  const [alpha, tao] = [inherited('alpha'), inherited('root_tao')];
  const weight = stakeWeight(alpha, tao, taoWeightBits(input.get('tao_weight').u64()));
  return sameFields(expected, {
    alpha_inherited: alpha,
    tao_inherited: tao,
    stake_weight_i64f64_bits: weight,
    stake_weight_floor: I64F64.floor(weight),
  });
}

function runRootClaimIndices(input: JsonPlace, expected: JsonPlace): ReturnType<CaseRunner> {
  const hash = fromHex(input.get('block_hash').text());
  const indices = rootClaimIndices(hash, input.get('k').integer(0, MAX_STEPS), BigInt(input.get('n').u32()));
  return sameFields(expected, { indices: indices.map(Number) });
}
