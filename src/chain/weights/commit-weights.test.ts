import { describe, expect, it } from 'vitest';
import type { CommitContext, CommitWeightsError } from './index.ts';
import { checkCommitWeights, checkRevealedWeights, checkSetWeights, storedWeights } from './index.ts';

const context: CommitContext = {
  block: 200n,
  subnetExists: true,
  mechanismCount: 2,
  commitRevealEnabled: true,
  rateLimit: 100n,
  uid: 3,
  lastUpdate: 100n,
};
const versions = { stated: 4, expected: 4 };

describe('committing weights', () => {
  it('is allowed again once the rate limit has passed, to the block', () => {
    expect(checkCommitWeights(1, context, versions)).toBeUndefined();
    expect(checkCommitWeights(1, { ...context, block: 199n }, versions)).toBe('CommittingWeightsTooFast');
    expect(checkCommitWeights(1, { ...context, block: 5n, lastUpdate: 0n })).toBeUndefined();
  });

  /** In the chain's order: what comes earlier in the list is reported first. */
  const broken: readonly [CommitWeightsError, Partial<CommitContext>, number][] = [
    ['MechanismDoesNotExist', { mechanismCount: 1 }, 4],
    ['CommitRevealDisabled', { commitRevealEnabled: false }, 4],
    ['IncorrectCommitRevealVersion', {}, 3],
    ['HotKeyNotRegisteredInSubNet', { uid: undefined }, 4],
    ['CommittingWeightsTooFast', { lastUpdate: 150n }, 4],
  ];
  it.each(broken)('is refused with %s, before the rules after it', (error, _part, _stated) => {
    const after = broken.slice(broken.findIndex(([name]) => name === error));
    const worst: CommitContext = Object.assign({}, context, ...after.map(([, part]) => part));
    const stated = after.some(([, , version]) => version !== 4) ? 3 : 4;
    expect(checkCommitWeights(1, worst, { stated, expected: 4 })).toBe(error);
  });

  it('of a subnet that does not exist is a missing mechanism', () => {
    expect(checkCommitWeights(0, { ...context, subnetExists: false })).toBe('MechanismDoesNotExist');
  });
});

describe('weights that were committed', () => {
  const at = {
    ...context,
    n: 4,
    weightsVersionKey: 0n,
    minAllowedWeights: 1,
    stakeThresholdRao: 0n,
    isOwnerHotkey: false,
    stakeRao: 0n,
    validatorPermit: true,
  };
  const submission = { netuid: 1, mechanism: 1, uids: [0, 1], values: [1, 2], versionKey: 0n };

  it('may be set where direct weights may not, without waiting', () => {
    const tooSoon = { ...at, lastUpdate: 199n };
    expect(checkSetWeights(submission, tooSoon)).toBe('CommitRevealEnabled');
    expect(checkRevealedWeights(submission, tooSoon)).toBeUndefined();
  });

  it('wait like direct ones if commit-reveal was switched off before they opened', () => {
    expect(checkRevealedWeights(submission, { ...at, commitRevealEnabled: false, lastUpdate: 199n })).toBe(
      'SettingWeightsTooFast',
    );
  });

  it('are stored in the order given, scaled to 65535', () => {
    expect(storedWeights({ uids: [3, 0], values: [1, 2] })).toEqual([
      [3, 32768],
      [0, 65535],
    ]);
  });
});
