/** Short series of small epochs, the same on every machine: whether a device carries bonds as the chain stores them. */
import { seededRandom } from '../random.ts';
import { type SampleShape, sampleCore } from '../sample-core.ts';
import type { EpochSeries, EpochStep } from '../types.ts';

const SEED = 0x43_61_72_72;
const EPOCHS = 4;
const SIZE = { n: 20, validators: 5 } as const;

const SHAPES: readonly Partial<SampleShape>[] = [
  { yuma3: false, bondsPenalty: 21_845 },
  { bondsPenalty: 21_845 },
  { liquidAlpha: true },
  { liquidAlpha: true, bondsPenalty: 0 },
  { liquidAlpha: true, bondsPenalty: 21_845 },
];

/** The same series every time: rows shuffled, the third epoch without any stake, some bonds not stored. */
export function knownSeries(): readonly EpochSeries[] {
  const random = seededRandom(SEED);
  return SHAPES.map((shape) => {
    const core = sampleCore(random, { ...SIZE, ...shape });
    // The same columns the other way round, so that the cursors miss others than before.
    const turned = core.weights.map(({ columns, values }) => ({ columns: columns.toReversed(), values }));
    const later = { ...core, weights: turned };
    const noStake = { ...core, activeStake: new BigInt64Array(SIZE.n) };
    const cores = [core, later, noStake, core];
    return {
      steps: Array.from({ length: EPOCHS }, (_, epoch): EpochStep => {
        const keepsBonds = Array.from({ length: SIZE.n }, () => !random.oneIn(4));
        return { core: cores[epoch]!, keepsBonds: epoch === 2 ? undefined : keepsBonds };
      }),
    };
  });
}
