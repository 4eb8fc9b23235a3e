/**
 * Who lives on the localnet: its subnets, their neurons, and what the validators do.
 *
 *   1 Replay   the recorded figures of finney's subnet 15: 256 neurons, classic Yuma
 *   2 Pulse    five validators who disagree every tempo, eleven miners, classic Yuma
 *   3 Liquid   six validators and twenty-two miners, Yuma3 with liquid alpha
 *
 * The hotkeys of Replay's active validators are ours, since nobody here can sign for the recorded ones; the figures stay.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import type { WeightRow } from '../data/replay.ts';
import { recordedSubnet } from '../data/replay.ts';
import type { Behaviour } from './behaviour.ts';
import { draw, drawU32 } from './chance.ts';
import { mutePublicKey, residentPair } from './keys.ts';

/** One TAO, or one alpha, in rao. */
export const TAO = 1_000_000_000n;
/** Least stake weight with which weights may be set and count; finney's value of 2025. */
export const STAKE_THRESHOLD_RAO = 1_000n * TAO;

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
  readonly yuma3: boolean;
  readonly liquidAlpha: boolean;
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
}

/** A hotkey with stake on root. */
export interface RootValidator {
  readonly hotkey: Bytes;
  readonly coldkey: Bytes;
  readonly stakeRao: bigint;
}

export interface Cast {
  readonly subnets: readonly Subnet[];
  readonly root: readonly RootValidator[];
  readonly residents: readonly Resident[];
}

/** Part of 2^64−1, in per cent. */
const share = (percent: bigint): bigint => (((1n << 64n) - 1n) * percent) / 100n;

export function createCast(seed: string): Cast {
  const replay = replaySubnet(seed);
  const pulse = playedSubnet(seed, PULSE);
  const liquid = playedSubnet(seed, LIQUID);
  const lenders = ['harbor', 'meridian', 'lantern'].map((name, i) => ({
    hotkey: mutePublicKey(seed, `root/${name}`),
    coldkey: mutePublicKey(seed, `root/${name}/cold`),
    stakeRao: BigInt(180_000 - 50_000 * i) * TAO,
  }));
  const [first, second, third] = lenders as [RootValidator, RootValidator, RootValidator];
  const validators = [...pulse.residents.slice(0, 2), ...liquid.residents.slice(0, 2), ...replay.residents.slice(0, 2)];
  const root = validators.map(({ pair, name }, i) => ({
    hotkey: pair.publicKey,
    coldkey: mutePublicKey(seed, `${name}/cold`),
    stakeRao: BigInt(60_000 - 8_000 * i) * TAO,
  }));
  const hotkey = (of: { residents: readonly Resident[] }, i: number) => of.residents[i]!.pair.publicKey;
  return {
    subnets: [
      replay.subnet,
      {
        ...pulse.subnet,
        relations: [
          { parent: first.hotkey, child: hotkey(pulse, 0), proportion: share(40n) },
          { parent: second.hotkey, child: hotkey(pulse, 2), proportion: share(75n) },
        ],
      },
      {
        ...liquid.subnet,
        relations: [
          { parent: third.hotkey, child: hotkey(liquid, 1), proportion: share(100n) },
          { parent: hotkey(liquid, 0), child: hotkey(liquid, 3), proportion: share(20n) },
        ],
      },
    ],
    root: [...lenders, ...root],
    residents: [...replay.residents, ...pulse.residents, ...liquid.residents],
  };
}

interface Played {
  readonly subnet: Subnet;
  readonly residents: readonly Resident[];
}

function replaySubnet(seed: string): Played {
  const netuid = 1;
  const recorded = recordedSubnet();
  const residents = [...recorded.weights]
    .filter(([uid]) => recorded.alphaStake[uid]! >= STAKE_THRESHOLD_RAO)
    .map(([uid, row]): Resident => {
      const name = `replay/validator-${uid}`;
      const pair = residentPair(seed, name);
      return { name, netuid, uid, pair, behaviour: { kind: 'replaying', row }, firstMinerUid: 0 };
    });
  const signing = new Map(residents.map((resident) => [resident.uid, resident]));
  const neurons = recorded.hotkeys.map((hotkey, uid): Neuron => {
    const resident = signing.get(uid);
    return {
      hotkey: resident?.pair.publicKey ?? hotkey,
      coldkey: mutePublicKey(seed, `${resident?.name ?? `replay/neuron-${uid}`}/cold`),
      alphaRao: recorded.alphaStake[uid]!,
      hasPermit: resident !== undefined,
      axon: recorded.weights.has(uid) ? undefined : { ip: documentationIp(uid), port: 8091 },
      weights: recorded.weights.get(uid) ?? [],
    };
  });
  const subnet: Subnet = {
    netuid,
    name: 'Replay',
    symbol: 'ο',
    description: 'Stake and weights of finney subnet 15 at block 4769998, played again every tempo.',
    tempoBlocks: 60,
    yuma3: false,
    liquidAlpha: false,
    ownerColdkey: neurons[0]!.coldkey,
    ownerUid: 0,
    taoInPoolRao: 24_000n * TAO,
    alphaInPoolRao: 1_100_000n * TAO,
    neurons,
    relations: [],
  };
  return { subnet, residents };
}

