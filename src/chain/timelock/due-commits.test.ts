import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import type { DueCommit, PlannedEpoch } from '../economy/index.ts';
import { beaconFromSeed, encodePayload, encryptToRound, openDueCommit, signRound, withOpenedWeights } from './index.ts';

const ROUND = 7n;
const beacon = beaconFromSeed(new Uint8Array(32).fill(1));
const account = (byte: number): Bytes => new Uint8Array(32).fill(byte);
const HOTKEYS = [account(10), account(11), account(12)];
const EMPTY = { columns: new Uint16Array(), values: new Uint16Array() };

const signature = signRound(beacon.secretKey, ROUND);
function commitOf(
  uid: number,
  weights: readonly (readonly [number, number])[],
  hotkey = HOTKEYS[uid]!,
  versionKey = 0n,
) {
  const payload = encodePayload({
    hotkey,
    uids: weights.map(([target]) => target),
    values: weights.map(([, value]) => value),
    versionKey,
  });
  const secrets = { K: account(3), sigma: account(4), nonce: new Uint8Array(12) };
  return encryptToRound(beacon, ROUND, payload, secrets);
}

const due = (
  uid: number,
  weights: readonly (readonly [number, number])[],
  changed: Partial<DueCommit> = {},
): DueCommit => ({
  mechanism: 0,
  uid,
  hotkey: HOTKEYS[uid]!,
  block: 90n + BigInt(uid),
  commit: commitOf(uid, weights),
  signature,
  ...changed,
});

/** Three neurons, of which 0 and 1 may set weights, with a row of 1 stored and everybody's commit of epoch 41 waiting. */
function planned(commits: readonly DueCommit[]): PlannedEpoch {
  const input = {
    n: 3,
    currentBlock: 100n,
    epochIndex: 42n,
    revealPeriod: 1n,
    commitRevealEnabled: true,
    mechanismCount: 1,
    stakeThreshold: 5n,
    taoWeight: 0n,
    ownerUid: undefined,
    alphaStake: BigUint64Array.of(9n, 9n, 9n),
    taoStake: BigUint64Array.of(0n, 0n, 0n),
    validatorPermit: [true, true, false],
    mechanisms: [
      {
        lastUpdate: BigUint64Array.of(90n, 91n, 92n),
        weights: [EMPTY, { columns: Uint16Array.of(2), values: Uint16Array.of(5) }, EMPTY],
        bonds: [],
        weightCommits: [],
        timelockedCommits: [
          { epoch: 41n, commits: commits.flatMap(({ uid, block }) => (uid === undefined ? [] : [{ uid, block }])) },
          { epoch: 42n, commits: [{ uid: 1, block: 99n }] },
        ],
      },
    ],
  } as unknown as PlannedEpoch['input'];
  return { input, due: commits, revealRules: { weightsVersionKey: 0n, minAllowedWeights: 1, rateLimit: 5n } };
}

const opened = (plan: PlannedEpoch) => withOpenedWeights(plan, plan.due.map(openDueCommit)).mechanisms[0]!;
const row = ({ columns, values }: { columns: Uint16Array; values: Uint16Array }) =>
  [...columns].map((c, i) => [c, values[i]]);

describe('commits that are due', () => {
  it('become the rows of their authors, raised to the full range, and no longer count as commits', () => {
    const { weights, timelockedCommits, lastUpdate } = opened(
      planned([
        due(0, [
          [1, 30],
          [2, 60],
        ]),
      ]),
    );
    expect(row(weights[0]!)).toEqual([
      [1, 32_768],
      [2, 65_535],
    ]);
    expect(row(weights[1]!)).toEqual([[2, 5]]);
    expect(timelockedCommits).toEqual([{ epoch: 42n, commits: [{ uid: 1, block: 99n }] }]);
    expect(lastUpdate[0]).toBe(90n);
  });

  it('stay commits while their pulse is missing', () => {
    const { weights, timelockedCommits } = opened(planned([due(0, [[1, 1]], { signature: undefined })]));
    expect(weights[0]).toEqual(EMPTY);
    expect(timelockedCommits[0]).toEqual({ epoch: 41n, commits: [{ uid: 0, block: 90n }] });
  });

  it('count in the order of the queue: the last good one of an author stands', () => {
    const good = due(0, [[1, 1]]);
    const later = due(0, [[2, 1]]);
    expect(row(opened(planned([good, later])).weights[0]!)).toEqual([[2, 65_535]]);
    const bad = due(0, [
      [2, 1],
      [2, 1],
    ]);
    expect(row(opened(planned([good, bad])).weights[0]!)).toEqual([[1, 65_535]]);
  });

  it.each<readonly [string, DueCommit]>([
    ['of another hotkey', { ...due(0, []), commit: commitOf(0, [[1, 1]], HOTKEYS[1]) }],
    ['of another round', { ...due(0, [[1, 1]]), signature: signRound(beacon.secretKey, ROUND + 1n) }],
    ['that are garbage', due(0, [], { commit: new Uint8Array(300).fill(9) })],
    ['of a hotkey that is gone', due(0, [[1, 1]], { uid: undefined })],
    ['for a uid that nobody has', due(0, [[3, 1]])],
  ])('are dropped without a word: %s', (_, commit) => {
    const { weights, timelockedCommits } = opened(planned([commit]));
    expect(weights[0]).toEqual(EMPTY);
    expect(timelockedCommits.map(({ epoch }) => epoch)).toEqual([42n]);
  });

  it('are dropped when their author has no permit', () => {
    expect(opened(planned([due(2, [[1, 1]])])).weights[2]).toEqual(EMPTY);
  });

  it('are held to the rate limit, and count as set now, once commit-reveal is off', () => {
    const first = due(0, [[1, 1]]);
    const second = due(0, [[2, 1]]);
    const plan = planned([first, second]);
    const { weights, lastUpdate } = opened({ ...plan, input: { ...plan.input, commitRevealEnabled: false } });
    expect(row(weights[0]!)).toEqual([[1, 65_535]]);
    expect([...lastUpdate]).toEqual([100n, 91n, 92n]);
  });

  it('touch only their own mechanism', () => {
    const plan = planned([due(0, [[1, 1]], { mechanism: 1 })]);
    expect(opened(plan).weights[0]).toEqual(EMPTY);
  });
});
