/**
 * Rules as an engine takes them. The conversion is `prepareEpoch`'s own, so that a study's kappa or alpha is the chain's
 * to the last bit.
 */
import { type EpochCore, prepareEpoch } from '../../chain/yuma/index.ts';
import { gameInput } from './game-input.ts';
import type { Rules } from './rules.ts';

/** The part of a core that is rules: spread it over a core and its rows stay the same objects. */
export type CoreRules = Omit<EpochCore, 'n' | 'activeStake' | 'weights' | 'bonds'>;

export function coreRules(rules: Rules): CoreRules {
  const empty = gameInput({ validatorStake: [], neurons: 0, rules });
  const { n: _n, activeStake: _stake, weights: _weights, bonds: _bonds, ...converted } = prepareEpoch(empty, 0).core;
  return converted;
}
