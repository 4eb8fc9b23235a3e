/**
 * The inputs of a subnet's epoch, assembled from storage (spec yuma §2), and what the chain stored after it.
 *
 *   state of the parent block ──epochInputPlan──▶ SubnetEpochInput ──engine──▶ output   ┐ equal,
 *   state of the epoch's block ──storedEpochPlan──────────────────────▶ StoredEpoch      ┘ number by number
 *
 * A light client reads everything at the parent: what the epoch's own block changes before the epoch (the block number,
 * the epoch index, the coinbase's alpha, time-locked weights that it opens) follows from there. The chain that runs the
 * epoch reads the state as it is at that moment, so an audit compares two ways to the same numbers.
 */
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { storage } from '../schema/index.ts';
import type { StoredEpoch, SubnetEpochInput } from '../yuma/index.ts';
import { epochEmissionPlan } from './epoch-emission.ts';
import type { DueCommit } from './mechanism-plan.ts';
import { mechanismPlan, rowsPlan, storageIndex } from './mechanism-plan.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readAll, readNamed, together } from './read-plan.ts';
import { stakePlan } from './stake-plan.ts';

const system = storage.System;
const subtensor = storage.SubtensorModule;

/** Neurons × mechanisms that a plan will ask about. The chain allows 256; this bounds what a bad state can cost us. */
const MAX_NEURON_ROWS = 4096;

/** The hotkeys of uids 0…n−1; `undefined` where a uid has none. One round. */
export function* hotkeysPlan(netuid: number, n: number): ReadPlan<readonly (Bytes | undefined)[]> {
  const reads = Array.from({ length: n }, (_, uid) => read(subtensor.Keys, netuid, uid));
  // An absent key must stay distinguishable from the all-zero account, so the default is not substituted here.
  return yield* readAll(reads.map(({ key, decode }) => ({ key, decode: (bytes) => bytes && decode(bytes) })));
}

/** What opened weights are checked with, beside the epoch's input. */
export interface RevealRules {
  readonly weightsVersionKey: bigint;
  readonly minAllowedWeights: number;
  /** `WeightsSetRateLimit`, blocks: counts while commit-reveal is off. */
  readonly rateLimit: bigint;
}

/** What an epoch takes, but for the weights that its own block opens before it. */
export interface PlannedEpoch {
  readonly input: SubnetEpochInput;
  /** Time-locked commits whose time has come, of all mechanisms: `withOpenedWeights` (`timelock`) puts them into the input. */
  readonly due: readonly DueCommit[];
  readonly revealRules: RevealRules;
}

type EmissionlessEpoch = Omit<PlannedEpoch, 'input'> & { readonly input: Omit<SubnetEpochInput, 'raoEmission'> };

/**
 * What an epoch of `netuid` (≥ 1) would take if it ran in the block after the state that is read. Four rounds.
 * @throws ChainError `economy/too-many-neurons`, `economy/reveal-period`, `economy/bad-pool`, or `scale/…` for values
 *   that are not of their type. RangeError for root, which runs no epoch.
 */
export function* epochInputPlan(netuid: number): ReadPlan<PlannedEpoch> {
  if (netuid === 0) throw new RangeError('root runs no epoch');
  const [{ input, ...planned }, raoEmission] = yield* together(statePlan(netuid, 1n), epochEmissionPlan(netuid));
  return { ...planned, input: { ...input, raoEmission } };
}

/** What it takes when its turn comes in the block that is being executed: all but the emission, which has been drained. */
export function* runningEpochPlan(netuid: number): ReadPlan<Omit<SubnetEpochInput, 'raoEmission'>> {
  return (yield* statePlan(netuid, 0n)).input;
}

