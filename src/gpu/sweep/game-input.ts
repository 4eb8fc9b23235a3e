/**
 * The epoch input of a made-up subnet in which nothing is masked: uids 0 … V−1 are validators with permits and stake, the
 * others are servers; everybody is active and registered long ago; no owner, no commits, no old bonds.
 */
import { EMPTY_ROW, type SparseMatrix, type SubnetEpochInput } from '../../chain/yuma/index.ts';
import { type Rules, ruleInput } from './rules.ts';

export interface Game {
  /** Rao, one per validator. */
  readonly validatorStake: readonly bigint[];
  readonly neurons: number;
  readonly rules: Rules;
  /** One row per neuron; none if left out. */
  readonly weights?: SparseMatrix;
}

/** Any block that leaves room for a tempo before it: epochs of a game compare blocks and nothing else. */
const NOW = 1_000_000n;
const TEMPO = 360;

export function gameInput({ validatorStake, neurons, rules, weights }: Game): SubnetEpochInput {
  const validators = validatorStake.length;
  const noRows = new Array<typeof EMPTY_ROW>(neurons).fill(EMPTY_ROW);
  return {
    n: neurons,
    currentBlock: NOW,
    tempo: TEMPO,
    activityCutoffFactorMilli: 13_889,
    lastMechanismStepBlock: NOW - BigInt(TEMPO),
    stakeThreshold: 0n,
    taoWeight: 0n,
    ownerUid: undefined,
    maxAllowedValidators: validators,
    ...ruleInput(rules),
    commitRevealEnabled: false,
    epochIndex: 1n,
    revealPeriod: 1n,
    alphaStake: BigUint64Array.from({ length: neurons }, (_, uid) => validatorStake[uid] ?? 0n),
    taoStake: new BigUint64Array(neurons),
    blockAtRegistration: new BigUint64Array(neurons),
    validatorPermit: Array.from({ length: neurons }, (_, uid) => uid < validators),
    raoEmission: 0n,
    mechanismCount: 1,
    mechanismEmissionSplit: undefined,
    mechanisms: [
      {
        lastUpdate: new BigUint64Array(neurons).fill(NOW - 1n),
        weights: weights ?? noRows,
        bonds: noRows,
        weightCommits: [],
        timelockedCommits: [],
      },
    ],
  };
}
