/**
 * What a localnet begins with: its own people, or the state of another chain.
 *
 *   cast ─▶ founding of block 1                snapshot of block N ─▶ founding of block N + 1, and nobody who acts
 */
import { equalBytes } from '../src/chain/bytes.ts';
import { FOUNDING_KEY, foundingDigest } from './chain/founding.ts';
import type { Chain, Founding } from './chain/index.ts';
import { LocalnetError } from './chain/index.ts';
import { beaconConfig } from './drand/index.ts';
import type { LocalnetOptions } from './options.ts';
import { DEFAULTS } from './options.ts';
import type { Cast } from './residents/index.ts';
import { createCast, devEndowments, foundingEntries } from './residents/index.ts';
import { forkFounding, readSnapshot } from './snapshot/index.ts';

export interface FirstState {
  readonly founding: Founding;
  /** Whose keys are here. */
  readonly cast: Cast;
}

type FirstStateOptions = Pick<
  LocalnetOptions,
  'seed' | 'subnets' | 'neurons' | 'residents' | 'issuanceRao' | 'fastEpochs' | 'forkFrom'
>;

const NOBODY: Cast = { subnets: [], root: [], residents: [], nominations: [], takes: [] };

/** @throws LocalnetError `localnet/bad-issuance`, `snapshot/…` */
export async function firstState(options: FirstStateOptions): Promise<FirstState> {
  const { seed, subnets, neurons, residents, issuanceRao, fastEpochs, forkFrom } = options;
  const beacon = beaconConfig(seed);
  if (forkFrom !== undefined) {
    const founding = forkFounding(await readSnapshot(forkFrom), { endowments: devEndowments(), beacon });
    return { founding, cast: NOBODY };
  }
  const cast = createCast(seed, { subnets, neurons, ...(residents !== undefined && { residents }) });
  // A chain that exists has no use for them, so they are made when somebody asks.
  let entries: ReturnType<typeof foundingEntries> | undefined;
  const make = () => {
    entries ??= foundingEntries(cast, { issuanceRao, fastEpochs, beacon });
    return entries;
  };
  return { founding: { number: 1, entries: make }, cast };
}

/** Whether these options ask for another beginning than the usual one. */
const isOwnBeginning = ({ subnets, neurons, issuanceRao, fastEpochs, forkFrom }: FirstStateOptions): boolean =>
  subnets !== DEFAULTS.subnets ||
  neurons !== DEFAULTS.neurons ||
  issuanceRao !== undefined ||
  fastEpochs ||
  forkFrom !== undefined;

/**
 * A chain that exists goes on as it is, but not under flags that say otherwise.
 * @throws LocalnetError `store/other-chain`
 */
export function assertBegunAs(chain: Chain, founding: Founding, options: FirstStateOptions): void {
  if (chain.best.number === 0 || !isOwnBeginning(options)) return;
  const stored = chain.genesis.state?.get(FOUNDING_KEY);
  if (stored && equalBytes(stored, foundingDigest(founding))) return;
  const flags = '--subnets, --neurons, --at-issuance, --fast-epochs and --fork-from';
  const reason = `the chain in this directory was begun otherwise; leave out ${flags}, or choose another --data-dir`;
  throw new LocalnetError('store/other-chain', reason);
}
