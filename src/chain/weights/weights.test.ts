import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economyVectors } from '../economy/vectors.fixture.ts';
import type { SetWeightsError, WeightsContext, WeightsSubmission } from './index.ts';
import { checkSetWeights, maxUpscaleWeights } from './index.ts';

interface Values {
  readonly values: readonly number[];
}

describe('weights before they are stored', () => {
  it.each(economyVectors<Values, Values>('weights-max-upscale'))(
    'are scaled as the chain does: case $id',
    ({ input, expected }) => {
      expect([...maxUpscaleWeights(input.values)]).toEqual(expected.values);
    },
  );

  it('keep their order and reach 65535 unless all are zero', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(weights, (values) => {
        const scaled = maxUpscaleWeights(values);
        expect(Math.max(...scaled)).toBe(values.some((value) => value > 0) ? 65_535 : 0);
        for (const [i, a] of values.entries()) {
          for (const [j, b] of values.entries()) if (a <= b) expect(scaled[i]).toBeLessThanOrEqual(scaled[j]!);
        }
      }),
      { seed: 4 },
    );
  });

  it('are not changed by scaling them again', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 20 });
    fc.assert(
      fc.property(weights, (values) => {
        const once = maxUpscaleWeights(values);
        expect(maxUpscaleWeights(once)).toEqual(once);
      }),
      { seed: 5 },
    );
  });
});

describe('setting weights', () => {
  const submission: WeightsSubmission = { netuid: 2, mechanism: 0, uids: [0, 1], values: [1, 2], versionKey: 0n };
  const context: WeightsContext = {
    block: 100n,
    subnetExists: true,
    mechanismCount: 1,
    n: 4,
    commitRevealEnabled: false,
    weightsVersionKey: 0n,
    rateLimit: 10n,
    minAllowedWeights: 1,
    stakeThresholdRao: 1000n,
    uid: 3,
    isOwnerHotkey: false,
    stakeRao: 1000n,
    lastUpdate: 90n,
    validatorPermit: true,
  };

  it('is allowed to a permitted validator with stake whose last weights are old enough', () => {
    expect(checkSetWeights(submission, context)).toBeUndefined();
  });

  /** In the chain's order: each row also breaks every rule below it, so only the order decides. */
  const broken: readonly [SetWeightsError, Partial<WeightsSubmission>, Partial<WeightsContext>][] = [
    ['CommitRevealEnabled', {}, { commitRevealEnabled: true }],
    ['CanNotSetRootNetworkWeights', { netuid: 0 }, {}],
    ['WeightVecNotEqualSize', { values: [1] }, {}],
    ['MechanismDoesNotExist', { mechanism: 1 }, {}],
    ['UidsLengthExceedUidsInSubNet', { uids: [9, 9, 9, 9, 9], values: [1, 1, 1, 1, 1] }, {}],
    ['HotKeyNotRegisteredInSubNet', {}, { uid: undefined }],
    ['NotEnoughStakeToSetWeights', {}, { stakeRao: 999n }],
    ['IncorrectWeightVersionKey', {}, { weightsVersionKey: 7n }],
    ['SettingWeightsTooFast', {}, { lastUpdate: 91n }],
    ['NeuronNoValidatorPermit', {}, { validatorPermit: false }],
    ['DuplicateUids', { uids: [9, 9], values: [1, 1] }, {}],
    ['UidVecContainInvalidOne', { uids: [9, 8], values: [1, 1] }, {}],
    ['WeightVecLengthIsLow', {}, { minAllowedWeights: 3 }],
  ];
  it.each(broken)('is refused with %s, before the rules after it', (error, submissionPart, contextPart) => {
    const after = broken.slice(broken.findIndex(([name]) => name === error)).reverse();
    const everything = after.reduce(
      ([s, c], [, nextS, nextC]) =>
        [
          { ...s, ...nextS },
          { ...c, ...nextC },
        ] as const,
      [submission, context] as const,
    );
    expect(checkSetWeights({ ...submission, ...submissionPart }, { ...context, ...contextPart })).toBe(error);
    expect(checkSetWeights(...everything)).toBe(error);
  });

  it('asks neither permit nor stake of the subnet owner', () => {
    const owner = { ...context, isOwnerHotkey: true, stakeRao: 0n, validatorPermit: false };
    expect(checkSetWeights(submission, owner)).toBeUndefined();
  });

  it('needs no permit and no minimum length for a single weight on oneself', () => {
    const self = { ...submission, uids: [3], values: [1] };
    expect(checkSetWeights(self, { ...context, validatorPermit: false, minAllowedWeights: 3 })).toBeUndefined();
  });

  it('asks no waiting of a neuron that never set weights', () => {
    expect(checkSetWeights(submission, { ...context, block: 5n, lastUpdate: 0n })).toBeUndefined();
  });
});
