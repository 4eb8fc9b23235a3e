/**
 * Subnets by the dozen: plausible pools, stakes and weights without anybody who signs. For load, and for lists that are
 * as long as finney's.
 *
 * Everything follows from the seed by hashing; a row of weights costs one hash and a few operations per entry. Since
 * nobody renews those weights, validators count as active for as long as the chain allows (50 tempos).
 */
import { constants } from '../../src/chain/schema/index.ts';
import type { WeightRow } from '../data/replay.ts';
import { drawStream, drawU32 } from './chance.ts';
import { mutePublicKey } from './keys.ts';
import { TAO } from './tao.ts';
import type { Cast, Neuron, RootValidator, Subnet } from './types.ts';

/** `SubnetLimit`: as many as the chain has numbers for. */
export const MAX_SUBNETS = 128;
export const MIN_NEURONS = 4;
export const MAX_NEURONS = 256;
/** finney's tempo. */
const TEMPO_BLOCKS = 360;
/** One neuron in so many is a validator. */
const VALIDATOR_ONE_IN = 16;
const MIN_VALIDATORS = 2;
/** Hotkeys of one coldkey: some people run many miners. */
const HOTKEYS_PER_COLDKEY = 8;
/** The largest stake; the next ones have a half, a third, … of it. */
const LARGEST_STAKE = 120_000n;
const MAX_MINER_STAKE = 100;
const MIN_POOL = 500;
const POOL_SPREAD = 19_500;
/** Alpha per TAO in a pool. */
const MIN_ALPHA_PER_TAO = 20;
const ALPHA_PER_TAO_SPREAD = 480;
/** The first epochs are spread over the first tempo; none before the first blocks are made. */
const FIRST_EPOCH_BLOCK = 3;
/** Far apart in a tempo for neighbouring netuids: about the golden ratio of 360. */
const EPOCH_STRIDE = 223;
const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω';
/** Extended Cyrillic: enough letters that look like nothing else here. */
const MORE_LETTERS = 0x048a;
const ROOT_VALIDATORS = 16;

export interface Generation {
  readonly seed: string;
  /** How many subnets; they get consecutive netuids. */
  readonly subnets: number;
  /** In each of them. */
  readonly neurons: number;
  /** Left out: 1. */
  readonly firstNetuid?: number;
}

/** A whole cast of generated subnets: for benchmarks of a chain of finney's size. */
export function generateCast(generation: Generation): Cast {
  const { seed } = generation;
  const subnets = generateSubnets(generation);
  const root = Array.from({ length: ROOT_VALIDATORS }, (_, i): RootValidator => {
    const name = `generated/root-${i}`;
    const stakeRao = BigInt(200_000 - 10_000 * i) * TAO;
    return { hotkey: mutePublicKey(seed, name), coldkey: mutePublicKey(seed, `${name}/cold`), stakeRao };
  });
  return { subnets, root, residents: [], nominations: [], takes: [] };
}

/** @throws RangeError for more subnets or neurons than a chain has. */
export function generateSubnets({ seed, subnets, neurons, firstNetuid = 1 }: Generation): readonly Subnet[] {
  const last = firstNetuid + subnets - 1;
  if (subnets < 0 || last > MAX_SUBNETS) throw new RangeError(`netuids end at ${MAX_SUBNETS}, asked for ${last}`);
  if (neurons < MIN_NEURONS || neurons > MAX_NEURONS) {
    throw new RangeError(`a subnet has ${MIN_NEURONS} to ${MAX_NEURONS} neurons, asked for ${neurons}`);
  }
  return Array.from({ length: subnets }, (_, i) => generateSubnet(seed, firstNetuid + i, neurons));
}

function generateSubnet(seed: string, netuid: number, n: number): Subnet {
  const validators = Math.max(MIN_VALIDATORS, Math.floor(n / VALIDATOR_ONE_IN));
  const neurons = Array.from({ length: n }, (_, uid) => generateNeuron(seed, netuid, uid, n, validators));
  const tao = MIN_POOL + (drawU32(seed, netuid, 'pool') % POOL_SPREAD);
  const alphaPerTao = MIN_ALPHA_PER_TAO + (drawU32(seed, netuid, 'price') % ALPHA_PER_TAO_SPREAD);
  return {
    netuid,
    name: `Field ${netuid}`,
    symbol: GREEK[netuid - 1] ?? String.fromCodePoint(MORE_LETTERS + netuid - GREEK.length - 1),
    description: `A generated subnet of ${n} neurons: its weights were set at the beginning and stay.`,
    tempoBlocks: TEMPO_BLOCKS,
    firstEpochBlock: FIRST_EPOCH_BLOCK + ((netuid * EPOCH_STRIDE) % TEMPO_BLOCKS),
    yuma3: netuid % 2 === 1,
    liquidAlpha: false,
    commitReveal: false,
    emissionEnabled: true,
    mechanismSplit: [],
    activityCutoffMilli: constants.SubtensorModule.MaxActivityCutoffFactorMilli.value,
    ownerColdkey: neurons[0]!.coldkey,
    ownerUid: 0,
    taoInPoolRao: BigInt(tao) * TAO,
    alphaInPoolRao: BigInt(tao * alphaPerTao) * TAO,
    neurons,
    relations: [],
  };
}

function generateNeuron(seed: string, netuid: number, uid: number, n: number, validators: number): Neuron {
  const isValidator = uid < validators;
  const path = `generated/${netuid}`;
  const minerStake = () => BigInt(drawU32(seed, netuid, uid, 'stake') % MAX_MINER_STAKE);
  return {
    hotkey: mutePublicKey(seed, `${path}/${uid}`),
    coldkey: mutePublicKey(seed, `${path}/cold-${Math.floor(uid / HOTKEYS_PER_COLDKEY)}`),
    alphaRao: (isValidator ? LARGEST_STAKE / BigInt(uid + 1) : minerStake()) * TAO,
    hasPermit: isValidator,
    axon: undefined,
    weights: isValidator ? generateRow(seed, netuid, uid, validators, n) : [],
  };
}

/** Weights on all miners: what they are worth, the same for all validators, and an opinion of one's own. */
function generateRow(seed: string, netuid: number, uid: number, firstMiner: number, n: number): WeightRow {
  const worth = drawStream(seed, netuid, 'worth');
  const opinion = drawStream(seed, netuid, uid, 'opinion');
  return Array.from({ length: n - firstMiner }, (_, i) => {
    const value = ((worth() >>> 17) + (opinion() >>> 20)) * 2;
    return [firstMiner + i, Math.min(value, 0xffff)] as const;
  });
}
