/** Weights as they are stored once accepted: `[(uid, value)]`, scaled so that the largest is 65535 (spec participation §5.1). */
import { maxUpscaleWeights } from '../yuma/index.ts';
import type { WeightsSubmission } from './set-weights.ts';

/** A row of `Weights`, in the order of the submission. */
export function storedWeights({
  uids,
  values,
}: Pick<WeightsSubmission, 'uids' | 'values'>): (readonly [uid: number, value: number])[] {
  const scaled = maxUpscaleWeights(values);
  return uids.map((uid, i) => [uid, scaled[i]!]);
}
