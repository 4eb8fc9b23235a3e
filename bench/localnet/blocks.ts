/** Blocks of a network as large as finney: 128 subnets and root, 256 neurons each; one tempo, so that each has its epoch. */

import { generateCast, MAX_NEURONS, MAX_SUBNETS } from '../../localnet/residents/index.ts';
import { State } from '../../localnet/state.ts';
import type { Block } from '../../localnet/types.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { Figure } from '../types.ts';
import { makeBlocks, openBenchChain, quantile, rssMb, sum } from './chain.ts';

const TEMPO_BLOCKS = 360;
/** A slot of finney. */
const SLOT_MS = 12_000;

export async function blocks(): Promise<readonly Figure[]> {
  const size = `${MAX_SUBNETS} subnets and root × ${MAX_NEURONS} neurons`;
  const cast = generateCast({ seed: 'bench', subnets: MAX_SUBNETS, neurons: MAX_NEURONS });
  const chain = await openBenchChain(cast);
  const [foundingMs] = await makeBlocks(chain, 1);
  const plain: number[] = [];
  const withEpochs: number[] = [];
  let epochs = 0;
  for (let i = 0; i < TEMPO_BLOCKS + 4; i++) {
    const [ms] = await makeBlocks(chain, 1);
    const ran = epochsIn(chain.best);
    epochs += ran;
    (ran > 0 ? withEpochs : plain).push(ms!);
  }
  const all = [...plain, ...withEpochs];
  return [
    { what: `founding block: ${size}`, value: foundingMs!, unit: 'ms' },
    {
      what: `blocks: ${size}`,
      value: (all.length / sum(all)) * 1000,
      unit: '/s',
      note: `${epochs} epochs in ${all.length} blocks`,
    },
    { what: 'block without epoch, median', value: quantile(plain, 0.5), unit: 'ms' },
    { what: 'block without epoch, 99 of 100', value: quantile(plain, 0.99), unit: 'ms' },
    { what: 'block with an epoch, median', value: quantile(withEpochs, 0.5), unit: 'ms' },
    { what: 'block with an epoch, 99 of 100', value: quantile(withEpochs, 0.99), unit: 'ms', reach: SLOT_MS },
    { what: 'memory of the process with 256 states', value: rssMb(), unit: 'MB' },
  ];
}

function epochsIn({ state, number }: Block): number {
  return new State(state!)
    .entriesOf(storage.SubtensorModule.LastEpochBlock)
    .filter(([, block]) => block === BigInt(number)).length;
}
