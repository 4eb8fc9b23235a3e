/** Epoch inputs and outputs as the JSON that `decodeEpochInput` reads and vector files list as expected. */
import type { EpochOutput, SparseMatrix, SubnetEpochInput, SubnetEpochOutput } from './types.ts';

/** Anything that `JSON.stringify` writes without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const decimals = (values: BigUint64Array): Json => Array.from(values, String);

/** `{"uid": [[column, value], …]}`; empty rows are left out. */
export function encodeRows(matrix: SparseMatrix): Json {
  const rows: Record<string, Json> = {};
  matrix.forEach(({ columns, values }, uid) => {
    if (columns.length > 0) rows[uid] = Array.from(columns, (column, k) => [column, values[k]!]);
  });
  return rows;
}

export function encodeEpochInput(input: SubnetEpochInput): Json {
  return {
    n: input.n,
    current_block: String(input.currentBlock),
    tempo: input.tempo,
    activity_cutoff_factor_milli: input.activityCutoffFactorMilli,
    last_mechanism_step_block: String(input.lastMechanismStepBlock),
    stake_threshold: String(input.stakeThreshold),
    tao_weight: String(input.taoWeight),
    owner_uid: input.ownerUid ?? null,
    max_allowed_validators: input.maxAllowedValidators,
    kappa: input.kappa,
    bonds_penalty: input.bondsPenalty,
    bonds_moving_average: String(input.bondsMovingAverage),
    yuma3_on: input.yuma3On,
    liquid_alpha_on: input.liquidAlphaOn,
    alpha_low: input.alphaLow,
    alpha_high: input.alphaHigh,
    alpha_sigmoid_steepness: input.alphaSigmoidSteepness,
    commit_reveal_enabled: input.commitRevealEnabled,
    epoch_index: String(input.epochIndex),
    reveal_period: String(input.revealPeriod),
    alpha_stake: decimals(input.alphaStake),
    tao_stake: decimals(input.taoStake),
    block_at_registration: decimals(input.blockAtRegistration),
    validator_permit: input.validatorPermit,
    rao_emission: String(input.raoEmission),
    mechanism_count: input.mechanismCount,
    mechanism_emission_split: input.mechanismEmissionSplit ?? null,
    mechanisms: input.mechanisms.map((mechanism) => ({
      last_update: decimals(mechanism.lastUpdate),
      weights: encodeRows(mechanism.weights),
      bonds: encodeRows(mechanism.bonds),
      weight_commits: mechanism.weightCommits.map(({ uid, queue }) => [
        uid,
        queue.map(({ epoch, block }) => [String(epoch), String(block)]),
      ]),
      timelocked_commits: mechanism.timelockedCommits.map(({ epoch, commits }) => [
        String(epoch),
        commits.map(({ uid, block }) => [uid, String(block)]),
      ]),
    })),
  };
}

/** What both kinds of output share. */
function encodeCommon(output: EpochOutput | SubnetEpochOutput): { readonly [key: string]: Json } {
  return {
    stake_weight: Array.from(output.stakeWeight),
    active: output.active,
    consensus: Array.from(output.consensus),
    validator_trust: Array.from(output.validatorTrust),
    dividend: Array.from(output.dividend),
    server_emission: decimals(output.serverEmission),
    validator_emission: decimals(output.validatorEmission),
    emission: decimals(output.emission),
    validator_permit: output.validatorPermit,
  };
}

/** The `expected` of an `epoch` document. */
export function encodeEpochOutput(output: EpochOutput): { readonly [key: string]: Json } {
  return {
    ...encodeCommon(output),
    stake: decimals(output.stake),
    incentive: Array.from(output.incentive),
    bonds: encodeRows(output.bonds),
  };
}

/** The `expected` of a `subnet_epoch` document. */
export function encodeSubnetEpochOutput(output: SubnetEpochOutput): { readonly [key: string]: Json } {
  return {
    ...encodeCommon(output),
    mechanism_emission: decimals(output.mechanismEmission),
    incentive: output.incentive.map((column) => Array.from(column)),
    bonds: output.bonds.map(encodeRows),
  };
}
