/** Opens the chain where it is kept, or begins it: the runtime that it claims to run, its first authorities, its database. */
import { join } from 'node:path';
import type { ComputeCore } from '../src/chain/yuma/index.ts';
import type { Founding } from './chain/index.ts';
import { Chain, genesisState, openLevelStore, openMemoryStore } from './chain/index.ts';
import { authorities, heldAuthorities } from './residents/index.ts';
import { buildCode } from './runtimes.ts';

/** The runtime that this chain claims to run: finney's, by number and by shape. */
export const VERSION = { specVersion: 424, transactionVersion: 1 } as const;
/** Blocks stand in their own folder, so that the directory can hold the specification too. */
const STORE_FOLDER = 'chain';

export interface OpenOptions {
  /** Undefined: nothing is kept. */
  readonly dataDir: string | undefined;
  readonly ephemeral: boolean;
  readonly blockTimeMs: number;
  readonly seed: string;
  readonly founding: Founding;
  readonly computeCore: ComputeCore;
  /** Told of calls that threw instead of failing. */
  readonly onBug: (call: string, error: unknown) => void;
  readonly genesisSetId: number;
  readonly justificationPeriod: number;
  readonly babeApi: boolean;
}

/** Where blocks are kept; undefined if they are not. */
export const storeDirectory = ({
  dataDir,
  ephemeral,
}: Pick<OpenOptions, 'dataDir' | 'ephemeral'>): string | undefined =>
  dataDir === undefined || ephemeral ? undefined : join(dataDir, STORE_FOLDER);

/** @throws LocalnetError `store/…` */
export async function openChain(options: OpenOptions): Promise<Chain> {
  const { blockTimeMs, seed, founding, computeCore, onBug, justificationPeriod, babeApi } = options;
  const genesisSetId = BigInt(options.genesisSetId);
  const directory = storeDirectory(options);
  const store =
    directory === undefined ? openMemoryStore() : await openLevelStore(directory, { blockTimeMs, seed, genesisSetId });
  return Chain.open({
    store,
    authorities: heldAuthorities(),
    genesisSetId,
    justificationPeriod,
    blockTimeMs,
    version: VERSION,
    computeCore,
    onBug,
    founding,
    genesis: async () => {
      const code = await buildCode({ ...VERSION, babeApi }, blockTimeMs);
      return genesisState({ ...authorities(), code, specVersion: VERSION.specVersion });
    },
  });
}
