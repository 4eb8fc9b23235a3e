/**
 * `npm run vectors -- --engine reference|wasm|gpu PATH…`: runs vector files and says what differs.
 *
 * Exits with 1 on any difference and on anything that it cannot run; nothing is skipped. The last line is
 * `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { rerunWithVulkan } from '../vulkan.mjs';
import { caseIds, runDocument } from './documents.ts';
import { ENGINE_NAMES, type EngineName, openEngine, type VectorEngine } from './engine.ts';
import { findFiles, readDocument } from './files.ts';
import { Report } from './report.ts';
import type { CaseResult } from './types.ts';
import { cannotRun, type FunctionTally } from './yuma.ts';

const USAGE = `Usage: npm run vectors -- [--engine ${ENGINE_NAMES.join('|')}] PATH…

Runs vector files (.json) and folders of them, and compares every result exactly.
  --engine   what computes: reference (default, bigints), wasm, gpu
  --help     this text

Vectors of the project: test/vectors`;

class UsageError extends Error {}

interface Options {
  readonly engine: EngineName;
  readonly paths: readonly string[];
}

/** Undefined when only help was asked for. @throws UsageError */
function parseOptions(args: readonly string[]): Options | undefined {
  const options = { engine: { type: 'string', default: 'reference' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true });
    } catch (error) {
      throw new UsageError((error as Error).message, { cause: error });
    }
  })();
  if (values.help) return undefined;
  const engine = ENGINE_NAMES.find((name) => name === values.engine);
  if (!engine) throw new UsageError(`--engine: expected ${ENGINE_NAMES.join(', ')}, got ${values.engine}`);
  if (positionals.length === 0) throw new UsageError('which vector files? No PATH was given');
  return { engine, paths: positionals };
}

/** Every case of one file; what stops the whole file is one failure. */
async function runFile(
  file: string,
  engine: VectorEngine | Error,
  tally: FunctionTally,
): Promise<readonly CaseResult[]> {
  try {
    const document = await readDocument(file);
    if (engine instanceof Error) return caseIds(document).map((id) => cannotRun(id, engine));
    const results = await runDocument(document, engine, tally);
    return results.length > 0 ? results : [cannotRun('document', 'it holds no cases')];
  } catch (error) {
    return [cannotRun('document', error)];
  }
}

/** Says where function cases ran, so that nobody takes shared code for the engine's. */
function describeTally(engine: EngineName, { onEngine, inSharedCode, inReference }: FunctionTally): void {
  const inStages = [...inReference.values()].reduce((sum, cases) => sum + cases, 0);
  if (onEngine + inSharedCode + inStages === 0) return;
  console.log(`functions: ${onEngine} cases ran on the ${engine}, ${inSharedCode} in code that all engines share`);
  if (inStages === 0) return;
  const names = [...inReference.keys()].sort().join(', ');
  console.log(`  ${inStages} are stages that the ${engine} has only inside epochs and ran in the reference: ${names}`);
}

/** Returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  if (options.engine === 'gpu') {
    const exitCode = await rerunWithVulkan();
    if (exitCode !== undefined) return exitCode;
  }
  const engine = await openEngine(options.engine).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  console.log(`engine ${options.engine}: ${engine instanceof Error ? engine.message : engine.device}`);

  const report = new Report((line) => console.log(line));
  const tally: FunctionTally = { onEngine: 0, inSharedCode: 0, inReference: new Map() };
  for (const { path, problem } of await findFiles(options.paths)) {
    report.add(path, problem ? [cannotRun('file', problem)] : await runFile(path, engine, tally));
  }
  if (!(engine instanceof Error)) {
    engine.close();
    if (engine.name !== 'reference') describeTally(engine.name, tally);
  }
  console.log(report.totals());
  return report.hasFailures ? 1 : 0;
}

/** Exit code for a command line that makes no sense. */
const USAGE_EXIT_CODE = 2;

try {
  // Dawn keeps Node alive after its device is gone, so the process ends here and now.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  console.log('0 passed, 1 failed');
  process.exit(USAGE_EXIT_CODE);
}
