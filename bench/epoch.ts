/**
 * How long the engines take for one epoch, and for a batch, on this machine: sizes and rules of real subnets, made-up
 * weights and stakes (seeded). The engine's own part only: rows are prepared beforehand, results are read back.
 */
import type { EpochCore } from '../src/chain/yuma/index.ts';
import { prepareEpoch } from '../src/chain/yuma/index.ts';
import type { EpochEngine } from '../src/gpu/index.ts';
import { createReferenceEngine } from '../src/gpu/index.ts';
import { createNodeGpuEngine } from '../src/gpu/node.ts';
import { randomEpochInput } from '../src/gpu/testing/random-input.ts';
import type { Figure } from './types.ts';
import { median } from './types.ts';

const SEED = 20_261;
const RUNS = 5;
const SIZES = [
  [16, 256],
  [64, 256],
] as const;
const RULES = [
  { name: 'Yuma2', yuma3On: false, liquidAlphaOn: false },
  { name: 'Yuma3', yuma3On: true, liquidAlphaOn: false },
  { name: 'liquid', yuma3On: true, liquidAlphaOn: true },
] as const;
/** As many subnets as the main network has. */
const BATCH = 129;

export async function epoch(): Promise<readonly Figure[]> {
  const engines: EpochEngine[] = [createReferenceEngine(), await createNodeGpuEngine({ allowSoftware: true })];
  const figures: Figure[] = [];
  for (const engine of engines) {
    const name = `${engine.name} (${engine.device})`;
    for (const [validators, neurons] of SIZES) {
      for (const rule of RULES) {
        const core = prepareEpoch(randomEpochInput({ seed: SEED, validators, neurons, ...rule }), 0).core;
        const value = await medianMs(engine, [core]);
        figures.push({ what: `${name}: one epoch ${validators}×${neurons}, ${rule.name}`, value, unit: 'ms' });
      }
    }
    if (engine.name === 'reference') continue;
    const batch = Array.from({ length: BATCH }, (_, k) => {
      const input = randomEpochInput({ seed: SEED + k, validators: 16, neurons: 256, ...RULES[0] });
      return prepareEpoch(input, 0).core;
    });
    figures.push({ what: `${name}: ${BATCH} subnets 16×256, Yuma2`, value: await medianMs(engine, batch), unit: 'ms' });
  }
  for (const engine of engines) engine.close();
  return figures;
}

async function medianMs(engine: EpochEngine, cores: readonly EpochCore[]): Promise<number> {
  await engine.computeCores(cores);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedMs = performance.now();
    await engine.computeCores(cores);
    times.push(performance.now() - startedMs);
  }
  return median(times);
}
