/**
 * Cuts a job into parts of bounded work: small series together, a long series into stretches of epochs.
 *
 *   lane:  part ─▶ part ─▶ …      the stretches of one series, each with the bonds that the one before stored
 *   lane:  part                    several small series
 *
 * Lanes are independent of each other, so that threads can take them as they come.
 */
import { storedBonds } from '../stored-bonds.ts';
import type { EpochSeries, SeriesOutput, SeriesResult } from '../types.ts';

export interface Lane {
  /** Which series, ascending. More than one only in a lane of one part. */
  readonly indices: readonly number[];
  /** After which step each part ends; the last is the number of steps. Undefined: one part with all that there is. */
  readonly ends: readonly number[] | undefined;
}

/**
 * The longest lanes first, so that none is left alone at the end.
 *
 * @param costs per series the cost of each step, any unit
 * @param limit of a part; a single step may cost more
 */
export function cutLanes(costs: readonly (readonly number[])[], limit: number): readonly Lane[] {
  const long: { readonly lane: Lane; readonly cost: number }[] = [];
  const small: Lane[] = [];
  let group: number[] = [];
  let groupCost = 0;
  const endGroup = () => {
    if (group.length > 0) small.push({ indices: group, ends: undefined });
    group = [];
    groupCost = 0;
  };
  for (const [index, steps] of costs.entries()) {
    const cost = steps.reduce((sum, step) => sum + step, 0);
    if (cost > limit) {
      long.push({ lane: { indices: [index], ends: cutSteps(steps, limit) }, cost });
      continue;
    }
    if (groupCost + cost > limit) endGroup();
    group.push(index);
    groupCost += cost;
  }
  endGroup();
  return [...long.sort((a, b) => b.cost - a.cost).map(({ lane }) => lane), ...small];
}

function cutSteps(steps: readonly number[], limit: number): readonly number[] {
  const ends: number[] = [];
  let cost = 0;
  for (const [k, step] of steps.entries()) {
    if (k > 0 && cost + step > limit) {
      ends.push(k);
      cost = 0;
    }
    cost += step;
  }
  return [...ends, steps.length];
}

export type ComputePart = (part: readonly EpochSeries[], output: SeriesOutput) => Promise<readonly SeriesResult[]>;

/** Computes a lane part by part: one result per series of the lane. `onEpochs` hears of each part's epochs. */
export async function runLane(
  lane: Lane,
  series: readonly EpochSeries[],
  output: SeriesOutput,
  compute: ComputePart,
  onEpochs: (count: number) => void,
): Promise<readonly SeriesResult[]> {
  if (!lane.ends) {
    const part = lane.indices.map((index) => series[index]!);
    const results = await compute(part, output);
    onEpochs(part.reduce((sum, { steps }) => sum + steps.length, 0));
    return results;
  }
  const { steps } = series[lane.indices[0]!]!;
  const epochs: SeriesResult['epochs'][number][] = [];
  let bonds = steps[0]!.core.bonds;
  let start = 0;
  for (const end of lane.ends) {
    const isLast = end === steps.length;
    const stretch = steps.slice(start, end);
    stretch[0] = { ...stretch[0]!, core: { ...stretch[0]!.core, bonds } };
    const [result] = await compute([{ steps: stretch }], { ...output, bonds: !isLast || output.bonds === true });
    if (isLast || output.epochs !== 'last') epochs.push(...result!.epochs);
    bonds = result!.bonds ?? [];
    if (isLast) break;
    bonds = storedBonds(stretch.at(-1)!, bonds);
    onEpochs(end - start);
    start = end;
  }
  onEpochs(steps.length - start);
  return [{ epochs, bonds: output.bonds ? bonds : undefined }];
}
