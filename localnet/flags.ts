/**
 * The localnet's flags: how they are explained and read, and which of them contradict each other.
 */
import { parseArgs } from 'node:util';
import { LocalnetError } from './chain/index.ts';
import type { LogFormat } from './log.ts';
import { DEFAULT_OPS_PORT } from './metrics/index.ts';
import type { ProgramOptions } from './options.ts';
import { DEFAULTS, HISTORY_BLOCKS, SHORT_HISTORY_BLOCKS } from './options.ts';
import {
  FAST_TEMPO_BLOCKS,
  MAX_NEURONS,
  MAX_SUBNETS,
  MIN_NEURONS,
  PLAYED_SUBNETS,
  parseTao,
  TAO,
} from './residents/index.ts';
import type { Lies } from './types.ts';

/** Shorter slots leave no time for votes and proofs between blocks. */
const MIN_BLOCK_TIME_MS = 200;
const MAX_BLOCK_TIME_MS = 60_000;
const MAX_HISTORY_BLOCKS = 10_000;
const MAX_PORT = 65_535;
const MAX_RESIDENTS = 1000;
/** Any number would do; nobody has set out from more. */
const MAX_GENESIS_SET_ID = 1_000_000;
const MAX_PERIOD_BLOCKS = 1_000_000;
/** `MaxEpochsPerBlock`: more subnets than this would wait for ever for their turn. */
const EPOCHS_PER_BLOCK = 2;
const MAX_FAST_SUBNETS = FAST_TEMPO_BLOCKS * EPOCHS_PER_BLOCK;

export const HELP = `A small Bittensor network on this machine: chain node, light-client p2p, JSON-RPC, residents.

  npm run localnet -- [flags]
  npm run localnet -- faucet ADDRESS [TAO]      TAO from a running localnet, 100 if not said

 the chain
  --data-dir DIR       where blocks and chain-spec.json are kept          ${DEFAULTS.dataDir}
  --ephemeral          keep no blocks; chain-spec.json is still written
  --block-time MS      time between blocks, ${MIN_BLOCK_TIME_MS}…${MAX_BLOCK_TIME_MS} (finney: 12000)     ${DEFAULTS.blockTimeMs}
  --history N          blocks that a new chain is given at once           ${HISTORY_BLOCKS}, large chains ${SHORT_HISTORY_BLOCKS}
  --fast-epochs        an epoch every ${FAST_TEMPO_BLOCKS} blocks in every subnet
  --at-issuance TAO    issuance to begin with; 10499990 is ten TAO before a halving
  --fork-from FILE     go on from a snapshot of another chain's state

 its finality, as on finney if you like
  --rotate-every N     hand power to other authorities every N blocks     never
  --genesis-set-id N   number of the first set of voters (finney: 3)      ${DEFAULTS.genesisSetId}
  --justification-period N   votes for every Nth block are kept           ${DEFAULTS.justificationPeriod}
  --votes WHICH        what JSON-RPC gives away: "all" or only "stored"   ${DEFAULTS.votes}
  --serve-justifications     p2p blocks come with votes; smoldot leaves
  --babe-api           a runtime with finney's BabeApi; smoldot refuses

 its people
  --seed TEXT          who the residents are and what they think          ${DEFAULTS.seed}
  --residents WHO      who acts: "all", "none", or how many               all
  --subnets N          subnets, ${PLAYED_SUBNETS}…${MAX_SUBNETS}; those beyond ${PLAYED_SUBNETS} are generated       ${DEFAULTS.subnets}
  --neurons N          neurons of a generated subnet, ${MIN_NEURONS}…${MAX_NEURONS}               ${DEFAULTS.neurons}

 its doors
  --rpc-port N         JSON-RPC over WebSocket on 127.0.0.1; 0 = any      ${DEFAULTS.rpcPort}
  --p2p-port N         light-client p2p over WebSocket on 127.0.0.1       ${DEFAULTS.p2pPort}
  --metrics-port N     metrics, faucet, upgrade over HTTP on 127.0.0.1    ${DEFAULT_OPS_PORT}
  --log FORMAT         "text" or "json", a line per event                 text
  --lie WHAT           serve bad data: "proof" or "signature"; repeatable
  --help               this text
`;

/** The options that `args` ask for, or `undefined` for help. @throws LocalnetError `localnet/bad-flag`. */
export function parseOptions(args: readonly string[]): ProgramOptions | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  refuseContradictions(flags);
  const number = (name: NumberFlag, fallback: number, min: number, max: number) =>
    integer(`--${name}`, flags[name], fallback, min, max);
  const options: ProgramOptions = {
    dataDir: flags['data-dir'] ?? DEFAULTS.dataDir,
    ephemeral: flags.ephemeral ?? DEFAULTS.ephemeral,
    blockTimeMs: number('block-time', DEFAULTS.blockTimeMs, MIN_BLOCK_TIME_MS, MAX_BLOCK_TIME_MS),
    rpcPort: number('rpc-port', DEFAULTS.rpcPort, 0, MAX_PORT),
    p2pPort: number('p2p-port', DEFAULTS.p2pPort, 0, MAX_PORT),
    metricsPort: number('metrics-port', DEFAULT_OPS_PORT, 0, MAX_PORT),
    isMetricsPortChosen: flags['metrics-port'] !== undefined,
    historyBlocks: flags.history === undefined ? undefined : number('history', HISTORY_BLOCKS, 0, MAX_HISTORY_BLOCKS),
    lies: readLies(flags.lie ?? []),
    seed: readSeed(flags.seed ?? DEFAULTS.seed),
    subnets: number('subnets', DEFAULTS.subnets, PLAYED_SUBNETS, MAX_SUBNETS),
    neurons: number('neurons', DEFAULTS.neurons, MIN_NEURONS, MAX_NEURONS),
    residents: readResidents(flags.residents),
    issuanceRao: readIssuance(flags['at-issuance']),
    fastEpochs: flags['fast-epochs'] ?? DEFAULTS.fastEpochs,
    forkFrom: flags['fork-from'],
    genesisSetId: number('genesis-set-id', DEFAULTS.genesisSetId, 0, MAX_GENESIS_SET_ID),
    justificationPeriod: number('justification-period', DEFAULTS.justificationPeriod, 1, MAX_PERIOD_BLOCKS),
    rotateEvery: flags['rotate-every'] === undefined ? undefined : number('rotate-every', 1, 1, MAX_PERIOD_BLOCKS),
    babeApi: flags['babe-api'] ?? DEFAULTS.babeApi,
    votes: readVotes(flags.votes ?? DEFAULTS.votes),
    serveJustifications: flags['serve-justifications'] ?? DEFAULTS.serveJustifications,
    logFormat: readLogFormat(flags.log ?? 'text'),
  };
  if (options.fastEpochs && options.subnets > MAX_FAST_SUBNETS) {
    throw badFlag(
      `--fast-epochs with ${options.subnets} subnets: a block runs ${EPOCHS_PER_BLOCK} epochs, so at most ${MAX_FAST_SUBNETS} can have one every ${FAST_TEMPO_BLOCKS} blocks`,
    );
  }
  return options;
}

