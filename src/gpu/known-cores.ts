/** Small epoch cores of every kind and edge, the same on every machine: what an engine must compute before it is trusted. */
import { I32F32 } from '../chain/fixed/index.ts';
import type { EpochCore } from '../chain/yuma/index.ts';
import { type SeededRandom, seededRandom } from './random.ts';
import { type SampleShape, sampleCore } from './sample-core.ts';

const SEED = 0x59_75_6d_61;

const SHAPES: readonly Partial<SampleShape>[] = [
  { yuma3: false },
  { yuma3: false, bondsPenalty: 32_768 },
  { yuma3: false, bondsPenalty: 0, stake: 'equal', kappa: 32_768 },
  { yuma3: false, stake: 'wild' },
  {},
  { bondsPenalty: 21_845, kappa: 0 },
  { bondsPenalty: 0, kappa: 65_535, bondsAlpha: -I32F32.one },
  { stake: 'wild', bondsPenalty: 40_000 },
  { liquidAlpha: true },
  { liquidAlpha: true, bondsPenalty: 0, alphaSigmoidSteepness: 200 },
  { liquidAlpha: true, bondsPenalty: 32_768, alphaSigmoidSteepness: -777 },
  { liquidAlpha: true, stake: 'single', alphaSigmoidSteepness: 32_767, density: 20 },
];

/** The same epochs every time. */
export function knownCores(random: SeededRandom = seededRandom(SEED)): readonly EpochCore[] {
  // Four quarters against one half: cumulative stake meets the minority to the bit, which no random stake does.
  const tied = sampleCore(random, { n: 24, validators: 4, stake: 'equal' });
  return [...SHAPES.map((shape) => sampleCore(random, shape)), { ...tied, kappa: I32F32.one / 2n }];
}
