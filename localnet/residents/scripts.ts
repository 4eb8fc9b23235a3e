/**
 * The three played subnets of the localnet, each there to show something else.
 *
 *   2 Pulse    plain weights, classic Yuma            everybody sees at once what a validator thinks
 *   3 Liquid   time-locked weights, Yuma3, liquid α   nobody can copy; the chain opens them when the beacon speaks
 *   4 Twins    hashes first, weights later, twice     two mechanisms that share the emission 3 : 1
 *
 * Prices: with Replay's 0.02 they add up to a little more than one TAO, so that root keeps its dividends (spec economy §8).
 */
import type { Script } from './played-subnet.ts';
import { TAO } from './tao.ts';

const PULSE: Script = {
  netuid: 2,
  name: 'Pulse',
  symbol: 'β',
  description: 'Sixteen neurons whose validators change their minds every tempo, each in its own way.',
  tempoBlocks: 20,
  yuma3: false,
  commitReveal: false,
  commits: 'timelocked',
  mechanismSplit: [],
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
  description: 'Yuma3 with liquid alpha and time-locked weights: who is right before the others bonds faster.',
  tempoBlocks: 30,
  yuma3: true,
  commitReveal: true,
  commits: 'timelocked',
  mechanismSplit: [],
  taoInPoolRao: 60_000n * TAO,
  alphaInPoolRao: 160_000n * TAO,
  // Every second epoch is often enough to count, and halves the pairings that a block has to compute.
  validators: [
    { behaviour: { kind: 'honest' }, alpha: 60_000n },
    { behaviour: { kind: 'honest' }, alpha: 45_000n, everyEpochs: 2 },
    { behaviour: { kind: 'honest' }, alpha: 40_000n, everyEpochs: 2 },
    { behaviour: { kind: 'lazy' }, alpha: 35_000n },
    { behaviour: { kind: 'copying', fromUid: 1 }, alpha: 25_000n, everyEpochs: 2 },
    { behaviour: { kind: 'self-serving', ownMinerUid: 12 }, alpha: 15_000n, everyEpochs: 2 },
  ],
  miners: 22,
};

const TWINS: Script = {
  netuid: 4,
  name: 'Twins',
  symbol: 'δ',
  description: 'Two mechanisms with weights of their own, committed as hashes in one epoch and revealed in the next.',
  tempoBlocks: 24,
  yuma3: true,
  commitReveal: true,
  commits: 'hash',
  mechanismSplit: [49_151, 16_384],
  taoInPoolRao: 70_000n * TAO,
  alphaInPoolRao: 110_000n * TAO,
  validators: [
    { behaviour: { kind: 'honest' }, alpha: 30_000n },
    { behaviour: { kind: 'honest' }, alpha: 24_000n, everyEpochs: 2 },
    { behaviour: { kind: 'lazy' }, alpha: 12_000n },
    { behaviour: { kind: 'self-serving', ownMinerUid: 8 }, alpha: 8_000n, everyEpochs: 2 },
  ],
  miners: 8,
};

export const SCRIPTS = { pulse: PULSE, liquid: LIQUID, twins: TWINS } as const;