/** @param ahead blocks from the state that is read to the epoch: 1 from the parent, 0 within the block itself */
function* statePlan(netuid: number, ahead: bigint): ReadPlan<EmissionlessEpoch> {
  const at = yield* readNamed({
    number: read(system.Number),
    n: read(subtensor.SubnetworkN, netuid),
    tempo: read(subtensor.Tempo, netuid),
    activityCutoffFactorMilli: read(subtensor.ActivityCutoffFactorMilli, netuid),
    lastMechanismStepBlock: read(subtensor.LastMechansimStepBlock, netuid),
    stakeThreshold: read(subtensor.StakeThreshold),
    taoWeight: read(subtensor.TaoWeight),
    ownerHotkey: read(subtensor.SubnetOwnerHotkey, netuid),
    validatorPermit: read(subtensor.ValidatorPermit, netuid),
    maxAllowedValidators: read(subtensor.MaxAllowedValidators, netuid),
    kappa: read(subtensor.Kappa, netuid),
    bondsPenalty: read(subtensor.BondsPenalty, netuid),
    bondsMovingAverage: read(subtensor.BondsMovingAverage, netuid),
    yuma3On: read(subtensor.Yuma3On, netuid),
    liquidAlphaOn: read(subtensor.LiquidAlphaOn, netuid),
    alphaValues: read(subtensor.AlphaValues, netuid),
    alphaSigmoidSteepness: read(subtensor.AlphaSigmoidSteepness, netuid),
    commitRevealEnabled: read(subtensor.CommitRevealWeightsEnabled, netuid),
    epochIndex: read(subtensor.SubnetEpochIndex, netuid),
    revealPeriod: read(subtensor.RevealPeriodEpochs, netuid),
    mechanismCount: read(subtensor.MechanismCountCurrent, netuid),
    mechanismEmissionSplit: read(subtensor.MechanismEmissionSplit, netuid),
    weightsVersionKey: read(subtensor.WeightsVersionKey, netuid),
    minAllowedWeights: read(subtensor.MinAllowedWeights, netuid),
    rateLimit: read(subtensor.WeightsSetRateLimit, netuid),
  });
  assertBounded(netuid, at.n, at.mechanismCount);
  const { number, ownerHotkey, alphaValues, weightsVersionKey, minAllowedWeights, rateLimit, ...settings } = at;
  const epochIndex = at.epochIndex + ahead;

  const [hotkeys, [ownerUid], blockAtRegistration] = yield* together(
    hotkeysPlan(netuid, at.n),
    readAll([read(subtensor.Uids, netuid, ownerHotkey)]),
    readAll(Array.from({ length: at.n }, (_, uid) => read(subtensor.BlockAtRegistration, netuid, uid))),
  );
  const mechanismPlans = Array.from({ length: at.mechanismCount }, (_, mechanism) =>
    mechanismPlan({ ...settings, netuid, mechanism, hotkeys, epochIndex }),
  );
  const [stakes, mechanisms] = yield* together(stakePlan(netuid, hotkeys), together(...mechanismPlans));
  return {
    input: {
      ...settings,
      epochIndex,
      currentBlock: BigInt(number) + ahead,
      ownerUid,
      alphaLow: alphaValues[0],
      alphaHigh: alphaValues[1],
      alphaStake: stakes.alpha,
      taoStake: stakes.tao,
      blockAtRegistration: BigUint64Array.from(blockAtRegistration),
      mechanisms: mechanisms.map(({ input }) => input),
    },
    due: mechanisms.flatMap(({ due }) => due),
    revealRules: { weightsVersionKey, minAllowedWeights, rateLimit },
  };
}

/** What the last epoch of `netuid` stored, read at the block in which it ran (or later); vectors as long as stored. Two rounds. */
export function* storedEpochPlan(netuid: number): ReadPlan<StoredEpoch> {
  const at = yield* readNamed({
    n: read(subtensor.SubnetworkN, netuid),
    lastStepBlock: read(subtensor.LastMechansimStepBlock, netuid),
    mechanismCount: read(subtensor.MechanismCountCurrent, netuid),
    stakeWeight: read(subtensor.StakeWeight, netuid),
    active: read(subtensor.Active, netuid),
    consensus: read(subtensor.Consensus, netuid),
    validatorTrust: read(subtensor.ValidatorTrust, netuid),
    dividend: read(subtensor.Dividends, netuid),
    emission: read(subtensor.Emission, netuid),
    validatorPermit: read(subtensor.ValidatorPermit, netuid),
  });
  assertBounded(netuid, at.n, at.mechanismCount);
  const indices = Array.from({ length: at.mechanismCount }, (_, mechanism) => storageIndex(netuid, mechanism));
  const [registeredAt, incentive, bonds] = yield* together(
    readAll(Array.from({ length: at.n }, (_, uid) => read(subtensor.BlockAtRegistration, netuid, uid))),
    readAll(indices.map((index) => read(subtensor.Incentive, index))),
    together(...indices.map((index) => rowsPlan(subtensor.Bonds, index, at.n))),
  );
  return {
    stakeWeight: Uint16Array.from(at.stakeWeight),
    active: at.active,
    consensus: Uint16Array.from(at.consensus),
    validatorTrust: Uint16Array.from(at.validatorTrust),
    dividend: Uint16Array.from(at.dividend),
    emission: BigUint64Array.from(at.emission),
    validatorPermit: at.validatorPermit,
    incentive: incentive.map((shares) => Uint16Array.from(shares)),
    bonds,
    registeredSince: registeredAt.flatMap((block, uid) => (block >= at.lastStepBlock ? [uid] : [])),
  };
}

function assertBounded(netuid: number, n: number, mechanisms: number): void {
  if (n * mechanisms > MAX_NEURON_ROWS) {
    throw new ChainError(
      'economy/too-many-neurons',
      `expected at most ${MAX_NEURON_ROWS} neurons × mechanisms, got ${n} × ${mechanisms}`,
      { field: `SubnetworkN[${netuid}]` },
    );
  }
}
