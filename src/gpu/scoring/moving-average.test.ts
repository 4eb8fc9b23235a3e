import { describe, expect, it } from 'vitest';
import { rawWeights, resyncScores, updateScores } from './index.ts';

const SCORES = Float32Array.of(0.1, 0.25, 0, 1.5, 3, 0.7);
const refusal = expect.objectContaining({ code: 'compute/bad-scores' });

describe('scores over time', () => {
  // Computed with numpy 2.4.6 (x86-64) by the template's own lines on these inputs, α = 0.1.
  const UPDATED = [
    0.08999999612569809, 0.22499999403953552, 0.030000001192092896, 1.3499999046325684, 2.799999713897705,
    0.6299999952316284,
  ];
  const RAW = [
    0.01756097562611103, 0.043902438133955, 0.00585365854203701, 0.2634146213531494, 0.5463414192199707,
    0.12292683124542236,
  ];

  it('move to the rewards and decay where nobody was asked, with the bits of numpy', () => {
    const updated = updateScores(SCORES, { uids: [4, 0, 2], rewards: [1, Number.NaN, 0.3], alpha: 0.1 });
    expect([...updated]).toEqual(UPDATED);
    expect([...rawWeights(updated)]).toEqual(RAW);
  });

  it('are not changed by a round without uids, and never in place', () => {
    const before = SCORES.slice();
    const same = updateScores(SCORES, { uids: [], rewards: [], alpha: 0.5 });
    expect(same).toEqual(SCORES);
    expect(same).not.toBe(SCORES);
    updateScores(SCORES, { uids: [0], rewards: [9], alpha: 1 });
    expect(SCORES).toEqual(before);
  });

  it('are the rewards for α = 1 and stay for α = 0', () => {
    const round = { uids: [1], rewards: [7] };
    expect([...updateScores(SCORES, { ...round, alpha: 1 })]).toEqual([0, 7, 0, 0, 0, 0]);
    expect(updateScores(SCORES, { ...round, alpha: 0 })).toEqual(SCORES);
  });

  it.each([
    [{ uids: [6], rewards: [1], alpha: 0.1 }],
    [{ uids: [-1], rewards: [1], alpha: 0.1 }],
    [{ uids: [0.5], rewards: [1], alpha: 0.1 }],
    [{ uids: [1, 1], rewards: [1, 2], alpha: 0.1 }],
    [{ uids: [1, 2], rewards: [1], alpha: 0.1 }],
    [{ uids: [1], rewards: [Number.POSITIVE_INFINITY], alpha: 0.1 }],
    [{ uids: [1], rewards: [1e39], alpha: 0.1 }],
    [{ uids: [1], rewards: [1], alpha: 1.1 }],
    [{ uids: [1], rewards: [1], alpha: Number.NaN }],
  ])('refuse the round %j', (round) => {
    expect(() => updateScores(SCORES, round)).toThrow(refusal);
  });

  it('refuse scores that are no numbers', () => {
    const broken = Float32Array.of(1, Number.NaN);
    expect(() => updateScores(broken, { uids: [0], rewards: [1], alpha: 0.1 })).toThrow(refusal);
    expect(() => rawWeights(broken)).toThrow(refusal);
    expect(() => rawWeights(Float32Array.of(3e38, 3e38))).toThrow(refusal);
  });

  it('become 0 where another hotkey has the uid, and for new uids', () => {
    const scores = Float32Array.of(1, 2, 3);
    expect([...resyncScores(scores, ['a', 'b', 'c'], ['a', 'x', 'c', 'd'])]).toEqual([1, 0, 3, 0]);
    expect([...resyncScores(scores, ['a', 'b', 'c'], ['a', 'b'])]).toEqual([1, 2]);
    expect([...resyncScores(scores, ['a', 'b', 'c'], ['c', 'b', 'a'])]).toEqual([0, 2, 0]);
    expect(() => resyncScores(scores, ['a'], ['a'])).toThrow(refusal);
    expect(() => resyncScores(scores, ['a', 'b', 'c'], [])).toThrow(refusal);
  });

  it('become weights by the sum of their magnitudes, or stay where it is 0', () => {
    // np.float32([-1, 0.5, 0.2]) / np.linalg.norm(…, ord=1), numpy 2.4.6
    expect([...rawWeights(Float32Array.of(-1, 0.5, 0.2))]).toEqual([
      -0.5882352590560913, 0.29411762952804565, 0.11764705926179886,
    ]);
    expect([...rawWeights(new Float32Array(2))]).toEqual([0, 0]);
  });
});
