/**
 * The beginning of an epoch, shared by all engines: everything that is O(n) or depends on the order of storage
 * (spec yuma §3.1–§3.6, the mask of §4). Bigints throughout.
 */
import { u16Ratio } from '../fixed/index.ts';
import { activeNeurons, activityCutoffBlocks, blocksPerUid, lastTempoBlock } from './activity.ts';
import { commitBlocks } from './commits.ts';
import { emaAlpha } from './ema.ts';
import { maskBonds, maskWeights } from './masks.ts';
import { currentPermits, newPermits } from './permits.ts';
import { activeStakeShares, stakeShares, wholeRao } from './stake.ts';
import { stakeWeight, taoWeightBits } from './stake-weight.ts';
import type { EpochCore, SubnetEpochInput } from './types.ts';

/** An epoch of one mechanism, ready for an engine, and what is needed to finish it afterwards. All arrays by uid. */
export interface PreparedEpoch {
  readonly core: EpochCore;
  /** ⌊T⌋: unfiltered stake weight, whole rao. */
  readonly stakeRao: BigUint64Array;
  /** S as I32F32 bits. */
  readonly stakeShares: BigInt64Array;
  readonly active: readonly boolean[];
  /** P′: the permits that this epoch hands out. */
  readonly validatorPermit: readonly boolean[];
}

/**
 * Prepares the epoch of mechanism `mechanism`.
 * @throws RangeError if the input has no such mechanism.
 */
export function prepareEpoch(input: SubnetEpochInput, mechanism: number): PreparedEpoch {
  const stored = input.mechanisms[mechanism];
  if (!stored) throw new RangeError(`mechanism ${mechanism}: the input has ${input.mechanisms.length}`);
  const { n, ownerUid, currentBlock } = input;

  const lastUpdate = blocksPerUid(stored.lastUpdate, n);
  const registeredAt = blocksPerUid(input.blockAtRegistration, n);
  const cutoff = activityCutoffBlocks(input.activityCutoffFactorMilli, input.tempo);
  const active = activeNeurons(lastUpdate, cutoff, currentBlock);

  const taoWeight = taoWeightBits(input.taoWeight);
  const totalStake = Array.from({ length: n }, (_, uid) =>
    stakeWeight(input.alphaStake[uid] ?? 0n, input.taoStake[uid] ?? 0n, taoWeight),
  );
  const shares = stakeShares(totalStake, input.stakeThreshold, ownerUid);
  const permits = currentPermits(input.validatorPermit, n, ownerUid);
  // QUIRK: an empty stored permit vector masks no stake, although no row is permitted (spec yuma §12.9).
  const arePermitsStored = input.validatorPermit.length > 0;
  const activeStake = activeStakeShares(shares, (uid) => active[uid]! && (!arePermitsStored || permits[uid]!));

  return {
    core: {
      n,
      activeStake: BigInt64Array.from(activeStake),
      weights: maskWeights(stored.weights, {
        permits,
        ownerUid,
        lastUpdate,
        registeredAt,
        commitBlocks: input.commitRevealEnabled
          ? commitBlocks(stored, n, input.epochIndex, input.revealPeriod)
          : undefined,
      }),
      bonds: maskBonds(
        stored.bonds,
        lastTempoBlock(currentBlock, input.tempo, input.lastMechanismStepBlock),
        registeredAt,
      ),
      kappa: u16Ratio(input.kappa),
      bondsPenalty: u16Ratio(input.bondsPenalty),
      bondsAlpha: emaAlpha(input.bondsMovingAverage),
      yuma3: input.yuma3On,
      liquidAlpha: input.yuma3On && input.liquidAlphaOn,
      alphaLow: u16Ratio(input.alphaLow),
      alphaHigh: u16Ratio(input.alphaHigh),
      alphaSigmoidSteepness: input.alphaSigmoidSteepness,
    },
    stakeRao: BigUint64Array.from(totalStake, wholeRao),
    stakeShares: BigInt64Array.from(shares),
    active,
    validatorPermit: newPermits(shares, input.maxAllowedValidators, ownerUid),
  };
}