type Flags = ReturnType<typeof readFlags>;
type NumberFlag =
  | 'block-time'
  | 'rpc-port'
  | 'p2p-port'
  | 'metrics-port'
  | 'history'
  | 'subnets'
  | 'neurons'
  | 'genesis-set-id'
  | 'justification-period'
  | 'rotate-every';

function readFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'data-dir': { type: 'string' },
        ephemeral: { type: 'boolean' },
        'block-time': { type: 'string' },
        'rpc-port': { type: 'string' },
        'p2p-port': { type: 'string' },
        'metrics-port': { type: 'string' },
        history: { type: 'string' },
        lie: { type: 'string', multiple: true },
        seed: { type: 'string' },
        subnets: { type: 'string' },
        neurons: { type: 'string' },
        residents: { type: 'string' },
        'at-issuance': { type: 'string' },
        'fast-epochs': { type: 'boolean' },
        'fork-from': { type: 'string' },
        'genesis-set-id': { type: 'string' },
        'justification-period': { type: 'string' },
        'rotate-every': { type: 'string' },
        'babe-api': { type: 'boolean' },
        votes: { type: 'string' },
        'serve-justifications': { type: 'boolean' },
        log: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new LocalnetError('localnet/bad-flag', `${(error as Error).message} (see --help)`, error);
  }
}

/** Flags that make no sense together, with the reason. */
function refuseContradictions(flags: Flags): void {
  if (flags['fork-from'] !== undefined) {
    for (const name of ['subnets', 'neurons', 'at-issuance', 'fast-epochs'] as const) {
      if (flags[name] !== undefined)
        throw badFlag(`--${name} with --fork-from: the snapshot says what the chain begins with`);
    }
    if (flags.residents !== undefined && flags.residents !== 'none' && flags.residents !== '0') {
      throw badFlag('--residents with --fork-from: nobody here has the keys of the people of a snapshot');
    }
  }
  if (flags.neurons !== undefined && (flags.subnets ?? String(PLAYED_SUBNETS)) === String(PLAYED_SUBNETS)) {
    throw badFlag(`--neurons is for generated subnets; ask for more than ${PLAYED_SUBNETS} with --subnets`);
  }
  const ports = [flags['rpc-port'] ?? DEFAULTS.rpcPort, flags['p2p-port'] ?? DEFAULTS.p2pPort, flags['metrics-port']];
  const taken = ports.filter((port) => port !== undefined && String(port) !== '0').map(String);
  if (new Set(taken).size < taken.length) throw badFlag('--rpc-port, --p2p-port and --metrics-port must differ');
}

function integer(flag: string, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw badFlag(`${flag} takes an integer from ${min} to ${max}, got "${text}"`);
  return value;
}

function readLies(lies: readonly string[]): Lies {
  const unknownLie = lies.find((lie) => lie !== 'proof' && lie !== 'signature');
  if (unknownLie !== undefined) throw badFlag(`--lie takes "proof" or "signature", got "${unknownLie}"`);
  return { proof: lies.includes('proof'), signature: lies.includes('signature') };
}

function readSeed(seed: string): string {
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(seed)) throw badFlag('--seed takes 1 to 32 letters, digits, "-" and "_"');
  return seed;
}

function readResidents(text: string | undefined): number | undefined {
  if (text === undefined || text === 'all') return undefined;
  if (text === 'none') return 0;
  if (!/^\d+$/.test(text)) throw badFlag(`--residents takes "all", "none" or a number, got "${text}"`);
  return integer('--residents', text, 0, 0, MAX_RESIDENTS);
}

/** Whether so much can be is known when the people are: `founding-accounts.ts`. */
function readIssuance(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const rao = parseTao(text);
  if (rao === undefined || rao < TAO) throw badFlag(`--at-issuance takes an amount of TAO, got "${text}"`);
  return rao;
}

function readVotes(votes: string): ProgramOptions['votes'] {
  if (votes !== 'all' && votes !== 'stored') throw badFlag(`--votes takes "all" or "stored", got "${votes}"`);
  return votes;
}

function readLogFormat(format: string): LogFormat {
  if (format !== 'text' && format !== 'json') throw badFlag(`--log takes "text" or "json", got "${format}"`);
  return format;
}

const badFlag = (what: string) => new LocalnetError('localnet/bad-flag', `${what} (see --help)`);
