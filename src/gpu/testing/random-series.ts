/**
 * Made-up series for comparing engines: every rule and edge that a core can have, in all sizes, one epoch or several with
 * carried bonds. The same for the same seed.
 *
 * Two sources take turns: `sampleCore` (shuffled rows, ties, explicit zeros, any parameters) and prepared epoch inputs of
 * the habits of real subnets (masks, permits, inactive validators).
 */
import { I32F32 } from '../../chain/fixed/index.ts';
import { type EpochCore, prepareEpoch } from '../../chain/yuma/index.ts';
import { type SeededRandom, seededRandom } from '../random.ts';
import { type SampleShape, sampleCore } from '../sample-core.ts';
import type { EpochSeries, EpochStep } from '../types.ts';
import { randomEpochInput } from './random-input.ts';

/** Most series are small, because edges are as frequent there and the reference is slow. */
const MOST_NEURONS = 72;
const FEW_NEURONS = 256;
const MOST_VALIDATORS = 40;
const MOST_EPOCHS = 5;

/** u16 parameters: their ends, the chain's defaults, the values around one half, and anything. */
const edgeU16 = (random: SeededRandom, usual: number) =>
  random.pick([usual, usual, 0, 1, 32_767, 32_768, 65_534, 65_535, random.below(0x1_0000)]);

export function randomSeries(seed: number): EpochSeries {
  const random = seededRandom(seed);
  const first = randomCore(random);
  const { n } = first;
  const keepsBonds = random.oneIn(3) ? Array.from({ length: n }, () => !random.oneIn(4)) : undefined;
  const steps: EpochStep[] = [{ core: first, keepsBonds }];
  const epochs = random.oneIn(2) ? 1 : 1 + random.below(MOST_EPOCHS);
  let core = first;
  while (steps.length < epochs) {
    core = nextCore(random, core);
    steps.push({ core, keepsBonds });
  }
  return { steps };
}

/** The next epoch's core: the same subnet, or with other weights, stakes or rules. */
function nextCore(random: SeededRandom, core: EpochCore): EpochCore {
  const other = () => sampleCore(random, { n: core.n, validators: validatorsOf(core) });
  switch (random.below(5)) {
    case 0:
      return { ...core, weights: other().weights };
    case 1:
      return { ...core, activeStake: other().activeStake };
    case 2:
      return { ...core, ...rulesOf(random, core) };
    default:
      return core;
  }
}

function validatorsOf({ weights, bonds }: EpochCore): number {
  return weights.filter((row, uid) => row.columns.length > 0 || bonds[uid]!.columns.length > 0).length;
}

function rulesOf(random: SeededRandom, core: EpochCore): Partial<EpochCore> {
  const { kappa, bondsPenalty, alphaLow, alphaHigh, alphaSigmoidSteepness } = sampleCore(random, {
    ...randomRules(random),
    n: 1,
    validators: 0,
  });
  return random.oneIn(4)
    ? { yuma3: !core.yuma3, liquidAlpha: false }
    : { kappa, bondsPenalty, alphaLow, alphaHigh, alphaSigmoidSteepness };
}

function randomRules(random: SeededRandom) {
  return {
    yuma3: !random.oneIn(3),
    liquidAlpha: random.oneIn(2),
    kappa: edgeU16(random, 32_767),
    bondsPenalty: edgeU16(random, 65_535),
    alphaLow: edgeU16(random, 45_875),
    alphaHigh: edgeU16(random, 58_982),
    alphaSigmoidSteepness: random.pick([
      1_000,
      1_000,
      0,
      200,
      -200,
      777,
      32_767,
      -32_768,
      random.below(0x1_0000) - 0x8000,
    ]),
    bondsAlpha: random.pick([429_496_730n, 107_374_183n, 0n, 1n, I32F32.one, BigInt(random.u32())]),
  };
}

function randomCore(random: SeededRandom): EpochCore {
  const n = 1 + random.below(random.oneIn(40) ? FEW_NEURONS : MOST_NEURONS);
  const validators = random.below(Math.min(n, MOST_VALIDATORS) + 1);
  if (random.oneIn(4)) return preparedCore(random, n, validators);
  const shape: Partial<SampleShape> = {
    ...randomRules(random),
    n,
    validators,
    stake: random.pick(['shares', 'shares', 'equal', 'single', random.oneIn(8) ? 'wild' : 'shares']),
    density: random.pick([100, 90, 60, 30, 10]),
  };
  return sampleCore(random, shape);
}

function preparedCore(random: SeededRandom, neurons: number, validators: number): EpochCore {
  const { bondsAlpha: _, liquidAlpha, yuma3, ...rules } = randomRules(random);
  const input = randomEpochInput({
    ...rules,
    yuma3On: yuma3,
    liquidAlphaOn: liquidAlpha,
    seed: random.u32(),
    validators,
    neurons,
    density: random.pick([100, 90, 30]),
    ownerUid: random.oneIn(3) ? undefined : random.below(neurons),
    maxAllowedValidators: random.pick([64, 8, 0]),
    bondsMovingAverage: random.pick([900_000n, 975_000n, 0n, 1_000_000n]),
    stakeThreshold: random.pick([0n, 1_000_000_000_000n]),
    mechanismCount: 1,
  });
  return prepareEpoch(input, 0).core;
}
