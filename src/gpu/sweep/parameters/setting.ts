/** One point of a parameter sweep: its rules, and its stakes and weights as an epoch input. */
import type { SparseRow, SubnetEpochInput } from '../../../chain/yuma/index.ts';
import { type Rules, rulesOf } from '../rules.ts';
import type { Cell } from '../table.ts';
import type { StakeChange, SweepDescription, WeightChange } from './description.ts';

export interface Setting {
  readonly rules: Rules;
  readonly input: SubnetEpochInput;
  /** Equal for points with the same stakes and weights. */
  readonly edits: string;
  readonly cells: readonly Cell[];
}

/** Point `at` of the grid; `mechanism` is the one whose weights are edited. */
export function settingOf(
  { vary }: SweepDescription,
  base: SubnetEpochInput,
  mechanism: number,
  at: readonly number[],
): Setting {
  let rules = rulesOf(base);
  let input = base;
  const edits: number[] = [];
  const cells = vary.map((axis, k): Cell => {
    const index = at[k]!;
    if (axis.parameter === 'stake' || axis.parameter === 'weights') {
      edits.push(index);
      if (axis.parameter === 'stake') input = withStake(input, axis.values[index]!.changes);
      else input = withWeights(input, mechanism, axis.values[index]!.changes);
      return axis.values[index]!.label;
    }
    const value = axis.values[index]!;
    rules = { ...rules, [axis.parameter]: value };
    return value;
  });
  return { rules, input, edits: edits.join('/'), cells };
}

function withStake(input: SubnetEpochInput, changes: readonly StakeChange[]): SubnetEpochInput {
  if (changes.length === 0) return input;
  const alphaStake = input.alphaStake.slice();
  const taoStake = input.taoStake.slice();
  for (const { uid, alpha, tao } of changes) {
    alphaStake[uid] = BigInt(alpha);
    taoStake[uid] = BigInt(tao);
  }
  return { ...input, alphaStake, taoStake };
}

function withWeights(input: SubnetEpochInput, mechanism: number, changes: readonly WeightChange[]): SubnetEpochInput {
  if (changes.length === 0) return input;
  const rowOf = new Map(
    changes.map(({ uid, row }): [number, SparseRow] => [
      uid,
      { columns: Uint16Array.from(row, ([column]) => column), values: Uint16Array.from(row, ([, value]) => value) },
    ]),
  );
  const mechanisms = input.mechanisms.map((stored, k) => {
    if (k !== mechanism) return stored;
    return { ...stored, weights: stored.weights.map((row, uid) => rowOf.get(uid) ?? row) };
  });
  return { ...input, mechanisms };
}
