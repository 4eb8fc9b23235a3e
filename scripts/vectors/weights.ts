/**
 * Runs the `sdk-*` files of test/vectors/economy: weights as the SDK processes them. Emitted integers must be equal;
 * shares may differ by what the files allow, because they are float32 of another program.
 */
import type { JsonPlace } from '../../src/chain/json.ts';
import { normalizeMaxWeight, processWeights, weightsForEmit } from '../../src/chain/weights/index.ts';
import type { CaseRunner, Mismatch } from './types.ts';

/** Stated in the `origin` of every case. */
const SHARE_TOLERANCE = 1e-6;

export const WEIGHT_RUNNERS: Readonly<Record<string, CaseRunner>> = {
  'sdk-normalize-max-weight': runNormalize,
  'sdk-process-weights': runProcess,
  'sdk-weights-for-emit': runEmit,
};

function runNormalize(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const shares = normalizeMaxWeight(Float32Array.from(numbers(input.get('x'))), input.get('limit').number());
  return compare('y', numbers(expected.get('y')), shares, SHARE_TOLERANCE);
}

function runProcess(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const { uids, weights } = processWeights(numbers(input.get('uids')), numbers(input.get('weights')), {
    n: input.get('num_neurons').u32(),
    minAllowedWeights: input.get('min_allowed_weights').u32(),
    maxWeight: input.get('max_weight_limit').number(),
    excludeQuantileU16: input.get('exclude_quantile').u32(),
  });
  const emitted = weightsForEmit(uids, weights);
  return [
    ...compare('uids', numbers(expected.get('uids')), uids),
    ...compare('weights', numbers(expected.get('weights')), weights, SHARE_TOLERANCE),
    ...compare('emit_uids', numbers(expected.get('emit_uids')), emitted.uids),
    ...compare('emit_values', numbers(expected.get('emit_values')), emitted.values),
  ];
}

function runEmit(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const { uids, values } = weightsForEmit(numbers(input.get('uids')), numbers(input.get('weights')));
  return [
    ...compare('uids', numbers(expected.get('uids')), uids),
    ...compare('values', numbers(expected.get('values')), values),
  ];
}

function numbers(place: JsonPlace): readonly number[] {
  return place.list().map((entry) => entry.number());
}

function compare(
  field: string,
  expected: readonly number[],
  got: ArrayLike<number>,
  tolerance = 0,
): readonly Mismatch[] {
  if (got.length !== expected.length) {
    return [{ field, expected: `${expected.length} values`, got: `${got.length} values` }];
  }
  return expected.flatMap((value, index) =>
    Math.abs(got[index]! - value) <= tolerance
      ? []
      : [{ field: `${field}[${index}]`, expected: String(value), got: String(got[index]) }],
  );
}
