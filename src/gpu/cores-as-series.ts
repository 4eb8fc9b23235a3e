/** Single epochs as series of one step, so that an engine needs to compute series only. */
import type { EpochCore, EpochCoreResult } from '../chain/yuma/index.ts';
import type { ComputeOptions, EpochSeries, SeriesOptions, SeriesResult } from './types.ts';

/** `computeCores` by means of `computeSeries`. @throws what that throws; its messages then count cores as series */
export async function computeCoresAsSeries(
  computeSeries: (series: readonly EpochSeries[], options: SeriesOptions) => Promise<readonly SeriesResult[]>,
  cores: readonly EpochCore[],
  options: ComputeOptions = {},
): Promise<readonly EpochCoreResult[]> {
  return (await computeSeries(seriesOfCores(cores), { ...options, bonds: true })).map(coreResult);
}

export function seriesOfCores(cores: readonly EpochCore[]): readonly EpochSeries[] {
  return cores.map((core) => ({ steps: [{ core }] }));
}

/** The result of a series of one step that was asked for its bonds. */
export function coreResult({ epochs, bonds }: SeriesResult): EpochCoreResult {
  return { ...epochs[0]!, bonds: bonds! };
}
