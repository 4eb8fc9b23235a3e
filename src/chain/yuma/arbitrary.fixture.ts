/** Random subnets for property tests: small, but with everything that an epoch looks at. */
import fc from 'fast-check';
import type { MechanismInput, SparseMatrix, SubnetEpochInput } from './types.ts';

/** Printed by fast-check on failure together with the counterexample; fixed, so that runs repeat. */
export const SEED = 20_260_630;

const MAX_N = 9;
const NOW = 100_000n;
const u16 = fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.constantFrom(0, 1, 32_767, 32_768, 65_534, 65_535));
const recentBlock = fc.bigInt({ min: NOW - 3000n, max: NOW - 1n });

/** Rows in ascending column order, so that liquid alpha does not depend on how they were submitted. */
const rows = (n: number): fc.Arbitrary<SparseMatrix> =>
  fc
    .array(fc.array(fc.option(u16, { freq: 2 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n })
    .map((dense) =>
      dense.map((row) => {
        const columns = row.flatMap((value, column) => (value === null ? [] : [column]));
        return { columns: Uint16Array.from(columns), values: Uint16Array.from(columns, (column) => row[column]!) };
      }),
    );

const u64s = (n: number, value: fc.Arbitrary<bigint>): fc.Arbitrary<BigUint64Array> =>
  fc.array(value, { minLength: n, maxLength: n }).map((values) => BigUint64Array.from(values));

const commits = (n: number): fc.Arbitrary<Pick<MechanismInput, 'weightCommits' | 'timelockedCommits'>> => {
  const uid = fc.nat(n - 1);
  const epoch = fc.bigInt({ min: 270n, max: 280n });
  return fc.record({
    weightCommits: fc.uniqueArray(
      fc.record({ uid, queue: fc.array(fc.record({ epoch, block: recentBlock }), { maxLength: 3 }) }),
      { selector: (commit) => commit.uid, maxLength: 3 },
    ),
    timelockedCommits: fc.array(
      fc.record({ epoch, commits: fc.array(fc.record({ uid, block: recentBlock }), { maxLength: 3 }) }),
      { maxLength: 3 },
    ),
  });
};

const mechanism = (n: number): fc.Arbitrary<MechanismInput> =>
  fc
    .record({ lastUpdate: u64s(n, recentBlock), weights: rows(n), bonds: rows(n), pending: commits(n) })
    .map(({ pending, ...stored }) => ({ ...stored, ...pending }));

/** A subnet with up to two mechanisms. Stakes are far from wrapping and all different. */
export const subnetInput: fc.Arbitrary<SubnetEpochInput> = fc.integer({ min: 1, max: MAX_N }).chain((n) =>
  fc
    .record({
      tempo: fc.constant(360),
      lastMechanismStepBlock: fc.constantFrom(0n, NOW - 361n, NOW - 1000n),
      activityCutoffFactorMilli: fc.constantFrom(1000, 5000, 50_000),
      stakeThreshold: fc.constantFrom(0n, 10n ** 9n),
      ownerUid: fc.option(fc.nat(n - 1), { nil: undefined }),
      maxAllowedValidators: fc.integer({ min: 0, max: n + 1 }),
      kappa: u16,
      bondsPenalty: u16,
      bondsMovingAverage: fc.constantFrom(0n, 900_000n, 975_000n, 10n ** 6n, 1_200_000n),
      yuma3On: fc.boolean(),
      liquidAlphaOn: fc.boolean(),
      alphaLow: u16,
      alphaHigh: u16,
      alphaSigmoidSteepness: fc.constantFrom(1000, 0, -1000, 777, 32_767, -32_768),
      commitRevealEnabled: fc.boolean(),
      taoWeight: fc.constantFrom(0n, 971_718_665_099_567_868n, 2n ** 64n - 1n),
      alphaStake: fc
        .uniqueArray(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: n, maxLength: n })
        .map((stakes) => BigUint64Array.from(stakes)),
      taoStake: fc.constant(new BigUint64Array(n)),
      blockAtRegistration: u64s(n, fc.bigInt({ min: NOW - 4000n, max: NOW - 300n })),
      validatorPermit: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      raoEmission: fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.constant(2n ** 64n - 1n)),
      mechanismEmissionSplit: fc.option(fc.constant([49_320, 16_215]), { nil: undefined }),
      mechanisms: fc.array(mechanism(n), { minLength: 1, maxLength: 2 }),
    })
    .map((input) => ({
      ...input,
      n,
      currentBlock: NOW,
      epochIndex: 280n,
      revealPeriod: 2n,
      mechanismCount: input.mechanisms.length,
    })),
);
