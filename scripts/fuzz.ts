/**
 * `npm run fuzz -- [--decoders N] [--epochs N] [--seed S]`: what must hold whatever comes.
 *
 *   decoders   what strangers send, damaged: refused by name, or read as what is true        `fuzz/decoders.ts`
 *   epochs     random epochs on every engine, in every bit like the reference                `fuzz/epochs.ts`
 *
 * Prints the seed, and for each failure the seed of its case: `--decoder-case` and `--case` run that one again. Exits
 * with 1 on any failure. The last line is `N passed, N failed`, counting inputs and epochs.
 */
import { parseArgs } from 'node:util';
import { fuzzDecoders } from './fuzz/decoders.ts';
import { EPOCH_ENGINES, fuzzEpochs } from './fuzz/epochs.ts';
import { rerunWithVulkan } from './vulkan.mjs';
import { buildWasmKernels } from './wasm-kernels.ts';

const USAGE = `Usage: npm run fuzz -- [options]

Sends hostile inputs to all decoders, and compares random epochs on all engines with the reference, bit for bit.
  --decoders N         how many hostile inputs (default 1000000; npm test tries 50000; 0 for none)
  --epochs N           how many epochs (default 100000; npm test runs 10000; 0 for none)
  --seed S             0…2^32−1 (default: today's date as a number, printed)
  --engines LIST       of wasm, wasm-scalar, gpu (default wasm,gpu)
  --decoder-case CASE  only this hostile input, as a failure has named it: 'headers:123'
  --case SEED          only the series of epochs with this seed, which a difference has named
  --help               this text`;

const DEFAULT_DECODER_CASES = 1_000_000;
const DEFAULT_EPOCHS = 100_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      decoders: { type: 'string', default: String(DEFAULT_DECODER_CASES) },
      epochs: { type: 'string', default: String(DEFAULT_EPOCHS) },
      seed: { type: 'string', default: new Date().toISOString().slice(0, 10).replaceAll('-', '') },
      engines: { type: 'string', default: 'wasm,gpu' },
      'decoder-case': { type: 'string' },
      case: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const engines = values.engines.split(',');
  const isNumber = (text: string) => Number.isSafeInteger(Number(text)) && Number(text) >= 0;
  const areNumbers = [values.decoders, values.epochs, values.seed, values.case ?? '0'].every(isNumber);
  if (values.help || !areNumbers || engines.some((name) => !(name in EPOCH_ENGINES))) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const seed = Number(values.seed);
  const decoderCase = values['decoder-case'];
  const epochCase = values.case;
  // One case by name is all that is wanted then.
  const decoders = decoderCase !== undefined ? 1 : epochCase !== undefined ? 0 : Number(values.decoders);
  const epochs = decoderCase !== undefined ? 0 : Number(values.epochs);
  const wantsEpochs = epochs > 0 || epochCase !== undefined;
  if (wantsEpochs && engines.includes('gpu')) {
    const exitCode = await rerunWithVulkan();
    if (exitCode !== undefined) return exitCode;
  }
  console.log(`seed ${seed}`);
  const totals = [{ passed: 0, failed: 0 }];
  if (decoders > 0) totals.push(fuzzDecoders({ cases: decoders, seed, only: decoderCase, log: console.log }));
  if (wantsEpochs) {
    await buildWasmKernels();
    const only = epochCase === undefined ? undefined : Number(epochCase);
    totals.push(await fuzzEpochs({ epochs, seed, engines, only, log: console.log }));
  }
  const [passed, failed] = (['passed', 'failed'] as const).map((key) => totals.reduce((sum, one) => sum + one[key], 0));
  console.log(`${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

// Dawn keeps Node alive after its device is gone, so the process ends here and now.
process.exit(await main());
