/**
 * Who lives on the localnet: its subnets, their neurons, who staked on whom, and what the validators do.
 *
 *   1 Replay   the recorded figures of finney's subnet 15: 256 neurons, classic Yuma
 *   2 Pulse    five validators who disagree every tempo, eleven miners, classic Yuma
 *   3 Liquid   six validators who commit time-locked weights, twenty-two miners, Yuma3 with liquid alpha
 *   4 Twins    four validators who commit hashes, eight miners, two mechanisms
 *   5 …        generated, as many as asked for
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { generateSubnets } from './generated.ts';
import { devAccount, mutePublicKey } from './keys.ts';
import { playedSubnet } from './played-subnet.ts';
import { replaySubnet } from './replay-subnet.ts';
import { SCRIPTS } from './scripts.ts';
import { TAO } from './tao.ts';
import type { Cast, Nomination, Resident, RootValidator } from './types.ts';

/** Least stake weight with which weights may be set and count; finney's value of 2025. */
export const STAKE_THRESHOLD_RAO = 1_000n * TAO;
/** Subnets that are always there. */
export const PLAYED_SUBNETS = 4;
const ROOT = 0;

export interface CastOptions {
  /** How many subnets in all; those beyond the four are generated. */
  readonly subnets?: number;
  /** Neurons of a generated subnet. */
  readonly neurons?: number;
  /** How many of the residents act; the others stay silent. Left out: all. */
  readonly residents?: number;
}

export const CAST_DEFAULTS = { subnets: PLAYED_SUBNETS, neurons: 64 } as const;

/** Part of 2^64−1, in per cent. */
const share = (percent: bigint): bigint => (((1n << 64n) - 1n) * percent) / 100n;

export function createCast(seed: string, options: CastOptions = {}): Cast {
  const { subnets = CAST_DEFAULTS.subnets, neurons = CAST_DEFAULTS.neurons } = options;
  const replay = replaySubnet(seed, STAKE_THRESHOLD_RAO);
  const pulse = playedSubnet(seed, SCRIPTS.pulse);
  const liquid = playedSubnet(seed, SCRIPTS.liquid);
  const twins = playedSubnet(seed, SCRIPTS.twins);
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
  // Those who change their minds come first: a part of the residents is then the livelier part.
  const residents = [...pulse.residents, ...liquid.residents, ...twins.residents, ...replay.residents];
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
      twins.subnet,
      ...generateSubnets({ seed, neurons, subnets: subnets - PLAYED_SUBNETS, firstNetuid: PLAYED_SUBNETS + 1 }),
    ],
    root: [...lenders, ...root],
    residents: residents.slice(0, options.residents ?? residents.length),
    nominations: nominate(seed, {
      harbor: first.hotkey,
      meridian: second.hotkey,
      pulse: hotkey(pulse, 0),
      pulseSecond: hotkey(pulse, 1),
      liquid: hotkey(liquid, 0),
      twins: hotkey(twins, 0),
    }),
    takes: [
      { hotkey: hotkey(pulse, 1), take: percent(9) },
      { hotkey: hotkey(liquid, 0), take: percent(0) },
      { hotkey: hotkey(twins, 0), take: percent(12) },
    ],
  };
}

/** Per cent as parts of 65535, rounded down. */
const percent = (of: number): number => Math.floor((65_535 * of) / 100);

interface Delegates {
  readonly harbor: Bytes;
  readonly meridian: Bytes;
  readonly pulse: Bytes;
  readonly pulseSecond: Bytes;
  readonly liquid: Bytes;
  readonly twins: Bytes;
}

/** Ada and Grace never sign; Bob is the development account, so that a page can play a nominator. */
function nominate(seed: string, to: Delegates): readonly Nomination[] {
  const ada = mutePublicKey(seed, 'nominator/ada');
  const grace = mutePublicKey(seed, 'nominator/grace');
  const bob = devAccount('Bob');
  const of = (coldkey: Bytes, hotkey: Bytes, netuid: number, tao: bigint): Nomination => {
    return { coldkey, hotkey, netuid, rao: tao * TAO };
  };
  return [
    of(ada, to.harbor, ROOT, 25_000n),
    of(grace, to.harbor, ROOT, 8_000n),
    of(grace, to.meridian, ROOT, 12_500n),
    of(ada, to.pulse, 2, 9_000n),
    of(bob, to.pulse, 2, 500n),
    of(grace, to.pulseSecond, 2, 21_000n),
    of(ada, to.liquid, 3, 4_000n),
    of(bob, to.liquid, 3, 250n),
    of(grace, to.twins, 4, 3_000n),
  ];
}
