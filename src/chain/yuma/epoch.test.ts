import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { I32F32 } from '../fixed/index.ts';
import { SEED, subnetInput } from './arbitrary.fixture.ts';
import { computeCore, computeStages } from './core.ts';
import { decodeEpochInput } from './decode.ts';
import { runEpoch, runSubnetEpoch } from './epoch.ts';
import { prepareEpoch } from './prepare.ts';
import type { Matrix } from './rows.ts';
import type { MechanismInput, SparseMatrix, SubnetEpochInput } from './types.ts';
import { epochVectors } from './vectors.fixture.ts';

const decimals = (values: Iterable<bigint>) => Array.from(values, String);
const cells = (matrix: Matrix) => matrix.map((row) => row.map(([column, value]) => [column, String(value)]));

describe('the stages of an epoch', () => {
  const vectors = epochVectors().filter((vector) => vector.intermediate);

  it('are covered by vectors', () => expect(vectors.length).toBeGreaterThan(30));

  it.each(vectors)('are those of $name', ({ input, intermediate }) => {
    const prepared = prepareEpoch(decodeEpochInput(input), (input.mechanism as number | undefined) ?? 0);
    const stages = computeStages(prepared.core);
    // In the order of computation: the first that differs is the one that is wrong.
    expect(decimals(prepared.stakeShares)).toEqual(intermediate?.stake);
    expect(decimals(prepared.core.activeStake)).toEqual(intermediate?.active_stake);
    expect(cells(stages.weights)).toEqual(intermediate?.weights);
    expect(decimals(stages.consensus)).toEqual(intermediate?.consensus);
    expect(cells(stages.clippedWeights)).toEqual(intermediate?.clipped_weights);
    expect(decimals(stages.validatorTrust)).toEqual(intermediate?.validator_trust);
    expect(decimals(stages.incentive)).toEqual(intermediate?.incentive);
    expect(cells(stages.weightsForBonds)).toEqual(intermediate?.weights_for_bonds);
    expect(cells(stages.bonds)).toEqual(intermediate?.ema_bonds);
    expect(decimals(stages.dividends)).toEqual(intermediate?.dividends);
  });
});

describe('any epoch', () => {
  it('hands out shares of at most one', () => {
    const sum = (shares: BigInt64Array) => shares.reduce((total, share) => total + share, 0n);
    fc.assert(
      fc.property(subnetInput, (input) => {
        const { core } = prepareEpoch(input, 0);
        const { incentive, dividends, validatorTrust, consensus } = computeCore(core);
        for (const shares of [core.activeStake, incentive, dividends]) {
          expect(sum(shares)).toBeLessThanOrEqual(I32F32.one);
          expect(shares.every((share) => share >= 0n)).toBe(true);
        }
        for (const each of [...validatorTrust, ...consensus]) expect(each).toBeLessThanOrEqual(I32F32.one);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('never pays more than its emission', () => {
    const sum = (amounts: BigUint64Array) => amounts.reduce((total, amount) => total + amount, 0n);
    fc.assert(
      fc.property(subnetInput, (input) => {
        const output = runEpoch(input, 0, input.raoEmission);
        expect(sum(output.serverEmission) + sum(output.validatorEmission)).toBeLessThanOrEqual(input.raoEmission);
        expect(sum(output.emission)).toBeLessThanOrEqual(input.raoEmission);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('does not care which uid a neuron has', () => {
    const relabelled = subnetInput.chain((input) =>
      fc.record({
        input: fc.constant(input),
        uids: fc.shuffledSubarray([...Array(input.n).keys()], { minLength: input.n }),
      }),
    );
    fc.assert(
      fc.property(relabelled, ({ input, uids }) => {
        const before = runSubnetEpoch(input);
        const after = runSubnetEpoch(relabel(input, uids));
        const perUid = (output: typeof before, uid: number) => [
          output.stakeWeight[uid],
          output.active[uid],
          output.consensus[uid],
          output.validatorTrust[uid],
          output.dividend[uid],
          output.serverEmission[uid],
          output.validatorEmission[uid],
          output.emission[uid],
          output.validatorPermit[uid],
          ...output.incentive.map((incentive) => incentive[uid]),
        ];
        uids.forEach((old, uid) => {
          expect(perUid(after, uid)).toEqual(perUid(before, old));
        });
        expect(after.bonds).toEqual(before.bonds.map((bonds) => relabelRows(bonds, uids)));
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('refuses a mechanism that the input does not have', () => {
    const [input] = fc.sample(subnetInput, { seed: SEED, numRuns: 1 });
    expect(() => runEpoch(input!, input!.mechanisms.length, 0n)).toThrow(RangeError);
  });
});

/** The same subnet in which the neuron `uids[k]` has uid k. */
function relabel(input: SubnetEpochInput, uids: readonly number[]): SubnetEpochInput {
  const newUid = (old: number) => uids.indexOf(old);
  const u64s = (column: BigUint64Array) => BigUint64Array.from(uids, (old) => column[old]!);
  const mechanism = (stored: MechanismInput): MechanismInput => ({
    lastUpdate: u64s(stored.lastUpdate),
    weights: relabelRows(stored.weights, uids),
    bonds: relabelRows(stored.bonds, uids),
    weightCommits: stored.weightCommits.map((commit) => ({ ...commit, uid: newUid(commit.uid) })),
    timelockedCommits: stored.timelockedCommits.map(({ epoch, commits }) => ({
      epoch,
      commits: commits.map((commit) => ({ ...commit, uid: newUid(commit.uid) })),
    })),
  });
  return {
    ...input,
    ownerUid: input.ownerUid === undefined ? undefined : newUid(input.ownerUid),
    alphaStake: u64s(input.alphaStake),
    taoStake: u64s(input.taoStake),
    blockAtRegistration: u64s(input.blockAtRegistration),
    validatorPermit: uids.map((old) => input.validatorPermit[old]!),
    mechanisms: input.mechanisms.map(mechanism),
  };
}

/** Rows and columns relabelled, columns ascending again. */
function relabelRows(matrix: SparseMatrix, uids: readonly number[]): SparseMatrix {
  return uids.map((old) => {
    const { columns, values } = matrix[old]!;
    const order = [...columns.keys()].sort((a, b) => uids.indexOf(columns[a]!) - uids.indexOf(columns[b]!));
    return {
      columns: Uint16Array.from(order, (k) => uids.indexOf(columns[k]!)),
      values: Uint16Array.from(order, (k) => values[k]!),
    };
  });
}
