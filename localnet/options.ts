/**
 * The localnet's flags: what they are, their defaults, and how they are read.
 */
import { parseArgs } from 'node:util';
import { LocalnetError } from './chain/index.ts';
import type { Lies } from './types.ts';

export interface LocalnetOptions {
  /** Where blocks and `chain-spec.json` are kept. */
  readonly dataDir: string;
  /** Keep no blocks: every start is a new chain. */
  readonly ephemeral: boolean;
  readonly blockTimeMs: number;
  /** 0 takes a free port. */
  readonly rpcPort: number;
  readonly p2pPort: number;
  /** Blocks that a new chain gets at once. */
  readonly historyBlocks: number;
  readonly lies: Lies;
  /** Residents and their weights follow from it. */
  readonly seed: string;
}

export const DEFAULTS: LocalnetOptions = {
  dataDir: '.localnet',
  ephemeral: false,
  blockTimeMs: 1000,
  rpcPort: 9944,
  p2pPort: 30444,
  // Two epochs of the longest tempo (60), and enough for a light client to warp over.
  historyBlocks: 128,
  lies: { proof: false, signature: false },
  seed: 'localnet',
};

/** Shorter slots leave no time for votes and proofs between blocks. */
const MIN_BLOCK_TIME_MS = 200;
const MAX_BLOCK_TIME_MS = 60_000;
const MAX_HISTORY_BLOCKS = 10_000;
const MAX_PORT = 65_535;

export const HELP = `A small Bittensor network on this machine: chain node, light-client p2p, JSON-RPC, residents.

  npm run localnet -- [flags]

  --data-dir DIR       where blocks and chain-spec.json are kept          ${DEFAULTS.dataDir}
  --ephemeral          keep no blocks; chain-spec.json is still written
  --block-time MS      time between blocks, ${MIN_BLOCK_TIME_MS}…${MAX_BLOCK_TIME_MS} (finney: 12000)       ${DEFAULTS.blockTimeMs}
  --rpc-port N         JSON-RPC over WebSocket on 127.0.0.1; 0 = any      ${DEFAULTS.rpcPort}
  --p2p-port N         light-client p2p over WebSocket on 127.0.0.1       ${DEFAULTS.p2pPort}
  --history N          blocks that a new chain is given at once           ${DEFAULTS.historyBlocks}
  --lie WHAT           serve bad data: "proof" or "signature"; repeatable
  --seed TEXT          who the residents are and what they think          ${DEFAULTS.seed}
  --help               this text
`;

/** The options that `args` ask for, or `undefined` for help. @throws LocalnetError `localnet/bad-flag`. */
export function parseOptions(args: readonly string[]): LocalnetOptions | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  const seed = flags.seed ?? DEFAULTS.seed;
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(seed)) throw badFlag('--seed takes 1 to 32 letters, digits, "-" and "_"');
  const lies = flags.lie ?? [];
  const unknownLie = lies.find((lie) => lie !== 'proof' && lie !== 'signature');
  if (unknownLie !== undefined) throw badFlag(`--lie takes "proof" or "signature", got "${unknownLie}"`);
  return {
    dataDir: flags['data-dir'] ?? DEFAULTS.dataDir,
    ephemeral: flags.ephemeral ?? DEFAULTS.ephemeral,
    blockTimeMs: integer(
      '--block-time',
      flags['block-time'],
      DEFAULTS.blockTimeMs,
      MIN_BLOCK_TIME_MS,
      MAX_BLOCK_TIME_MS,
    ),
    rpcPort: integer('--rpc-port', flags['rpc-port'], DEFAULTS.rpcPort, 0, MAX_PORT),
    p2pPort: integer('--p2p-port', flags['p2p-port'], DEFAULTS.p2pPort, 0, MAX_PORT),
    historyBlocks: integer('--history', flags.history, DEFAULTS.historyBlocks, 0, MAX_HISTORY_BLOCKS),
    lies: { proof: lies.includes('proof'), signature: lies.includes('signature') },
    seed,
  };
}

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
        history: { type: 'string' },
        lie: { type: 'string', multiple: true },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new LocalnetError('localnet/bad-flag', `${(error as Error).message} (see --help)`, error);
  }
}

function integer(flag: string, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw badFlag(`${flag} takes an integer from ${min} to ${max}, got "${text}"`);
  return value;
}

const badFlag = (what: string) => new LocalnetError('localnet/bad-flag', `${what} (see --help)`);