interface Script {
  readonly netuid: number;
  readonly name: string;
  readonly symbol: string;
  readonly description: string;
  readonly tempoBlocks: number;
  readonly yuma3: boolean;
  readonly taoInPoolRao: bigint;
  readonly alphaInPoolRao: bigint;
  /** Validators take the first uids, in this order; stake in whole alpha. */
  readonly validators: readonly { readonly behaviour: Behaviour; readonly alpha: bigint }[];
  readonly miners: number;
}

const PULSE: Script = {
  netuid: 2,
  name: 'Pulse',
  symbol: 'β',
  description: 'Sixteen neurons whose validators change their minds every tempo, each in its own way.',
  tempoBlocks: 20,
  yuma3: false,
  taoInPoolRao: 9_000n * TAO,
  alphaInPoolRao: 210_000n * TAO,
  validators: [
    { behaviour: { kind: 'honest' }, alpha: 90_000n },
    { behaviour: { kind: 'honest' }, alpha: 70_000n },
    { behaviour: { kind: 'lazy' }, alpha: 50_000n },
    { behaviour: { kind: 'copying', fromUid: 0 }, alpha: 40_000n },
    { behaviour: { kind: 'self-serving', ownMinerUid: 9 }, alpha: 30_000n },
  ],
  miners: 11,
};

const LIQUID: Script = {
  netuid: 3,
  name: 'Liquid',
  symbol: 'γ',
  description: 'Yuma3 with liquid alpha: bonds move faster for those who were right before the others.',
  tempoBlocks: 30,
  yuma3: true,
  taoInPoolRao: 4_000n * TAO,
  alphaInPoolRao: 160_000n * TAO,
  validators: [
    { behaviour: { kind: 'honest' }, alpha: 60_000n },
    { behaviour: { kind: 'honest' }, alpha: 45_000n },
    { behaviour: { kind: 'honest' }, alpha: 40_000n },
    { behaviour: { kind: 'lazy' }, alpha: 35_000n },
    { behaviour: { kind: 'copying', fromUid: 1 }, alpha: 25_000n },
    { behaviour: { kind: 'self-serving', ownMinerUid: 12 }, alpha: 15_000n },
  ],
  miners: 22,
};

function playedSubnet(seed: string, script: Script): Played {
  const { netuid, validators, miners, ...description } = script;
  const path = script.name.toLowerCase();
  const residents = validators.map(({ behaviour }, uid): Resident => {
    const name = `${path}/validator-${uid}`;
    return { name, netuid, uid, pair: residentPair(seed, name), behaviour, firstMinerUid: validators.length };
  });
  const validatorNeurons = validators.map(({ alpha }, uid): Neuron => {
    const { name, pair } = residents[uid]!;
    const coldkey = mutePublicKey(seed, `${name}/cold`);
    return { hotkey: pair.publicKey, coldkey, alphaRao: alpha * TAO, hasPermit: true, axon: undefined, weights: [] };
  });
  const minerNeurons = Array.from({ length: miners }, (_, i): Neuron => {
    const uid = validators.length + i;
    return {
      hotkey: mutePublicKey(seed, `${path}/miner-${uid}`),
      coldkey: mutePublicKey(seed, `${path}/miner-${uid}/cold`),
      alphaRao: (BigInt(drawU32(seed, netuid, uid, 'stake') % 400) * TAO) / 4n,
      hasPermit: false,
      axon: { ip: documentationIp(netuid * 64 + uid), port: 8091 + Math.floor(9 * draw(seed, netuid, uid, 'port')) },
      weights: [],
    };
  });
  const subnet: Subnet = {
    ...description,
    netuid,
    liquidAlpha: script.yuma3,
    ownerColdkey: validatorNeurons[0]!.coldkey,
    ownerUid: 0,
    neurons: [...validatorNeurons, ...minerNeurons],
    relations: [],
  };
  return { subnet, residents };
}

/** 203.0.113.0/24 (TEST-NET-3), as a number; addresses that no host on the internet has. */
const documentationIp = (host: number): number => 0xcb00_7100 + (host % 254) + 1;
