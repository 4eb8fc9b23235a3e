/**
 * Hostile input for everything that reads what strangers send.
 *
 * Every case has a seed of its own; one that fails is printed with it and can be run again alone.
 */
import { seededRandom } from '../../src/gpu/random.ts';
import { commits, justifications } from './finality.ts';
import { headers } from './headers.ts';
import { forgedRoots, readProofs, trieNodes } from './proofs.ts';
import type { FuzzTarget } from './target.ts';
import { checkpoints, jsonHeaders, jsonRpcMessages } from './texts.ts';
import { wireFrames, wireMessages } from './wire.ts';

/** A case takes microseconds, with signatures milliseconds; garbage collection and a busy machine have room. */
const MAX_CASE_MS = 2000;
/** Cases between two looks at the memory, and how much more than at the start there may be of it. */
const CASES_PER_LOOK = 4096;
const MAX_GROWTH_BYTES = 512 << 20;
/** Failures shown; after so many the rest is the same fault. */
const MOST_SHOWN = 20;

interface Row {
  readonly target: FuzzTarget;
  cases: number;
  refused: number;
  ms: number;
  slowestMs: number;
}

export interface DecoderTotals {
  readonly passed: number;
  readonly failed: number;
}

export function fuzzTargets(): readonly FuzzTarget[] {
  return [
    readProofs(),
    forgedRoots(),
    trieNodes(),
    headers(),
    justifications(),
    commits(),
    jsonRpcMessages(),
    jsonHeaders(),
    checkpoints(),
    wireMessages(),
    wireFrames(),
  ];
}

/** Tries `cases` inputs over all decoders and prints a line for each. `only`: `name:seed` of one case. */
export function fuzzDecoders(options: {
  readonly cases: number;
  readonly seed: number;
  readonly only: string | undefined;
  readonly targets?: readonly FuzzTarget[];
  readonly log: (line: string) => void;
}): DecoderTotals {
  const { cases, seed, only, targets = fuzzTargets(), log } = options;
  const rows = targets.map((target): Row => ({ target, cases: 0, refused: 0, ms: 0, slowestMs: 0 }));
  const lots = rows.flatMap((row) => Array.from({ length: row.target.share }, () => row));
  const random = seededRandom(seed);
  const memoryAtStart = process.memoryUsage.rss();
  const [onlyName, onlySeed] = only?.split(':') ?? [];
  const startedMs = performance.now();
  let failed = 0;
  for (let done = 0; done < cases; done++) {
    const row = onlyName ? rows.find(({ target }) => target.name === onlyName) : random.pick(lots);
    if (!row) throw new RangeError(`there is no decoder ${onlyName}`);
    const seedOfCase = onlySeed ? Number(onlySeed) : random.u32();
    const trouble = tryOne(row, seedOfCase) ?? (done % CASES_PER_LOOK === 0 ? grownBeyond(memoryAtStart) : undefined);
    if (!trouble) continue;
    if (failed < MOST_SHOWN) console.error(`case '${row.target.name}:${seedOfCase}': ${trouble}`);
    failed++;
  }
  for (const row of rows) log(lineOf(row));
  const seconds = (performance.now() - startedMs) / 1000;
  log(`${cases} hostile inputs in ${seconds.toFixed(1)} s, ${Math.round(cases / seconds)} per second`);
  return { passed: cases - failed, failed };
}

function tryOne(row: Row, seedOfCase: number): string | undefined {
  const startedMs = performance.now();
  row.cases++;
  try {
    if (row.target.tryOne(seededRandom(seedOfCase)) === 'refused') row.refused++;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  const ms = performance.now() - startedMs;
  row.ms += ms;
  row.slowestMs = Math.max(row.slowestMs, ms);
  return ms > MAX_CASE_MS ? `took ${Math.round(ms)} ms` : undefined;
}

function grownBeyond(memoryAtStart: number): string | undefined {
  const grown = process.memoryUsage.rss() - memoryAtStart;
  return grown > MAX_GROWTH_BYTES ? `${grown >> 20} MiB of memory more than at the start` : undefined;
}

function lineOf({ target, cases, refused, ms, slowestMs }: Row): string {
  const perSecond = ms > 0 ? Math.round((cases / ms) * 1000) : 0;
  const outcome = `${refused} refused, ${cases - refused} read`;
  return `${target.name}: ${cases} inputs, ${outcome}, ${perSecond}/s, slowest ${slowestMs.toFixed(0)} ms`;
}
