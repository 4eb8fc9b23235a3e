/** The rules that a study varies, in the chain's units. */
import type { SubnetEpochInput } from '../../chain/yuma/index.ts';

/** Yuma2; Yuma3 with the plain average; Yuma3 with liquid alpha. */
export const VERSIONS = ['classic', 'yuma3', 'liquid'] as const;
export type Version = (typeof VERSIONS)[number];

export interface Rules {
  readonly version: Version;
  /** u16, parts of 65535. */
  readonly kappa: number;
  /** u16, parts of 65535. */
  readonly bondsPenalty: number;
  /** Millionths; unused by liquid alpha. */
  readonly bondsMovingAverage: number;
  /** u16, parts of 65535; liquid alpha only. */
  readonly alphaLow: number;
  readonly alphaHigh: number;
  /** Hundredths, i16; liquid alpha only. */
  readonly alphaSigmoidSteepness: number;
}

/** What a new subnet of the chain gets (spec yuma §9), but for the version, which every study states. */
export const DEFAULT_RULES: Omit<Rules, 'version'> = {
  kappa: 32_767,
  bondsPenalty: 65_535,
  bondsMovingAverage: 900_000,
  alphaLow: 45_875,
  alphaHigh: 58_982,
  alphaSigmoidSteepness: 1_000,
};

type RuleInput = Pick<
  SubnetEpochInput,
  | 'kappa'
  | 'bondsPenalty'
  | 'bondsMovingAverage'
  | 'alphaLow'
  | 'alphaHigh'
  | 'alphaSigmoidSteepness'
  | 'yuma3On'
  | 'liquidAlphaOn'
>;

export function ruleInput({ version, bondsMovingAverage, ...rules }: Rules): RuleInput {
  return {
    ...rules,
    bondsMovingAverage: BigInt(bondsMovingAverage),
    yuma3On: version !== 'classic',
    liquidAlphaOn: version === 'liquid',
  };
}

/** The rules of an input, as a study would state them. */
export function rulesOf(input: SubnetEpochInput): Rules {
  return {
    version: input.yuma3On ? (input.liquidAlphaOn ? 'liquid' : 'yuma3') : 'classic',
    kappa: input.kappa,
    bondsPenalty: input.bondsPenalty,
    bondsMovingAverage: Number(input.bondsMovingAverage),
    alphaLow: input.alphaLow,
    alphaHigh: input.alphaHigh,
    alphaSigmoidSteepness: input.alphaSigmoidSteepness,
  };
}
