/**
 * A made-up subnet to start a sweep from, the same for the same seed and size in every version of this program: results
 * of a study depend on it.
 *
 * Stakes fall off as 1/rank. Servers have qualities u³ (many poor, few good); a validator scores each with probability
 * `density`, quality times a Gaussian error of 20 %, stretched to 65535. No owner, nobody masked, no old bonds; the rules
 * are those of a new subnet.
 */
import { EMPTY_ROW, type SparseRow, type SubnetEpochInput } from '../../../chain/yuma/index.ts';
import { gameInput } from '../game-input.ts';
import { DEFAULT_RULES } from '../rules.ts';
import { streamOf } from '../stream.ts';
import { upscaleShares } from '../upscale.ts';
import type { SyntheticBase } from './description.ts';

/** Of the largest validator, rao. */
const LARGEST_STAKE = 10n ** 15n;
const ERROR = 0.2;

export function syntheticInput(seed: number, { validators, neurons, density }: SyntheticBase): SubnetEpochInput {
  const stream = streamOf(seed);
  const servers = neurons - validators;
  // Not u ** 3: how powers round is left to the JavaScript engine.
  const quality = Float64Array.from({ length: servers }, stream.uniform).map((u) => u * u * u);
  const row = (): SparseRow => {
    const scored = Array.from(quality.keys()).filter(() => stream.uniform() < density);
    const scores = Float64Array.from(scored, (server) => quality[server]! * stream.spread(ERROR));
    const largest = scores.reduce((a, b) => Math.max(a, b), 0) || 1;
    return {
      columns: Uint16Array.from(scored, (server) => validators + server),
      values: upscaleShares(scores.map((score) => score / largest)),
    };
  };
  return gameInput({
    validatorStake: Array.from({ length: validators }, (_, rank) => LARGEST_STAKE / BigInt(rank + 1)),
    neurons,
    rules: { ...DEFAULT_RULES, version: 'yuma3' },
    weights: [...Array.from({ length: validators }, row), ...new Array<SparseRow>(servers).fill(EMPTY_ROW)],
  });
}
