/**
 * `npm run study -- FILE`: computes a study (src/gpu/sweep) on this machine, or one shard of it on each of many.
 *
 * Exits with 0 when the shard is complete, 1 when something is refused, 2 for a command line that makes no sense, and
 * 130 when it was stopped: what was finished is kept, and the same command goes on there.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Shard } from '../src/gpu/sweep/index.ts';
import { STUDY_ENGINES, type StudyEngine } from './study/calculator.ts';
import { mergeFolders } from './study/merge.ts';
import { readStudy } from './study/read-study.ts';
import { StudyRefusal } from './study/refusal.ts';
import { runStudy } from './study/run.ts';
import { buildWasmKernels } from './wasm-kernels.ts';

const USAGE = `Usage: npm run study -- FILE --out FOLDER [--shard I/N] [--threads K] [--engine ${STUDY_ENGINES.join('|')}]
       npm run study -- merge FOLDER… --out FOLDER

Computes the study that FILE describes, or shard I of N of it (I from 0), into FOLDER as Parquet.
A run that was stopped goes on where it was. merge puts the folders of shards into one.
  --out      the folder of results: FOLDER/*.parquet is one data set
  --shard    which of how many (default 0/1); all shards may share one folder
  --threads  default: as many as this machine runs at once
  --engine   what computes; the results are the same (default wasm)
  --help     this text

Examples of studies: studies/`;

class UsageError extends Error {}

type Command =
  | { readonly name: 'help' }
  | { readonly name: 'merge'; readonly folders: readonly string[]; readonly out: string }
  | {
      readonly name: 'run';
      readonly file: string;
      readonly out: string;
      readonly shard: Shard;
      readonly threads: number;
      readonly engine: StudyEngine;
    };

const OPTIONS = {
  out: { type: 'string' },
  shard: { type: 'string', default: '0/1' },
  threads: { type: 'string', default: String(availableParallelism()) },
  engine: { type: 'string', default: 'wasm' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** More threads than any machine has, and shards than any cluster: beyond it is a slip of the finger. */
const MAX_THREADS = 1_024;
const MAX_SHARDS = 1_000_000;

/** @throws UsageError */
function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    } catch (error) {
      throw new UsageError((error as Error).message, { cause: error });
    }
  })();
  if (values.help) return { name: 'help' };
  const [first, ...others] = positionals;
  if (first === undefined) throw new UsageError('which study? No FILE was given');
  if (!values.out) throw new UsageError('--out: where shall the results go?');
  if (first === 'merge') {
    if (others.length === 0) throw new UsageError('merge: which folders?');
    return { name: 'merge', folders: others, out: values.out };
  }
  if (others.length > 0) throw new UsageError(`one FILE at a time; got ${positionals.join(', ')}`);
  const engine = STUDY_ENGINES.find((name) => name === values.engine);
  if (!engine) throw new UsageError(`--engine: expected ${STUDY_ENGINES.join(' or ')}, got ${values.engine}`);
  const threads = wholeNumber(values.threads);
  if (!(threads >= 1 && threads <= MAX_THREADS)) {
    throw new UsageError(`--threads: expected 1 to ${MAX_THREADS}, got ${values.threads}`);
  }
  return { name: 'run', file: first, out: values.out, shard: parseShard(values.shard), threads, engine };
}

function parseShard(text: string): Shard {
  const [index, count, rest] = text.split('/').map(wholeNumber);
  const isShard = index! >= 0 && index! < count! && count! <= MAX_SHARDS && rest === undefined;
  if (!isShard) throw new UsageError(`--shard: expected I/N with 0 ≤ I < N ≤ ${MAX_SHARDS}, got ${text}`);
  return { index: index!, count: count! };
}

const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);

/** Returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  if (command.name === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (command.name === 'merge') {
    const { study, derived } = await mergeFolders(command.folders, command.out);
    const tables = derived.length > 0 ? `; derived: ${derived.join(', ')}` : '';
    console.log(`study ${study.hash.slice(0, 12)}: ${study.chunks} parts, complete${tables}`);
    return 0;
  }
  const { file, ...setting } = command;
  const study = await readStudy(file);
  const { seed, study: kind } = study.description;
  console.log(`${kind} ${study.hash.slice(0, 12)}, seed ${seed}: ${study.points} points in ${study.chunks} chunks`);
  if (setting.engine === 'wasm') await buildWasmKernels();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Stopped(signal)));
  await runStudy(study, { ...setting, signal: stop.signal, say: (line) => console.log(line) });
  return 0;
}

class Stopped extends Error {
  constructor(signal: string) {
    super(`stopped by ${signal}; what was finished is kept, and the same command goes on there`);
  }
}

const REFUSED = 1;
const USAGE_EXIT_CODE = 2;
/** 128 + SIGINT, as shells have it. */
const STOPPED = 130;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = USAGE_EXIT_CODE;
  } else if (error instanceof StudyRefusal) {
    console.error(`${error.code}: ${error.message}\n${error.next}`);
    process.exitCode = REFUSED;
  } else if (error instanceof Stopped) {
    console.error(error.message);
    process.exitCode = STOPPED;
  } else throw error;
}
