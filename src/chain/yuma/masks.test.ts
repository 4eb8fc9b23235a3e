import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../fixed/index.ts';
import { activeNeurons, activityCutoffBlocks, lastTempoBlock } from './activity.ts';
import { commitBlocks } from './commits.ts';
import { maskBonds, maskWeights } from './masks.ts';
import { currentPermits, newPermits } from './permits.ts';
import { prepareEpoch } from './prepare.ts';
import type { SparseRow, SubnetEpochInput } from './types.ts';

const row = (...cells: readonly (readonly [number, number])[]): SparseRow => ({
  columns: Uint16Array.from(cells, ([column]) => column),
  values: Uint16Array.from(cells, ([, value]) => value),
});

describe('activity', () => {
  it('lasts up to and including the cutoff', () => {
    expect(activeNeurons([100n, 99n], 50n, 150n)).toEqual([true, false]);
  });

  it('has a cutoff of at least one block', () => {
    expect(activityCutoffBlocks(999, 1)).toBe(1n);
    expect(activityCutoffBlocks(13_889, 360)).toBe(5000n);
  });
});

describe('permits', () => {
  it('go to the largest stakes, among equal ones to the higher uids, and to the owner', () => {
    expect(newPermits([5n, 5n, 5n, 9n], 2, undefined)).toEqual([false, false, true, true]);
    expect(newPermits([5n, 5n, 5n, 9n], 2, 0)).toEqual([true, false, true, true]);
  });

  it('need stake even where there is room', () => {
    expect(newPermits([0n, 1n], 8, undefined)).toEqual([false, true]);
  });

  it('are withheld from everybody but the owner when none are allowed', () => {
    expect(newPermits([5n, 6n], 0, 1)).toEqual([false, true]);
  });

  it('of the owner hold without being stored, but not when nothing is stored at all', () => {
    expect(currentPermits([false, false], 2, 1)).toEqual([false, true]);
    expect(currentPermits([], 2, 1)).toEqual([false, false]);
  });
});

describe('commit blocks', () => {
  const commits = {
    weightCommits: [
      {
        uid: 0,
        queue: [
          { epoch: 5n, block: 10n },
          { epoch: 8n, block: 30n },
          { epoch: 9n, block: 20n },
        ],
      },
    ],
    timelockedCommits: [
      { epoch: 7n, commits: [{ uid: 1, block: 1n }] },
      {
        epoch: 8n,
        commits: [
          { uid: 1, block: 50n },
          { uid: 1, block: 40n },
          { uid: 9, block: 2n },
        ],
      },
    ],
  };

  it('are of the first unexpired hash commit and of the oldest unexpired time-locked one', () => {
    expect(commitBlocks(commits, 3, 10n, 2n)).toEqual([30n, 40n, U64_MAX]);
  });
});

describe('the mask of weights', () => {
  const mask = {
    permits: [true, true, false],
    ownerUid: 1,
    lastUpdate: [100n, 100n, 100n],
    registeredAt: [10n, 99n, 100n],
    commitBlocks: undefined,
  };
  const full = row([2, 3], [0, 1], [1, 2], [7, 4]);

  it('removes unpermitted rows, self-weights but the owner’s, outdated weights and columns out of range', () => {
    expect(maskWeights([full, full, full], mask)).toEqual([row([1, 2]), row([0, 1], [1, 2]), row()]);
  });

  it('removes weights on neurons registered after the commit', () => {
    const committed = { ...mask, commitBlocks: [99n, 98n, U64_MAX] };
    expect(maskWeights([full, full, full], committed)).toEqual([row([1, 2]), row([0, 1]), row()]);
  });

  it('keeps explicit zeros in their place', () => {
    expect(maskWeights([row([1, 0])], mask)[0]).toEqual(row([1, 0]));
  });
});

describe('the mask of bonds', () => {
  it('removes bonds on neurons registered since the last epoch, and columns out of range', () => {
    expect(maskBonds([row([2, 3], [0, 1], [1, 2])], 100n, [99n, 100n])).toEqual([row([0, 1]), row()]);
  });

  it('counts from the last epoch that ran, else from one tempo ago', () => {
    expect(lastTempoBlock(1000n, 360, 700n)).toBe(701n);
    expect(lastTempoBlock(1000n, 360, 0n)).toBe(640n);
    expect(lastTempoBlock(100n, 360, 0n)).toBe(0n);
  });
});

describe('an empty stored vector of permits', () => {
  it('masks no stake although no row counts', () => {
    const input: SubnetEpochInput = {
      n: 2,
      currentBlock: 1000n,
      tempo: 360,
      activityCutoffFactorMilli: 13_889,
      lastMechanismStepBlock: 0n,
      stakeThreshold: 0n,
      taoWeight: 0n,
      ownerUid: undefined,
      maxAllowedValidators: 2,
      kappa: 32_767,
      bondsPenalty: 65_535,
      bondsMovingAverage: 900_000n,
      yuma3On: false,
      liquidAlphaOn: false,
      alphaLow: 0,
      alphaHigh: 0,
      alphaSigmoidSteepness: 0,
      commitRevealEnabled: false,
      epochIndex: 0n,
      revealPeriod: 1n,
      alphaStake: BigUint64Array.of(3n, 1n),
      taoStake: new BigUint64Array(2),
      blockAtRegistration: new BigUint64Array(2),
      validatorPermit: [],
      raoEmission: 0n,
      mechanismCount: 1,
      mechanismEmissionSplit: undefined,
      mechanisms: [
        {
          lastUpdate: BigUint64Array.of(900n, 900n),
          weights: [row([1, 1]), row([0, 1])],
          bonds: [row(), row()],
          weightCommits: [],
          timelockedCommits: [],
        },
      ],
    };
    const { core } = prepareEpoch(input, 0);
    expect([...core.activeStake]).toEqual([3n << 30n, 1n << 30n]);
    expect(core.weights).toEqual([row(), row()]);
  });
});
