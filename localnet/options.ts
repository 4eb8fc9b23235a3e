/** What a localnet can be told: the options, and what they are if nobody says otherwise. The flags: `flags.ts`. */
import { JUSTIFICATION_PERIOD } from './chain/index.ts';
import type { LogFormat } from './log.ts';
import { CAST_DEFAULTS } from './residents/index.ts';
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
  /** Of the operator's HTTP server; 0 takes a free port, undefined = there is none. */
  readonly metricsPort: number | undefined;
  /** Blocks that a new chain gets at once; undefined = what `historyOf` says. */
  readonly historyBlocks: number | undefined;
  readonly lies: Lies;
  /** Residents and their weights follow from it. */
  readonly seed: string;
  /** Subnets in all, root not counted; those beyond the four are generated. */
  readonly subnets: number;
  /** Neurons of a generated subnet. */
  readonly neurons: number;
  /** How many residents act; undefined = all. */
  readonly residents: number | undefined;
  /** TAO issuance that a new chain begins with, rao; undefined = what people hold. */
  readonly issuanceRao: bigint | undefined;
  /** Short tempos everywhere. */
  readonly fastEpochs: boolean;
  /** Snapshot of another chain's state to go on from. */
  readonly forkFrom: string | undefined;
  /** What votes number the first set of voters; a new chain's, since it is in what is signed. Finney's nodes say 3. */
  readonly genesisSetId: number;
  /** The votes for every so manieth block are kept. */
  readonly justificationPeriod: number;
  /** Blocks after which the authorities change, again and again; undefined = never by themselves. */
  readonly rotateEvery: number | undefined;
  /** Whether a new chain's runtime has finney's placeholder of `BabeApi`, which stops smoldot. */
  readonly babeApi: boolean;
  /** Which votes JSON-RPC gives away: all, or those that are kept, and these only with their blocks. */
  readonly votes: 'all' | 'stored';
  /** Whether p2p answers about blocks have the votes that are kept. smoldot leaves nodes that give them unasked. */
  readonly serveJustifications: boolean;
}

/** What the program has besides: how it reports. */
export interface ProgramOptions extends LocalnetOptions {
  readonly logFormat: LogFormat;
  /** False if the port of metrics is only the default: then a busy one is no reason not to start. */
  readonly isMetricsPortChosen: boolean;
}

export const DEFAULTS: LocalnetOptions = {
  dataDir: '.localnet',
  ephemeral: false,
  blockTimeMs: 1000,
  rpcPort: 9944,
  p2pPort: 30444,
  metricsPort: undefined,
  historyBlocks: undefined,
  lies: { proof: false, signature: false },
  seed: 'localnet',
  ...CAST_DEFAULTS,
  residents: undefined,
  issuanceRao: undefined,
  fastEpochs: false,
  forkFrom: undefined,
  genesisSetId: 0,
  justificationPeriod: JUSTIFICATION_PERIOD,
  rotateEvery: undefined,
  babeApi: false,
  votes: 'all',
  serveJustifications: false,
};

/** Two epochs of the longest tempo (60), and enough for a light client to warp over. */
export const HISTORY_BLOCKS = 128;
/** History of a large chain: about as long as its founding takes. */
export const SHORT_HISTORY_BLOCKS = 16;
/** Generated neurons from which a chain is large. */
const MANY_NEURONS = 1000;

/** How many blocks a new chain gets at once, and whether that is fewer than usual because it is large. */
export function historyOf({
  historyBlocks,
  subnets,
  neurons,
  forkFrom,
}: Pick<LocalnetOptions, 'historyBlocks' | 'subnets' | 'neurons' | 'forkFrom'>): {
  readonly blocks: number;
  readonly isShort: boolean;
} {
  if (historyBlocks !== undefined) return { blocks: historyBlocks, isShort: false };
  const isShort = forkFrom !== undefined || (subnets - CAST_DEFAULTS.subnets) * neurons >= MANY_NEURONS;
  return { blocks: isShort ? SHORT_HISTORY_BLOCKS : HISTORY_BLOCKS, isShort };
}
