/**
 * Contracts of the localnet's people: what a cast is made of. Who is in it: `cast.ts`; as state of the chain: `founding.ts`.
 *
 * Amounts are rao. `alphaRao` and `stakeRao` are all stake on a hotkey; a nomination says which part of it is another
 * coldkey's than the owner's.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import type { WeightRow } from '../data/replay.ts';
import type { Behaviour } from './behaviour.ts';

export interface Neuron {
  readonly hotkey: Bytes;
  readonly coldkey: Bytes;
  readonly alphaRao: bigint;
  readonly hasPermit: boolean;
  /** Where it says it answers; nobody does, the addresses are of a documentation range. */
  readonly axon: { readonly ip: number; readonly port: number } | undefined;
  readonly weights: WeightRow;
}

export interface Subnet {
  readonly netuid: number;
  readonly name: string;
  readonly symbol: string;
  readonly description: string;
  readonly tempoBlocks: number;
  /** Block of the first epoch; 0 = one tempo after the beginning. Spreads the epochs of many subnets. */
  readonly firstEpochBlock: number;
  readonly yuma3: boolean;
  readonly liquidAlpha: boolean;
  readonly commitReveal: boolean;
  /** Whether TAO flows in: `SubnetEmissionEnabled`. */
  readonly emissionEnabled: boolean;
  /** Parts of 65535 that the mechanisms get, adding up to it; empty = one mechanism. */
  readonly mechanismSplit: readonly number[];
  /** Thousandths of a tempo after which a silent validator is inactive; undefined = the chain's default. */
  readonly activityCutoffMilli: number | undefined;
  readonly ownerColdkey: Bytes;
  readonly ownerUid: number;
  readonly taoInPoolRao: bigint;
  readonly alphaInPoolRao: bigint;
  readonly neurons: readonly Neuron[];
  /** `parent` lends `proportion` (of 2^64−1) of its stake to `child`. */
  readonly relations: readonly { readonly parent: Bytes; readonly child: Bytes; readonly proportion: bigint }[];
}

/** A validator that signs its own weights. */
export interface Resident {
  readonly name: string;
  readonly netuid: number;
  readonly uid: number;
  readonly pair: KeyPair;
  readonly behaviour: Behaviour;
  readonly firstMinerUid: number;
  /** How it commits where commit-reveal is on: encrypted to a drand round, or as a hash that it reveals itself. */
  readonly commits: 'timelocked' | 'hash';
  /** It speaks every so many epochs. */
  readonly everyEpochs: number;
}

/** A hotkey with stake on root. */
export interface RootValidator {
  readonly hotkey: Bytes;
  readonly coldkey: Bytes;
  readonly stakeRao: bigint;
}

/** Stake of a coldkey on a hotkey that another one owns; contained in the stake of that hotkey. */
export interface Nomination {
  readonly coldkey: Bytes;
  readonly hotkey: Bytes;
  readonly netuid: number;
  readonly rao: bigint;
}

/** A hotkey that takes another share of its nominators' dividends than the default. */
export interface Take {
  readonly hotkey: Bytes;
  /** Parts of 65535. */
  readonly take: number;
}

export interface Cast {
  readonly subnets: readonly Subnet[];
  readonly root: readonly RootValidator[];
  readonly residents: readonly Resident[];
  readonly nominations: readonly Nomination[];
  readonly takes: readonly Take[];
}
