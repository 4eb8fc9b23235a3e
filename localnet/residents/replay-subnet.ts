/**
 * Subnet 1, Replay: the recorded stakes and weights of finney's subnet 15, 256 neurons, classic Yuma.
 *
 * The hotkeys of its validators with enough stake are ours, since nobody here can sign for the recorded ones; the figures
 * stay. Its emission stays off, so that its pool keeps its price and what was recorded can be told from what was made here.
 */
import { recordedSubnet } from '../data/replay.ts';
import { mutePublicKey, residentPair } from './keys.ts';
import { documentationIp, type Played } from './played-subnet.ts';
import { TAO } from './tao.ts';
import type { Neuron, Resident, Subnet } from './types.ts';

const NETUID = 1;

export function replaySubnet(seed: string, stakeThresholdRao: bigint): Played {
  const recorded = recordedSubnet();
  const residents = [...recorded.weights]
    .filter(([uid]) => recorded.alphaStake[uid]! >= stakeThresholdRao)
    .map(([uid, row]): Resident => {
      const name = `replay/validator-${uid}`;
      return {
        name,
        netuid: NETUID,
        uid,
        pair: residentPair(seed, name),
        behaviour: { kind: 'replaying', row },
        firstMinerUid: 0,
        commits: 'timelocked',
        everyEpochs: 1,
      };
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
    netuid: NETUID,
    name: 'Replay',
    symbol: 'ο',
    description: 'Stake and weights of finney subnet 15 at block 4769998, played again every tempo.',
    tempoBlocks: 60,
    firstEpochBlock: 0,
    yuma3: false,
    liquidAlpha: false,
    commitReveal: false,
    emissionEnabled: false,
    mechanismSplit: [],
    activityCutoffMilli: undefined,
    ownerColdkey: neurons[0]!.coldkey,
    ownerUid: 0,
    taoInPoolRao: 24_000n * TAO,
    alphaInPoolRao: 1_100_000n * TAO,
    neurons,
    relations: [],
  };
  return { subnet, residents };
}
