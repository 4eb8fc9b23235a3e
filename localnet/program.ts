/**
 * The program: starts the localnet and runs it until it is told to stop (SIGINT, SIGTERM); or asks a running one for TAO
 * (`faucet`).
 *
 * What happens goes to stdout, a line per event, among them one per finalized block; what is wrong goes to stderr (`log.ts`).
 */
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { openEpochEngine } from './epoch-engine.ts';
import { askFaucet } from './faucet/index.ts';
import { HELP, parseOptions } from './flags.ts';
import type { Finality, Localnet, Log, LogFormat } from './index.ts';
import { createLog, LocalnetError, startLocalnet } from './index.ts';
import type { ProgramOptions } from './options.ts';

/** Exit codes: what was asked for makes no sense; it could not be done. */
const EXIT_USAGE = 2;
const EXIT_FAILURE = 1;

const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);
const logTo = (format: LogFormat): Log => createLog({ format, nowMs: Date.now, out: print, err: complain });

/** Says why and ends, if it is a reason that a user can do something about. */
function fail(log: Log, error: unknown): never {
  if (!(error instanceof LocalnetError)) throw error;
  log('error', 'failed', { code: error.code, reason: error.message });
  process.exit(error.code === 'localnet/bad-flag' ? EXIT_USAGE : EXIT_FAILURE);
}

function logFinality(log: Log, { chain, peers }: Localnet, { block }: Finality): void {
  log('info', 'finalized', {
    block: block.number,
    hash: Buffer.from(block.hash).toString('hex').slice(0, 8),
    best: chain.best.number,
    extrinsics: block.body.length - 1,
    peers: peers(),
  });
}

/** Runs what `args` ask for. A localnet goes on after this has resolved, until a signal ends the process. */
export async function runProgram(args: readonly string[]): Promise<void> {
  await runCommand(args).catch((error: unknown) => fail(logTo('text'), error));
}

async function runCommand(args: readonly string[]): Promise<void> {
  if (args[0] === 'faucet') {
    print(await askFaucet(args.slice(1)));
    return;
  }
  const options = parseOptions(args);
  if (!options) {
    print(HELP);
    return;
  }
  const { logFormat, ...settings } = options;
  const log = logTo(logFormat);
  await run(settings, log).catch((error: unknown) => fail(log, error));
}

async function run(settings: Omit<ProgramOptions, 'logFormat'>, log: Log): Promise<void> {
  const onFailure = () => process.exit(EXIT_FAILURE);
  const localnet = await startLocalnet({ ...settings, log, onFailure, computeCore: await openEpochEngine(log) });
  localnet.chain.subscribe((event) => {
    if (event.type === 'finalized') logFinality(log, localnet, event.finality);
  });

  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    log('info', 'stopping', { signal, finalized: localnet.chain.finalized.number });
    localnet.close().then(
      () => process.exit(0),
      (error: unknown) => fail(log, error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Last, since whoever waits for this line may send a signal at once.
  const { rpcUrl: rpc, p2pAddress: p2p, chainSpecPath: spec, opsUrl: ops } = localnet;
  log('info', 'ready', { rpc, p2p, spec, ops, best: localnet.chain.best.number });
  // Whoever is killed at the end leaves a cache all the same.
  flushCompileCache();
}
