/**
 * Subnets whose validators live: from a script of a few lines to neurons with keys, stake and addresses.
 *
 * Validators take the first uids, in the script's order, and sign for themselves; miners follow, and never sign anything.
 */
import type { Behaviour } from './behaviour.ts';
import { draw, drawU32 } from './chance.ts';
import { mutePublicKey, residentPair } from './keys.ts';
import { TAO } from './tao.ts';
import type { Neuron, Resident, Subnet } from './types.ts';

export interface ValidatorScript {
  readonly behaviour: Behaviour;
  /** Stake on its hotkey in whole alpha. */
  readonly alpha: bigint;
  /** Left out: every epoch. */
  readonly everyEpochs?: number;
}

export interface Script
  extends Pick<
    Subnet,
    'netuid' | 'name' | 'symbol' | 'description' | 'tempoBlocks' | 'yuma3' | 'commitReveal' | 'mechanismSplit'
  > {
  readonly taoInPoolRao: bigint;
  readonly alphaInPoolRao: bigint;
  readonly commits: Resident['commits'];
  readonly validators: readonly ValidatorScript[];
  readonly miners: number;
}

/** A subnet and those of its validators that sign. */
export interface Played {
  readonly subnet: Subnet;
  readonly residents: readonly Resident[];
}

export function playedSubnet(seed: string, script: Script): Played {
  const { validators, miners, commits, ...description } = script;
  const { netuid } = script;
  const path = script.name.toLowerCase();
  const residents = validators.map(({ behaviour, everyEpochs = 1 }, uid): Resident => {
    const name = `${path}/validator-${uid}`;
    const pair = residentPair(seed, name);
    return { name, netuid, uid, pair, behaviour, firstMinerUid: validators.length, commits, everyEpochs };
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
    firstEpochBlock: 0,
    emissionEnabled: true,
    liquidAlpha: script.yuma3,
    activityCutoffMilli: undefined,
    ownerColdkey: validatorNeurons[0]!.coldkey,
    ownerUid: 0,
    neurons: [...validatorNeurons, ...minerNeurons],
    relations: [],
  };
  return { subnet, residents };
}

/** 203.0.113.0/24 (TEST-NET-3), as a number; addresses that no host on the internet has. */
export const documentationIp = (host: number): number => 0xcb00_7100 + (host % 254) + 1;
